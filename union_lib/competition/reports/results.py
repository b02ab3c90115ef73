"""The result: live while marks are being given, as signed afterwards, explained line by line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd
from sqlmodel import Session

from ...registry.tables import Account, Union
from ...workspace import Workspace
from .. import rules
from ..counting import progress_of
from ..queries import (
    Judge,
    Shown,
    competition_of,
    data_hash,
    duties,
    field_of,
    newest_result,
    recheck_items,
    require_reader,
)
from ..rules import (
    BARRED_STATES,
    Duty,
    EntryScore,
    EntryState,
    SheetState,
    Stage,
    TeamBy,
    TeamEntry,
    TeamStanding,
)
from ..rules.scoring import JudgeMarks
from ..rules.second import Difference
from ..scored import Outcome, outcome_of, result_body, second_opinion
from ..tables import Competition, Entry, ResultVersion
from .plain import plain


@dataclass(frozen=True)
class ResultRow:
    """One entry's line in the result; how its score came about is computed when it is asked for."""

    entry: Entry
    shown: Shown
    total: Decimal | None
    rank: str
    is_tied: bool
    award: str | None
    outcome: Outcome

    @cached_property
    def score(self) -> EntryScore:
        """The score with everything that explains it."""
        return self.outcome.score(self.entry)

    @cached_property
    def marks(self) -> dict[str, JudgeMarks]:
        """The marks that count, by criterion key and appointment id."""
        return self.outcome.field.marks_of(self.entry)


@dataclass(frozen=True)
class ResultList:
    """A competition's result: live while it is being marked, as signed afterwards.

    `second` lists where the independent second computation differs; None where it was not asked for.
    """

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
    supervised_by: str
    agrees: bool
    outcome: Outcome
    is_coded: bool
    lists_closed: int
    recheck_left: int
    second: list[Difference] | None = None

    @property
    def is_signed(self) -> bool:
        """Tell whether what is shown has been signed."""
        return self.signed is not None and self.competition.stage != Stage.MARKING

    @property
    def eligible(self) -> int:
        """Return how many placed entries can take an award."""
        return sum(1 for row in self.rows if row.rank and row.entry.state not in BARRED_STATES)


SECOND_AT_ONCE = 400
"""Up to so many entries the second computation runs at every look; beyond, when it is signed or published."""


def results(ws: Workspace, competition_id: int) -> ResultList:
    """Return ranks, ties, dropped marks and awards, best first; `agrees` compares with what was signed."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field = field_of(session, competition_id)
        outcome = outcome_of(field)
        body = result_body(outcome)
        fingerprint = data_hash(body)
        signed = newest_result(session, competition_id)
        items = recheck_items(session, signed.id or 0) if signed else []
        is_small = len(field.entries) <= SECOND_AT_ONCE and outcome.hindrance is None
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
            signed_by=_name(session, signed.signed_by if signed else None),
            supervised_by=_name(session, signed.supervised_by if signed else None),
            agrees=signed is None or signed.data_hash == fingerprint,
            outcome=outcome,
            is_coded=field.coding.is_closed,
            lists_closed=field.coding.state.still_coded,
            recheck_left=sum(1 for item in items if item.verdict is None),
            second=second_opinion(body) if is_small else None,
        )


def _name(session: Session, account_id: int | None) -> str:
    account = session.get(Account, account_id) if account_id else None
    return account.name if account else ""


def result_rows(outcome: Outcome) -> list[ResultRow]:
    """Return the entries in the order of their places; those without a place come last.

    While entries are coded, equals stand in the order of their codes, not of their registration.
    """
    field = outcome.field
    by_id = {entry.id or 0: entry for entry in field.entries}
    rows = [
        ResultRow(
            entry=by_id[int(str(s.entry))],
            shown=field.shown(by_id[int(str(s.entry))]),
            total=outcome.totals[int(str(s.entry))],
            rank=_rank_text(s.rank),
            is_tied=s.is_tied,
            award=s.award,
            outcome=outcome,
        )
        for s in outcome.standings
    ]
    return sorted(rows, key=lambda row: (row.rank == "", Decimal(row.rank or 0), _order(row)))


def _order(row: ResultRow) -> Any:
    is_coded = row.outcome.field.coding.is_closed
    return (row.shown.code, 0) if is_coded else ("", row.entry.position)


def _rank_text(rank: rules.Rank | None) -> str:
    return "" if rank is None else plain(Decimal(rank))


def teams(seen: ResultList) -> list[TeamStanding]:
    """Return the teams of a result by the scheme's rule, best first; none while entries are coded."""
    rule = seen.scheme.team
    if rule is None or seen.is_coded:
        return []
    entries = [
        TeamEntry(row.entry.unit if rule.by == TeamBy.UNIT else row.entry.district, row.shown.code, row.total)
        for row in seen.rows
        if row.rank and row.entry.state == EntryState.COMPETING
    ]
    return rules.team_standings(rule, entries)


def marks_table(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return every mark that is to be given, one row each.

    Columns: code, criterion, seat, judge, mark (Decimal or None), unit (of the entry), judge_unit, panel.
    """
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field = field_of(session, competition_id)
    seats = {judge.appointment_id: judge for judge in field.judges}
    rows = [
        (
            shown.code,
            key,
            seats[int(str(j))].seat,
            seats[int(str(j))].name,
            mark,
            shown.unit,
            seats[int(str(j))].unit,
            entry.panel,
        )
        for entry in field.marked_entries()
        for shown in [field.shown(entry)]
        for key, marks in field.marks_of(entry).items()
        for j, mark in marks.items()
    ]
    columns = ["code", "criterion", "seat", "judge", "mark", "unit", "judge_unit", "panel"]
    return pd.DataFrame(rows, columns=columns)


def result_table(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return the result: rank, code, title, contestant, unit, district, score (Decimal), award, state."""
    columns = ["rank", "code", "title", "contestant", "unit", "district", "score", "award", "state"]
    rows = []
    for r in results(ws, competition_id).rows:
        shown = (r.shown.code, r.shown.title, r.shown.contestant, r.shown.unit, r.shown.district)
        rows.append((r.rank, *shown, r.total if r.rank else None, r.award, r.entry.state.value))
    return pd.DataFrame(rows, columns=columns)
