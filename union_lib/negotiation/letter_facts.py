"""What a letter says: the facts of the plan on a day, the law of that day, and what is enclosed.

All of it is kept with the letter and hashed, so that a sent letter can be printed again as it left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from ..common.calendar import add_months
from ..common.policies import FigureUnknown, NoRuleInForce, PolicyBook
from ..registry.tables import District, Union
from ..store.columns import canonical
from .figures import case_book
from .plan_queries import consent_of, instalments_of, letters_of, payment_rows, plan_terms, standing_payments
from .rules.arrears import CrimeLevel, CrimeThreshold, WagesUnpaid, additional_compensation, refusal_to_pay
from .rules.deferred import PlanStanding, plan_standing
from .rules.kinds import LetterKind
from .rules.letters import NEEDED, Evidence, grounds
from .tables import Calculation, DeferredPlan, Letter


def standing_of(session: Session, plan: DeferredPlan, on: date) -> PlanStanding:
    """Return where a plan stands on a day, by its instalments and the payments that count."""
    rows = [row for row, _ in payment_rows(session, plan.id or 0)]
    return plan_standing(plan_terms(plan, instalments_of(session, plan.id or 0)), standing_payments(rows), on)


def letter_body(
    session: Session, plan: DeferredPlan, kind: LetterKind, on: date, answer_by: date | None
) -> dict[str, Any]:
    """Return what a letter of that day says.

    Raises `NoRuleInForce` and `FigureUnknown` where the union has no power to write.
    """
    standing = standing_of(session, plan, on)
    book = case_book(session, plan.union_id)
    crime = crime_level(book, plan, standing)
    found = grounds(
        kind,
        book,
        on,
        plan.district_code,
        has_migrants=plan.has_migrants,
        is_near_crime=crime is not None and crime.level != CrimeLevel.BELOW,
    )
    at_hand = evidence_at_hand(session, plan)
    demands = [
        {"number": one.number, "sent_on": str(one.sent_on), "answer_by": str(one.answer_by or "")}
        for one in letters_of(session, plan.id or 0)
        if one.kind == LetterKind.DEMAND and one.sent_on is not None
    ]
    return {
        **_promise(session, plan),
        **_arrears(standing),
        "kind": kind.value,
        "law_on": str(on),
        "answer_by": str(answer_by or ""),
        "grounds": [
            {"policy": one.policy, "citation": one.citation, "confidence": one.confidence} for one in found
        ],
        "evidence": [{"kind": one.value, "at_hand": one in at_hand} for one in NEEDED[kind]],
        "demands": demands,
        "additional": _additional(book, plan, standing) if kind == LetterKind.REFERRAL else None,
        "crime": crime.level.value if crime and kind == LetterKind.REFERRAL else None,
    }


def body_hash(body: Mapping[str, Any]) -> str:
    """Return SHA-256 over what a letter says."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def is_unchanged(letter: Letter) -> bool:
    """Tell whether a letter still says what was drafted."""
    return body_hash(letter.body) == letter.data_hash


def _promise(session: Session, plan: DeferredPlan) -> dict[str, Any]:
    consent = consent_of(plan)
    return {
        "plan": plan.number,
        "employer": plan.employer,
        "union": session.get_one(Union, plan.union_id).name,
        "district": session.get_one(District, plan.district_code).name,
        "wages_from": str(plan.wages_from),
        "wages_to": str(plan.wages_to),
        "wages_due_on": str(plan.wages_due_on),
        "workers": plan.workers,
        "has_migrants": plan.has_migrants,
        "agreed_on": str(plan.agreed_on or ""),
        "consented_on": str(consent.consented_on or ""),
        "asked": consent.asked or 0,
        "in_favour": consent.in_favour or 0,
        "grace_days": plan.grace_days,
    }


def _arrears(standing: PlanStanding) -> dict[str, Any]:
    return {
        "total_fen": sum(one.amount_fen for one in standing.instalments),
        "paid_fen": standing.paid_fen,
        "outstanding_fen": standing.outstanding_fen,
        "overdue_fen": standing.overdue_fen,
        "most_overdue_days": standing.most_overdue_days,
        "instalments": [
            {
                "number": one.number,
                "due": str(one.due),
                "amount_fen": one.amount_fen,
                "paid_fen": one.paid_fen,
                "state": one.state.value,
                "overdue_days": one.overdue_days,
            }
            for one in standing.instalments
        ],
    }


def evidence_at_hand(session: Session, plan: DeferredPlan) -> set[Evidence]:
    """Return what of the evidence is on file for a plan."""
    found = {Evidence.PLAN, Evidence.LEDGER}
    if plan.consented_on is not None:
        found.add(Evidence.CONSENT)
    if plan.opinion_asked:
        found.add(Evidence.OPINION)
    letters = letters_of(session, plan.id or 0)
    if any(one.kind == LetterKind.DEMAND and one.sent_on is not None for one in letters):
        found.add(Evidence.NOTICES)
    if calculations_of(session, plan):
        found.add(Evidence.CALCULATION)
    return found


def calculations_of(session: Session, plan: DeferredPlan) -> list[Calculation]:
    """Return the wage calculations kept with the plan's case, oldest first; none without a case."""
    if plan.case_id is None:
        return []
    by: Any = Calculation.id
    chosen = select(Calculation).where(Calculation.case_id == plan.case_id).order_by(by)
    return list(session.exec(chosen).all())


def wage_months(plan: DeferredPlan) -> int:
    """Return of how many whole months wages are deferred; a month that is only begun does not count."""
    ends = plan.wages_to + timedelta(days=1)
    years = ends.year - plan.wages_from.year
    months = 12 * years + ends.month - plan.wages_from.month
    return months if add_months(plan.wages_from, months) <= ends else months - 1


def crime_level(book: PolicyBook, plan: DeferredPlan, standing: PlanStanding) -> CrimeThreshold | None:
    """Return how the overdue wages stand to the crime of refusing to pay; None where no figure is in force."""
    try:
        figure = book.figure("refusal_to_pay_crime", standing.on, plan.district_code)
    except (NoRuleInForce, FigureUnknown):
        return None
    most = min(plan.most_to_one_fen, standing.overdue_fen)
    return refusal_to_pay(WagesUnpaid(plan.workers, wage_months(plan), most, standing.overdue_fen), figure)


def _additional(book: PolicyBook, plan: DeferredPlan, standing: PlanStanding) -> dict[str, Any] | None:
    try:
        figure = book.figure("additional_compensation", standing.on, plan.district_code)
    except (NoRuleInForce, FigureUnknown):
        return None
    span = additional_compensation(standing.overdue_fen, figure, is_paid_in_ordered_time=False)
    return {"least_fen": span.least_fen, "most_fen": span.most_fen, "citation": span.citation}
