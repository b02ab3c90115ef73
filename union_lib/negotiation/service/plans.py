"""Deferred plans: drafted, begun with the union's consent, paid, closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from pydantic import BaseModel, Field
from sqlmodel import Session, delete, select

from ...common.errors import N_, NotFound
from ...common.money import yuan
from ...common.policies import Figure
from ...registry.permissions import union_path
from ...registry.service import ReasonMissing
from ...registry.tables import District
from ...store.audit import note
from ...workspace import Workspace
from ..figures import case_book
from ..plan_queries import check_version, consent_of, instalments_of, longest_known, plan_of, plan_terms
from ..plan_refusals import (
    CancelledAlready,
    LimitMissing,
    OtherUnionsCase,
    PlanBegun,
    PlanNotRunning,
    WagesReversed,
)
from ..queries import case_of, next_number, require_hand
from ..refusals import DistrictUnknown
from ..rules.deferred import Instalment as Promised
from ..rules.deferred import Payment, Plan
from ..rules.deferring import check_consent, check_deferral, check_opinion, check_payment, check_plan
from ..rules.stages import Hand, check_day
from ..tables import DeferredPlan, Instalment, PlanPayment

_PEOPLE = 10_000_000


class DeferralForm(BaseModel):
    """What is typed about a deferred plan, the instalments aside."""

    employer: str = Field(min_length=2, max_length=80, json_schema_extra={"ui": {"wide": True}})
    district_code: str = Field(min_length=6, max_length=6)
    industry: str = Field(default="", max_length=40)
    wages_from: date
    wages_to: date
    wages_due_on: date
    workers: int = Field(ge=1, le=_PEOPLE)
    has_migrants: bool = False
    total_fen: int = Field(gt=0)
    most_to_one_fen: int = Field(default=0, ge=0)
    grace_days: int = Field(default=0, ge=0, le=90)
    default_instalments: int = Field(default=2, ge=1, le=99)
    default_days: int = Field(default=30, ge=1, le=366)
    consented_on: date | None = None
    opinion_asked: int = Field(default=0, ge=0, le=_PEOPLE)
    opinion_in_favour: int = Field(default=0, ge=0, le=_PEOPLE)
    limit_days: int | None = Field(default=None, ge=1, le=3660)
    limit_citation: str = Field(default="", max_length=200)

    def terms(self, instalments: Sequence[Promised]) -> Plan:
        """Return the plan as the rules know it."""
        return Plan(
            self.total_fen, tuple(instalments), self.grace_days, self.default_instalments, self.default_days
        )

    def check(self, instalments: Sequence[Promised]) -> None:
        """Refuse what cannot be promised; see `check_plan`. Raises `WagesReversed`, `OpinionImpossible` too."""
        if self.wages_to < self.wages_from or self.wages_due_on < self.wages_from:
            raise WagesReversed
        check_opinion(self.opinion_asked, self.opinion_in_favour)
        check_plan(self.terms(instalments), self.wages_due_on)


@contextmanager
def on_plan(
    ws: Workspace, plan_id: int, seen_version: int, hand: Hand = Hand.OFFICER
) -> Iterator[tuple[Session, DeferredPlan]]:
    """Open a transaction of somebody with that hand on a plan, locked until it commits.

    Raises `NotFound`, `NotAllowed`, `StaleVersion`.
    """
    with ws.transaction() as session:
        plan = plan_of(session, plan_id, lock=True)
        require_hand(session, ws.actor.account_id, plan.union_id, hand)
        check_version(plan, seen_version)
        yield session, plan


def draft_plan(
    ws: Workspace,
    union_id: int,
    form: DeferralForm,
    instalments: Sequence[Promised],
    *,
    case_id: int | None = None,
) -> int:
    """Draft a plan of an organisation; return its id.

    Raises what `DeferralForm.check` does, `DistrictUnknown`, `OtherUnionsCase`.
    """
    form.check(instalments)
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.OFFICER)
        union_path(session, union_id)
        _check_district(session, form.district_code)
        check_case(session, case_id, union_id)
        plan = DeferredPlan(
            union_id=union_id,
            case_id=case_id,
            number=next_number(session, DeferredPlan, f"株延〔{ws.today.year}〕"),
            made_by=ws.actor.account_id,
            **form.model_dump(),
        )
        session.add(plan)
        session.flush()
        _promise(session, plan, instalments)
        note(
            session,
            N_("Drafted the deferred plan {number}: {employer}, {amount} yuan"),
            union_id=union_id,
            number=plan.number,
            employer=plan.employer,
            amount=yuan(plan.total_fen),
        )
        return plan.id or 0


def check_case(session: Session, case_id: int | None, union_id: int) -> None:
    """Raise `OtherUnionsCase` unless the case, if there is one, is of the organisation."""
    if case_id is not None and (case := case_of(session, case_id)).union_id != union_id:
        raise OtherUnionsCase(case.number)


def _check_district(session: Session, code: str) -> None:
    if session.get(District, code) is None:
        raise DistrictUnknown(code)


def _promise(session: Session, plan: DeferredPlan, instalments: Sequence[Promised]) -> None:
    for number, one in enumerate(instalments, start=1):
        session.add(
            Instalment(plan_id=plan.id or 0, number=number, due_on=one.due, amount_fen=one.amount_fen)
        )


def change_draft(
    ws: Workspace,
    plan_id: int,
    form: DeferralForm,
    instalments: Sequence[Promised],
    *,
    seen_version: int,
) -> int:
    """Change a draft as a whole; return its new version. Raises `PlanBegun`, and what `draft_plan` does."""
    form.check(instalments)
    with on_plan(ws, plan_id, seen_version) as (session, plan):
        if plan.agreed_on is not None:
            raise PlanBegun(plan.number)
        _check_district(session, form.district_code)
        for name, value in form.model_dump().items():
            setattr(plan, name, value)
        session.exec(delete(Instalment).where(Instalment.plan_id == plan_id))
        session.flush()
        _promise(session, plan, instalments)
        plan.version += 1
        note(session, N_("Changed the draft of plan {number}"), union_id=plan.union_id, number=plan.number)
        return plan.version


def begin_plan(ws: Workspace, plan_id: int, agreed_on: date, *, seen_version: int) -> int:
    """Let a plan begin on the day it was agreed with the employer; return its new version.

    Refused without the union's consent, the workers' opinion, or beyond the longest deferral. Where that figure is
    not known, the days and the notice entered with the plan count, and stay with it. Raises `PlanBegun`,
    `DayAhead`, `LimitMissing`, and what `check_consent` and `check_deferral` do.
    """
    with on_plan(ws, plan_id, seen_version) as (session, plan):
        if plan.agreed_on is not None or plan.closed_on is not None:
            raise PlanBegun(plan.number)
        check_day(agreed_on, (), ws.today)
        check_consent(consent_of(plan), agreed_on)
        terms = plan_terms(plan, instalments_of(session, plan_id))
        check_plan(terms, plan.wages_due_on)
        check_deferral(terms, plan.wages_due_on, longest_deferral(session, plan, agreed_on))
        plan.agreed_on = agreed_on
        plan.version += 1
        note(
            session,
            N_("Plan {number} of {employer} has begun: {amount} yuan"),
            union_id=plan.union_id,
            number=plan.number,
            employer=plan.employer,
            amount=yuan(plan.total_fen),
        )
        return plan.version


def longest_deferral(session: Session, plan: DeferredPlan, on: date) -> Figure:
    """Return how long wages may be deferred: the figure of the day and area, else what was entered with the plan.

    Raises `LimitMissing` when neither is there.
    """
    found = longest_known(case_book(session, plan.union_id), plan, on)
    if found is None:
        raise LimitMissing(plan.district_code)
    return found


def record_payment(
    ws: Workspace, plan_id: int, payment: Payment, remark: str = "", *, seen_version: int
) -> int:
    """Record money that came in for a running plan; return the plan's new version.

    Raises `PlanNotRunning`, `AmountNotPositive`, `PaymentAhead`, `StaleVersion`.
    """
    with on_plan(ws, plan_id, seen_version) as (session, plan):
        check_running(plan)
        check_payment(payment, ws.today)
        session.add(
            PlanPayment(
                plan_id=plan_id,
                paid_on=payment.paid_on,
                amount_fen=payment.amount_fen,
                note=remark.strip()[:200],
                account_id=ws.actor.account_id,
                recorded_at=ws.now,
            )
        )
        plan.version += 1
        note(
            session,
            N_("Recorded a payment of {amount} yuan for plan {number}"),
            union_id=plan.union_id,
            number=plan.number,
            amount=yuan(payment.amount_fen),
        )
        return plan.version


def check_running(plan: DeferredPlan) -> None:
    """Raise `PlanNotRunning` for a draft and for a plan that is closed."""
    if plan.agreed_on is None or plan.closed_on is not None:
        raise PlanNotRunning(plan.number)


def cancel_payment(ws: Workspace, plan_id: int, payment_id: int, reason: str, *, seen_version: int) -> int:
    """Cancel a payment that was recorded wrongly, by a row of its own; return the plan's new version.

    Raises `ReasonMissing`, `CancelledAlready`, `PlanNotRunning`, `NotFound`, `StaleVersion`.
    """
    if not reason.strip():
        raise ReasonMissing
    with on_plan(ws, plan_id, seen_version) as (session, plan):
        check_running(plan)
        wrong = session.get(PlanPayment, payment_id)
        if wrong is None or wrong.plan_id != plan_id:
            raise NotFound
        _check_standing(session, wrong)
        session.add(
            PlanPayment(
                plan_id=plan_id,
                paid_on=wrong.paid_on,
                amount_fen=wrong.amount_fen,
                cancels_id=wrong.id,
                note=reason.strip()[:200],
                account_id=ws.actor.account_id,
                recorded_at=ws.now,
            )
        )
        plan.version += 1
        note(
            session,
            N_("Cancelled a payment of {amount} yuan of plan {number}"),
            union_id=plan.union_id,
            reason=reason.strip(),
            number=plan.number,
            amount=yuan(wrong.amount_fen),
        )
        return plan.version


def _check_standing(session: Session, payment: PlanPayment) -> None:
    is_cancelled = session.exec(select(PlanPayment.id).where(PlanPayment.cancels_id == payment.id)).first()
    if payment.cancels_id is not None or is_cancelled is not None:
        raise CancelledAlready


def close_plan(ws: Workspace, plan_id: int, reason: str, *, seen_version: int) -> int:
    """End the supervision of a plan before it is paid, or give up a draft; return its new version.

    A leader decides it and says why. Raises `ReasonMissing`, `PlanNotRunning` if it is closed already.
    """
    if not reason.strip():
        raise ReasonMissing
    with on_plan(ws, plan_id, seen_version, Hand.LEADER) as (session, plan):
        if plan.closed_on is not None:
            raise PlanNotRunning(plan.number)
        plan.closed_on, plan.closed_reason = ws.today, reason.strip()[:200]
        plan.version += 1
        note(
            session,
            N_("Closed plan {number}"),
            union_id=plan.union_id,
            reason=reason.strip(),
            number=plan.number,
        )
        return plan.version
