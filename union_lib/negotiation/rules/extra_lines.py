"""Lines of a month's wage beside its days: overtime, unused leave, and what the minimum wage adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from ...common.calendar import DayKind, day_kind
from . import law as ids
from .law import Basis, Law, exact, half_up
from .minimum import MinimumCheck, minimum_check
from .month_rates import known
from .overtime import CapViolation, OvertimeCap, OvertimeRow, cap_violations
from .situations import OVERTIME_OF, Measure, Situation, Term, WageLine, money, worked_out_fen

RATE_IDS: Mapping[DayKind, str] = {
    DayKind.WORKDAY: ids.OVERTIME_WORKDAY,
    DayKind.REST_DAY: ids.OVERTIME_REST_DAY,
    DayKind.STATUTORY_HOLIDAY: ids.OVERTIME_HOLIDAY,
}
"""Which figure an hour on each kind of day is paid by."""


def overtime_lines(rows: Sequence[OvertimeRow], contract_fen: int, law: Law) -> list[WageLine]:
    """Return a line for every day of overtime, each rounded half up to fen, by date."""
    return [_overtime_line(row, contract_fen, law) for row in sorted(rows, key=lambda row: row.on)]


def _overtime_line(row: OvertimeRow, contract_fen: int, law: Law) -> WageLine:
    kind = day_kind(row.on)
    if kind == DayKind.REST_DAY and row.is_compensated:
        rate, missing = known(law, [RATE_IDS[kind]], row.on)
        return WageLine(
            row.on,
            row.on,
            Situation.TIME_OFF_IN_LIEU,
            row.hours,
            Measure.HOUR,
            (money(0),),
            0,
            tuple(rate),
            tuple(missing),
        )
    return hours_line(OVERTIME_OF[kind], RATE_IDS[kind], row.hours, contract_fen, law, row.on, row.on)


def hours_line(
    situation: Situation, rate_id: str, hours: Fraction, contract_fen: int, law: Law, first: date, last: date
) -> WageLine:
    """Return what hours of overtime of one kind earn: the wage of an hour by the rate."""
    bases, missing = known(law, [rate_id, ids.PAID_DAYS, ids.STANDARD_HOURS], first)
    if missing:
        lacking = tuple(missing)
        return WageLine(first, last, situation, hours, Measure.HOUR, (), None, tuple(bases), lacking)
    rate, paid_days, standard = bases
    formula = (
        money(contract_fen),
        Term("÷", paid_days.exact, Measure.DAY),
        Term("÷", exact(standard.value["per_day"]), Measure.HOUR),
        Term("×", rate.exact, Measure.RATIO),
        Term("×", hours, Measure.HOUR),
    )
    amount = half_up(worked_out_fen(formula))
    return WageLine(first, last, situation, hours, Measure.HOUR, formula, amount, tuple(bases))


def leave_line(
    days: Fraction, average_fen: int, is_wage_paid: bool, law: Law, first: date, last: date
) -> WageLine:
    """Return what unused annual leave earns, beside the normal wage if that is paid."""
    bases, missing = known(law, [ids.LEAVE_RATE, ids.PAID_DAYS], first)
    if missing:
        lacking = tuple(missing)
        return WageLine(
            first, last, Situation.UNUSED_LEAVE, days, Measure.DAY, (), None, tuple(bases), lacking
        )
    rate = bases[0].exact - 1 if is_wage_paid else bases[0].exact
    formula = (
        money(average_fen),
        Term("÷", bases[1].exact, Measure.DAY),
        Term("×", days, Measure.DAY),
        Term("×", rate, Measure.RATIO),
    )
    amount = half_up(worked_out_fen(formula))
    return WageLine(first, last, Situation.UNUSED_LEAVE, days, Measure.DAY, formula, amount, tuple(bases))


def top_up(
    contract_fen: int, excluded_fen: int, law: Law, first: date, last: date
) -> tuple[MinimumCheck | None, WageLine | None, tuple[str, ...]]:
    """Compare a month of normal work with the minimum wage: the check, the line that fills it up, what is missing."""
    bases, missing = known(law, [ids.MIN_WAGE, ids.MIN_WAGE_EXCLUDES], first)
    if missing:
        return None, None, tuple(missing)
    least = int(bases[0].value)
    check = minimum_check(contract_fen, least, allowances_fen=excluded_fen)
    if check.is_met:
        return check, None, ()
    return check, _top_up_line(check, least, tuple(bases), first, last), ()


def _top_up_line(
    check: MinimumCheck, least: int, bases: tuple[Basis, ...], first: date, last: date
) -> WageLine:
    formula = (money(least), money(check.comparable_fen, "−"))
    one = Fraction(1)
    return WageLine(
        first, last, Situation.MINIMUM_TOP_UP, one, Measure.MONTH, formula, check.shortfall_fen, bases
    )


def overtime_over_cap(
    rows: Sequence[OvertimeRow], law: Law, has_special_reason: bool, is_emergency: bool
) -> tuple[tuple[CapViolation, ...], tuple[str, ...]]:
    """Return how overtime passes the cap, and the figure that is missing to tell.

    Hours a day are looked at on workdays, hours a month on all days for which no time off was given; an
    emergency (劳动法 42) has no cap.
    """
    counted = [row for row in rows if not (row.is_compensated and day_kind(row.on) == DayKind.REST_DAY)]
    if is_emergency or not counted:
        return (), ()
    bases, missing = known(law, [ids.OVERTIME_CAP], counted[0].on)
    if missing:
        return (), tuple(missing)
    value = bases[0].value
    cap = OvertimeCap(
        exact(value["usual_per_day"]), exact(value["special_per_day"]), exact(value["per_month"])
    )
    on_workdays = [row for row in counted if day_kind(row.on) == DayKind.WORKDAY]
    daily = cap_violations(on_workdays, cap, has_special_reason=has_special_reason)
    monthly = cap_violations(counted, cap, has_special_reason=has_special_reason)
    found = {v for v in daily if v != CapViolation.MONTHLY} | ({CapViolation.MONTHLY} & set(monthly))
    return tuple(violation for violation in CapViolation if violation in found), ()
