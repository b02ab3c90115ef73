"""Card numbers leave the house: only for the bank, only by the cashier, and every time written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from ...common.errors import N_, NotFound, RuleViolation
from ...store.audit import note
from ...workspace import Workspace
from ..queries import data_hash, payment_number
from ..rules.kinds import PayState, PayWay
from ..rules.stages import Hand, Stage
from ..tables import AllocationLine, Batch, Disbursement, Recipient
from .acting import acting


@dataclass(eq=False)
class BatchSettled(RuleViolation):
    """A bank file was wanted of a batch in which the bank has answered for every payment."""

    what = N_("The bank has answered for every payment of this batch, so its file is not made again.")
    todo = N_("Order a new batch for what came back; a file sent twice could be paid twice.")


@dataclass(frozen=True)
class CardRow:
    """One payment as the bank needs it; `number` comes back in its return."""

    number: str
    name: str
    card: str
    amount_fen: int


@dataclass(frozen=True)
class CardExport:
    """The payments of a batch still to be made, with the hash written into batch and audit."""

    title: str
    batch: int
    rows: Sequence[CardRow]
    file_hash: str


def export_cards(ws: Workspace, batch_id: int) -> CardExport:
    """Return the payments of a bank batch that the bank has not answered for, card numbers in full.

    Only a cashier at the programme's union may. The audit keeps who exported how many, and the hash of the rows.
    Raises `NotFound` for a batch in cash, `BatchSettled`.
    """
    with ws.reading() as session:
        batch = session.get(Batch, batch_id)
        if batch is None or batch.way != PayWay.BANK:
            raise NotFound
        programme_id = batch.programme_id
    with acting(ws, programme_id, Hand.CASHIER, Stage.PAYING) as (session, programme):
        batch = session.get_one(Batch, batch_id)
        rows = _card_rows(session, batch_id)
        if not rows:
            raise BatchSettled
        records = ([row.number, row.name, row.card, row.amount_fen] for row in rows)
        batch.file_hash = data_hash({"programme": programme.title, "batch": batch.number}, records)
        note(
            session,
            N_("Exported {n} card numbers for the bank: batch {number} of “{title}” (SHA-256 {digest})"),
            union_id=programme.union_id,
            title=programme.title,
            number=batch.number,
            n=len(rows),
            digest=batch.file_hash[:16],
        )
        return CardExport(programme.title, batch.number, rows, batch.file_hash)


def _card_rows(session: Session, batch_id: int) -> list[CardRow]:
    found = session.exec(
        select(Disbursement, Recipient.name)
        .join(AllocationLine, AllocationLine.id == Disbursement.line_id)
        .join(Recipient, Recipient.id == AllocationLine.recipient_id)
        .where(Disbursement.batch_id == batch_id, Disbursement.state == PayState.INSTRUCTED.value)
        .order_by(Disbursement.id)
    ).all()
    return [
        CardRow(payment_number(payment), name, payment.card or "", payment.amount_fen)
        for payment, name in found
    ]
