"""The result list as Excel: places, marks, awards, teams, and how every score came about."""

from __future__ import annotations

import io
from collections import Counter

from ...common.books import Book
from ...common.errors import N_
from ...common.text import translate
from ...workspace import Workspace
from .. import rules
from ..reports import ResultList, results, teams
from ..rules import EntryState, TeamBy
from ..words import ENTRY_STATES
from .book import number, result_book
from .derivation import derivation_sheet


def result_workbook(ws: Workspace, competition_id: int) -> bytes:
    """Return the result list as Excel, the data hash at the foot of every page.

    Marks and scores are numbers, texts are never formulas.
    """
    seen = results(ws, competition_id)
    out = io.BytesIO()
    book = result_book(seen, out)
    _standings_sheet(book, seen)
    _marks_sheet(book, seen)
    if seen.scheme.awards.classes:
        _awards_sheet(book, seen)
    if seen.scheme.team is not None:
        _teams_sheet(book, seen)
    derivation_sheet(book, seen)
    book.close()
    return out.getvalue()


def _standings_sheet(book: Book, seen: ResultList) -> None:
    heads = (
        (translate(N_("Place")), 8),
        (translate(N_("Code")), 10),
        (translate(N_("Entry")), 34),
        (translate(N_("Contestant or team")), 18),
        (translate(N_("Unit")), 28),
        (translate(N_("District")), 10),
        (translate(N_("Score")), 10),
        (translate(N_("Award")), 12),
        (translate(N_("State")), 10),
    )
    sheet = book.sheet(translate(N_("Results")), heads)
    for row in seen.rows:
        shown, state = row.shown, row.entry.state
        told = "" if state == EntryState.COMPETING else translate(ENTRY_STATES[state])
        names = (shown.code, shown.title, shown.contestant, shown.unit, shown.district)
        total = row.total if row.rank else None
        sheet.line((number(row.rank), *names, total, row.award or "", told), {6: "score"})
    sheet.end()


def _marks_sheet(book: Book, seen: ResultList) -> None:
    heads = [
        (translate(N_("Code")), 10),
        (translate(N_("Entry")), 30),
        (translate(N_("Criterion")), 16),
        (translate(N_("Multiplier")), 10),
        *((judge.name, 10) for judge in seen.judges),
    ]
    sheet = book.sheet(translate(N_("Marks")), heads)
    at = {judge.appointment_id: column for column, judge in enumerate(seen.judges, 4)}
    for row in seen.rows:
        for part, criterion in zip(row.score.parts, seen.scheme.criteria, strict=True):
            given = row.marks[criterion.key]
            marks = [given.get(judge.appointment_id) for judge in seen.judges]
            brought = part.multiplier if seen.scheme.brings(criterion) else None
            out = {at[int(str(judge))]: "dropped" for judge in (*part.dropped_high, *part.dropped_low)}
            sheet.line((row.shown.code, row.shown.title, criterion.title, brought, *marks), out)
    sheet.end()


def _awards_sheet(book: Book, seen: ResultList) -> None:
    """Write how many of each award the plan foresees, how many were given, and down to which place."""
    heads = (
        (translate(N_("Award")), 18),
        (translate(N_("Planned")), 10),
        (translate(N_("Given")), 10),
        (translate(N_("Last place")), 12),
        (translate(N_("Last score")), 12),
    )
    sheet = book.sheet(translate(N_("Awards")), heads)
    plan = seen.scheme.awards
    given = Counter(row.award for row in seen.rows)
    last = {row.award: row for row in seen.rows if row.award}
    for award, planned in zip(plan.classes, rules.nominal_counts(plan, seen.eligible), strict=True):
        row = last.get(award.name)
        ends = (number(row.rank), row.total) if row else (None, None)
        sheet.line((award.name, planned, given[award.name], *ends), {4: "score"})
    sheet.end()


def _teams_sheet(book: Book, seen: ResultList) -> None:
    """Write the teams; none while entries are coded."""
    by = seen.scheme.team.by if seen.scheme.team else TeamBy.UNIT
    named = N_("Unit") if by == TeamBy.UNIT else N_("District")
    heads = (
        (translate(N_("Place")), 8),
        (translate(named), 28),
        (translate(N_("Score")), 12),
        (translate(N_("Entries that count")), 40),
    )
    sheet = book.sheet(translate(N_("Teams")), heads)
    for team in teams(seen):
        counted = "、".join(map(str, team.counted))
        sheet.line((team.rank, team.team, team.score, counted), {2: "score"})
    sheet.end()
