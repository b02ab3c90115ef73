"""A payroll beside the law: who was underpaid by how much, by which article, and whether it can still be claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func
from sqlmodel import Session, select

from ...common.policies import Figure, FigureUnknown, NoRuleInForce
from ...registry.tables import Account
from ...workspace import Workspace
from ..payrolls import checked, lines_of, payroll_of
from ..queries import case_of, require_reader
from ..rules.arrears import FinalAward, final_award
from ..rules.law import Law
from ..rules.limitation import Claim, ClaimKind, Limitation, limitation
from ..rules.payroll_check import PayrollCheck, Underpayment
from ..rules.situations import Situation
from ..rules.standstill import month_of
from ..tables import Payroll, PayrollLine
from ..wage_law import area_law

ARBITRATION, INSPECTION = "arbitration_limitation", "inspection_limitation_years"
FINAL_MONTHS = "final_award_multiple"


@dataclass(frozen=True)
class PayrollCard:
    """A payroll on file."""

    id: int
    month: date
    area: str
    workers: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class ClaimDays:
    """What decides until when wages may be claimed: the end of the employment, the last day they were asked for."""

    employment_ended: date | None = None
    claimed_on: date | None = None


@dataclass(frozen=True)
class AuditLine:
    """One worker of a payroll; `parts` is what was paid short, `is_blocked` that a figure is missing."""

    position: int
    worker: str
    staff_number: str
    contract_fen: int
    due_fen: int
    paid_fen: int
    shortfall_fen: int
    is_blocked: bool


@dataclass(frozen=True)
class Audit:
    """A payroll held against the law of its month and area.

    `award` gives the limit up to which an item of the claim ends with the award; None while the minimum wage is
    not known. `limits` has by kind of claim until when it may be brought; those whose figure is missing are left out.
    """

    payroll: Payroll
    check: PayrollCheck
    people: Sequence[Any]
    award: FinalAward | None
    limits: dict[ClaimKind, Limitation] = field(default_factory=dict)

    @cached_property
    def short_fen(self) -> NDArray[np.int64]:
        """Every worker's shortfall (n,), in fen."""
        return self.check.by_row_fen()

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the ids of figures without which rows are blocked."""
        blocked = self.check.blocked_rows
        return self.check.slips.missing(int(blocked[0])) if blocked.size else ()

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Return the ids of figures without which nobody was held against the minimum wage."""
        law = self.check.slips.law
        return law.missing[Situation.MINIMUM_TOP_UP][0] if law.minimums_fen[0] is None else ()

    @property
    def underpaid(self) -> int:
        """Return how many workers were underpaid."""
        return int(np.count_nonzero(self.short_fen))

    def line(self, row: int) -> AuditLine:
        """Return one worker's line."""
        person, slips = self.people[row], self.check.slips
        return AuditLine(
            row + 1,
            person.worker,
            person.staff_number,
            person.contract_fen,
            int(slips.total_fen[row]),
            person.paid_fen,
            int(self.short_fen[row]),
            bool(slips.is_blocked[row]),
        )

    def rows(self, *, only: str = "", text: str = "") -> list[int]:
        """Return the rows that are underpaid or blocked, or all; by name or staff number, the largest first."""
        short = self.short_fen
        order = np.argsort(-short, kind="stable")
        if only == "underpaid":
            order = order[short[order] > 0]
        elif only == "blocked":
            order = order[self.check.slips.is_blocked[order]]
        wanted = text.strip().lower()
        return [
            int(row)
            for row in order
            if not wanted or wanted in f"{self.people[row].worker} {self.people[row].staff_number}".lower()
        ]

    def is_final(self, one: Underpayment) -> bool | None:
        """Return whether an item of the claim ends with the award; None where that is not known."""
        return None if self.award is None else one.shortfall_fen <= self.award.limit_fen


def payrolls(ws: Workspace, case_id: int) -> list[PayrollCard]:
    """Return the payrolls on file with a case, the newest month first; raises `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        case = case_of(session, case_id)
        require_reader(session, ws.actor.account_id, case.union_id)
        rows: Sequence[Any] = session.exec(
            select(Payroll, Account.name, func.count(PayrollLine.id))
            .outerjoin(Account, Account.id == Payroll.made_by)
            .outerjoin(PayrollLine, PayrollLine.payroll_id == Payroll.id)
            .where(Payroll.case_id == case_id)
            .group_by(Payroll.id, Account.name)
            .order_by(Payroll.month.desc(), Payroll.id.desc())
        ).all()
    return [
        PayrollCard(one.id or 0, one.month, one.area, workers, one.made_at, who or "")
        for one, who, workers in rows
    ]


def payroll_audit(ws: Workspace, payroll_id: int, days: ClaimDays | None = None) -> Audit:
    """Return a payroll held against the law; raises `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        payroll = payroll_of(session, payroll_id)
        require_reader(session, ws.actor.account_id, payroll.union_id)
        law = area_law(session, payroll.area, union_id=payroll.union_id)
        people = lines_of(session, payroll_id)
        session.expunge(payroll)
    check = checked(people, payroll, law)
    return Audit(
        payroll, check, people, _award(law, payroll), _limits(law, payroll, days or ClaimDays(), ws.today)
    )


def _award(law: Law, payroll: Payroll) -> FinalAward | None:
    try:
        least = law.min_wage(payroll.month)
        return final_award([], int(least.value), law.basis(FINAL_MONTHS, payroll.month).figure)
    except (FigureUnknown, NoRuleInForce):
        return None


def _limits(law: Law, payroll: Payroll, days: ClaimDays, today: date) -> dict[ClaimKind, Limitation]:
    """Return until when the month's wages may be claimed: before arbitration, and before labour inspection."""
    figures = _figures(law, today)
    if figures is None:
        return {}
    _, last = month_of(payroll.month)
    kinds = (ClaimKind.ARBITRATION_WAGE_IN_SERVICE, ClaimKind.LABOUR_INSPECTION)
    return {
        kind: limitation(Claim(kind, last, days.claimed_on, employment_ended=days.employment_ended), *figures)
        for kind in kinds
    }


def _figures(law: Law, on: date) -> tuple[Figure, Figure] | None:
    try:
        return law.basis(ARBITRATION, on).figure, law.basis(INSPECTION, on).figure
    except (FigureUnknown, NoRuleInForce):
        return None


def case_payroll(session: Session, case_id: int) -> Payroll | None:
    """Return the newest payroll on file with a case."""
    return session.exec(
        select(Payroll)
        .where(Payroll.case_id == case_id)
        .order_by(Payroll.month.desc(), Payroll.id.desc())
        .limit(1)
    ).first()
