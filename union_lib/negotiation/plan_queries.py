"""What is fetched of deferred plans, letters and rights cases, in the words of the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, select

from ..common.calendar import Unit
from ..common.errors import NotFound, StaleVersion
from ..common.policies import COUNTRY, Figure, FigureUnknown, NoRuleInForce, PolicyBook
from ..registry.figures import ENTERED
from ..registry.tables import Account
from .rules.deferred import Instalment as Promised
from .rules.deferred import Payment, Plan
from .rules.deferring import Consent
from .rules.limitation import Claim, ClaimKind, Suspension
from .rules.rights import Happened
from .tables import DeferredPlan, Instalment, Letter, PlanPayment, RightsCase, RightsStep

LONGEST = "deferred_payment_max_days"


def plan_of(session: Session, plan_id: int, *, lock: bool = False) -> DeferredPlan:
    """Return the plan, or `NotFound`; `lock` keeps other writers waiting until we commit."""
    return _one(session, DeferredPlan, plan_id, lock)


def letter_of(session: Session, letter_id: int, *, lock: bool = False) -> Letter:
    """Return the letter, or `NotFound`."""
    return _one(session, Letter, letter_id, lock)


def rights_of(session: Session, rights_id: int, *, lock: bool = False) -> RightsCase:
    """Return the rights case, or `NotFound`."""
    return _one(session, RightsCase, rights_id, lock)


def _one(session: Session, table: Any, key: int, lock: bool) -> Any:
    chosen = select(table).where(table.id == key)
    found = session.exec(chosen.with_for_update() if lock else chosen).first()
    if found is None:
        raise NotFound
    return found


def check_version(row: DeferredPlan | Letter | RightsCase, seen_version: int) -> None:
    """Raise `StaleVersion` unless the row is still as it was seen."""
    if row.version != seen_version:
        raise StaleVersion(row.number, str(row.version), str(seen_version))


def instalments_of(session: Session, plan_id: int) -> Sequence[Instalment]:
    """Return a plan's instalments by number."""
    return session.exec(
        select(Instalment).where(Instalment.plan_id == plan_id).order_by(Instalment.number)
    ).all()


def payment_rows(session: Session, plan_id: int) -> Sequence[tuple[PlanPayment, str | None]]:
    """Return what was recorded of payments with who did it, oldest first, cancellings included."""
    return session.exec(
        select(PlanPayment, Account.name)
        .join(Account, Account.id == PlanPayment.account_id, isouter=True)
        .where(PlanPayment.plan_id == plan_id)
        .order_by(PlanPayment.id)
    ).all()


def standing_payments(rows: Iterable[PlanPayment]) -> list[Payment]:
    """Return the payments that count: neither cancelled, nor a cancelling themselves."""
    kept = list(rows)
    cancelled = {row.cancels_id for row in kept if row.cancels_id is not None}
    return [
        Payment(row.paid_on, row.amount_fen)
        for row in kept
        if row.cancels_id is None and row.id not in cancelled
    ]


def plan_terms(plan: DeferredPlan, instalments: Iterable[Instalment]) -> Plan:
    """Return a plan as the rules know it."""
    return Plan(
        plan.total_fen,
        tuple(Promised(one.due_on, one.amount_fen) for one in instalments),
        plan.grace_days,
        plan.default_instalments,
        plan.default_days,
    )


def consent_of(plan: DeferredPlan) -> Consent:
    """Return what a plan rests on; nobody asked is no opinion."""
    asked = plan.opinion_asked or None
    return Consent(plan.consented_on, asked, plan.opinion_in_favour if asked else None)


def longest_known(book: PolicyBook, plan: DeferredPlan, on: date) -> Figure | None:
    """Return how long wages may be deferred: the figure of the day, else what was entered with the plan, else None."""
    try:
        return book.figure(LONGEST, on, plan.district_code)
    except (FigureUnknown, NoRuleInForce):
        if plan.limit_days is None or not plan.limit_citation.strip():
            return None
        value = {"count": plan.limit_days, "unit": Unit.CALENDAR_DAY.value}
        return Figure(value, plan.limit_citation, ENTERED, on, COUNTRY)


def promises_of(session: Session, plans: Sequence[DeferredPlan]) -> dict[int, tuple[Plan, list[Payment]]]:
    """Return terms and payments of many plans, in two queries."""
    promised, paid = _promised(session), _paid(session)
    return {
        plan.id or 0: (
            Plan(
                plan.total_fen,
                tuple(promised.get(plan.id or 0, ())),
                plan.grace_days,
                plan.default_instalments,
                plan.default_days,
            ),
            paid.get(plan.id or 0, []),
        )
        for plan in plans
    }


def _promised(session: Session) -> Mapping[int, list[Promised]]:
    columns: Any = (Instalment.plan_id, Instalment.due_on, Instalment.amount_fen)
    found: Mapping[int, list[Promised]] = defaultdict(list)
    for plan_id, due, fen in session.exec(select(*columns).order_by(Instalment.number)).all():
        found[plan_id].append(Promised(due, fen))
    return found


def _paid(session: Session) -> Mapping[int, list[Payment]]:
    """Return the payments that count by plan, neither cancelled nor a cancelling, oldest first."""
    columns: Any = (PlanPayment.plan_id, PlanPayment.paid_on, PlanPayment.amount_fen)
    wrong = select(PlanPayment.cancels_id).where(PlanPayment.cancels_id.is_not(None))
    chosen = select(*columns).where(PlanPayment.cancels_id.is_(None), PlanPayment.id.not_in(wrong))
    found: Mapping[int, list[Payment]] = defaultdict(list)
    for plan_id, on, fen in session.exec(chosen.order_by(PlanPayment.id)).all():
        found[plan_id].append(Payment(on, fen))
    return found


def letters_of(session: Session, plan_id: int) -> Sequence[Letter]:
    """Return the letters about a plan, oldest first, those withdrawn included."""
    return session.exec(select(Letter).where(Letter.plan_id == plan_id).order_by(Letter.id)).all()


def rights_steps(session: Session, rights_id: int) -> Sequence[tuple[RightsStep, str | None]]:
    """Return the acts of a rights case with who recorded them, oldest first, those taken back included."""
    return session.exec(
        select(RightsStep, Account.name)
        .join(Account, Account.id == RightsStep.account_id, isouter=True)
        .where(RightsStep.rights_id == rights_id)
        .order_by(RightsStep.id)
    ).all()


def happened_in(steps: Iterable[RightsStep]) -> list[Happened]:
    """Return the acts that were not taken back, as the rules know them."""
    return [Happened(one.step, one.happened_on, one.until_on) for one in steps if one.taken_back_at is None]


def claim_of(case: RightsCase) -> Claim | None:
    """Return what the limitation of a rights case is computed from; None when nobody entered it."""
    if not case.claim_kind or case.claim_start is None:
        return None
    suspended = None
    if case.suspended_from is not None and case.suspended_to is not None:
        suspended = Suspension(case.suspended_from, case.suspended_to)
    return Claim(
        ClaimKind(case.claim_kind), case.claim_start, case.interrupted_on, suspended, case.employment_ended
    )
