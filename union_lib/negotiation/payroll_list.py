"""A payroll from Excel: its columns, and what is wrong within a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..common.errors import N_, RuleViolation
from ..common.tabular import Column, RowProblem
from ..common.text import translate
from .rules.payslip_law import DAY_COLUMNS, OVERTIME_COLUMNS
from .rules.payslips import QUARTERS
from .rules.situations import Situation
from .wage_facts import amount, quantity
from .wage_words import SITUATIONS

DAYS, HOURS = "days_", "hours_"
HALVES = 2
"""Days are counted in halves."""
MOST_DAYS, MOST_HOURS = 31, 744

SYNONYMS: Mapping[Situation, tuple[str, ...]] = {
    Situation.NORMAL: ("出勤天数", "正常出勤", "正常出勤天数", "出勤"),
    Situation.WORK_FROM_HOME: ("居家办公天数", "居家办公", "在家上班天数"),
    Situation.QUARANTINE: ("隔离天数", "隔离观察天数", "医学观察天数"),
    Situation.ANNUAL_LEAVE: ("年休假天数", "年假天数", "年休假"),
    Situation.MATERNITY: ("产假天数", "产假"),
    Situation.STOPPAGE_FIRST_CYCLE: ("停工天数（首个周期内）", "停工首个周期内天数", "首个周期内停工天数"),
    Situation.SICK: ("病假天数", "病假"),
    Situation.STOPPAGE_WORKING: ("停工后提供劳动天数", "停工期间劳动天数"),
    Situation.STOPPAGE_IDLE: ("停工未劳动天数", "停工天数", "待岗天数"),
    Situation.ROTATION: ("轮休天数", "轮岗轮休天数"),
    Situation.UNPAID: ("事假天数", "无薪假天数", "旷工天数"),
    Situation.OVERTIME_WORKDAY: ("工作日加班小时", "平时加班小时", "延时加班小时", "加班小时150%"),
    Situation.OVERTIME_REST_DAY: ("休息日加班小时", "周末加班小时", "加班小时200%"),
    Situation.OVERTIME_HOLIDAY: ("法定节假日加班小时", "节假日加班小时", "加班小时300%"),
}
"""What people write above the days and hours."""


@dataclass(eq=False)
class NotInParts(RuleViolation):
    """Days that are no halves, or hours that are no quarters."""

    text: str

    what = N_("“{text}” is finer than is counted here.")
    todo = N_("Enter days in halves (0.5) and hours in quarters (0.25).")


@dataclass(eq=False)
class DaysOverMonth(RuleViolation):
    """The days of a row come to more than the month has workdays."""

    days: str
    workdays: int

    what = N_("The days come to {days}, but the month has {workdays} workdays.")
    todo = N_("Correct the days; rest days and holidays are not counted.")


@dataclass(eq=False)
class OvertimeOverPaid(RuleViolation):
    """More overtime pay than was paid in all."""

    what = N_("More overtime pay is given than was paid in all.")
    todo = N_("The overtime pay is part of what was paid in all: correct one of the two.")


def payroll_columns() -> tuple[Column, ...]:
    """Return the columns of a payroll of one month."""
    return (
        Column("worker", N_("Name"), ("姓名", "职工姓名", "员工姓名", "name"), True, _name, "王建国"),
        Column("staff_number", N_("Staff number"), ("工号", "员工编号", "人员编号"), False, _short, "A0012"),
        Column(
            "contract_fen",
            N_("Contract wage (yuan a month)"),
            ("合同月工资", "合同工资", "月工资标准", "合同约定工资", "约定工资"),
            True,
            amount,
            "4500",
            is_text=False,
        ),
        Column(
            "paid_fen",
            N_("Paid in all (yuan)"),
            ("实发工资", "应发工资", "发放工资", "已发工资", "支付工资", "实发合计"),
            True,
            amount,
            "4500",
            is_text=False,
        ),
        Column(
            "paid_overtime_fen",
            N_("Of it overtime pay"),
            ("其中加班工资", "加班工资", "加班费"),
            False,
            _amount_or_none,
            "0",
            is_text=False,
        ),
        *(_days(situation) for situation in DAY_COLUMNS),
        *(_hours(situation) for situation in OVERTIME_COLUMNS),
        Column(
            "excluded_fen",
            N_("Of the contract wage not counting towards the minimum"),
            ("津贴", "夜班高温津贴", "特殊津贴", "最低工资剔除项"),
            False,
            amount,
            "0",
            is_text=False,
        ),
    )


def _days(situation: Situation) -> Column:
    return Column(
        f"{DAYS}{situation}",
        SITUATIONS[situation],
        SYNONYMS[situation],
        False,
        _halves_or_none if situation == Situation.NORMAL else _halves,
        "",
        is_text=False,
    )


def _hours(situation: Situation) -> Column:
    return Column(
        f"{HOURS}{situation}", SITUATIONS[situation], SYNONYMS[situation], False, _quarters, "", is_text=False
    )


def _name(text: str) -> str:
    return text.strip()[:40]


def _short(text: str) -> str:
    return text.strip()[:40]


def _amount_or_none(text: str) -> int | None:
    return amount(text) if text.strip() else None


def _halves(text: str) -> int:
    return _parts(text, MOST_DAYS, HALVES)


def _halves_or_none(text: str) -> int | None:
    return _halves(text) if text.strip() else None


def _quarters(text: str) -> int:
    return _parts(text, MOST_HOURS, QUARTERS)


def _parts(text: str, most: int, down: int) -> int:
    if not text.strip():
        return 0
    parts = quantity(text, most) * down
    if parts.denominator != 1:
        raise NotInParts(text.strip())
    return parts.numerator


@dataclass(frozen=True)
class PayrollRow:
    """One worker's month as it was read: days in halves, hours in quarters; overtime pay None if not told apart."""

    worker: str
    staff_number: str
    contract_fen: int
    paid_fen: int
    paid_overtime_fen: int | None
    days: Mapping[Situation, int]
    quarters: Mapping[Situation, int]
    excluded_fen: int = 0


def payroll_row(row: Mapping[str, Any], workdays: int) -> PayrollRow:
    """Return a checked row; days of normal work that are not given are what the other days leave.

    Raises `DaysOverMonth`, `OvertimeOverPaid`.
    """
    days: dict[Situation, int] = {
        s: int(row.get(f"{DAYS}{s}") or 0) for s in DAY_COLUMNS if s != Situation.NORMAL
    }
    given, other = row.get(f"{DAYS}{Situation.NORMAL}"), sum(days.values())
    days[Situation.NORMAL] = max(workdays * HALVES - other, 0) if given is None else int(given)
    if (all_days := sum(days.values())) > workdays * HALVES:
        raise DaysOverMonth(f"{float(Fraction(all_days, HALVES)):g}", workdays)
    overtime = row.get("paid_overtime_fen")
    if overtime is not None and overtime > row["paid_fen"]:
        raise OvertimeOverPaid
    return PayrollRow(
        row["worker"],
        row.get("staff_number") or "",
        row["contract_fen"],
        row["paid_fen"],
        overtime,
        {s: n for s, n in days.items() if n},
        {s: n for s in OVERTIME_COLUMNS if (n := int(row.get(f"{HOURS}{s}") or 0))},
        row.get("excluded_fen") or 0,
    )


def row_problems(rows: Sequence[Mapping[str, Any]], workdays: int) -> list[RowProblem]:
    """Return what is wrong within rows whose cells are sound in themselves."""
    found = []
    for row in rows:
        try:
            payroll_row(row, workdays)
        except (DaysOverMonth, OvertimeOverPaid) as refusal:
            what, todo = refusal.said()
            column = N_("Of it overtime pay") if isinstance(refusal, OvertimeOverPaid) else N_("Normal work")
            found.append(RowProblem(row["row"], translate(column), "", what, todo))
    return found
