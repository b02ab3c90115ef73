"""From list to receipt: the stages of a programme, who may move it, and who may not do two of the steps.

Source: the notice's call for a supervised fund (株工通字〔2020〕1号, 第三、四条); separating those who draft,
review, approve and pay follows 工会会计制度 and 内部控制规范 on incompatible posts (不相容岗位).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ...common.errors import N_, RuleViolation


class Stage(StrEnum):
    """Where a programme is."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    ON_NOTICE = "on_notice"
    PAYING = "paying"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Hand(StrEnum):
    """Whose hand a step needs."""

    STAFF = "staff"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    CASHIER = "cashier"


@dataclass(frozen=True)
class Move:
    """Who may make a move, and whether it must be explained."""

    by: Hand
    wants_reason: bool = False


MOVES: Mapping[tuple[Stage, Stage], Move] = {
    (Stage.DRAFT, Stage.IN_REVIEW): Move(Hand.STAFF),
    (Stage.DRAFT, Stage.CANCELLED): Move(Hand.STAFF, wants_reason=True),
    (Stage.IN_REVIEW, Stage.DRAFT): Move(Hand.REVIEWER, wants_reason=True),
    (Stage.IN_REVIEW, Stage.IN_APPROVAL): Move(Hand.REVIEWER),
    (Stage.IN_APPROVAL, Stage.DRAFT): Move(Hand.APPROVER, wants_reason=True),
    (Stage.IN_APPROVAL, Stage.APPROVED): Move(Hand.APPROVER),
    (Stage.APPROVED, Stage.DRAFT): Move(Hand.APPROVER, wants_reason=True),
    (Stage.APPROVED, Stage.ON_NOTICE): Move(Hand.STAFF),
    (Stage.ON_NOTICE, Stage.DRAFT): Move(Hand.APPROVER, wants_reason=True),
    (Stage.ON_NOTICE, Stage.PAYING): Move(Hand.STAFF),
    (Stage.PAYING, Stage.CLOSED): Move(Hand.STAFF),
}

HOLDS_MONEY = frozenset({Stage.APPROVED, Stage.ON_NOTICE, Stage.PAYING, Stage.CLOSED})
"""Stages in which the fund's money is bound to the programme."""


@dataclass(eq=False)
class MoveNotOpen(RuleViolation):
    """The programme cannot go from where it is to there."""

    at: Stage
    to: Stage

    what = N_("This programme is not at a stage from which that is possible.")
    todo = N_("Look at the steps at the top of the page; somebody may have moved it meanwhile.")


@dataclass(eq=False)
class WrongStage(RuleViolation):
    """What was asked for belongs to another stage."""

    at: Stage

    what = N_("This cannot be done at the stage the programme is at.")
    todo = N_("Open the programme's overview to see which step is next.")


@dataclass(eq=False)
class SameHands(RuleViolation):
    """One person was to take two steps that must be taken by two."""

    name: str

    what = N_("{name} has taken an earlier step of this programme, so somebody else must take this one.")
    todo = N_("Ask a colleague with the role; nobody reviews, approves or pays out what is their own.")


@dataclass(eq=False)
class OwnAward(RuleViolation):
    """Somebody was to decide on money for themselves."""

    name: str

    what = N_("{name} is on the list of recipients and cannot review or approve it.")
    todo = N_("Ask another reviewer or approver.")


def check_move(at: Stage, to: Stage) -> Move:
    """Return the move; raises `MoveNotOpen`."""
    move = MOVES.get((at, to))
    if move is None:
        raise MoveNotOpen(at, to)
    return move


def check_stage(at: Stage, *wanted: Stage) -> None:
    """Raise `WrongStage` unless the programme is at one of the stages."""
    if at not in wanted:
        raise WrongStage(at)


def check_other_hands(account_id: int, name: str, earlier: Iterable[int | None]) -> None:
    """Raise `SameHands` if the account took one of the earlier steps."""
    if account_id in set(earlier):
        raise SameHands(name)


@dataclass(frozen=True)
class ApprovalRange:
    """Totals up to `up_to_fen` (None: any) need so many approvals by different people."""

    up_to_fen: int | None
    approvals: int


def approvals_needed(total_fen: int, ranges: Iterable[ApprovalRange]) -> int:
    """Return how many different approvers a total needs; 以下 includes the number itself.

    >>> ranges = [ApprovalRange(50_000_00, 1), ApprovalRange(None, 2)]
    >>> approvals_needed(50_000_00, ranges), approvals_needed(50_000_01, ranges)
    (1, 2)
    """
    bounded = sorted((r for r in ranges if r.up_to_fen is not None), key=lambda r: r.up_to_fen or 0)
    fitting = next((r for r in bounded if total_fen <= (r.up_to_fen or 0)), None)
    if fitting is not None:
        return fitting.approvals
    open_ended = [r.approvals for r in ranges if r.up_to_fen is None]
    return max(open_ended, default=max((r.approvals for r in bounded), default=1))
