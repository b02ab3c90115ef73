"""Every point of a case as each side has it, as Excel."""

from __future__ import annotations

import io

from ...common.books import Book
from ...common.errors import N_
from ...common.text import translate
from ..reports import CaseSheet
from ..rules.clauses import Accord
from ..words import ACCORDS, TOPICS
from .paper import fingerprint, fingerprint_foot, worded

CLAUSE_HEADS = (
    (N_("Topic"), 16),
    (N_("Clause"), 20),
    (N_("Union's proposal"), 44),
    (N_("Employer's proposal"), 44),
    (N_("Common text"), 44),
    (N_("State"), 16),
)


def clause_comparison(sheet: CaseSheet) -> bytes:
    """Return the clauses side by side with how far the sides are."""
    rows = [
        [
            translate(TOPICS[point.topic]),
            point.title,
            *(clause.text if clause else "" for clause in (point.union, point.employer, point.joint)),
            translate(ACCORDS[Accord(point.accord)]),
        ]
        for point in sheet.comparison
    ]
    out = io.BytesIO()
    book = Book(out, f"{sheet.case.employer} {sheet.case.number}", fingerprint_foot(fingerprint(rows)))
    page = book.sheet(translate(N_("Clauses")), worded(CLAUSE_HEADS), dict.fromkeys(range(6), "wrapped"))
    for row in rows:
        page.line(row)
    page.end()
    book.close()
    return out.getvalue()
