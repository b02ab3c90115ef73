"""The list of cases as Excel, as the board shows it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from ...common.books import Book
from ...common.errors import N_
from ...common.text import translate
from ...workspace import Workspace
from ..reports import CaseRow
from ..words import DUES, SCOPES, STAGES, SUBJECTS, TRACKS
from .paper import Document, file_name, fingerprint, fingerprint_foot, worded

HEADS = (
    (N_("Case"), 16),
    (N_("Employer"), 34),
    (N_("District"), 12),
    (N_("Industry"), 16),
    (N_("Union"), 22),
    (N_("Procedure"), 14),
    (N_("About"), 14),
    (N_("Binds"), 12),
    (N_("Workers"), 10),
    (N_("Stage"), 18),
    (N_("Since"), 12),
    (N_("Next step"), 16),
    (N_("Deadline"), 12),
    (N_("Days left"), 10),
    (N_("Rule"), 40),
    (N_("Term to"), 12),
)
Cell = str | int | None


def case_list(ws: Workspace, rows: Sequence[CaseRow]) -> Document:
    """Return cases that the account was shown as an Excel file, in their order."""
    lines = [_line(row, ws.today) for row in rows]
    title = translate(N_("Negotiation cases"))
    out = io.BytesIO()
    book = Book(out, title, fingerprint_foot(fingerprint([list(line) for line in lines])))
    sheet = book.sheet(title, worded(HEADS))
    for line in lines:
        sheet.line(line)
    sheet.end(translate(N_("As of {day}")).format(day=ws.today.isoformat()))
    book.close()
    return file_name(title, ws.today.isoformat(), "xlsx"), out.getvalue()


def _line(row: CaseRow, today: date) -> tuple[Cell, ...]:
    due = row.due
    return (
        row.number,
        row.employer,
        row.district,
        row.industry,
        row.union,
        translate(TRACKS[row.track]),
        translate(SUBJECTS[row.subject]),
        translate(SCOPES[row.scope]),
        row.workers,
        translate(STAGES[row.stage]),
        row.stage_since.isoformat(),
        translate(DUES[due.kind]) if due else "",
        due.last_day.isoformat() if due else "",
        (due.last_day - today).days if due else None,
        due.figure.citation if due and due.figure else "",
        row.term_to.isoformat() if row.term_to else "",
    )
