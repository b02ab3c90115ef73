"""From draft to approval: the allocation is kept as submitted, reviewed, approved by amount, its money bound."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from ...common.collecting import collecting_later
from ...common.errors import N_
from ...common.money import yuan
from ...registry.tables import Account
from ...store.audit import note
from ...workspace import Workspace
from ..assessed import unlike_replay
from ..divided import Divided, PublicLine, approval_ranges, check_kept, divided_of, shown_of
from ..queries import (
    approvals_of,
    data_hash,
    fund_of,
    line_record,
    line_rows,
    newest_allocation,
)
from ..refusals import (
    AllocationChanged,
    ApprovedAlready,
    FundShort,
    Insufficient,
    ListEmpty,
    ListStale,
    PairsOpen,
)
from ..rules.dividing import Status
from ..rules.merkle import tree
from ..rules.stages import Hand, OwnAward, Stage, approvals_needed
from ..tables import (
    Allocation,
    AllocationLine,
    Approval,
    Candidate,
    DoubtfulPair,
    Programme,
    Recipient,
)
from .acting import acting, check_new_hand, move

SLICE = 5_000
SALT = 16
"""Random bytes in a line, so that a published line cannot be guessed."""

PUBLISHED = ("tier", "amount_fen", "salt")


@collecting_later()
def submit(ws: Workspace, programme_id: int, seen_hash: str) -> str:
    """Keep the allocation that was seen and hand it in for review; return its data hash.

    Raises `ListEmpty`, `PairsOpen`, `Insufficient`, `AllocationChanged` when the data differ from what the page
    showed, `CheckFails` unless the independent check confirms it.
    """
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        divided = divided_of(session, programme)
        _check_submittable(session, programme, divided)
        if divided.data_hash != seen_hash:
            raise AllocationChanged
        kept = _keep(session, ws, programme, divided)
        move(session, ws, programme, Stage.IN_REVIEW)
        return kept.data_hash


def _check_submittable(session: Session, programme: Programme, divided: Divided) -> None:
    if divided.division is None:
        raise ListEmpty
    if divided.division.status == Status.SHORT:
        short = divided.division.needed_fen - programme.budget_fen
        raise Insufficient(yuan(divided.division.needed_fen), yuan(short))
    if not divided.division.total_fen:
        raise ListEmpty
    if undecided := open_pairs(session, programme.id or 0):
        raise PairsOpen(undecided)


def open_pairs(session: Session, programme_id: int) -> int:
    """Return how many undecided pairs have both people on the programme's list."""
    listed = select(Candidate.recipient_id).where(
        Candidate.programme_id == programme_id, Candidate.tier != ""
    )
    chosen = select(DoubtfulPair.id).where(
        DoubtfulPair.verdict.is_(None),
        DoubtfulPair.first_id.in_(listed),
        DoubtfulPair.second_id.in_(listed),
    )
    return len(session.exec(chosen).all())


def _keep(session: Session, ws: Workspace, programme: Programme, divided: Divided) -> Allocation:
    """Keep an allocation with its lines, once its facts come to the same again and the check confirms it."""
    last = newest_allocation(session, programme.id or 0)
    assert divided.division is not None
    amounts = divided.division.amounts()
    lines = _lines(session, divided.listed, amounts)
    kept = Allocation(
        programme_id=programme.id or 0,
        number=last.number + 1 if last else 1,
        body=divided.body,
        certificate=divided.division.certificate,
        total_fen=divided.division.total_fen,
        recipients=len(divided.listed),
        data_hash=divided.data_hash,
        root=_root(lines),
        made_by=ws.actor.account_id or 0,
        made_at=ws.now,
    )
    if unlike_replay(kept, divided.listed):
        raise ListStale
    check_kept(kept, amounts)
    session.add(kept)
    session.flush()
    for at in range(0, len(lines), SLICE):
        part = [{"allocation_id": kept.id, **line} for line in lines[at : at + SLICE]]
        session.execute(AllocationLine.__table__.insert(), part)
    return kept


def _lines(session: Session, listed: Sequence[Any], amounts: Sequence[int]) -> list[dict[str, Any]]:
    """Return the columns of an allocation's lines, each with the salt of its published line."""
    shown = shown_of(session, (one.recipient_id for one in listed))
    salts = secrets.token_hex(SALT * len(listed))
    return [
        {
            "recipient_id": one.recipient_id,
            "position": position,
            "tier": one.tier,
            "entitled_fen": one.entitled_fen,
            "room_fen": one.room_fen,
            "amount_fen": amount,
            "facts": one.facts,
            "shown": shown[one.recipient_id],
            "salt": salts[2 * SALT * (position - 1) : 2 * SALT * position],
        }
        for position, (one, amount) in enumerate(zip(listed, amounts, strict=True), 1)
    ]


def _root(lines: Sequence[Mapping[str, Any]]) -> str:
    """Return the Merkle root (hex) over lines as the notice will show them."""
    public = (
        PublicLine(line["position"], **line["shown"], **{name: line[name] for name in PUBLISHED})
        for line in lines
    )
    return tree(line.leaf() for line in public).root.hex()


def review(ws: Workspace, programme_id: int, seen_hash: str) -> None:
    """Pass a submitted allocation on for approval, as somebody else than who submitted it."""
    with acting(ws, programme_id, Hand.REVIEWER, Stage.IN_REVIEW) as (session, programme):
        check_new_hand(session, ws, programme)
        allocation = _seen(session, programme, seen_hash)
        check_not_own(session, ws, allocation)
        move(session, ws, programme, Stage.IN_APPROVAL)


def _seen(session: Session, programme: Programme, seen_hash: str) -> Allocation:
    """Return the allocation that was seen, computed and checked again; else `AllocationChanged`."""
    allocation = newest_allocation(session, programme.id or 0)
    if allocation is None or allocation.data_hash != seen_hash:
        raise AllocationChanged
    lines = line_rows(session, allocation.id or 0)
    if data_hash(allocation.body, map(line_record, lines)) != seen_hash:
        raise AllocationChanged
    check_kept(allocation, [line.amount_fen for line in lines])
    return allocation


def check_not_own(session: Session, ws: Workspace, allocation: Allocation) -> None:
    """Refuse somebody whose own name is on the list.

    An account carries no identity number, so the name is what can be compared: a namesake must ask a colleague.
    """
    account = session.get_one(Account, ws.actor.account_id)
    named = session.exec(
        select(Recipient.id)
        .join(AllocationLine, AllocationLine.recipient_id == Recipient.id)
        .where(AllocationLine.allocation_id == allocation.id, Recipient.name == account.name)
        .limit(1)
    ).first()
    if named is not None:
        raise OwnAward(account.name)


def send_back(ws: Workspace, programme_id: int, reason: str) -> None:
    """Return a programme to its draft: from review, approval, after approval, or from the notice."""
    hand = Hand.APPROVER
    with ws.reading() as session:
        programme = session.get(Programme, programme_id)
        if programme is not None and programme.stage == Stage.IN_REVIEW:
            hand = Hand.REVIEWER
    with acting(
        ws, programme_id, hand, Stage.IN_REVIEW, Stage.IN_APPROVAL, Stage.APPROVED, Stage.ON_NOTICE
    ) as (session, programme):
        was_bound = programme.stage in (Stage.APPROVED, Stage.ON_NOTICE)
        move(session, ws, programme, Stage.DRAFT, reason)
        programme.notice_posted_on = programme.notice_last_day = None
        if was_bound:
            allocation = newest_allocation(session, programme_id)
            fund = fund_of(session, programme.fund_id, lock=True)
            fund.committed_fen -= allocation.total_fen if allocation else 0


def approve(ws: Workspace, programme_id: int, seen_hash: str) -> bool:
    """Approve the allocation that was seen; return whether that was the last approval it needed.

    With the last one the money is bound: the fund is locked first, so two approvals can never overspend it.
    Raises `SameHands`, `ApprovedAlready`, `AllocationChanged`, `FundShort`.
    """
    with acting(ws, programme_id, Hand.APPROVER, Stage.IN_APPROVAL) as (session, programme):
        check_new_hand(session, ws, programme)
        allocation = _seen(session, programme, seen_hash)
        check_not_own(session, ws, allocation)
        given = approvals_of(session, allocation.id or 0)
        if any(made.account_id == ws.actor.account_id for made, _ in given):
            raise ApprovedAlready
        session.add(
            Approval(
                allocation_id=allocation.id or 0, account_id=ws.actor.account_id or 0, approved_at=ws.now
            )
        )
        if len(given) + 1 < approvals_needed(allocation.total_fen, approval_ranges(session, programme)):
            note(
                session,
                N_("Approved “{title}”; another approval is needed"),
                union_id=programme.union_id,
                title=programme.title,
            )
            return False
        _bind(session, programme, allocation)
        move(session, ws, programme, Stage.APPROVED)
        return True


def _bind(session: Session, programme: Programme, allocation: Allocation) -> None:
    fund = fund_of(session, programme.fund_id, lock=True)
    free = fund.amount_fen - fund.committed_fen
    if allocation.total_fen > free:
        raise FundShort(fund.title, yuan(allocation.total_fen), yuan(free))
    fund.committed_fen += allocation.total_fen


def check_kept_allocation(session: Session, programme: Programme) -> Allocation:
    """Return the newest allocation, unchanged and confirmed by the independent check; else refuse."""
    allocation = newest_allocation(session, programme.id or 0)
    if allocation is None:
        raise ListEmpty
    return _seen(session, programme, allocation.data_hash)
