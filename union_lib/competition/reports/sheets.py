"""Mark sheets: the acting judge's own, and a submitted one as its second person reads it.

Judges are never given another judge's marks, a unit, a contestant or anything that follows the order of
registration: `mark_sheet` is the only function a judge's screen calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from ...common.errors import NotAllowed
from ...workspace import Workspace
from .. import rules
from ..queries import (
    Coding,
    Judge,
    coding_of,
    competition_of,
    exceptions_of,
    is_marked_by,
    judges_of,
    newest_marks,
    require_reader,
    scheme_version,
)
from ..rules import SheetState, Stage
from ..tables import Competition, Discussion, Entry, Sheet
from .plain import plain


@dataclass(frozen=True)
class SheetCell:
    """One cell of a judge's own sheet; `is_asked` when the judge is to look at it again."""

    text: str
    version: int
    is_asked: bool = False


@dataclass(frozen=True)
class SheetRow:
    """One entry on a judge's sheet: its code and at most its title, never whose it is."""

    entry_id: int
    code: str
    title: str
    cells: list[SheetCell]


@dataclass(frozen=True)
class MarkSheet:
    """The acting judge's sheet of one competition: the criteria and entries this judge marks."""

    competition_id: int
    title: str
    stage: Stage
    seat: int
    judges: int
    panel: str
    ends_on: date
    scheme: rules.Scheme
    criteria: tuple[rules.Criterion, ...]
    state: SheetState
    version: int
    reason: str
    rows: list[SheetRow]

    @property
    def shows_totals(self) -> bool:
        """Tell whether the judge may see own totals and places: they need every criterion of the scheme."""
        is_whole = len(self.criteria) == len(self.scheme.criteria)
        return self.scheme.shows_totals and is_whole and not any(map(self.scheme.brings, self.criteria))


def mark_sheet(ws: Workspace, competition_id: int) -> MarkSheet:
    """Return the acting judge's own sheet; `NotAllowed` for anybody who is no judge here, or no longer."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        judges = [judge for judge in judges_of(session, competition_id) if not judge.is_ended]
        own = next((j for j in judges if j.account_id == ws.actor.account_id), None)
        if own is None:
            raise NotAllowed
        scheme = rules.scheme_from_dict(scheme_version(session, competition_id).body)
        sheet = session.exec(select(Sheet).where(Sheet.appointment_id == own.appointment_id)).one()
        return MarkSheet(
            competition_id=competition_id,
            title=competition.title,
            stage=competition.stage,
            seat=own.seat,
            judges=len(judges),
            panel=own.panel,
            ends_on=competition.ends_on,
            scheme=scheme,
            criteria=scheme.criteria_in(own.stage_group),
            state=sheet.state,
            version=sheet.version,
            reason=sheet.reason,
            rows=_sheet_rows(session, competition, scheme, own),
        )


def _sheet_rows(
    session: Session, competition: Competition, scheme: rules.Scheme, judge: Judge
) -> list[SheetRow]:
    competition_id = competition.id or 0
    marks = newest_marks(session, judge.appointment_id)
    known = exceptions_of(session, competition_id, judge.appointment_id)
    coding, asked = coding_of(session, competition), _asked(session, judge)
    chosen = select(Entry).where(Entry.competition_id == competition_id, Entry.state.in_(rules.PLACED_STATES))
    rows = []
    for entry in session.exec(chosen.order_by(Entry.position, Entry.id)):
        if not is_marked_by(competition, entry, judge, known.get((entry.id or 0, judge.appointment_id))):
            continue
        cells = []
        for criterion in scheme.criteria_in(judge.stage_group):
            place = (entry.id or 0, criterion.key)
            mark = marks.get(place)
            text, version = (plain(mark.value), mark.version) if mark else ("", 0)
            cells.append(SheetCell(text, version, place in asked))
        title = entry.title if competition.shows_titles or not competition.blind_draws else ""
        rows.append(SheetRow(entry.id or 0, coding.code(entry), title, cells))
    return _ordered(rows, coding)


def _ordered(rows: list[SheetRow], coding: Coding) -> list[SheetRow]:
    """Return coded rows in the order of their codes, so that the order of registration does not show."""
    return sorted(rows, key=lambda row: row.code) if coding.state.draws else rows


def _asked(session: Session, judge: Judge) -> set[tuple[int, str]]:
    """Return the cells the judge is to look at again."""
    chosen = select(Discussion.entry_id, Discussion.criterion).where(
        Discussion.appointment_id == judge.appointment_id, Discussion.answered_at.is_(None)
    )
    return {(entry_id, criterion) for entry_id, criterion in session.execute(chosen)}


@dataclass(frozen=True)
class CheckSheet:
    """A judge's submitted sheet as the second person reads it."""

    sheet_id: int
    judge: Judge
    criteria: tuple[rules.Criterion, ...]
    state: SheetState
    version: int
    rows: list[SheetRow]


def sheet_to_check(ws: Workspace, competition_id: int, sheet_id: int) -> CheckSheet:
    """Return one judge's marks for checking; only for those who check, sign or organise."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        sheet = session.get(Sheet, sheet_id)
        if sheet is None or sheet.competition_id != competition_id:
            raise NotAllowed
        judge = next(
            j for j in judges_of(session, competition_id) if j.appointment_id == sheet.appointment_id
        )
        scheme = rules.scheme_from_dict(scheme_version(session, competition_id).body)
        rows = _sheet_rows(session, competition, scheme, judge)
        criteria = scheme.criteria_in(judge.stage_group)
        return CheckSheet(sheet_id, judge, criteria, sheet.state, sheet.version, rows)
