"""Before the marks: the competition, its scheme, its entries, and who serves in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import func
from sqlmodel import Session, select

from ...common.errors import N_, NotAllowed, NotFound
from ...common.text import translate
from ...registry.permissions import Permission, require
from ...registry.service import (
    ReasonMissing,
    UsernameTaken,
    grant_role,
    new_account,
    one_time_password,
)
from ...registry.tables import Account, Role, Union
from ...store.audit import note, word
from ...store.database import now
from ...workspace import Workspace
from .. import rules
from ..queries import competition_of, duties, entries_of, judges_of, require_duty, scheme_version
from ..refusals import (
    CodeTaken,
    DatesReversed,
    DutyVacant,
    EntryStale,
    JudgeHasMarks,
    MarksExist,
    MultiplierMissing,
    NotReady,
    SchemeFixed,
    WrongPerson,
)
from ..rules import Duty, EntryState, Scheme, Stage
from ..tables import Appointment, Competition, Entry, Mark, SchemeVersion, Sheet, StageMove
from ..words import DUTIES, ENTRY_STATES, STAGES


class CompetitionForm(BaseModel):
    """What is typed to create or change a competition."""

    title: str = Field(min_length=2, max_length=80, json_schema_extra={"ui": {"wide": True}})
    industry: str = Field(default="", max_length=40)
    starts_on: date
    ends_on: date
    notice_working_days: int = Field(default=5, ge=0, le=60)


def create_competition(
    ws: Workspace, union_id: int, form: CompetitionForm, scheme: Scheme, *, source: str = ""
) -> int:
    """Create a competition of an organisation with its first scheme; return its id."""
    with ws.transaction() as session:
        if ws.actor.account_id is None:
            raise NotAllowed
        require(session, ws.actor.account_id, Permission.ORGANISE_COMPETITION, union_id)
        if form.ends_on < form.starts_on:
            raise DatesReversed
        rules.check_scheme(scheme)
        competition = Competition(union_id=union_id, source=source, **form.model_dump())
        session.add(competition)
        session.flush()
        session.add(SchemeVersion(competition_id=competition.id or 0, body=rules.scheme_to_dict(scheme)))
        note(session, N_("Created the competition “{title}”"), union_id=union_id, title=form.title)
        return competition.id or 0


def edit_competition(ws: Workspace, competition_id: int, form: CompetitionForm, seen_version: int) -> None:
    """Change title, dates and notice days while the competition is not signed."""
    with _organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        if competition.version != seen_version:
            raise EntryStale(competition.title)
        if form.ends_on < form.starts_on:
            raise DatesReversed
        for name, value in form.model_dump().items():
            setattr(competition, name, value)
        competition.version += 1
        note(
            session, N_("Changed the competition “{title}”"), union_id=competition.union_id, title=form.title
        )


@contextmanager
def _organising(ws: Workspace, competition_id: int, *stages: Stage) -> Iterator[tuple[Session, Competition]]:
    """Open a transaction of the organiser on one competition that is in one of the stages."""
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        require_duty(session, ws.actor.account_id, competition, Duty.ORGANISER)
        rules.check_stage(competition.stage, *stages)
        yield session, competition


def _has_marks(session: Session, competition_id: int) -> bool:
    found = (
        select(Mark.id).join(Sheet, Sheet.id == Mark.sheet_id).where(Sheet.competition_id == competition_id)
    )
    return session.exec(found.limit(1)).first() is not None


def save_scheme(ws: Workspace, competition_id: int, scheme: Scheme) -> int:
    """Put a new version of the scheme in force, while no mark has been given; return its number."""
    rules.check_scheme(scheme)
    with _organising(ws, competition_id, Stage.DRAFT) as (session, competition):
        if _has_marks(session, competition_id):
            raise SchemeFixed
        old = scheme_version(session, competition_id)
        body = rules.scheme_to_dict(scheme)
        if old.body == body:
            return old.number
        session.add(SchemeVersion(competition_id=competition_id, number=old.number + 1, body=body))
        note(
            session,
            N_("Changed the scheme of “{title}”"),
            union_id=competition.union_id,
            title=competition.title,
        )
        return old.number + 1


@dataclass(frozen=True)
class Imported:
    """What an import did; `made` lists what is shown once, such as first passwords."""

    added: int
    updated: int
    ids: list[int] = field(default_factory=list)
    made: list[dict[str, str]] = field(default_factory=list)


ENTRY_FIELDS = ("title", "contestant", "unit", "district", "state", "multipliers", "tie_values")


def import_entries(ws: Workspace, competition_id: int, rows: Sequence[Mapping[str, Any]]) -> Imported:
    """Add checked entries, or update those whose code is known, in one transaction.

    A row without a code gets the next free number of three digits.
    """
    with _organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        known = {entry.code: entry for entry in entries_of(session, competition_id)}
        added, updated = [], 0
        for row in rows:
            code = str(row.get("code") or "") or _next_code(known)
            values = {k: row[k] for k in ENTRY_FIELDS if row.get(k) is not None}
            if code in known:
                updated += _update(known[code], values)
            else:
                entry = Entry(competition_id=competition_id, code=code, position=len(known) + 1, **values)
                known[code] = entry
                added.append(entry)
        session.add_all(added)
        session.flush()
        note(
            session,
            N_("Imported {n} entries into “{title}”"),
            union_id=competition.union_id,
            n=len(rows),
            title=competition.title,
        )
        return Imported(len(added), updated, [entry.id or 0 for entry in added])


def add_entry(ws: Workspace, competition_id: int, values: Mapping[str, Any]) -> int:
    """Add one entry and return its id; `CodeTaken` when its code stands for another one already."""
    with _organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        known = {entry.code: entry for entry in entries_of(session, competition_id)}
        code = str(values.get("code") or "") or _next_code(known)
        if code in known:
            raise CodeTaken(code)
        given = {k: values[k] for k in ENTRY_FIELDS if values.get(k) is not None}
        entry = Entry(competition_id=competition_id, code=code, position=len(known) + 1, **given)
        session.add(entry)
        session.flush()
        done = N_("Added entry {code} to “{title}”")
        note(session, done, union_id=competition.union_id, code=code, title=competition.title)
        return entry.id or 0


def _next_code(known: Mapping[str, Entry]) -> str:
    number = len(known) + 1
    while (code := f"{number:03d}") in known:
        number += 1
    return code


def _update(entry: Entry, values: Mapping[str, Any]) -> bool:
    changed = {k: v for k, v in values.items() if getattr(entry, k) != v}
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.version += bool(changed)
    return bool(changed)


def remove_entries(ws: Workspace, competition_id: int, entry_ids: Sequence[int]) -> int:
    """Take entries out again (an import undone, a row typed wrongly) as long as no mark hangs on them."""
    with _organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        entries = [e for e in entries_of(session, competition_id) if e.id in set(entry_ids)]
        marked = session.exec(
            select(Mark.entry_id).where(Mark.entry_id.in_([e.id for e in entries])).limit(1)
        ).first()
        if marked is not None:
            raise MarksExist(next(e.code for e in entries if e.id == marked))
        for entry in entries:
            session.delete(entry)
        note(
            session,
            N_("Removed {n} entries from “{title}”"),
            union_id=competition.union_id,
            n=len(entries),
            title=competition.title,
        )
        return len(entries)


def _entry(session: Session, competition: Competition, entry_id: int, seen_version: int) -> Entry:
    entry = session.exec(select(Entry).where(Entry.id == entry_id).with_for_update()).first()
    if entry is None or entry.competition_id != competition.id:
        raise NotFound
    if entry.version != seen_version:
        raise EntryStale(entry.code)
    return entry


def edit_entry(
    ws: Workspace, competition_id: int, entry_id: int, values: Mapping[str, Any], seen_version: int
) -> None:
    """Correct an entry's title, contestant, unit, district or multipliers before the result is signed."""
    with _organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        entry = _entry(session, competition, entry_id, seen_version)
        _update(entry, {k: v for k, v in values.items() if k in ENTRY_FIELDS and k != "state"})
        note(
            session,
            N_("Changed entry {code} of “{title}”"),
            union_id=competition.union_id,
            code=entry.code,
            title=competition.title,
        )


def set_entry_state(
    ws: Workspace, competition_id: int, entry_id: int, state: EntryState, reason: str, seen_version: int
) -> None:
    """Set an entry to absent, withdrawn, disqualified, guest or competing; its marks are kept."""
    if state != EntryState.COMPETING and not reason.strip():
        raise ReasonMissing
    with _organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        entry = _entry(session, competition, entry_id, seen_version)
        entry.state, entry.version = state, entry.version + 1
        note(
            session,
            N_("Set entry {code} of “{title}” to {state}"),
            union_id=competition.union_id,
            reason=reason.strip(),
            code=entry.code,
            title=competition.title,
            state=word(ENTRY_STATES[state]),
        )


def appoint(ws: Workspace, competition_id: int, username: str, duty: Duty, unit: str = "") -> int:
    """Give an account a duty in the competition; a judge gets the next seat and an empty sheet."""
    with _organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        account = session.exec(select(Account).where(Account.username == username.strip().lower())).first()
        if account is None or account.is_closed:
            raise NotFound
        appointment = _appoint(session, competition, account, duty, unit)
        note(
            session,
            N_("Appointed {name} as {duty} in “{title}”"),
            union_id=competition.union_id,
            name=account.name,
            duty=word(DUTIES[duty]),
            title=competition.title,
        )
        return appointment.id or 0


def _appoint(
    session: Session, competition: Competition, account: Account, duty: Duty, unit: str
) -> Appointment:
    held = session.exec(
        select(Appointment).where(
            Appointment.competition_id == competition.id, Appointment.account_id == account.id
        )
    ).all()
    for appointment in held:
        if appointment.duty == duty:
            return appointment
        if Duty.JUDGE in (duty, appointment.duty):
            raise WrongPerson(account.name)
    seats = session.exec(
        select(func.max(Appointment.seat)).where(Appointment.competition_id == competition.id)
    ).one()
    seat = (seats or 0) + 1 if duty == Duty.JUDGE else 0
    made = Appointment(
        competition_id=competition.id or 0, account_id=account.id or 0, duty=duty, seat=seat, unit=unit
    )
    session.add(made)
    session.flush()
    if duty == Duty.JUDGE:
        session.add(Sheet(competition_id=competition.id or 0, appointment_id=made.id or 0))
        session.flush()
    return made


def import_judges(ws: Workspace, competition_id: int, rows: Sequence[Mapping[str, Any]]) -> Imported:
    """Appoint judges from checked rows; who has no account yet gets one with a one-time password.

    A user name that belongs to somebody of another name, or to a closed account, is `UsernameTaken`.

    `made` holds the new accounts' names and first passwords, to be handed out once: they are not
    kept anywhere in clear, and must be changed at the first sign-in.
    """
    with _organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        union = session.get_one(Union, competition.union_id)
        made: list[dict[str, str]] = []
        before, ids = len(judges_of(session, competition_id)), []
        for row in rows:
            account = _judge_account(session, union, row, made)
            ids.append(
                _appoint(session, competition, account, Duty.JUDGE, str(row.get("unit") or "")).id or 0
            )
        added = len(judges_of(session, competition_id)) - before
        note(
            session,
            N_("Imported {n} judges into “{title}”"),
            union_id=union.id,
            n=len(rows),
            title=competition.title,
        )
        return Imported(added, len(rows) - added, ids, made)


def _judge_account(
    session: Session, union: Union, row: Mapping[str, Any], made: list[dict[str, str]]
) -> Account:
    username = str(row["username"]).strip().lower()
    account = session.exec(select(Account).where(Account.username == username)).first()
    if account is None:
        password = one_time_password()
        account = new_account(session, username, str(row["name"]), union, password, must_change=True)
        session.add(grant_role(account, union, Role.JUDGE))
        made.append({"name": account.name, "username": username, "password": password})
    elif account.name != str(row["name"]).strip() or account.is_closed:
        raise UsernameTaken(username)
    return account


def dismiss(ws: Workspace, competition_id: int, appointment_id: int) -> None:
    """End an appointment; a judge who has given marks stays, because marks are never thrown away."""
    with _organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        appointment = session.get(Appointment, appointment_id)
        if appointment is None or appointment.competition_id != competition.id:
            raise NotFound
        name = session.get_one(Account, appointment.account_id).name
        sheet = session.exec(select(Sheet).where(Sheet.appointment_id == appointment_id)).first()
        if sheet is not None:
            if session.exec(select(Mark.id).where(Mark.sheet_id == sheet.id).limit(1)).first() is not None:
                raise JudgeHasMarks(name)
            session.delete(sheet)
            session.flush()
        session.delete(appointment)
        note(
            session,
            N_("Dismissed {name} from “{title}”"),
            union_id=competition.union_id,
            name=name,
            title=competition.title,
        )


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
    entries, judges = entries_of(session, competition.id or 0), judges_of(session, competition.id or 0)
    if not entries or not judges:
        raise NotReady(len(entries), len(judges))
    scheme = rules.scheme_from_dict(scheme_version(session, competition.id or 0).body)
    if scheme.uses_multipliers:
        for entry in entries:
            for criterion in scheme.criteria:
                if criterion.key not in entry.multipliers:
                    raise MultiplierMissing(entry.code, criterion.title)
    held = set(session.exec(select(Appointment.duty).where(Appointment.competition_id == competition.id)))
    for duty in (Duty.CHECKER, Duty.CHIEF):
        if duty not in held:
            raise DutyVacant(translate(DUTIES[duty]))


def change_stage(
    session: Session, ws: Workspace, competition: Competition, to: Stage, reason: str = ""
) -> None:
    """Move the competition if the table of moves lets this account do it, and write it down."""
    held = duties(session, ws.actor.account_id, competition)
    move = rules.check_move(competition.stage, to, held)
    if move.wants_reason and not reason.strip():
        raise ReasonMissing
    session.add(
        StageMove(
            competition_id=competition.id or 0,
            from_stage=competition.stage,
            to_stage=to,
            account_id=ws.actor.account_id or 0,
            moved_at=now(),
            reason=reason.strip()[:400],
        )
    )
    competition.stage = to
    competition.version += 1
    note(
        session,
        N_("Moved “{title}” to the stage {stage}"),
        union_id=competition.union_id,
        reason=reason.strip(),
        title=competition.title,
        stage=word(STAGES[to]),
    )
