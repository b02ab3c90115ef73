"""What the bank says became of the payments: paid, paid in part, failed, nothing heard, or not ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ReturnStatus(StrEnum):
    """What the bank reports of one payment."""

    OK = "ok"
    FAILED = "failed"


class Settled(StrEnum):
    """What became of an instruction; `UNMATCHED` is a return that no instruction asked for."""

    PAID = "paid"
    PARTIAL = "partial"
    FAILED = "failed"
    MISSING = "missing"
    UNMATCHED = "unmatched"


@dataclass(frozen=True)
class ReturnLine:
    """One line of a return file."""

    id: str
    amount_fen: int
    status: ReturnStatus
    reason: str = ""


@dataclass(frozen=True)
class Settlement:
    """Instructions after all returns read so far.

    `paid_by_id` is what the bank paid by id; `overpaid` names what it paid above the instruction.
    """

    status: Mapping[str, Settled]
    paid_fen: int
    outstanding_fen: int
    unmatched_fen: int
    follow_up: tuple[str, ...]
    overpaid: tuple[str, ...] = ()
    paid_by_id: Mapping[str, int] = field(default_factory=dict)


def settlement(instructed_fen: Mapping[str, int], returns: Iterable[ReturnLine]) -> Settlement:
    """Set the returns against the instructions (fen by id), in the order of the instructions.

    Lines alike in id, amount and status are one line, so that reading a file again changes nothing; lines of one
    id that differ add up. An ok of less than the amount is partial, and everything that is not paid in
    full is followed up.

    >>> lines = [ReturnLine("P1", 100, ReturnStatus.OK), ReturnLine("P2", 40, ReturnStatus.OK)]
    >>> found = settlement({"P1": 100, "P2": 50, "P3": 10}, lines * 2)
    >>> found.paid_fen, found.outstanding_fen, found.follow_up
    (140, 20, ('P2', 'P3'))
    """
    lines = dict.fromkeys((line.id, line.amount_fen, line.status) for line in returns)
    paid: dict[str, int] = {}
    for id, amount_fen, status in lines:
        if status is ReturnStatus.OK:
            paid[id] = paid.get(id, 0) + amount_fen
    heard = {id for id, _, _ in lines}
    state = {id: _settled(amount, paid.get(id), id in heard) for id, amount in instructed_fen.items()}
    strangers = {id: Settled.UNMATCHED for id, _, _ in lines if id not in instructed_fen}
    paid_fen = sum(amount for id, amount in paid.items() if id in instructed_fen)
    return Settlement(
        state | strangers,
        paid_fen,
        outstanding_fen=sum(instructed_fen.values()) - paid_fen,
        unmatched_fen=sum(amount for id, amount, _ in lines if id in strangers),
        follow_up=tuple(id for id, settled in state.items() if settled is not Settled.PAID),
        overpaid=tuple(id for id, amount in instructed_fen.items() if paid.get(id, 0) > amount),
        paid_by_id=paid,
    )


def _settled(amount_fen: int, paid_fen: int | None, is_heard: bool) -> Settled:
    if paid_fen is not None:
        return Settled.PAID if paid_fen >= amount_fen else Settled.PARTIAL
    return Settled.FAILED if is_heard else Settled.MISSING
