"""Paying out: batches for the bank or in cash, returns read back, what failed paid again, the programme closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import insert
from sqlmodel import Session, select

from ...common.errors import N_, NotFound
from ...common.money import yuan
from ...registry.tables import Account
from ...store.audit import note
from ...workspace import Workspace
from ..queries import (
    fund_of,
    hands,
    lines_of,
    newest_allocation,
    payment_number,
    payments_of,
    recipients_by_id,
)
from ..refusals import NothingToPay, PaidAlready, PaymentsOpen, ReceiverMissing, WitnessMissing
from ..rules.kinds import PayState, PayWay
from ..rules.reconciling import ReturnLine, Settled, Settlement, settlement
from ..rules.stages import Hand, Stage
from ..tables import AllocationLine, BankReturn, Batch, Disbursement, Programme
from .acting import acting, check_new_hand, move
from .deciding import check_kept_allocation

DONE = (PayState.PAID, PayState.REPAID)


def make_batch(ws: Workspace, programme_id: int, way: PayWay, positions: Sequence[int] | None = None) -> int:
    """Order payments to everybody not paid or under way yet (or to those lines only); return the batch's id.

    By bank: everybody with a card on file. In cash: everybody without one, or the lines named. Raises
    `SameHands` for whoever drafted, reviewed or approved the list, `NothingToPay`.
    """
    with acting(ws, programme_id, Hand.CASHIER, Stage.PAYING) as (session, programme):
        check_new_hand(session, ws, programme)
        check_kept_allocation(session, programme)
        due = _due(session, programme)
        people = recipients_by_id(session, (line.recipient_id for line, _, _ in due))
        if positions is not None:
            due = [one for one in due if one[0].position in set(positions)]
        elif way == PayWay.CASH:
            due = [one for one in due if not people[one[0].recipient_id].card]
        if way == PayWay.BANK:
            due = [one for one in due if people[one[0].recipient_id].card]
        if not due:
            raise NothingToPay
        batch = _new_batch(session, ws, programme, way, due)
        session.execute(
            insert(Disbursement),
            [
                {
                    "batch_id": batch.id,
                    "line_id": line.id,
                    "follows": failed.id if failed else None,
                    "amount_fen": amount,
                    "card": people[line.recipient_id].card if way == PayWay.BANK else None,
                }
                for line, amount, failed in due
            ],
        )
        note(
            session,
            N_("Ordered batch {number} of “{title}”: {n} payments, {amount} yuan"),
            union_id=programme.union_id,
            title=programme.title,
            number=batch.number,
            n=len(due),
            amount=yuan(batch.total_fen),
        )
        return batch.id or 0


Due = tuple[AllocationLine, int, Disbursement | None]
"""A line, the fen still to pay, and the payment that came back."""


def _due(session: Session, programme: Programme) -> list[Due]:
    """Return what is still to be paid: lines never ordered, and the last payment of a line that came back."""
    allocation = newest_allocation(session, programme.id or 0)
    last: dict[int, Disbursement] = {}
    paid: dict[int, int] = {}
    for payment in payments_of(session, programme.id or 0):
        last[payment.line_id] = payment
        paid[payment.line_id] = paid.get(payment.line_id, 0) + payment.paid_fen
    due: list[Due] = []
    for line in lines_of(session, allocation.id or 0) if allocation else ():
        before = last.get(line.id or 0)
        open_fen = line.amount_fen - paid.get(line.id or 0, 0)
        if open_fen > 0 and (before is None or before.state in (PayState.FAILED, PayState.PARTIAL)):
            due.append((line, open_fen, before))
    return due


def _new_batch(
    session: Session, ws: Workspace, programme: Programme, way: PayWay, due: Sequence[Due]
) -> Batch:
    numbers = session.exec(select(Batch.number).where(Batch.programme_id == programme.id)).all()
    batch = Batch(
        programme_id=programme.id or 0,
        number=max(numbers, default=0) + 1,
        way=way,
        total_fen=sum(amount for _, amount, _ in due),
        payments=len(due),
        made_by=ws.actor.account_id or 0,
        made_at=ws.now,
    )
    session.add(batch)
    session.flush()
    return batch


def read_return(
    ws: Workspace,
    batch_id: int,
    returned: Sequence[ReturnLine],
    file_hash: str,
    settled_on: date | None = None,
) -> Mapping[str, int]:
    """Take the bank's return of a batch; the same file a second time changes nothing.

    `returned` names payments by their number in the bank file (`payment_number`). Returns how many were paid,
    paid in part, returned, and belong to no payment of the batch.
    """
    with ws.reading() as session:
        batch = session.get(Batch, batch_id)
        if batch is None:
            raise NotFound
        programme_id = batch.programme_id
    with acting(ws, programme_id, Hand.CASHIER, Stage.PAYING) as (session, programme):
        payments = session.exec(
            select(Disbursement).where(Disbursement.batch_id == batch_id).order_by(Disbursement.id)
        ).all()
        orders = {payment_number(payment): payment.amount_fen for payment in payments}
        found = settlement(orders, returned)
        told = _counts(found)
        is_known = session.exec(
            select(BankReturn.id).where(BankReturn.batch_id == batch_id, BankReturn.file_hash == file_hash)
        ).first()
        if is_known is not None:
            return told
        reasons = {line.id: line.reason for line in returned}
        for payment in payments:
            number = payment_number(payment)
            paid_fen = min(found.paid_by_id.get(number, 0), payment.amount_fen)
            _settle(payment, found.status[number], paid_fen, reasons.get(number, ""), settled_on or ws.today)
        _mark_repaid(session, payments)
        session.add(
            BankReturn(
                batch_id=batch_id,
                file_hash=file_hash,
                rows=len(returned),
                unmatched={
                    "ids": [one for one, state in found.status.items() if state == Settled.UNMATCHED],
                    "fen": found.unmatched_fen,
                },
                read_by=ws.actor.account_id or 0,
                read_at=ws.now,
            )
        )
        note(
            session,
            N_("Read the bank's return of batch {number} of “{title}”: {paid} paid, {failed} returned"),
            union_id=programme.union_id,
            title=programme.title,
            number=batch.number,
            paid=told["paid"],
            failed=told["failed"] + told["partial"],
        )
        return told


def _settle(payment: Disbursement, status: Settled, paid_fen: int, why: str, on: date) -> None:
    if payment.state in DONE or status == Settled.MISSING:
        return
    payment.state = _STATES[status]
    payment.paid_fen, payment.why, payment.settled_on = paid_fen, why[:120], on
    payment.version += 1


_STATES = {
    Settled.PAID: PayState.PAID,
    Settled.PARTIAL: PayState.PARTIAL,
    Settled.FAILED: PayState.FAILED,
}


def _counts(found: Settlement) -> dict[str, int]:
    states = list(found.status.values())
    return {state.value: states.count(state) for state in Settled}


def _mark_repaid(session: Session, payments: Sequence[Disbursement]) -> None:
    """Close the payments that came back once the one that follows them is through."""
    for payment in payments:
        if payment.state == PayState.PAID and payment.follows is not None:
            session.get_one(Disbursement, payment.follows).state = PayState.REPAID


def hand_over(
    ws: Workspace, payment_id: int, received_by: str, witness: str, received_on: date | None = None
) -> None:
    """Record that cash was handed over by two people, the acting one and a witness, against a receipt.

    Raises `WitnessMissing` unless the witness is another open account with a hand in this union,
    `ReceiverMissing`, `PaidAlready`.
    """
    if not received_by.strip():
        raise ReceiverMissing
    with ws.reading() as session:
        found = session.exec(
            select(Disbursement, Batch)
            .join(Batch, Batch.id == Disbursement.batch_id)
            .where(Disbursement.id == payment_id, Batch.way == PayWay.CASH.value)
        ).first()
        if found is None:
            raise NotFound
    with acting(ws, found[1].programme_id, Hand.CASHIER, Stage.PAYING) as (session, programme):
        payment = session.exec(
            select(Disbursement).where(Disbursement.id == payment_id).with_for_update()
        ).one()
        if payment.state in DONE:
            raise PaidAlready
        payment.witnessed_by = _witness(session, ws, programme, witness)
        payment.handed_by, payment.received_by = ws.actor.account_id, received_by.strip()[:40]
        payment.state, payment.paid_fen = PayState.PAID, payment.amount_fen
        payment.settled_on, payment.version = received_on or ws.today, payment.version + 1
        _mark_repaid(session, [payment])
        note(
            session,
            N_("Handed over {amount} yuan in cash for “{title}”"),
            union_id=programme.union_id,
            title=programme.title,
            amount=yuan(payment.amount_fen),
        )


def _witness(session: Session, ws: Workspace, programme: Programme, username: str) -> int:
    account = session.exec(
        select(Account).where(Account.username == username.strip().lower(), ~Account.is_closed)
    ).first()
    if account is None or account.id == ws.actor.account_id:
        raise WitnessMissing
    if not hands(session, account.id, programme.union_id):
        raise WitnessMissing
    return account.id or 0


def close_programme(ws: Workspace, programme_id: int, reason: str = "") -> None:
    """Complete a programme: every payment is settled; what could not be paid goes back to the fund.

    With payments open a reason is needed (`PaymentsOpen` without one): they are given up, and their money freed.
    """
    with acting(ws, programme_id, Hand.STAFF, Stage.PAYING) as (session, programme):
        allocation = newest_allocation(session, programme_id)
        lines = lines_of(session, allocation.id or 0) if allocation else ()
        paid = sum(payment.paid_fen for payment in payments_of(session, programme_id))
        open_fen = sum(line.amount_fen for line in lines) - paid
        under_way = [p for p in payments_of(session, programme_id) if p.state == PayState.INSTRUCTED]
        if under_way or (open_fen and not reason.strip()):
            raise PaymentsOpen(len(under_way) or len(_due(session, programme)), yuan(open_fen))
        if open_fen:
            fund = fund_of(session, programme.fund_id, lock=True)
            fund.committed_fen -= open_fen
        move(session, ws, programme, Stage.CLOSED, reason)
