"""A deferred plan: what is promised, what is paid, and where it stands on any day.

Payments settle the oldest instalment first; nothing is kept but the promise and the payments, so every state can
be computed again. Source: 劳部发〔1995〕226号 四(二), 人社部发〔2020〕8号 三(五), 株工通字〔2020〕1号 六 (a plan is
supervised to its last instalment).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class InstalmentState(StrEnum):
    """Where one instalment is on a day."""

    PAID = "paid"
    PENDING = "pending"
    GRACE = "grace"
    OVERDUE = "overdue"


class PlanState(StrEnum):
    """Where a plan is on a day, the best first."""

    COMPLETED = "completed"
    ON_TRACK = "on_track"
    LATE = "late"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One promised payment: the day it is due and its fen."""

    due: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment received: its day and fen; a payment that was cancelled is not among them."""

    paid_on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What was promised: the deferred total, its instalments, and when lateness becomes default.

    An instalment is overdue when `grace_days` after its due date are over. The plan is in default when so many
    instalments are overdue, or one has been for so many days; None sets no such limit.
    """

    total_fen: int
    instalments: tuple[Instalment, ...]
    grace_days: int = 0
    default_instalments: int | None = None
    default_days: int | None = None

    @property
    def promised_fen(self) -> int:
        """What the instalments come to."""
        return sum(one.amount_fen for one in self.instalments)

    @property
    def is_whole(self) -> bool:
        """Whether the instalments sum to the total."""
        return self.promised_fen == self.total_fen


@dataclass(frozen=True, slots=True)
class InstalmentStanding:
    """One instalment on a day; `number` counts from 1 in the order of the plan."""

    number: int
    due: date
    amount_fen: int
    paid_fen: int
    state: InstalmentState
    overdue_days: int

    @property
    def remaining_fen(self) -> int:
        """What of it is not paid."""
        return self.amount_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """A plan on a day. `paid_fen` is all that was received; what is beyond the total is `overpaid_fen`."""

    on: date
    instalments: tuple[InstalmentStanding, ...]
    paid_fen: int
    outstanding_fen: int
    overpaid_fen: int
    overdue_fen: int
    overdue_count: int
    most_overdue_days: int
    state: PlanState
    next_due: date | None

    @property
    def is_referral_recommended(self) -> bool:
        """Whether the union should write: on default only, and a person decides."""
        return self.state == PlanState.DEFAULT


@dataclass(frozen=True)
class DayTotals:
    """What was promised by the end of a day, and what was paid by then, in fen."""

    day: date
    promised_fen: int
    paid_fen: int


def plan_standing(plan: Plan, payments: Iterable[Payment], on: date) -> PlanStanding:
    """Return where a plan stands at the end of a day; payments after that day do not count yet.

    A plan that does not sum to its total is computed all the same: `outstanding_fen` is the total less what was
    paid. Days overdue count from the due date. `next_due` is the due date of the next pending instalment.

    >>> plan = Plan(1_000_01, (Instalment(date(2020, 4, 30), 500_00), Instalment(date(2020, 5, 29), 500_01)), 5)
    >>> found = plan_standing(plan, [Payment(date(2020, 4, 28), 600_00)], date(2020, 6, 4))
    >>> found.state.value, found.overdue_fen, found.most_overdue_days, [one.paid_fen for one in found.instalments]
    ('late', 40001, 6, [50000, 10000])
    """
    paid = paid_by(payments, on)
    standings = _standings(plan, paid, on)
    overdue = [one for one in standings if one.state == InstalmentState.OVERDUE]
    outstanding = max(plan.total_fen - paid, 0)
    days = max((one.overdue_days for one in overdue), default=0)
    pending = [one.due for one in standings if one.state == InstalmentState.PENDING]
    return PlanStanding(
        on=on,
        instalments=standings,
        paid_fen=paid,
        outstanding_fen=outstanding,
        overpaid_fen=max(paid - plan.total_fen, 0),
        overdue_fen=sum(one.remaining_fen for one in overdue),
        overdue_count=len(overdue),
        most_overdue_days=days,
        state=_plan_state(plan, outstanding, len(overdue), days),
        next_due=min(pending, default=None),
    )


def paid_by(payments: Iterable[Payment], on: date) -> int:
    """Return the fen received by the end of a day."""
    return sum(one.amount_fen for one in payments if one.paid_on <= on)


def settled(amounts_fen: Sequence[int], paid_fen: int) -> list[int]:
    """Return what of a payment each amount takes, the first before the next; what is over stays over.

    >>> settled([300, 300, 400], 450)
    [300, 150, 0]
    """
    taken = []
    for amount in amounts_fen:
        part = min(amount, max(paid_fen, 0))
        paid_fen -= part
        taken.append(part)
    return taken


def _standings(plan: Plan, paid_fen: int, on: date) -> tuple[InstalmentStanding, ...]:
    """Settle the oldest first, whatever the order they are listed in; equal dates in that order."""
    order = sorted(range(len(plan.instalments)), key=lambda at: plan.instalments[at].due)
    parts = settled([plan.instalments[at].amount_fen for at in order], paid_fen)
    paid_of = dict(zip(order, parts, strict=True))
    return tuple(
        _standing(number, one, paid_of[number - 1], plan.grace_days, on)
        for number, one in enumerate(plan.instalments, start=1)
    )


def _standing(number: int, one: Instalment, paid_fen: int, grace_days: int, on: date) -> InstalmentStanding:
    state = _instalment_state(one, paid_fen, grace_days, on)
    days = (on - one.due).days if state == InstalmentState.OVERDUE else 0
    return InstalmentStanding(number, one.due, one.amount_fen, paid_fen, state, days)


def _instalment_state(one: Instalment, paid_fen: int, grace_days: int, on: date) -> InstalmentState:
    if paid_fen >= one.amount_fen:
        return InstalmentState.PAID
    if on <= one.due:
        return InstalmentState.PENDING
    in_grace = on <= one.due + timedelta(days=grace_days)
    return InstalmentState.GRACE if in_grace else InstalmentState.OVERDUE


def _plan_state(plan: Plan, outstanding_fen: int, overdue: int, days: int) -> PlanState:
    if not outstanding_fen:
        return PlanState.COMPLETED
    if not overdue:
        return PlanState.ON_TRACK
    too_many = plan.default_instalments is not None and overdue >= plan.default_instalments
    too_long = plan.default_days is not None and days >= plan.default_days
    return PlanState.DEFAULT if too_many or too_long else PlanState.LATE


def promised_and_paid(plan: Plan, payments: Iterable[Payment], until: date | None = None) -> list[DayTotals]:
    """Return both sums on every day on which one of them moves, in order; `until` adds that day as the last.

    >>> plan = Plan(300, (Instalment(date(2020, 4, 30), 300),))
    >>> [(t.day.day, t.promised_fen, t.paid_fen) for t in promised_and_paid(plan, [Payment(date(2020, 4, 2), 90)])]
    [(2, 0, 90), (30, 300, 90)]
    """
    kept = list(payments)
    days = {one.due for one in plan.instalments} | {one.paid_on for one in kept}
    if until is not None:
        days = {day for day in days if day <= until} | {until}
    return [
        DayTotals(day, sum(one.amount_fen for one in plan.instalments if one.due <= day), paid_by(kept, day))
        for day in sorted(days)
    ]


def settled_days(plan: Plan, payments: Iterable[Payment]) -> list[date | None]:
    """Return for each instalment, in the order of the plan, the day on which it was paid in full; None while open.

    >>> plan = Plan(300, (Instalment(date(2020, 4, 30), 200), Instalment(date(2020, 5, 29), 100)))
    >>> settled_days(plan, [Payment(date(2020, 4, 2), 90), Payment(date(2020, 4, 29), 110)])
    [datetime.date(2020, 4, 29), None]
    """
    kept = list(payments)
    found: list[date | None] = [None] * len(plan.instalments)
    for day in sorted({one.paid_on for one in kept}):
        for at, one in enumerate(plan_standing(plan, kept, day).instalments):
            if found[at] is None and one.state == InstalmentState.PAID:
                found[at] = day
    return found
