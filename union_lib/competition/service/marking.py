"""Marks: given by the judge cell by cell, submitted as a sheet, checked by another person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, select

from ...common.errors import N_, NotAllowed, NotFound
from ...registry.service import ReasonMissing
from ...registry.tables import Account
from ...store.audit import note
from ...store.database import now
from ...workspace import Workspace
from .. import rules
from ..queries import (
    Judge,
    NewestMark,
    competition_of,
    exceptions_of,
    field_of,
    is_marked_by,
    judges_of,
    newest_marks,
    require_duty,
    scheme_version,
)
from ..refusals import SheetIncomplete
from ..rules import Duty, SheetState, Stage
from ..tables import Appointment, Competition, Entry, Mark, Sheet
from .discussing import open_discussion


@dataclass(frozen=True)
class GivenMark:
    """One cell of a mark sheet: None takes the mark back; `seen_version` is what the page showed."""

    entry_id: int
    criterion: str
    value: Decimal | None
    seen_version: int


@dataclass(frozen=True)
class Conflict:
    """A cell that somebody else (or another tab) changed first: both values, and a person decides."""

    entry_id: int
    criterion: str
    theirs: Decimal | None
    yours: Decimal | None
    version: int
    who: str
    at: str


@dataclass(frozen=True)
class Saved:
    """What became of the cells: new versions by entry and criterion, and the conflicts."""

    versions: dict[tuple[int, str], int]
    conflicts: list[Conflict]


def give_marks(ws: Workspace, competition_id: int, given: Sequence[GivenMark]) -> Saved:
    """Record the acting judge's marks in one transaction.

    A cell whose newest version is not the one the page showed is not saved but returned as a conflict
    with both values; the other cells are saved. Raises `CompetitionClosed`, `SheetSealed` refusals of
    the rules, `MarkOutOfRange`, `MarkOffStep` (then nothing is saved), `NotAllowed`, `NotFound`.
    """
    with ws.transaction() as session:
        competition = competition_of(session, competition_id)
        rules.check_stage(competition.stage, Stage.MARKING)
        sheet = _own_sheet(session, ws, competition_id)
        rules.check_sheet_open(sheet.state)
        _check_cells(session, competition, sheet, given)
        newest = newest_marks(session, sheet.appointment_id)
        saved = _save(session, ws, sheet, newest, given)
        if saved.versions:
            note(
                session,
                N_("Saved {n} marks in “{title}”"),
                union_id=competition.union_id,
                n=len(saved.versions),
                title=competition.title,
            )
        return saved


def _own_sheet(session: Session, ws: Workspace, competition_id: int) -> Sheet:
    """Return the acting judge's sheet, locked against a second tab until we commit."""
    sheet = session.exec(
        select(Sheet)
        .join(Appointment, Appointment.id == Sheet.appointment_id)
        .where(
            Appointment.competition_id == competition_id,
            Appointment.account_id == ws.actor.account_id,
            Appointment.duty == Duty.JUDGE,
            Appointment.ended_at.is_(None),
        )
        .with_for_update(of=Sheet)
    ).first()
    if sheet is None:
        raise NotAllowed
    return sheet


def _check_cells(
    session: Session, competition: Competition, sheet: Sheet, given: Sequence[GivenMark]
) -> None:
    scheme = rules.scheme_from_dict(scheme_version(session, competition.id or 0).body)
    judge = next(
        j for j in judges_of(session, competition.id or 0) if j.appointment_id == sheet.appointment_id
    )
    criteria = {c.key: c for c in scheme.criteria_in(judge.stage_group)}
    entries = _entries_marked(session, competition, judge, {cell.entry_id for cell in given})
    for cell in given:
        if cell.entry_id not in entries or cell.criterion not in criteria:
            raise NotFound
        if cell.value is not None:
            rules.check_mark(cell.value, criteria[cell.criterion])


def _entries_marked(session: Session, competition: Competition, judge: Judge, ids: set[int]) -> set[int]:
    """Return those of the entries that the judge marks."""
    chosen = select(Entry).where(
        Entry.competition_id == competition.id, Entry.id.in_(ids), Entry.state.in_(rules.PLACED_STATES)
    )
    known = exceptions_of(session, competition.id or 0, judge.appointment_id)
    seen = {entry.id or 0: entry for entry in session.exec(chosen)}
    return {
        entry_id
        for entry_id, entry in seen.items()
        if is_marked_by(competition, entry, judge, known.get((entry_id, judge.appointment_id)))
    }


def _save(
    session: Session,
    ws: Workspace,
    sheet: Sheet,
    newest: dict[tuple[int, str], NewestMark],
    given: Sequence[GivenMark],
) -> Saved:
    versions: dict[tuple[int, str], int] = {}
    conflicts: list[Conflict] = []
    for cell in given:
        mark = newest.get((cell.entry_id, cell.criterion))
        version = mark.version if mark else 0
        if mark is not None and mark.value == cell.value:
            versions[cell.entry_id, cell.criterion] = version
        elif version != cell.seen_version:
            conflicts.append(_conflict(session, cell, mark, version))
        else:
            session.add(_mark(ws, sheet, cell, version + 1))
            if asked := open_discussion(session, cell.entry_id, cell.criterion, sheet.appointment_id):
                asked.answered_at = now()
            versions[cell.entry_id, cell.criterion] = version + 1
    return Saved(versions, conflicts)


def _mark(ws: Workspace, sheet: Sheet, cell: GivenMark, version: int) -> Mark:
    return Mark(
        sheet_id=sheet.id or 0,
        entry_id=cell.entry_id,
        criterion=cell.criterion,
        value=cell.value,
        version=version,
        given_by=ws.actor.account_id or 0,
    )


def _conflict(session: Session, cell: GivenMark, mark: NewestMark | None, version: int) -> Conflict:
    giver = session.get(Account, mark.given_by) if mark else None
    return Conflict(
        cell.entry_id,
        cell.criterion,
        mark.value if mark else None,
        cell.value,
        version,
        giver.name if giver else "",
        mark.given_at.isoformat() if mark else "",
    )


def submit_sheet(ws: Workspace, competition_id: int) -> int:
    """Hand in the acting judge's sheet for checking; return its version.

    Raises `SheetIncomplete` when a mark is missing, and the refusals of the two-person rule.
    """
    with ws.transaction() as session:
        competition = competition_of(session, competition_id)
        rules.check_stage(competition.stage, Stage.MARKING)
        sheet = _own_sheet(session, ws, competition_id)
        rules.check_sheet_open(sheet.state)
        field = field_of(session, competition_id)
        judge = next(j for j in field.judges if j.appointment_id == sheet.appointment_id)
        if missing := field.missing_of(judge):
            raise SheetIncomplete(missing)
        sheet.state, sheet.version = SheetState.WAITING, sheet.version + 1
        sheet.submitted_at, sheet.reason = now(), ""
        note(
            session,
            N_("Submitted the mark sheet of “{title}”"),
            union_id=competition.union_id,
            title=competition.title,
        )
        return sheet.version


def confirm_sheet(ws: Workspace, sheet_id: int, seen_version: int) -> None:
    """Confirm a submitted sheet as a second person who has seen this version of it."""
    _check_sheet(ws, sheet_id, seen_version, SheetState.CONFIRMED, "")


def reject_sheet(ws: Workspace, sheet_id: int, seen_version: int, reason: str) -> None:
    """Give a submitted sheet back to its judge with a reason; the checker never edits it."""
    if not reason.strip():
        raise ReasonMissing
    _check_sheet(ws, sheet_id, seen_version, SheetState.REJECTED, reason.strip()[:400])


def return_sheet(ws: Workspace, sheet_id: int, seen_version: int, reason: str) -> None:
    """Give a confirmed sheet back to its judge: the chief judge's step when a mistake is found late."""
    if not reason.strip():
        raise ReasonMissing
    with ws.transaction() as session:
        sheet, competition, judge = _sheet_to_check(session, sheet_id)
        require_duty(session, ws.actor.account_id, competition, Duty.CHIEF)
        rules.check_return(state=sheet.state, version=sheet.version, seen_version=seen_version)
        _mark_checked(session, ws, sheet, SheetState.REJECTED, reason.strip()[:400])
        _note_checked(session, competition, judge, SheetState.REJECTED, reason)


def _sheet_to_check(session: Session, sheet_id: int) -> tuple[Sheet, Competition, Appointment]:
    sheet = session.exec(select(Sheet).where(Sheet.id == sheet_id).with_for_update()).first()
    if sheet is None:
        raise NotFound
    competition = competition_of(session, sheet.competition_id)
    rules.check_stage(competition.stage, Stage.MARKING)
    return sheet, competition, session.get_one(Appointment, sheet.appointment_id)


def _mark_checked(session: Session, ws: Workspace, sheet: Sheet, to: SheetState, reason: str) -> None:
    sheet.state, sheet.reason = to, reason
    sheet.checked_by, sheet.checked_at = ws.actor.account_id, now()


def _check_sheet(ws: Workspace, sheet_id: int, seen_version: int, to: SheetState, reason: str) -> None:
    with ws.transaction() as session:
        sheet, competition, judge = _sheet_to_check(session, sheet_id)
        require_duty(session, ws.actor.account_id, competition, Duty.CHECKER, Duty.CHIEF)
        rules.check_second_person(
            state=sheet.state,
            version=sheet.version,
            seen_version=seen_version,
            author=judge.account_id,
            checker=ws.actor.account_id or 0,
        )
        _mark_checked(session, ws, sheet, to, reason)
        _note_checked(session, competition, judge, to, reason)


def _note_checked(
    session: Session, competition: Competition, judge: Appointment, to: SheetState, reason: str
) -> None:
    name = session.get_one(Account, judge.account_id).name
    done = (
        N_("Confirmed the mark sheet of {judge} in “{title}”")
        if to == SheetState.CONFIRMED
        else N_("Rejected the mark sheet of {judge} in “{title}”")
    )
    note(session, done, union_id=competition.union_id, reason=reason, judge=name, title=competition.title)
