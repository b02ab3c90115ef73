"""What an employer owes by its own payroll, as Excel: line by line with the articles."""

from __future__ import annotations

import io
from typing import Any

from ...common.books import Book
from ...common.errors import N_
from ...common.money import FEN_PER_YUAN
from ...common.text import translate
from ...workspace import Workspace
from ..reports.payrolls import Audit, ClaimDays, payroll_audit
from ..rules.payroll_check import Underpayment
from ..wage_words import PARTS, SITUATIONS
from .paper import Document, cited, file_name, fingerprint, fingerprint_foot, worded

HEADS = (
    (N_("No."), 8),
    (N_("Name"), 12),
    (N_("Staff number"), 14),
    (N_("Contract wage (yuan a month)"), 14),
    (N_("Part of the pay"), 12),
    (N_("Lines"), 44),
    (N_("Wage due (yuan)"), 14),
    (N_("Paid (yuan)"), 14),
    (N_("Still owed (yuan)"), 14),
    (N_("Ends with the award"), 12),
    (N_("Articles"), 70),
)
MONEY = {3: "money", 6: "money", 7: "money", 8: "bold_money"}


def payroll_claim(ws: Workspace, payroll_id: int, days: ClaimDays | None = None) -> Document:
    """Return everything that was paid short on a payroll; raises `NotFound`, `NotAllowed`."""
    audit = payroll_audit(ws, payroll_id, days)
    rows = [_row(audit, one) for row in audit.rows(only="underpaid") for one in audit.check.of_row(row)]
    title = translate(N_("Wages owed by the payroll of {month}")).format(
        month=audit.payroll.month.isoformat()[:7]
    )
    out = io.BytesIO()
    book = Book(out, f"{audit.payroll.employer} {title}", fingerprint_foot(fingerprint(rows)))
    sheet = book.sheet(translate(N_("Wages owed")), worded(HEADS), MONEY)
    for row in rows:
        sheet.line(row)
    total = audit.check.claim_fen / FEN_PER_YUAN
    sheet.line([translate(N_("Total")), *[None] * 7, total], {0: "bold", 8: "bold_money"})
    sheet.end(*_notes(audit))
    book.close()
    return file_name(audit.payroll.employer, title, "xlsx"), out.getvalue()


def _row(audit: Audit, one: Underpayment) -> list[Any]:
    person = audit.people[one.row]
    is_final = audit.is_final(one)
    articles = dict.fromkeys(cited(basis.figure) for line in one.lines for basis in line.bases)
    return [
        one.row + 1,
        person.worker,
        person.staff_number,
        person.contract_fen / FEN_PER_YUAN,
        translate(PARTS[one.part]),
        "; ".join(
            f"{translate(SITUATIONS[line.situation])} {line.due_fen / FEN_PER_YUAN:.2f}" for line in one.lines
        ),
        one.due_fen / FEN_PER_YUAN,
        one.paid_fen / FEN_PER_YUAN,
        one.shortfall_fen / FEN_PER_YUAN,
        "" if is_final is None else translate(N_("yes")) if is_final else translate(N_("no")),
        "; ".join(articles),
    ]


def _notes(audit: Audit) -> list[str]:
    notes = []
    if audit.check.slips.law.is_provisional:
        notes.append(
            translate(N_("The holidays of that year are not published yet: weekends alone are counted."))
        )
    if (blocked := int(audit.check.blocked_rows.size)) > 0:
        text = N_("{n} workers are not in this list: a figure for them is not known.")
        notes.append(translate(text).format(n=blocked))
    return notes
