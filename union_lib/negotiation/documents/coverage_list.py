"""How far agreements reach on a day, as Excel: a sheet by district, one by industry."""

from __future__ import annotations

import io
from collections.abc import Sequence

from ...common.books import Book
from ...common.errors import N_
from ...common.text import translate
from ..reports.coverage import Coverage, CoverageRow
from ..rules.coverage import Reach
from .paper import Document, file_name, fingerprint, fingerprint_foot, worded

HEADS = (
    (N_("Employers known"), 14),
    (N_("Employers covered"), 14),
    (N_("Coverage"), 12),
    (N_("Collective contracts"), 14),
    (N_("Wage agreements"), 14),
    (N_("Of an industry or area"), 16),
    (N_("Workers covered"), 16),
)
TITLE = N_("Coverage of collective agreements")
Line = tuple[str | int | float | None, ...]


def coverage_list(found: Coverage) -> Document:
    """Return what is covered on a day as an Excel file."""
    title = f"{translate(TITLE)} {found.on.isoformat()}"
    groups = ((N_("District"), found.districts), (N_("Industry"), found.industries))
    lines = {head: _lines(rows, found.total) for head, rows in groups}
    out = io.BytesIO()
    told = [[list(line) for line in held] for held in lines.values()]
    book = Book(out, title, fingerprint_foot(fingerprint(told)), {"percent": {"num_format": "0.0%"}})
    for head, held in lines.items():
        sheet = book.sheet(translate(head), worded(((head, 24), *HEADS)), {3: "percent"})
        for line in held:
            sheet.line(line)
        sheet.end()
    book.close()
    return file_name(translate(TITLE), found.on.isoformat(), "xlsx"), out.getvalue()


def _lines(rows: Sequence[CoverageRow], total: Reach) -> list[Line]:
    held = [_line(row.name or "—", row.reach) for row in rows]
    return [*held, _line(translate(N_("All together")), total)]


def _line(name: str, one: Reach) -> Line:
    share = round(float(one.share), 6) if one.share is not None else None
    return name, one.employers, one.covered, share, one.collective, one.wage, one.wider, one.workers
