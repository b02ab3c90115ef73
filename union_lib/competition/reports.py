"""What can be asked of a competition: tables for people, DataFrames for analysts.

Judges are never given another judge's marks, a unit or a contestant: `mark_sheet` is the only
function a judge's screen calls.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
from sqlmodel import Session, select

from ..common.errors import NotAllowed
from ..registry.tables import Account, Union
from ..workspace import Workspace
from . import rules
from .queries import (
    Field,
    Judge,
    competition_of,
    competitions_seen_by,
    data_hash,
    duties,
    entries_of,
    entry_counts,
    field_of,
    judges_of,
    marks_given,
    newest_marks,
    newest_result,
    require_reader,
    scheme_version,
    sheets_of,
)
from .rules import Duty, EntryScore, EntryState, SheetState, Stage
from .rules.scoring import JudgeMarks
from .scored import Outcome, outcome_of, result_body
from .tables import Appointment, Competition, Entry, ResultVersion, Sheet, StageMove


@dataclass(frozen=True)
class Progress:
    """How far a competition's marking has come."""

    given: int
    needed: int
    sheets: dict[SheetState, int]
    by_judge: dict[int, int]
    needed_of_each: int

    @property
    def share(self) -> float:
        """The share of marks given, 0 to 1."""
        return self.given / self.needed if self.needed else 0.0


@dataclass(frozen=True)
class CompetitionRow:
    """One line of the list of competitions, with what the account may do there."""

    id: int
    title: str
    union: str
    industry: str
    starts_on: date
    ends_on: date
    stage: Stage
    entries: int
    judges: int
    duties: frozenset[Duty]
    progress: Progress
    notice_last_day: date | None = None


def competitions(ws: Workspace) -> list[CompetitionRow]:
    """Return the competitions the account runs, reads or serves in, newest first."""
    with ws.reading() as session:
        seen = competitions_seen_by(session, ws.actor.account_id)
        return [_competition_row(session, ws, competition, union) for competition, union in seen]


def _competition_row(session: Session, ws: Workspace, competition: Competition, union: str) -> CompetitionRow:
    competition_id = competition.id or 0
    entries = entry_counts(session, competition_id)
    judges = judges_of(session, competition_id)
    return CompetitionRow(
        id=competition_id,
        title=competition.title,
        union=union,
        industry=competition.industry,
        starts_on=competition.starts_on,
        ends_on=competition.ends_on,
        stage=competition.stage,
        entries=sum(entries.values()),
        judges=len(judges),
        duties=duties(session, ws.actor.account_id, competition),
        progress=progress_of(session, competition_id),
        notice_last_day=competition.notice_last_day,
    )


def progress_of(session: Session, competition_id: int) -> Progress:
    """Return how far the marking of a competition has come, by counting and without fetching a mark."""
    sheets = sheets_of(session, competition_id)
    placed = sum(
        n for state, n in entry_counts(session, competition_id).items() if state in rules.PLACED_STATES
    )
    criteria = len(scheme_version(session, competition_id).body["criteria"])
    states = dict.fromkeys(SheetState, 0)
    for sheet in sheets.values():
        states[sheet.state] += 1
    given = marks_given(session, competition_id)
    return Progress(sum(given.values()), placed * criteria * len(sheets), states, given, placed * criteria)


@dataclass(frozen=True)
class Overview:
    """A competition as those who run it see it."""

    competition: Competition
    union: str
    scheme: rules.Scheme
    scheme_number: int
    duties: frozenset[Duty]
    entry_states: dict[EntryState, int]
    progress: Progress
    staff: list[tuple[Appointment, str, str]]
    moves: list[tuple[StageMove, str]]


def overview(ws: Workspace, competition_id: int) -> Overview:
    """Return a competition with its scheme, its staff (appointment, name, username) and its moves."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        version = scheme_version(session, competition_id)
        return Overview(
            competition=competition,
            union=session.get_one(Union, competition.union_id).name,
            scheme=rules.scheme_from_dict(version.body),
            scheme_number=version.number,
            duties=duties(session, ws.actor.account_id, competition),
            entry_states=entry_counts(session, competition_id),
            progress=progress_of(session, competition_id),
            staff=_staff(session, competition_id),
            moves=_moves(session, competition_id),
        )


def _staff(session: Session, competition_id: int) -> list[tuple[Appointment, str, str]]:
    rows = session.exec(
        select(Appointment, Account.name, Account.username)
        .join(Account, Account.id == Appointment.account_id)
        .where(Appointment.competition_id == competition_id)
        .order_by(Appointment.seat, Appointment.id)
    )
    return [(appointment, name, username) for appointment, name, username in rows]


def _moves(session: Session, competition_id: int) -> list[tuple[StageMove, str]]:
    rows = session.exec(
        select(StageMove, Account.name)
        .join(Account, Account.id == StageMove.account_id)
        .where(StageMove.competition_id == competition_id)
        .order_by(StageMove.id)
    )
    return [(move, name) for move, name in rows]


def entries(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return the entries: id, position, code, title, contestant, unit, district, state, version."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        rows = entries_of(session, competition_id)
    columns = ["id", "position", "code", "title", "contestant", "unit", "district", "state", "version"]
    return pd.DataFrame([[getattr(row, c) for c in columns] for row in rows], columns=columns)


@dataclass(frozen=True)
class EntryPage:
    """One page of a competition's entries, and how many there are in all."""

    rows: list[Entry]
    total: int


def entry_page(
    ws: Workspace,
    competition_id: int,
    *,
    search: str = "",
    sort: str = "position",
    is_descending: bool = False,
    page: int = 1,
    size: int = 20,
) -> EntryPage:
    """Return one page of the entries, searched in code, title, contestant and unit."""
    from sqlalchemy import func, or_

    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        chosen = select(Entry).where(Entry.competition_id == competition_id)
        if search.strip():
            like = f"%{search.strip()}%"
            fields = (Entry.code, Entry.title, Entry.contestant, Entry.unit)
            chosen = chosen.where(or_(*(f.ilike(like) for f in fields)))
        total = session.exec(select(func.count()).select_from(chosen.subquery())).one()
        key = getattr(Entry, sort if sort in SORTABLE else "position")
        ordered = chosen.order_by(key.desc() if is_descending else key, Entry.id)
        return EntryPage(list(session.exec(ordered.offset((page - 1) * size).limit(size))), total)


SORTABLE = frozenset({"position", "code", "title", "contestant", "unit", "district", "state"})


@dataclass(frozen=True)
class SheetCell:
    """One cell of a judge's own sheet."""

    text: str
    version: int


@dataclass(frozen=True)
class SheetRow:
    """One entry on a judge's sheet: its code and its title, never whose it is."""

    entry_id: int
    code: str
    title: str
    cells: list[SheetCell]


@dataclass(frozen=True)
class MarkSheet:
    """The acting judge's sheet of one competition."""

    competition_id: int
    title: str
    stage: Stage
    seat: int
    judges: int
    ends_on: date
    scheme: rules.Scheme
    state: SheetState
    version: int
    reason: str
    rows: list[SheetRow]


def mark_sheet(ws: Workspace, competition_id: int) -> MarkSheet:
    """Return the acting judge's own sheet; `NotAllowed` for anybody who is no judge here."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        judges = judges_of(session, competition_id)
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
            ends_on=competition.ends_on,
            scheme=scheme,
            state=sheet.state,
            version=sheet.version,
            reason=sheet.reason,
            rows=_sheet_rows(session, competition_id, scheme, own),
        )


def _sheet_rows(session: Session, competition_id: int, scheme: rules.Scheme, judge: Judge) -> list[SheetRow]:
    marks = newest_marks(session, competition_id, judge.appointment_id)
    chosen = select(Entry).where(
        Entry.competition_id == competition_id,
        Entry.state.in_(rules.PLACED_STATES),
    )
    rows = []
    for entry in session.exec(chosen.order_by(Entry.position, Entry.id)):
        cells = []
        for criterion in scheme.criteria:
            mark = marks.get((judge.appointment_id, entry.id or 0, criterion.key))
            cells.append(SheetCell(plain(mark.value) if mark else "", mark.version if mark else 0))
        rows.append(SheetRow(entry.id or 0, entry.code, entry.title, cells))
    return rows


def plain(value: Decimal | None) -> str:
    """Return a mark as people write it: no trailing zeros, no exponent.

    >>> plain(Decimal("9.50")), plain(Decimal("100")), plain(None)
    ('9.5', '100', '')
    """
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class BoardRow:
    """One judge on the progress board: marks given for each entry, and the sheet's state."""

    judge: Judge
    sheet_id: int
    state: SheetState
    version: int
    given: list[int]
    last_at: datetime | None
    reason: str
    checked_by: str


@dataclass(frozen=True)
class Board:
    """Where the marking stands: every judge against every entry."""

    title: str
    stage: Stage
    duties: frozenset[Duty]
    codes: list[str]
    criteria: int
    rows: list[BoardRow]
    progress: Progress
    ends_on: date


def board(ws: Workspace, competition_id: int) -> Board:
    """Return the progress board for those who run, check or sign the competition."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field = field_of(session, competition_id)
        names = dict(session.exec(select(Account.id, Account.name)).all())
        return Board(
            title=competition.title,
            stage=competition.stage,
            duties=duties(session, ws.actor.account_id, competition),
            codes=[entry.code for entry in field.marked_entries()],
            criteria=len(field.scheme.criteria),
            rows=[_board_row(field, judge, names) for judge in field.judges],
            progress=progress_of(session, competition_id),
            ends_on=competition.ends_on,
        )


def _board_row(field: Field, judge: Judge, names: dict[Any, str]) -> BoardRow:
    sheet = field.sheets[judge.appointment_id]
    marks = {k: m for k, m in field.marks.items() if k[0] == judge.appointment_id}
    given = [
        sum(
            1
            for c in field.scheme.criteria
            if (m := marks.get((judge.appointment_id, entry.id or 0, c.key))) and m.value is not None
        )
        for entry in field.marked_entries()
    ]
    last = max((m.given_at for m in marks.values()), default=None)
    checked_by = names.get(sheet.checked_by, "")
    return BoardRow(judge, sheet.id or 0, sheet.state, sheet.version, given, last, sheet.reason, checked_by)


@dataclass(frozen=True)
class CheckSheet:
    """A judge's submitted sheet as the second person reads it."""

    sheet_id: int
    judge: Judge
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
        rows = _sheet_rows(session, competition_id, scheme, judge)
        return CheckSheet(sheet_id, judge, sheet.state, sheet.version, rows)


@dataclass(frozen=True)
class ResultRow:
    """One entry's line in the result, with everything that explains it."""

    entry: Entry
    score: EntryScore
    rank: str
    is_tied: bool
    award: str | None
    marks: dict[str, JudgeMarks]


@dataclass(frozen=True)
class ResultList:
    """A competition's result: live while it is being marked, as signed afterwards."""

    competition: Competition
    union: str
    scheme: rules.Scheme
    judges: list[Judge]
    duties: frozenset[Duty]
    rows: list[ResultRow]
    data_hash: str
    sheets: dict[SheetState, int]
    signed: ResultVersion | None
    signed_by: str
    agrees: bool

    @property
    def is_signed(self) -> bool:
        """Tell whether what is shown has been signed."""
        return self.signed is not None and self.competition.stage != Stage.MARKING


def results(ws: Workspace, competition_id: int) -> ResultList:
    """Return ranks, ties, dropped marks and awards, best first; `agrees` compares with what was signed."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field = field_of(session, competition_id)
        outcome = outcome_of(field)
        fingerprint = data_hash(result_body(outcome))
        signed = newest_result(session, competition_id)
        signer = session.get(Account, signed.signed_by) if signed else None
        return ResultList(
            competition=competition,
            union=session.get_one(Union, competition.union_id).name,
            scheme=field.scheme,
            judges=field.judges,
            duties=duties(session, ws.actor.account_id, competition),
            rows=result_rows(outcome),
            data_hash=fingerprint,
            sheets=progress_of(session, competition_id).sheets,
            signed=signed,
            signed_by=signer.name if signer else "",
            agrees=signed is None or signed.data_hash == fingerprint,
        )


def result_rows(outcome: Outcome) -> list[ResultRow]:
    """Return the entries in the order of their places; those without a score come last."""
    field, scores = outcome.field, outcome.scores
    by_id: dict[Hashable, Entry] = {entry.id or 0: entry for entry in field.entries}
    rows = [
        ResultRow(
            entry=by_id[s.entry],
            score=scores[s.entry],
            rank=_rank_text(s.rank),
            is_tied=s.is_tied,
            award=s.award,
            marks=field.marks_of(s.entry),
        )
        for s in outcome.standings
    ]
    return sorted(rows, key=lambda row: (row.rank == "", Fraction(row.rank or 0), row.entry.position))


def _rank_text(rank: rules.Rank | None) -> str:
    return "" if rank is None else plain(Decimal(rank))


def marks_table(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return every mark that counts, one row each: code, criterion, seat, judge, mark (Decimal or None)."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field = field_of(session, competition_id)
    rows = [
        (entry.code, criterion, judge.seat, judge.name, marks[judge.appointment_id])
        for entry in field.marked_entries()
        for criterion, marks in field.marks_of(entry.id or 0).items()
        for judge in field.judges
    ]
    return pd.DataFrame(rows, columns=["code", "criterion", "seat", "judge", "mark"])


def result_table(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return the result: rank, code, title, contestant, unit, district, score (Decimal), award, state."""
    rows = results(ws, competition_id).rows
    return pd.DataFrame(
        [
            (
                r.rank,
                r.entry.code,
                r.entry.title,
                r.entry.contestant,
                r.entry.unit,
                r.entry.district,
                r.score.total if r.rank else None,
                r.award,
                r.entry.state.value,
            )
            for r in rows
        ],
        columns=["rank", "code", "title", "contestant", "unit", "district", "score", "award", "state"],
    )
