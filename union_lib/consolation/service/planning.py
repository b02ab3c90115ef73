"""Funds and programmes: made, changed, put on hold."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field
from sqlmodel import Session

from ...common.errors import N_, StaleVersion
from ...common.money import yuan
from ...registry.permissions import union_path
from ...store.audit import note
from ...workspace import Workspace
from ..queries import fund_of, require_hand
from ..refusals import AmountNegative, BudgetUnfit, FundBound, FundElsewhere, PeriodReversed
from ..rules.kinds import Purpose
from ..rules.stages import Hand, Stage
from ..rules.terms import Terms, check_terms, terms_record
from ..tables import Fund, Programme
from .acting import acting, move

GRANULARITIES = (1, 100, 10_000)
"""Fen, yuan and hundred yuan."""


class FundForm(BaseModel):
    """What is typed to record a fund."""

    title: str = Field(min_length=2, max_length=80, json_schema_extra={"ui": {"wide": True}})
    source: str = Field(default="", max_length=200, json_schema_extra={"ui": {"wide": True}})
    year: int = Field(ge=2000, le=2100)
    amount_fen: int = Field(ge=0, le=10**13)


class ProgrammeForm(BaseModel):
    """What is typed to create or change a programme."""

    title: str = Field(min_length=2, max_length=80, json_schema_extra={"ui": {"wide": True}})
    purpose: Purpose = Purpose.WARMTH
    source: str = Field(default="", max_length=300, json_schema_extra={"ui": {"wide": True}})
    fund_id: int
    budget_fen: int = Field(gt=0, le=10**13)
    granularity_fen: int = 1
    starts_on: date
    ends_on: date
    decided_on: date
    notice_working_days: int = Field(default=5, ge=1, le=60)

    def check(self) -> None:
        """Raise `PeriodReversed` or `BudgetUnfit`."""
        if self.ends_on < self.starts_on:
            raise PeriodReversed
        if self.granularity_fen not in GRANULARITIES or self.budget_fen < self.granularity_fen:
            raise BudgetUnfit


def create_fund(ws: Workspace, union_id: int, form: FundForm) -> int:
    """Record a fund with its source; return its id."""
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.STAFF)
        fund = Fund(union_id=union_id, **form.model_dump())
        session.add(fund)
        session.flush()
        note(session, N_("Recorded the fund “{title}”"), union_id=union_id, title=fund.title)
        return fund.id or 0


def change_fund(ws: Workspace, fund_id: int, amount_fen: int, reason: str, *, seen_version: int) -> int:
    """Set what a fund holds, never below what is bound; return the new version."""
    if amount_fen < 0:
        raise AmountNegative
    with ws.transaction() as session:
        fund = fund_of(session, fund_id, lock=True)
        require_hand(session, ws.actor.account_id, fund.union_id, Hand.STAFF)
        if fund.version != seen_version:
            raise StaleVersion(fund.title, yuan(fund.amount_fen), yuan(amount_fen))
        if amount_fen < fund.committed_fen:
            raise FundBound(yuan(fund.committed_fen))
        fund.amount_fen, fund.version = amount_fen, fund.version + 1
        note(
            session,
            N_("Changed the fund “{title}” to {amount} yuan"),
            union_id=fund.union_id,
            reason=reason.strip(),
            title=fund.title,
            amount=yuan(amount_fen),
        )
        return fund.version


def create_programme(
    ws: Workspace, union_id: int, form: ProgrammeForm, terms: Terms, area: str = "430200"
) -> int:
    """Create a programme in draft; return its id.

    Raises `PeriodReversed`, `BudgetUnfit`, `FundElsewhere` and what `check_terms` finds.
    """
    form.check()
    check_terms(terms)
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.STAFF)
        _check_fund(session, union_id, form.fund_id)
        programme = Programme(
            union_id=union_id,
            area=area,
            terms=terms_record(terms),
            made_by=ws.actor.account_id,
            **form.model_dump(),
        )
        session.add(programme)
        session.flush()
        note(session, N_("Created the programme “{title}”"), union_id=union_id, title=programme.title)
        return programme.id or 0


def _check_fund(session: Session, union_id: int, fund_id: int) -> None:
    fund = fund_of(session, fund_id)
    if not union_path(session, union_id).startswith(union_path(session, fund.union_id)):
        raise FundElsewhere


def change_programme(ws: Workspace, programme_id: int, form: ProgrammeForm, *, seen_version: int) -> int:
    """Change a programme in draft; return the new version."""
    form.check()
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        _check_version(programme, seen_version)
        _check_fund(session, programme.union_id, form.fund_id)
        for name, value in form.model_dump().items():
            setattr(programme, name, value)
        programme.version += 1
        note(
            session,
            N_("Changed the programme “{title}”"),
            union_id=programme.union_id,
            title=programme.title,
        )
        return programme.version


def set_budget(ws: Workspace, programme_id: int, budget_fen: int, *, seen_version: int) -> int:
    """Set the budget of a programme in draft; return the new version."""
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        _check_version(programme, seen_version)
        if budget_fen < programme.granularity_fen:
            raise BudgetUnfit
        programme.budget_fen, programme.version = budget_fen, programme.version + 1
        note(
            session,
            N_("Set the budget of “{title}” to {amount} yuan"),
            union_id=programme.union_id,
            title=programme.title,
            amount=yuan(budget_fen),
        )
        return programme.version


def set_terms(ws: Workspace, programme_id: int, terms: Terms, *, seen_version: int) -> int:
    """Set the rule a programme in draft is divided by; return the new version."""
    check_terms(terms)
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        _check_version(programme, seen_version)
        programme.terms, programme.version = terms_record(terms), programme.version + 1
        note(
            session,
            N_("Set the terms of “{title}”"),
            union_id=programme.union_id,
            title=programme.title,
        )
        return programme.version


def _check_version(programme: Programme, seen_version: int) -> None:
    if programme.version != seen_version:
        raise StaleVersion(programme.title, str(programme.version), str(seen_version))


def cancel_programme(ws: Workspace, programme_id: int, reason: str) -> None:
    """Cancel a programme in draft; what it held stays readable."""
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        move(session, ws, programme, Stage.CANCELLED, reason)
