"""What is fetched of consolation, in the words of the rules; services and reports both ask here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from ..common.errors import NotAllowed, NotFound
from ..registry.permissions import Permission, may, require, scopes
from ..registry.tables import Account, Union
from ..store.columns import canonical
from .rules.stages import HOLDS_MONEY, Hand
from .tables import (
    Allocation,
    AllocationLine,
    Approval,
    Batch,
    Candidate,
    Disbursement,
    Fund,
    HardHit,
    Household,
    Objection,
    Programme,
    ProgrammeMove,
    Recipient,
    SampleItem,
)

HAND_PERMISSIONS: dict[Hand, Permission] = {
    Hand.STAFF: Permission.MANAGE_CONSOLATION,
    Hand.REVIEWER: Permission.REVIEW_CONSOLATION,
    Hand.APPROVER: Permission.APPROVE_CONSOLATION,
    Hand.CASHIER: Permission.PAY_CONSOLATION,
}


def programme_of(session: Session, programme_id: int, *, lock: bool = False) -> Programme:
    """Return the programme, or `NotFound`; `lock` keeps other writers waiting until we commit."""
    chosen = select(Programme).where(Programme.id == programme_id)
    found = session.exec(chosen.with_for_update() if lock else chosen).first()
    if found is None:
        raise NotFound
    return found


def fund_of(session: Session, fund_id: int, *, lock: bool = False) -> Fund:
    """Return the fund as it is now, or `NotFound`; `lock` makes others who bind its money wait."""
    chosen = select(Fund).where(Fund.id == fund_id).execution_options(populate_existing=True)
    found = session.exec(chosen.with_for_update() if lock else chosen).first()
    if found is None:
        raise NotFound
    return found


def hands(session: Session, account_id: int | None, union_id: int) -> frozenset[Hand]:
    """Return the steps the account may take in an organisation."""
    if account_id is None:
        return frozenset()
    return frozenset(
        hand
        for hand, permission in HAND_PERMISSIONS.items()
        if may(session, account_id, permission, union_id)
    )


def require_hand(session: Session, account_id: int | None, union_id: int, hand: Hand) -> None:
    """Refuse with `NotAllowed` unless the account may take that step in the organisation."""
    if account_id is None:
        raise NotAllowed
    require(session, account_id, HAND_PERMISSIONS[hand], union_id)


def require_reader(session: Session, account_id: int | None, union_id: int) -> None:
    """Refuse with `NotAllowed` unless the account may read here; the installation itself may."""
    if account_id is not None:
        require(session, account_id, Permission.READ_CONSOLATION, union_id)


def union_ids_below(session: Session, paths: Iterable[str]) -> list[int]:
    """Return the organisations at and below the paths."""
    found = session.exec(select(Union.id, Union.path)).all()
    wanted = tuple(paths)
    return [union_id or 0 for union_id, path in found if path.startswith(wanted)] if wanted else []


def unions_read_by(session: Session, account_id: int | None) -> list[int]:
    """Return the organisations whose consolation the account may read."""
    if account_id is None:
        return list(session.exec(select(Union.id)).all())
    return union_ids_below(session, scopes(session, account_id, Permission.READ_CONSOLATION))


def unions_under(session: Session, union_id: int) -> list[int]:
    """Return an organisation and all below it."""
    path = session.exec(select(Union.path).where(Union.id == union_id)).first()
    return union_ids_below(session, [path]) if path else []


def newest_allocation(session: Session, programme_id: int) -> Allocation | None:
    """Return the allocation with the highest number."""
    return session.exec(
        select(Allocation)
        .where(Allocation.programme_id == programme_id)
        .order_by(Allocation.number.desc())
        .limit(1)
    ).first()


def lines_of(session: Session, allocation_id: int) -> Sequence[AllocationLine]:
    """Return the lines of an allocation in their order."""
    return session.exec(
        select(AllocationLine)
        .where(AllocationLine.allocation_id == allocation_id)
        .order_by(AllocationLine.position)
    ).all()


def line_rows(session: Session, allocation_id: int) -> Sequence[Any]:
    """Return the lines of an allocation in their order, as plain rows, which cost a third of what objects do."""
    return session.exec(
        _columns(AllocationLine)
        .where(AllocationLine.allocation_id == allocation_id)
        .order_by(AllocationLine.position)
    ).all()


def _columns(table: Any) -> Any:
    """Return a selection of all columns of a table, as rows with their names."""
    chosen: Any = select
    return chosen(*table.__table__.columns)


def line_count(session: Session, programme_id: int) -> int:
    """Return how many are on a programme's list."""
    chosen = select(func.count()).select_from(Candidate).where(Candidate.programme_id == programme_id)
    return session.exec(chosen).one()


def candidates_of(session: Session, programme_id: int) -> Sequence[Any]:
    """Return a programme's list in its order, as plain rows."""
    return session.exec(
        _columns(Candidate).where(Candidate.programme_id == programme_id).order_by(Candidate.position)
    ).all()


def moves_of(session: Session, programme_id: int) -> Sequence[tuple[ProgrammeMove, str]]:
    """Return a programme's moves with the names of who made them, oldest first."""
    return session.exec(
        select(ProgrammeMove, Account.name)
        .join(Account, Account.id == ProgrammeMove.account_id)
        .where(ProgrammeMove.programme_id == programme_id)
        .order_by(ProgrammeMove.id)
    ).all()


def approvals_of(session: Session, allocation_id: int) -> Sequence[tuple[Approval, str]]:
    """Return who has approved an allocation, first to last."""
    return session.exec(
        select(Approval, Account.name)
        .join(Account, Account.id == Approval.account_id)
        .where(Approval.allocation_id == allocation_id)
        .order_by(Approval.id)
    ).all()


def objections_of(session: Session, programme_id: int) -> Sequence[Objection]:
    """Return objections and grievances, oldest first."""
    return session.exec(
        select(Objection).where(Objection.programme_id == programme_id).order_by(Objection.id)
    ).all()


def batches_of(session: Session, programme_id: int) -> Sequence[Batch]:
    """Return a programme's batches by number."""
    return session.exec(select(Batch).where(Batch.programme_id == programme_id).order_by(Batch.number)).all()


def payments_of(session: Session, programme_id: int) -> Sequence[Disbursement]:
    """Return every payment of a programme, oldest first."""
    return session.exec(
        select(Disbursement)
        .join(Batch, Batch.id == Disbursement.batch_id)
        .where(Batch.programme_id == programme_id)
        .order_by(Disbursement.id)
    ).all()


def payment_number(payment: Disbursement) -> str:
    """Return the number a payment carries in the bank file."""
    return f"{payment.batch_id:05d}-{payment.line_id:07d}"


def sample_of(session: Session, programme_id: int) -> Sequence[SampleItem]:
    """Return who was drawn for verification."""
    return session.exec(
        select(SampleItem).where(SampleItem.programme_id == programme_id).order_by(SampleItem.id)
    ).all()


def recipients_by_id(session: Session, ids: Iterable[int]) -> dict[int, Recipient]:
    """Return recipients by id, in slices that every database takes."""
    return {row.id or 0: row for row in _sliced(session, select(Recipient), Recipient.id, ids)}


def households_by_id(session: Session, ids: Iterable[int]) -> dict[int, Any]:
    """Return households by id, as plain rows."""
    return {row.id: row for row in _sliced(session, _columns(Household), Household.id, ids)}


def _sliced(session: Session, chosen: Any, key: Any, ids: Iterable[int], size: int = 5_000) -> list[Any]:
    wanted = sorted(set(ids))
    found: list[Any] = []
    for at in range(0, len(wanted), size):
        found += session.exec(chosen.where(key.in_(wanted[at : at + size]))).all()
    return found


def hard_hit_on(session: Session, union_id: int, on: date) -> tuple[frozenset[str], frozenset[str]]:
    """Return the industries and the units (by USCC) counted as hard hit on the day, here and above."""
    path = session.exec(select(Union.path).where(Union.id == union_id)).first() or ""
    above = {int(step) for step in path.split("/") if step}
    rows = session.exec(select(HardHit).where(HardHit.valid_from <= on, HardHit.union_id.in_(above))).all()
    in_force = [row for row in rows if row.valid_to is None or row.valid_to >= on]
    return (
        frozenset(row.industry for row in in_force if row.industry),
        frozenset(row.uscc for row in in_force if row.uscc),
    )


def received_in_year(session: Session, year: int, *, but: int) -> dict[int, int]:
    """Return what each recipient was given in a year over all funds, by recipient id, in fen.

    Money counts from its approval on; of a programme its newest allocation counts; `but` is left out.
    """
    newest = (
        select(func.max(Allocation.id))
        .join(Programme, Programme.id == Allocation.programme_id)
        .where(
            Programme.stage.in_([stage.value for stage in HOLDS_MONEY]),
            Programme.decided_on >= date(year, 1, 1),
            Programme.decided_on <= date(year, 12, 31),
            Programme.id != but,
        )
        .group_by(Allocation.programme_id)
    )
    rows = session.exec(
        select(AllocationLine.recipient_id, func.sum(AllocationLine.amount_fen))
        .where(AllocationLine.allocation_id.in_(newest))
        .group_by(AllocationLine.recipient_id)
    ).all()
    return {recipient_id: int(total) for recipient_id, total in rows}


def merged_ids(session: Session) -> dict[int, int]:
    """Return who was found to be somebody else on file: the one merged, and the one who stays."""
    rows = session.exec(
        select(Recipient.id, Recipient.merged_into).where(Recipient.merged_into.is_not(None))
    ).all()
    return {one or 0: other or 0 for one, other in rows}


def data_hash(body: Any, lines: Iterable[Sequence[Any]]) -> str:
    """Return SHA-256 over an allocation's body and its lines, each in its canonical spelling."""
    whole = hashlib.sha256(canonical(body).encode())
    for line in lines:
        whole.update(b"\n" + canonical(list(line)).encode())
    return whole.hexdigest()


def line_record(line: Any) -> list[Any]:
    """Return what the data hash covers of a line of an allocation."""
    return [
        line.position,
        line.recipient_id,
        line.tier,
        line.entitled_fen,
        line.room_fen,
        line.facts,
        line.amount_fen,
    ]
