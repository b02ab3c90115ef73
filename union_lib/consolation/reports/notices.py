"""The public notice and what was brought against it; payments and what became of them; the verification sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, select

from ...common.errors import NotFound
from ...common.identifiers import masked, masked_name
from ...registry.tables import Account, Union
from ...workspace import Workspace
from ..divided import PublicLine, public_lines
from ..queries import (
    batches_of,
    hands,
    lines_of,
    newest_allocation,
    objections_of,
    payment_number,
    payments_of,
    programme_of,
    require_reader,
    sample_of,
)
from ..rules.kinds import Finding, Outcome, PayState, PayWay
from ..rules.merkle import Tree, is_included, tree
from ..rules.stages import Hand
from ..tables import Allocation, AllocationLine, Batch, Disbursement, Programme, Recipient


@dataclass(frozen=True)
class NoticeSheet:
    """The notice as it is posted: its lines with masked names, its root, its days."""

    programme: Programme
    union: str
    allocation: Allocation
    lines: Sequence[PublicLine]
    hands: frozenset[Hand]

    @property
    def tree(self) -> Tree:
        """Return the Merkle tree over the lines."""
        return tree(line.leaf() for line in self.lines)


def notice_sheet(ws: Workspace, programme_id: int) -> NoticeSheet | None:
    """Return the notice of the newest allocation; None before anything was submitted."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        allocation = newest_allocation(session, programme_id)
        if allocation is None:
            return None
        return NoticeSheet(
            programme,
            session.get_one(Union, programme.union_id).name,
            allocation,
            public_lines(session, allocation.id or 0),
            hands(session, ws.actor.account_id, programme.union_id),
        )


@dataclass(frozen=True)
class Slip:
    """What one recipient needs to check that the line stands in the published list (RFC 6962)."""

    line: PublicLine
    size: int
    path: tuple[str, ...]
    root: str

    def holds(self) -> bool:
        """Tell whether line and path give the published root."""
        return is_included(
            self.line.leaf(),
            self.line.number - 1,
            self.size,
            [bytes.fromhex(step) for step in self.path],
            bytes.fromhex(self.root),
        )


def slip(sheet: NoticeSheet, number: int) -> Slip:
    """Return the slip of a line by its number; `NotFound`."""
    if not 1 <= number <= len(sheet.lines):
        raise NotFound
    grown = sheet.tree
    path = tuple(step.hex() for step in grown.path(number - 1))
    return Slip(sheet.lines[number - 1], len(sheet.lines), path, sheet.allocation.root)


@dataclass(frozen=True)
class ObjectionRow:
    """An objection or grievance in the list."""

    id: int
    text: str
    about: str
    brought_by: str
    is_grievance: bool
    received_on: date
    outcome: Outcome | None
    answer: str
    decided_by: str


def objections(ws: Workspace, programme_id: int) -> list[ObjectionRow]:
    """Return objections and grievances, open ones first; who brought one is masked."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        brought = objections_of(session, programme_id)
        names = _names(session, [o.decided_by for o in brought if o.decided_by])
        wanted = [o.line_id for o in brought if o.line_id]
        lines = {
            line.id: line
            for line in session.exec(select(AllocationLine).where(AllocationLine.id.in_(wanted))).all()
        }
        rows = [
            ObjectionRow(
                o.id or 0,
                o.text,
                f"{lines[o.line_id].position} {lines[o.line_id].shown['name']}" if o.line_id else "",
                masked_name(o.brought_by) if o.brought_by else "",
                o.is_grievance,
                o.received_on,
                o.outcome,
                o.answer,
                names.get(o.decided_by or 0, ""),
            )
            for o in brought
        ]
        return sorted(rows, key=lambda row: row.outcome is not None)


def _names(session: Session, ids: Sequence[int | None]) -> dict[int, str]:
    rows = session.exec(select(Account.id, Account.name).where(Account.id.in_(ids))).all()
    return {account_id or 0: name for account_id, name in rows}


@dataclass(frozen=True)
class BatchRow:
    """A batch with how far it has come; amounts are fen."""

    id: int
    number: int
    way: PayWay
    payments: int
    total_fen: int
    paid_fen: int
    states: Mapping[PayState, int]
    made_by: str
    made_at: datetime
    returns: int = 0


@dataclass(frozen=True)
class PaymentRow:
    """One payment in the list, sealed columns masked."""

    id: int
    batch: int
    position: int
    name: str
    unit: str
    card: str
    amount_fen: int
    paid_fen: int
    state: PayState
    why: str
    settled_on: date | None
    received_by: str
    way: PayWay


@dataclass(frozen=True)
class PaymentSheet:
    """All payments of a programme and what is still to be done."""

    programme: Programme
    hands: frozenset[Hand]
    total_fen: int
    paid_fen: int
    batches: Sequence[BatchRow]
    to_bank: int
    to_cash: int
    came_back: int
    payments: Sequence[PaymentRow] = field(default_factory=list)

    @property
    def open_fen(self) -> int:
        """Return what is not paid yet."""
        return self.total_fen - self.paid_fen


def payment_sheet(ws: Workspace, programme_id: int) -> PaymentSheet:
    """Return the batches and payments of a programme."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        allocation = newest_allocation(session, programme_id)
        lines = lines_of(session, allocation.id or 0) if allocation else ()
        payments = payments_of(session, programme_id)
        batches = batches_of(session, programme_id)
        rows = _payment_rows(session, payments, {b.id or 0: b for b in batches})
        last = {p.line_id: p for p in payments}
        open_lines = [line for line in lines if _is_open(line, last.get(line.id or 0))]
        with_card = _with_card(session, [line.recipient_id for line in open_lines])
        return PaymentSheet(
            programme,
            hands(session, ws.actor.account_id, programme.union_id),
            sum(line.amount_fen for line in lines),
            sum(p.paid_fen for p in payments),
            _batch_rows(session, batches, payments),
            to_bank=sum(1 for line in open_lines if line.recipient_id in with_card and line.amount_fen),
            to_cash=sum(1 for line in open_lines if line.recipient_id not in with_card and line.amount_fen),
            came_back=sum(1 for p in last.values() if p.state in (PayState.FAILED, PayState.PARTIAL)),
            payments=rows,
        )


def _is_open(line: AllocationLine, last: Disbursement | None) -> bool:
    return last is None or last.state in (PayState.FAILED, PayState.PARTIAL)


def _with_card(session: Session, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for at in range(0, len(ids), 5_000):
        rows = session.exec(
            select(Recipient.id).where(
                Recipient.id.in_(ids[at : at + 5_000]), Recipient.card_blind.is_not(None)
            )
        ).all()
        found |= {one or 0 for one in rows}
    return found


def _batch_rows(
    session: Session, batches: Sequence[Batch], payments: Sequence[Disbursement]
) -> list[BatchRow]:
    from ..tables import BankReturn

    names = _names(session, [b.made_by for b in batches])
    read = dict(session.exec(select(BankReturn.batch_id, func.count()).group_by(BankReturn.batch_id)).all())
    rows = []
    for batch in batches:
        own = [p for p in payments if p.batch_id == batch.id]
        states = {state: sum(1 for p in own if p.state == state) for state in PayState}
        rows.append(
            BatchRow(
                batch.id or 0,
                batch.number,
                batch.way,
                batch.payments,
                batch.total_fen,
                sum(p.paid_fen for p in own),
                states,
                names.get(batch.made_by, ""),
                batch.made_at,
                read.get(batch.id or 0, 0),
            )
        )
    return rows


def _payment_rows(
    session: Session, payments: Sequence[Disbursement], batches: Mapping[int, Batch]
) -> list[PaymentRow]:
    lines: dict[int, tuple[int, str, str]] = {}
    wanted = sorted({p.line_id for p in payments})
    for at in range(0, len(wanted), 5_000):
        found = session.exec(
            select(AllocationLine.id, AllocationLine.position, Recipient.name, Recipient.unit)
            .join(Recipient, Recipient.id == AllocationLine.recipient_id)
            .where(AllocationLine.id.in_(wanted[at : at + 5_000]))
        ).all()
        lines |= {line_id or 0: (position, name, unit) for line_id, position, name, unit in found}
    return [
        PaymentRow(
            p.id or 0,
            batches[p.batch_id].number,
            *lines[p.line_id],
            masked(p.card, head=4) if p.card else "",
            p.amount_fen,
            p.paid_fen,
            p.state,
            p.why,
            p.settled_on,
            p.received_by,
            batches[p.batch_id].way,
        )
        for p in payments
    ]


@dataclass(frozen=True)
class SampleRow:
    """One recipient drawn for verification."""

    id: int
    stratum: str
    position: int
    name: str
    unit: str
    tier: str
    amount_fen: int
    finding: Finding | None
    remark: str
    found_by: str
    found_on: date | None
    version: int


def sample_rows(ws: Workspace, programme_id: int) -> list[SampleRow]:
    """Return who was drawn for verification, by stratum."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        items = sample_of(session, programme_id)
        lines = {
            line_id: (position, name, unit, tier, amount)
            for line_id, position, name, unit, tier, amount in session.exec(
                select(
                    AllocationLine.id,
                    AllocationLine.position,
                    Recipient.name,
                    Recipient.unit,
                    AllocationLine.tier,
                    AllocationLine.amount_fen,
                )
                .join(Recipient, Recipient.id == AllocationLine.recipient_id)
                .where(AllocationLine.id.in_([item.line_id for item in items]))
            ).all()
        }
        names = _names(session, [item.found_by for item in items if item.found_by])
        items = sorted(items, key=lambda item: (item.stratum, lines[item.line_id][0]))
        return [
            SampleRow(
                item.id or 0,
                item.stratum,
                *lines[item.line_id],
                item.finding,
                item.remark,
                names.get(item.found_by or 0, ""),
                item.found_on,
                item.version,
            )
            for item in items
        ]


def return_lines(ws: Workspace, batch_id: int) -> list[tuple[str, int]]:
    """Return the numbers and amounts of a batch's payments, as the bank's return names them."""
    with ws.reading() as session:
        batch = session.get(Batch, batch_id)
        if batch is None:
            raise NotFound
        programme = programme_of(session, batch.programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        rows = session.exec(
            select(Disbursement).where(Disbursement.batch_id == batch_id).order_by(Disbursement.id)
        )
        return [(payment_number(payment), payment.amount_fen) for payment in rows]
