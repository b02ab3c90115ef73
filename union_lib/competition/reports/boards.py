"""The progress board: every judge against every entry, and where marks lie too far apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import select

from ...registry.tables import Account
from ...workspace import Workspace
from .. import rules
from ..counting import Progress, progress_of
from ..queries import (
    Field,
    Judge,
    competition_of,
    discussions_of,
    duties,
    field_of,
    last_given,
    require_reader,
)
from ..rules import Criterion, Duty, SheetState, Stage
from ..tables import Discussion, Entry


@dataclass(frozen=True)
class BoardRow:
    """One judge on the board: marks given for each entry (None: not this judge's), and the sheet's state."""

    judge: Judge
    sheet_id: int
    state: SheetState
    version: int
    given: list[int | None]
    last_at: datetime | None
    reason: str
    checked_by: str
    needed: int
    done: int
    criteria: int


@dataclass(frozen=True)
class SpreadAlarm:
    """Marks of one entry and criterion that lie further apart than allowed, lowest first.

    `asked` judges are to look again, `kept` of them have looked and kept their mark.
    """

    entry_id: int
    code: str
    criterion: Criterion
    spread: Decimal
    marks: list[Decimal]
    asked: int
    open: int
    kept: int


@dataclass(frozen=True)
class Board:
    """Where the marking stands; codes, rows and spreads are of the first entries, alarms of all."""

    title: str
    stage: Stage
    duties: frozenset[Duty]
    codes: list[str]
    entries: int
    criteria: tuple[Criterion, ...]
    rows: list[BoardRow]
    spreads: list[list[Decimal | None]]
    alarms: list[SpreadAlarm]
    progress: Progress
    ends_on: date


def board(ws: Workspace, competition_id: int, shown: int = 30) -> Board:
    """Return the progress board for those who run, check or sign the competition."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field = field_of(session, competition_id)
        names = dict(session.exec(select(Account.id, Account.name)).all())
        last = last_given(session, competition_id)
        progress = progress_of(session, competition_id)
        ordered = _ordered(field)
        first = ordered[:shown]
        return Board(
            title=competition.title,
            stage=competition.stage,
            duties=duties(session, ws.actor.account_id, competition),
            codes=[field.shown(entry).code for entry in first],
            entries=len(ordered),
            criteria=field.scheme.criteria,
            rows=[_board_row(field, judge, first, names, last, progress) for judge in field.judges],
            spreads=[[_spread(field, entry, c) for entry in first] for c in field.scheme.criteria],
            alarms=_alarms(field, ordered, discussions_of(session, competition_id)),
            progress=progress,
            ends_on=competition.ends_on,
        )


def _ordered(field: Field) -> list[Entry]:
    """Return the entries to be marked: by code while they are coded, else in their order of appearance."""
    entries = field.marked_entries()
    return sorted(entries, key=field.coding.code) if field.coding.is_closed else entries


def _board_row(
    field: Field,
    judge: Judge,
    entries: list[Entry],
    names: dict[Any, str],
    last: dict[int, datetime],
    progress: Progress,
) -> BoardRow:
    sheet = field.sheets[judge.appointment_id]
    keys = [c.key for c in field.criteria_of(judge)]
    given = [
        sum(field.marks.get((judge.appointment_id, entry.id or 0, key)) is not None for key in keys)
        if field.is_marked_by(entry, judge)
        else None
        for entry in entries
    ]
    return BoardRow(
        judge=judge,
        sheet_id=sheet.id or 0,
        state=sheet.state,
        version=sheet.version,
        given=given,
        last_at=last.get(judge.appointment_id),
        reason=sheet.reason,
        checked_by=names.get(sheet.checked_by, ""),
        needed=progress.needed_of.get(judge.appointment_id, 0),
        done=progress.given_by.get(judge.appointment_id, 0),
        criteria=len(keys),
    )


def _marks(field: Field, entry: Entry, criterion: Criterion) -> list[Decimal]:
    marks = field.marks_of(entry)[criterion.key].values()
    return sorted(mark for mark in marks if mark is not None)


def _spread(field: Field, entry: Entry, criterion: Criterion) -> Decimal | None:
    return rules.spread(list(_marks(field, entry, criterion)))


def _alarms(field: Field, entries: list[Entry], discussions: list[Discussion]) -> list[SpreadAlarm]:
    """Return every alarm, the widest against its limit first."""
    asked: dict[tuple[int, str], list[Discussion]] = {}
    for discussion in discussions:
        asked.setdefault((discussion.entry_id, discussion.criterion), []).append(discussion)
    limited = [c for c in field.scheme.criteria if c.spread_limit is not None]
    found = [
        _alarm(field, entry, criterion, marks, asked.get((entry.id or 0, criterion.key), []))
        for entry in (entries if limited else [])
        for criterion in limited
        if rules.is_spread_alarm(criterion, marks := list(_marks(field, entry, criterion)))
    ]
    return sorted(found, key=lambda alarm: -alarm.spread / (alarm.criterion.spread_limit or 1))


def _alarm(
    field: Field, entry: Entry, criterion: Criterion, marks: list[Decimal], asked: list[Discussion]
) -> SpreadAlarm:
    return SpreadAlarm(
        entry_id=entry.id or 0,
        code=field.shown(entry).code,
        criterion=criterion,
        spread=marks[-1] - marks[0],
        marks=marks,
        asked=len(asked),
        open=sum(1 for discussion in asked if discussion.answered_at is None),
        kept=sum(1 for discussion in asked if discussion.is_kept),
    )
