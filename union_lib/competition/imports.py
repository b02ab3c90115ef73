"""Excel lists in and out: entries and judges, the same for the screens and the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlmodel import select

from ..common.errors import N_, RuleViolation
from ..common.tabular import Column, RowProblem, blank_form, write_sheet
from ..common.text import translate
from ..registry.service import USERNAME, UsernameTaken, UsernameUnfit
from ..registry.tables import Account
from ..workspace import Workspace
from . import rules, service
from .queries import competition_of, entries_of, judges_of, require_reader, scheme_version
from .rules import Criterion, EntryState, Kind, Scheme, Stage
from .words import ENTRY_STATES

Rows = Sequence[dict[str, Any]]


@dataclass(eq=False)
class TextTooLong(RuleViolation):
    """A cell holds more than the column can keep."""

    length: int
    longest: int

    what = N_("The text has {length} characters, more than {longest}.")
    todo = N_("Shorten it.")


@dataclass(eq=False)
class StateUnknown(RuleViolation):
    """A cell names a state that entries cannot have."""

    text: str
    known: str

    what = N_("There is no state “{text}”.")
    todo = N_("Use one of: {known}; or leave it empty.")


@dataclass(eq=False)
class MultiplierUnfit(RuleViolation):
    """A multiplier is not a positive number."""

    text: str

    what = N_("“{text}” cannot be a multiplier.")
    todo = N_("Enter a number above 0, such as 3.4.")


@dataclass(eq=False)
class BaseValueUnfit(RuleViolation):
    """A base value is not a positive number."""

    text: str

    what = N_("“{text}” cannot be a base value.")
    todo = N_("Enter a number above 0, such as 8.6.")


@dataclass(eq=False)
class TimeUnfit(RuleViolation):
    """A time used is negative."""

    text: str

    what = N_("“{text}” cannot be a time.")
    todo = N_("Enter the minutes as a number, such as 95 or 95.5.")


@dataclass(eq=False)
class CodeRepeated(RuleViolation):
    """The same code or user name stands in two rows of the file."""

    value: str
    first: int

    what = N_("“{value}” stands in row {first} already.")
    todo = N_("Give each row its own, or delete one of the two rows.")


def _short(longest: int) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if len(text.strip()) > longest:
            raise TextTooLong(len(text.strip()), longest)
        return text.strip()

    return parse


def _state(text: str) -> EntryState:
    names = {translate(word): state for state, word in ENTRY_STATES.items()}
    if not text.strip():
        return EntryState.COMPETING
    for name, state in names.items():
        if text.strip().lower() in (name.lower(), state.value):
            return state
    raise StateUnknown(text, "、".join(names))


def _multiplier(text: str) -> str | None:
    value = rules.parse_mark(text)
    if value is not None and (value <= 0 or value > Decimal(1000)):
        raise MultiplierUnfit(text)
    return None if value is None else str(value)


def _base_value(text: str) -> str | None:
    value = rules.parse_mark(text)
    if value is not None and value <= 0:
        raise BaseValueUnfit(text)
    return None if value is None else str(value)


def _panel(text: str) -> str | None:
    """Return a panel's name; an empty cell says nothing, so a known entry or judge stays where it is."""
    return _short(20)(text) or None


def _time_used(text: str) -> str | None:
    value = rules.parse_mark(text)
    if value is not None and value < 0:
        raise TimeUnfit(text)
    return None if value is None else str(value)


def _username(text: str) -> str:
    if not USERNAME.fullmatch(text.strip().lower()):
        raise UsernameUnfit(text)
    return text.strip().lower()


ENTRY_COLUMNS = (
    Column(
        "code",
        N_("Code"),
        ("编号", "参赛编号", "作品编号", "序号", "号码", "code", "no"),
        False,
        _short(20),
        "001",
    ),
    Column(
        "title",
        N_("Entry"),
        ("参赛项目", "项目名称", "作品名称", "名称", "项目", "作品", "成果名称", "entry", "title"),
        True,
        _short(120),
        "转向架侧梁焊接变形控制工装",
    ),
    Column(
        "contestant",
        N_("Contestant or team"),
        ("选手", "选手姓名", "参赛人", "参赛者", "姓名", "班组", "团队", "contestant", "athlete"),
        False,
        _short(80),
        "陈立班组",
    ),
    Column(
        "unit",
        N_("Unit"),
        ("单位", "所在单位", "工作单位", "参赛单位", "所在企业", "代表队", "unit", "team", "noc"),
        False,
        _short(80),
        "石峰恒铄轨道装备有限公司",
    ),
    Column("district", N_("District"), ("县市区", "区县", "属地", "district"), False, _short(40), "石峰区"),
    Column("panel", N_("Panel"), ("评审组", "组别", "分组", "panel"), False, _panel, "甲组"),
    Column("state", N_("State"), ("状态", "参赛状态", "state"), False, _state, ""),
)
JUDGE_COLUMNS = (
    Column("name", N_("Name"), ("姓名", "评委", "评委姓名", "name", "judge"), True, _short(40), "王建国"),
    Column(
        "username",
        N_("User name"),
        ("登录名", "账号", "用户名", "username", "account"),
        True,
        _username,
        "wang.jianguo",
    ),
    Column("unit", N_("Unit"), ("单位", "工作单位", "所在单位", "unit"), False, _short(80), "市总工会专家库"),
    Column("panel", N_("Panel"), ("评审组", "组别", "分组", "panel"), False, _panel, "甲组"),
)


@dataclass(frozen=True)
class ListImport:
    """A kind of list: its columns, its checks against the database, and how it is brought in."""

    key: str
    title: str
    columns: Callable[[Workspace, int], tuple[Column, ...]]
    commit: Callable[[Workspace, int, Rows], service.Imported]
    unique: str
    rows: Callable[[Workspace, int], list[dict[str, Any]]] = field(default=lambda ws, competition_id: [])
    refused: Callable[[Workspace, dict[str, Any]], RuleViolation | None] = field(default=lambda ws, row: None)
    warned: Callable[[Workspace, int, Rows], list[RowProblem]] = field(
        default=lambda ws, competition_id, rows: []
    )

    def check(self, ws: Workspace, competition_id: int, rows: Rows) -> list[RowProblem]:
        """Return the rows whose code or user name stands twice in the file, or is somebody else's, and warnings."""
        title = next(c.title for c in self.columns(ws, competition_id) if c.key == self.unique)
        first: dict[str, int] = {}
        problems = []
        for row in rows:
            value = str(row.get(self.unique) or "")
            is_repeated = bool(value) and value in first
            refusal = CodeRepeated(value, first[value]) if is_repeated else self.refused(ws, row)
            if refusal is not None:
                problems.append(RowProblem(row["row"], translate(title), value, *refusal.said()))
            first.setdefault(value, row["row"])
        return problems + self.warned(ws, competition_id, rows)

    def blank(self, ws: Workspace, competition_id: int) -> bytes:
        """Return the blank form as Excel."""
        return blank_form(self.columns(ws, competition_id), translate(self.title))

    def workbook(self, ws: Workspace, competition_id: int) -> bytes:
        """Return the present list as Excel, in the layout that can be imported again."""
        columns = self.columns(ws, competition_id)
        rows = [[str(row.get(c.key) or "") for c in columns] for row in self.rows(ws, competition_id)]
        return write_sheet(translate(self.title), [translate(c.title) for c in columns], rows)


def _scheme(ws: Workspace, competition_id: int) -> Scheme:
    with ws.reading() as session:
        competition_of(session, competition_id)
        return rules.scheme_from_dict(scheme_version(session, competition_id).body)


def _entry_columns(ws: Workspace, competition_id: int) -> tuple[Column, ...]:
    """Return the columns of entries: what each brings to the criteria and the time, where the scheme asks."""
    scheme = _scheme(ws, competition_id)
    return ENTRY_COLUMNS + brought_columns(scheme) + time_columns(scheme)


def brought_columns(scheme: Scheme) -> tuple[Column, ...]:
    """Return the columns of what every entry brings: a base value for an element, else a multiplier."""
    return tuple(
        _base_column(c) if c.kind == Kind.ELEMENT else _multiplier_column(c)
        for c in scheme.criteria
        if scheme.brings(c)
    )


def _multiplier_column(criterion: Criterion) -> Column:
    title = criterion.title
    names = (title, criterion.key, f"{title}难度", f"{title}难度系数", f"难度系数：{title}")
    worded = translate(N_("Multiplier: {criterion}")).format(criterion=title)
    return Column(f"multiplier.{criterion.key}", worded, names, True, _multiplier, "3.4")


def _base_column(criterion: Criterion) -> Column:
    title = criterion.title
    names = (title, criterion.key, f"{title}基础分", f"基础分：{title}")
    worded = translate(N_("Base value: {criterion}")).format(criterion=title)
    return Column(f"multiplier.{criterion.key}", worded, names, True, _base_value, "8.6")


def time_columns(scheme: Scheme) -> tuple[Column, ...]:
    """Return the column of the time used, where the scheme separates equal totals by it."""
    if not uses_time(scheme):
        return ()
    return (
        Column(
            f"tie.{rules.TIME}",
            N_("Time used (minutes)"),
            ("用时", "时间", "用时（分钟）", "time", "minutes"),
            False,
            _time_used,
            "95",
        ),
    )


def uses_time(scheme: Scheme) -> bool:
    """Tell whether the scheme separates equal totals by the time used."""
    return any(key.by == rules.TIME for key in scheme.tie_chain)


def folded(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its `multiplier.…` and `tie.…` values gathered as the service takes them."""
    plain = {k: v for k, v in row.items() if "." not in k and k != "row"}
    for prefix, name in (("multiplier.", "multipliers"), ("tie.", "tie_values")):
        found = {k.removeprefix(prefix): v for k, v in row.items() if k.startswith(prefix) and v is not None}
        plain |= {name: found} if found else {}
    return plain


def _commit_entries(ws: Workspace, competition_id: int, rows: Rows) -> service.Imported:
    """Bring entries in; those that must stay in their panel are updated in everything else."""
    staying = _staying(ws, competition_id)
    kept = [{k: v for k, v in row.items() if k != "panel" or row.get("code") not in staying} for row in rows]
    return service.import_entries(ws, competition_id, [folded(row) for row in kept])


def _staying(ws: Workspace, competition_id: int) -> dict[str, str]:
    """Return the panels by code of entries that no list can move: after a draw, and once marking is open."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        if competition.stage == Stage.DRAFT and not competition.is_drawn:
            return {}
        return {entry.code: entry.panel for entry in entries_of(session, competition_id)}


def _moved(ws: Workspace, competition_id: int, rows: Rows) -> list[RowProblem]:
    """Warn of rows that name another panel than the one their entry must stay in."""
    staying, title = _staying(ws, competition_id), translate(N_("Panel"))
    what = translate(N_("Entry {code} stays in its panel “{panel}”; the rest of the row is taken over."))
    todo = translate(N_("Move it under “Entries”, with the reason."))
    return [
        RowProblem(row["row"], title, row["panel"], what.format(code=code, panel=staying[code]), todo, "warn")
        for row in rows
        if (code := str(row.get("code") or "")) in staying and row.get("panel") not in (None, staying[code])
    ]


def _entry_rows(ws: Workspace, competition_id: int) -> list[dict[str, Any]]:
    with ws.reading() as session:
        require_reader(session, ws.actor.account_id, competition_of(session, competition_id))
        entries = entries_of(session, competition_id)
    return [
        {
            **{k: getattr(e, k) for k in ("code", "title", "contestant", "unit", "district", "panel")},
            "state": "" if e.state == EntryState.COMPETING else translate(ENTRY_STATES[e.state]),
            **{f"multiplier.{k}": v for k, v in e.multipliers.items()},
            **{f"tie.{k}": v for k, v in e.tie_values.items()},
        }
        for e in entries
    ]


def _judge_rows(ws: Workspace, competition_id: int) -> list[dict[str, Any]]:
    with ws.reading() as session:
        require_reader(session, ws.actor.account_id, competition_of(session, competition_id))
        judges = judges_of(session, competition_id)
        names = {j.account_id: session.get_one(Account, j.account_id).username for j in judges}
    return [
        {"name": j.name, "username": names[j.account_id], "unit": j.unit, "panel": j.panel}
        for j in judges
        if not j.is_ended
    ]


def _somebody_elses(ws: Workspace, row: dict[str, Any]) -> RuleViolation | None:
    """Refuse a user name that belongs to a closed account or to somebody of another name."""
    with ws.reading() as session:
        account = session.exec(select(Account).where(Account.username == row["username"])).first()
    is_free = account is None or (account.name == row["name"] and not account.is_closed)
    return None if is_free else UsernameTaken(row["username"])


ENTRY_IMPORT = ListImport(
    "entries", N_("Entries"), _entry_columns, _commit_entries, "code", _entry_rows, warned=_moved
)
JUDGE_IMPORT = ListImport(
    "judges",
    N_("Judges"),
    lambda ws, competition_id: JUDGE_COLUMNS,
    lambda ws, competition_id, rows: service.import_judges(ws, competition_id, rows),
    "username",
    _judge_rows,
    _somebody_elses,
)
