"""The plan of a competition: title and dates, how it is run, its scheme and its stages."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field
from sqlmodel import Session, select

from ...common.errors import N_, NotAllowed
from ...common.text import translate
from ...registry.permissions import Permission, require
from ...registry.service import ReasonMissing
from ...store.audit import note
from ...workspace import Workspace
from .. import queries, rules
from ..queries import blind_lists, competition_of, field_of, scheme_version
from ..refusals import (
    CodesDrawn,
    CodesMissing,
    DatesReversed,
    DutyVacant,
    EntryStale,
    EntryWithoutJudges,
    MarksUnfit,
    MultiplierMissing,
    NotReady,
    SampleTooSmall,
    SchemeFixed,
    SchemeStale,
    SheetsPartial,
)
from ..rules import Duty, Scheme, Stage, TrimAt
from ..scored import unfit_marks
from ..tables import Appointment, Competition, Mark, SchemeVersion, Sheet
from ..words import DUTIES
from .acting import change_stage, organising


class CompetitionForm(BaseModel):
    """What is typed to create or change a competition."""

    title: str = Field(min_length=2, max_length=80, json_schema_extra={"ui": {"wide": True}})
    industry: str = Field(default="", max_length=40)
    starts_on: date
    ends_on: date
    notice_working_days: int = Field(default=5, ge=0, le=60)
    appeal_hours: int = Field(default=0, ge=0, le=240)
    recheck_leading: int = Field(default=0, ge=0, le=100)
    recheck_sample: int = Field(default=0, ge=0, le=100)
    blind_draws: int = Field(default=0, ge=0, le=3)
    shows_titles: bool = False

    def check(self) -> None:
        """Raise `DatesReversed` or `SampleTooSmall`."""
        if self.ends_on < self.starts_on:
            raise DatesReversed
        if 0 < self.recheck_sample < rules.LEAST_SAMPLE:
            raise SampleTooSmall(rules.LEAST_SAMPLE)


def create_competition(
    ws: Workspace, union_id: int, form: CompetitionForm, scheme: Scheme, *, source: str = ""
) -> int:
    """Create a competition of an organisation with its first scheme; return its id."""
    with ws.transaction() as session:
        if ws.actor.account_id is None:
            raise NotAllowed
        require(session, ws.actor.account_id, Permission.ORGANISE_COMPETITION, union_id)
        form.check()
        rules.check_scheme(scheme)
        competition = Competition(union_id=union_id, source=source, **form.model_dump())
        session.add(competition)
        session.flush()
        session.add(SchemeVersion(competition_id=competition.id or 0, body=rules.scheme_to_dict(scheme)))
        note(session, N_("Created the competition “{title}”"), union_id=union_id, title=form.title)
        return competition.id or 0


def edit_competition(ws: Workspace, competition_id: int, form: CompetitionForm, seen_version: int) -> None:
    """Change title, dates and how it is run while the competition is not signed; codes only before any is drawn."""
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        if competition.version != seen_version:
            raise EntryStale(competition.title)
        form.check()
        if form.blind_draws != competition.blind_draws and blind_lists(session, competition_id):
            raise CodesDrawn
        for name, value in form.model_dump().items():
            setattr(competition, name, value)
        competition.version += 1
        note(
            session, N_("Changed the competition “{title}”"), union_id=competition.union_id, title=form.title
        )


def _has_marks(session: Session, competition_id: int) -> bool:
    found = (
        select(Mark.id).join(Sheet, Sheet.id == Mark.sheet_id).where(Sheet.competition_id == competition_id)
    )
    return session.exec(found.limit(1)).first() is not None


def save_scheme(ws: Workspace, competition_id: int, scheme: Scheme) -> int:
    """Put a new version of the scheme in force, while no mark has been given; return its number."""
    rules.check_scheme(scheme)
    with organising(ws, competition_id, Stage.DRAFT) as (session, competition):
        if _has_marks(session, competition_id):
            raise SchemeFixed
        return _put_in_force(session, competition, scheme, "")


def change_scheme(
    ws: Workspace, competition_id: int, scheme: Scheme, *, seen_number: int, reason: str
) -> int:
    """Put a new version in force while marks are being given; return its number.

    Whoever asks has seen what becomes of every standing (`reports.scheme_effect`) under version
    `seen_number`. Marks that the new scheme would not allow are `MarksUnfit`: no mark is bent or lost. Marks
    of a criterion taken out stay in the tables and count no more.
    """
    rules.check_scheme(scheme)
    if not reason.strip():
        raise ReasonMissing
    with organising(ws, competition_id, Stage.MARKING) as (session, competition):
        field = field_of(session, competition_id)
        if field.scheme_number != seen_number:
            raise SchemeStale
        if unfit := unfit_marks(field, scheme):
            raise MarksUnfit(unfit)
        return _put_in_force(session, competition, scheme, reason.strip())


def _put_in_force(session: Session, competition: Competition, scheme: Scheme, reason: str) -> int:
    old = scheme_version(session, competition.id or 0)
    body = rules.scheme_to_dict(scheme)
    if old.body == body:
        return old.number
    session.add(SchemeVersion(competition_id=competition.id or 0, number=old.number + 1, body=body))
    note(
        session,
        N_("Changed the scheme of “{title}”"),
        union_id=competition.union_id,
        reason=reason,
        title=competition.title,
    )
    return old.number + 1


def move_stage(ws: Workspace, competition_id: int, to: Stage, reason: str = "") -> None:
    """Open marking, or return to draft while there is no mark."""
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        if to == Stage.MARKING:
            _check_ready(session, competition)
        if to == Stage.DRAFT and _has_marks(session, competition_id):
            raise SchemeFixed
        change_stage(session, ws, competition, to, reason)


def _check_ready(session: Session, competition: Competition) -> None:
    field = field_of(session, competition.id or 0)
    if not field.entries or not field.judges:
        raise NotReady(len(field.entries), len(field.judges))
    _check_brought(field)
    held = set(session.exec(select(Appointment.duty).where(Appointment.competition_id == competition.id)))
    for duty in (Duty.CHECKER, Duty.CHIEF, Duty.SUPERVISOR):
        if duty not in held:
            raise DutyVacant(translate(DUTIES[duty]))
    if len(field.coding.state.holders) < competition.blind_draws:
        raise CodesMissing(len(field.coding.state.holders), competition.blind_draws)
    _check_judged(field)


def _check_brought(field: queries.Field) -> None:
    for entry in field.entries:
        for criterion in field.scheme.criteria:
            if field.scheme.brings(criterion) and criterion.key not in entry.multipliers:
                raise MultiplierMissing(entry.code, criterion.title)


def _check_judged(field: queries.Field) -> None:
    """Raise `EntryWithoutJudges` or `SheetsPartial` unless every criterion of every entry has its judges."""
    if field.scheme.trim_at == TrimAt.SHEET:
        for judge in field.judges:
            if judge.stage_group:
                raise SheetsPartial(judge.name)
    for entry in field.marked_entries():
        judged = {c.key for judge in field.judges_of(entry) for c in field.criteria_of(judge)}
        for criterion in field.scheme.criteria:
            if criterion.key not in judged:
                raise EntryWithoutJudges(entry.code, criterion.title)
