"""Receipts (领款单) of a batch in cash: two on a page, each signed by who receives and by two who hand over."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from ...common.errors import NotFound
from ...common.money import in_capitals, yuan
from ...common.papers import Template
from ...registry.tables import Union
from ...workspace import Workspace
from ..queries import newest_allocation
from ..reports import PaymentRow, payment_sheet
from ..rules.kinds import PayWay
from ..tables import Batch
from .paper import TEMPLATES, Document, check_length, file_name


def receipts(ws: Workspace, batch_id: int) -> Document:
    """Return the receipts of a cash batch as a Word file; `NotFound` for a batch by bank, `TooLongForPaper`."""
    with ws.reading() as session:
        batch = _cash_batch(session, batch_id)
    sheet = payment_sheet(ws, batch.programme_id)
    payments = [row for row in sheet.payments if row.batch == batch.number]
    check_length(len(payments))
    with ws.reading() as session:
        union = session.get_one(Union, sheet.programme.union_id).name
        allocation = newest_allocation(session, batch.programme_id)
    facts = {
        "title": sheet.programme.title,
        "union": union,
        "batch": batch.number,
        "receipts": [_receipt(at, row) for at, row in enumerate(payments)],
        "hash": allocation.data_hash if allocation else "",
    }
    content = Template(TEMPLATES / "receipts.docx").filled(facts).written()
    return file_name(sheet.programme.title, f"领款单 第{batch.number}批", "docx"), content


def _cash_batch(session: Session, batch_id: int) -> Batch:
    batch = session.get(Batch, batch_id)
    if batch is None or batch.way != PayWay.CASH:
        raise NotFound
    return batch


def _receipt(at: int, row: PaymentRow) -> dict[str, Any]:
    return {
        "is_on_new_page": at > 0 and at % 2 == 0,
        "is_below": at % 2 == 1,
        "number": f"{row.batch}-{row.position}",
        "name": row.name,
        "unit": row.unit,
        "amount": yuan(row.amount_fen),
        "capitals": in_capitals(row.amount_fen),
    }
