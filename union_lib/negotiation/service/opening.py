"""Cases: opened, changed, renewed."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field
from sqlmodel import Session

from ...common.errors import N_
from ...registry.permissions import union_path
from ...registry.tables import District, Enterprise
from ...store.audit import note
from ...workspace import Workspace
from ..queries import clauses_of, delegates_of, newest_text, next_number, require_hand, require_reader
from ..refusals import DistrictUnknown, TermReversed
from ..rules.kinds import Author, Scope, Side, Subject, Track
from ..rules.stages import Hand, Stage, Step
from ..tables import Case, Delegate
from .acting import acting, move
from .drafting import add_text


class CaseForm(BaseModel):
    """What is typed to open a case."""

    employer: str = Field(min_length=2, max_length=80, json_schema_extra={"ui": {"wide": True}})
    district_code: str = Field(min_length=6, max_length=6)
    industry: str = Field(default="", max_length=40)
    track: Track = Track.WAGE_AGREEMENT
    subject: Subject = Subject.WAGES
    scope: Scope = Scope.ENTERPRISE
    invited_by: Side = Side.UNION
    workers: int = Field(default=0, ge=0, le=10_000_000)


class PlanForm(BaseModel):
    """What is typed about the days to come and the term."""

    workers: int = Field(default=0, ge=0, le=10_000_000)
    meeting_on: date | None = None
    vote_on: date | None = None
    term_from: date | None = None
    term_to: date | None = None

    def check(self) -> None:
        """Raise `TermReversed`."""
        if self.term_from and self.term_to and self.term_to < self.term_from:
            raise TermReversed


def open_case(
    ws: Workspace,
    union_id: int,
    form: CaseForm,
    *,
    enterprise_id: int | None = None,
    opened_on: date | None = None,
) -> int:
    """Open a case of an organisation; return its id.

    An enterprise on file gives its name, district and industry. Raises `NotAllowed`, `DistrictUnknown`.
    """
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.OFFICER)
        union_path(session, union_id)
        case = new_case(session, ws, union_id, form, enterprise_id, opened_on or ws.today)
        note(
            session,
            N_("Opened the case {number}: {employer}"),
            union_id=union_id,
            number=case.number,
            employer=case.employer,
        )
        return case.id or 0


def new_case(
    session: Session, ws: Workspace, union_id: int, form: CaseForm, enterprise_id: int | None, on: date
) -> Case:
    """Add a case inside a transaction that has checked who asks."""
    firm = session.get(Enterprise, enterprise_id) if enterprise_id else None
    told = form.model_dump()
    if firm is not None:
        require_reader(session, ws.actor.account_id, firm.union_id)
        told |= {"employer": firm.name, "industry": firm.industry, "district_code": firm.district_code}
    if session.get(District, told["district_code"]) is None:
        raise DistrictUnknown(told["district_code"])
    case = Case(
        union_id=union_id,
        number=next_number(session, Case, f"株协〔{on.year}〕"),
        enterprise_id=firm.id if firm else None,
        made_by=ws.actor.account_id,
        opened_on=on,
        **told,
    )
    session.add(case)
    session.flush()
    return case


def change_plan(ws: Workspace, case_id: int, form: PlanForm, *, seen_version: int) -> int:
    """Set the days to come, the term and the number of workers; return the new version.

    Raises `TermReversed`, `StaleVersion`.
    """
    form.check()
    with acting(ws, case_id, seen_version=seen_version) as (session, case):
        for name, value in form.model_dump().items():
            setattr(case, name, value)
        case.version += 1
        note(session, N_("Changed the dates of {number}"), union_id=case.union_id, number=case.number)
        return case.version


def renew_case(ws: Workspace, case_id: int, on: date, *, seen_version: int) -> int:
    """Ask for renewal inside its window; return the id of the new case, which begins with the old text.

    Raises `WindowClosed`, `TermMissing`, `StepNotOpen`.
    """
    from .stepping import check_before

    with acting(ws, case_id, seen_version=seen_version) as (session, old):
        check_before(session, old, Step.OPEN_RENEWAL, on)
        if old.stage != Stage.RENEWAL:
            move(session, ws, old, Step.OPEN_RENEWAL, on)
        form = CaseForm.model_validate(old.model_dump(include=set(CaseForm.model_fields)))
        case = new_case(session, ws, old.union_id, form, old.enterprise_id, on)
        case.renews_id = old.id
        for d in delegates_of(session, case_id):
            if d.valid_to is None:
                session.add(
                    Delegate(
                        **d.model_dump(exclude={"id", "case_id", "valid_from", "version"}),
                        case_id=case.id or 0,
                        valid_from=on,
                    )
                )
        agreed = newest_text(session, case_id, Author.JOINT)
        if agreed is not None:
            clauses = clauses_of(session, agreed.id or 0)
            add_text(session, ws, case, Author.UNION, clauses, on)
        return case.id or 0
