"""Payments as Excel: the file for the bank with cards in full, and the list for the house with cards masked."""

from __future__ import annotations

import io

from ...common.books import Book
from ...common.errors import N_
from ...common.text import translate
from ...workspace import Workspace
from ..reports import payment_sheet
from ..service.exporting import export_cards
from ..words import PAY_STATES, PAY_WAYS
from .paper import Document, file_name, fingerprint_foot, rows_hash, worded, yuan_cell

BANK_HEADS = (
    ("付款编号", 18),
    ("收款人", 14),
    ("卡号", 24),
    ("金额（元）", 14),
    ("用途", 36),
    ("状态", 10),
    ("原因", 24),
)
"""The bank fills in the last two; `bank_files.read_bank_return` reads the file back."""

LIST_HEADS = (
    (N_("Batch"), 8),
    (N_("No."), 8),
    (N_("Name"), 12),
    (N_("Unit"), 32),
    (N_("Way of payment"), 12),
    (N_("Card"), 24),
    (N_("Amount (yuan)"), 14),
    (N_("Paid (yuan)"), 14),
    (N_("State"), 12),
    (N_("Settled on"), 12),
    (N_("Received by"), 14),
    (N_("Why"), 28),
)


def bank_file(ws: Workspace, batch_id: int) -> Document:
    """Return the file for the bank, card numbers in full; what `export_cards` refuses."""
    exported = export_cards(ws, batch_id)
    out = io.BytesIO()
    book = Book(out, "", f"数据指纹（SHA-256）：{exported.file_hash}")
    page = book.sheet("付款", BANK_HEADS, {3: "money"})
    for row in exported.rows:
        page.line((row.number, row.name, row.card, yuan_cell(row.amount_fen), exported.title, "", ""))
    page.set_page()
    book.close()
    return file_name(exported.title, f"银行代发 第{exported.batch}批", "xlsx"), out.getvalue()


def payment_list(ws: Workspace, programme_id: int) -> Document:
    """Return every payment of a programme, cards masked."""
    sheet = payment_sheet(ws, programme_id)
    rows = [
        (
            row.batch,
            row.position,
            row.name,
            row.unit,
            translate(PAY_WAYS[row.way]),
            row.card,
            yuan_cell(row.amount_fen),
            yuan_cell(row.paid_fen),
            translate(PAY_STATES[row.state]),
            row.settled_on.isoformat() if row.settled_on else "",
            row.received_by,
            row.why,
        )
        for row in sheet.payments
    ]
    out = io.BytesIO()
    book = Book(out, sheet.programme.title, fingerprint_foot(rows_hash(sheet.programme.title, rows)))
    page = book.sheet(translate(N_("Payments")), worded(LIST_HEADS), {6: "money", 7: "money"})
    for cells in rows:
        page.line(cells)
    total = translate(N_("To pay in all"))
    sums = ("", "", total, "", "", "", yuan_cell(sheet.total_fen), yuan_cell(sheet.paid_fen))
    page.line(sums, {2: "bold", 6: "bold_money", 7: "bold_money"})
    page.end()
    book.close()
    return file_name(sheet.programme.title, "发放明细", "xlsx"), out.getvalue()
