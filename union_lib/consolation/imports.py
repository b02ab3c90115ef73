"""The list of recipients from Excel: its columns, and what is wrong between its rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..common.annotated import annotated_workbook
from ..common.collecting import collecting_later
from ..common.errors import N_, RuleViolation
from ..common.identifiers import masked
from ..common.tabular import (
    Checked,
    Column,
    Progress,
    RawSheet,
    RowProblem,
    check_rows,
    match_columns,
    read_sheet,
)
from ..common.text import translate
from .list_cells import (
    amount_fen,
    bank_card,
    card,
    credit_code,
    identity,
    is_head,
    kind,
    members,
    phone,
    short,
    yes_or_no,
)
from .rules.kinds import Kind
from .words import FLAGS, KINDS

__all__ = ["CheckedRecipients", "bank_card", "read_recipients", "recipient_columns", "row_conflicts"]

Rows = Sequence[Mapping[str, Any]]
NAMED = 5
"""So many people who share a card are named; of more the number is said."""

FLAG_HEADS = {
    "two_homes": ("两套及以上住房", "两套住房", "有两套住房"),
    "private_school_or_self_paid_abroad": ("私立学校或自费留学", "子女就读私立学校或自费出国留学"),
    "business_owner": ("经商办企业", "开办企业", "个体工商户或企业主"),
}
"""What people write above the facts that keep a household from being filed, by `hardship_exclusions`."""

FLAG = "flag."
FIGURES = ("members", "income_fen", "rigid_fen", "accident_fen")


@dataclass(eq=False)
class RecipientRepeated(RuleViolation):
    """The same identity number stands in two rows."""

    first: int

    what = N_("This person stands in row {first} already.")
    todo = N_("Delete or skip one of the two rows; nobody is paid twice from one list.")


@dataclass(eq=False)
class CardShared(RuleViolation):
    """One card is given for several people."""

    people: str

    what = N_("This card is given for several people: {people}.")
    todo = N_("Ask whose card it is; money on it reaches only one of them.")


@dataclass(eq=False)
class HouseholdFiledTwice(RuleViolation):
    """A household has two heads, that is, two files."""

    number: str
    first: int

    what = N_("The household {number} has its head in row {first} already.")
    todo = N_("A household has one file: correct the relation or the file number.")


@dataclass(eq=False)
class HouseholdFiguresDiffer(RuleViolation):
    """Two rows of one household give different figures."""

    number: str
    first: int

    what = N_("Row {first} gives other figures for the household {number}.")
    todo = N_("Members, income and expenses are those of the household: give the same in each row.")


@dataclass(eq=False)
class HouseholdMissing(RuleViolation):
    """A worker in hardship stands without the file number of a household."""

    what = N_("A worker in hardship needs the file number of the household.")
    todo = N_("Enter the number of the household's file.")


def recipient_columns(as_of: date) -> tuple[Column, ...]:
    """Return the columns of a list of recipients; identity numbers are checked as of a day."""
    return (
        Column("name", N_("Name"), ("姓名", "职工姓名", "慰问对象", "name"), True, short(40), "张秀英"),
        Column(
            "kind",
            N_("On file as"),
            ("人员类别", "类别", "对象类别", "慰问对象类别", "困难类别"),
            True,
            kind(KINDS),
            "困难职工",
        ),
        Column(
            "identity",
            N_("Identity number"),
            ("身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号"),
            False,
            identity(as_of),
            "430202197506150002",
        ),
        Column(
            "phone",
            N_("Mobile phone"),
            ("手机", "手机号", "手机号码", "联系电话", "电话"),
            False,
            phone,
            "13812345678",
        ),
        Column(
            "card",
            N_("Bank card"),
            ("银行卡", "银行卡号", "银行账号", "卡号", "账号"),
            False,
            card,
            "6222021234567894",
        ),
        Column(
            "unit",
            N_("Unit"),
            ("单位", "工作单位", "所在单位", "单位名称"),
            False,
            short(80),
            "石峰区恒铄轨道装备厂",
        ),
        Column(
            "uscc",
            N_("Unified social credit code"),
            ("统一社会信用代码", "信用代码"),
            False,
            credit_code,
            "91110000600037341L",
        ),
        Column("ward", N_("Ward or team"), ("科室", "病区", "班组", "部门"), False, short(60), "呼吸内科"),
        Column(
            "district", N_("District"), ("县市区", "区县", "属地", "所属区县"), False, short(40), "石峰区"
        ),
        Column("industry", N_("Industry"), ("行业", "所属行业"), False, short(40), "住宿和餐饮业"),
        Column(
            "household",
            N_("Household file number"),
            ("家庭编号", "户号", "档案编号", "困难职工档案号", "档案号"),
            False,
            short(40),
            "ZZ-2020-0001",
        ),
        Column(
            "relation",
            N_("Relation to the head"),
            ("与户主关系", "关系", "与职工关系"),
            False,
            short(20),
            "本人",
        ),
        Column("members", N_("Members"), ("家庭人口", "人口", "家庭人口数"), False, members, "3"),
        Column(
            "income_fen",
            N_("Income of the year"),
            ("家庭年收入", "年收入", "家庭年收入（元）"),
            False,
            amount_fen,
            "36000",
            False,
        ),
        Column(
            "rigid_fen",
            N_("Rigid expenses of the year"),
            ("刚性支出", "年刚性支出", "家庭刚性支出"),
            False,
            amount_fen,
            "18000",
            False,
        ),
        Column(
            "accident_fen",
            N_("Cost of the accident"),
            ("意外支出", "意外致困支出", "突发支出"),
            False,
            amount_fen,
            "0",
            False,
        ),
        *(Column(FLAG + key, FLAGS[key], names, False, yes_or_no, "否") for key, names in FLAG_HEADS.items()),
        Column(
            "claim_fen",
            N_("Verified need"),
            ("应享金额", "核定金额", "申请金额", "需求金额"),
            False,
            amount_fen,
            "2000",
            False,
        ),
        Column("note", N_("Note"), ("备注", "说明"), False, short(200), ""),
    )


@dataclass
class CheckedRecipients:
    """A list that was read: the rows that passed, and every problem by row."""

    raw: RawSheet
    mapping: Mapping[str, str | None]
    columns: Sequence[Column]
    rows: Sequence[dict[str, Any]]
    problems: Sequence[RowProblem]

    @property
    def bad_rows(self) -> set[int]:
        """Return the numbers of the rows that cannot be taken in."""
        return {problem.row for problem in self.problems if problem.kind == "bad"}

    def annotated(self) -> bytes:
        """Return the list as Excel with every problem where it is."""
        places = {translate(c.title): head for c in self.columns if (head := self.mapping.get(c.key))}
        return annotated_workbook(self.raw, self.problems, places)


@collecting_later()
def read_recipients(
    content: bytes, as_of: date, progress: Progress = lambda done, total: None
) -> CheckedRecipients:
    """Return a list of recipients from Excel, checked row by row and between rows.

    A needed column that was not found makes every row a problem. Raises what `read_sheet` raises.
    """
    raw, columns = read_sheet(content), recipient_columns(as_of)
    mapping = match_columns(raw.heads, columns)
    checked = check_rows(raw, mapping, columns, progress)
    return with_conflicts(raw, mapping, columns, checked)


def with_conflicts(
    raw: RawSheet, mapping: Mapping[str, str | None], columns: Sequence[Column], checked: Checked
) -> CheckedRecipients:
    """Return checked rows with what is wrong between them."""
    between = row_conflicts(checked.rows)
    wrong = {problem.row for problem in between if problem.kind == "bad"}
    rows = [row for row in checked.rows if row["row"] not in wrong]
    problems = sorted([*checked.problems, *between], key=lambda problem: problem.row)
    return CheckedRecipients(raw, mapping, columns, rows, problems)


def row_conflicts(rows: Rows) -> list[RowProblem]:
    """Return what is wrong between rows that are sound in themselves."""
    return [
        *_repeated(rows),
        *_shared_cards(rows),
        *_household_heads(rows),
        *_household_figures(rows),
        *_without_household(rows),
    ]


def _grouped(rows: Rows, key: str) -> Iterator[tuple[Any, list[Mapping[str, Any]]]]:
    """Yield the groups of rows that have the same value under a key, an empty one left out."""
    often = {value for value, many in Counter(row.get(key) for row in rows).items() if many > 1 and value}
    groups: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row.get(key) in often:
            groups[row[key]].append(row)
    yield from groups.items()


def _problem(
    row: Mapping[str, Any], title: str, value: str, refusal: RuleViolation, kind: str = "bad"
) -> RowProblem:
    return RowProblem(row["row"], translate(title), value, *refusal.said(), kind)


def _repeated(rows: Rows) -> Iterator[RowProblem]:
    for number, group in _grouped(rows, "identity"):
        for row in group[1:]:
            yield _problem(row, N_("Identity number"), number, RecipientRepeated(group[0]["row"]))


def _shared_cards(rows: Rows) -> Iterator[RowProblem]:
    for number, group in _grouped(rows, "card"):
        people = {row.get("identity") or (row["name"], row["row"]): row for row in group}
        if len(people) > 1:
            refusal = CardShared(_named(people.values()))
            yield from (_problem(row, N_("Bank card"), masked(number), refusal, "warn") for row in group)


def _named(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the names with their rows: the first few, and how many there are."""
    told = [translate(N_("{name} (row {row})")).format(name=row["name"], row=row["row"]) for row in rows]
    if len(told) <= NAMED:
        return "、".join(told)
    return translate(N_("{names} and others, {n} in all")).format(names="、".join(told[:NAMED]), n=len(told))


def _household_heads(rows: Rows) -> Iterator[RowProblem]:
    for number, group in _grouped(rows, "household"):
        heads = [row for row in group if is_head(row.get("relation") or "")]
        for row in heads[1:]:
            refusal = HouseholdFiledTwice(number, heads[0]["row"])
            yield _problem(row, N_("Household file number"), number, refusal)


def _household_figures(rows: Rows) -> Iterator[RowProblem]:
    for number, group in _grouped(rows, "household"):
        told: dict[str, tuple[Any, int]] = {}
        for row in group:
            known = {key: row[key] for key in FIGURES if row.get(key) is not None}
            apart = [told[key][1] for key, value in known.items() if key in told and told[key][0] != value]
            if apart:
                refusal = HouseholdFiguresDiffer(number, apart[0])
                yield _problem(row, N_("Household file number"), number, refusal)
            for key, value in known.items():
                told.setdefault(key, (value, row["row"]))


def _without_household(rows: Rows) -> Iterator[RowProblem]:
    for row in rows:
        if row["kind"] == Kind.HARDSHIP and not row.get("household"):
            yield _problem(row, N_("Household file number"), "", HouseholdMissing())
