"""From invitation to renewal: the stages of a case, the steps that move it, and whose hand each needs.

Source: 集体合同规定 (劳动和社会保障部令第22号) 32-48; 工资集体协商试行办法 (劳动和社会保障部令第9号) 17-24.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ...common.errors import N_, RuleViolation


class Stage(StrEnum):
    """Where a case is."""

    INVITATION = "invitation"
    REPLY_DUE = "reply_due"
    PREPARATION = "preparation"
    ROUNDS = "rounds"
    DRAFT = "draft"
    VOTED = "voted"
    SIGNED = "signed"
    FILED = "filed"
    IN_REVIEW = "in_review"
    IN_FORCE = "in_force"
    PUBLISHED = "published"
    RENEWAL = "renewal"
    DISPUTE = "dispute"
    ENDED = "ended"
    BROKEN_OFF = "broken_off"


class Hand(StrEnum):
    """Whose hand a step needs: the case officer's, or the leader's who answers for it."""

    OFFICER = "officer"
    LEADER = "leader"


class Step(StrEnum):
    """What happens in a case on a day; most steps move it on."""

    INVITE = "invite"
    REPLY = "reply"
    REFUSE = "refuse"
    INFORM = "inform"
    MEET = "meet"
    AGREE_DRAFT = "agree_draft"
    REOPEN = "reopen"
    VOTE_PASSED = "vote_passed"
    VOTE_FAILED = "vote_failed"
    SIGN = "sign"
    FILE = "file"
    RECEIVE = "receive"
    OBJECT = "object"
    TAKE_EFFECT = "take_effect"
    PUBLISH = "publish"
    CHECK = "check"
    OPEN_RENEWAL = "open_renewal"
    DISPUTE = "dispute"
    COORDINATED = "coordinated"
    EXPIRE = "expire"
    BREAK_OFF = "break_off"


@dataclass(frozen=True)
class Move:
    """Where a step leads, whose hand it needs, and whether it must be explained."""

    to: Stage
    by: Hand = Hand.OFFICER
    wants_reason: bool = False


_OPEN = (Stage.INVITATION, Stage.REPLY_DUE, Stage.PREPARATION, Stage.ROUNDS, Stage.DRAFT, Stage.DISPUTE)

MOVES: Mapping[tuple[Stage, Step], Move] = {
    (Stage.INVITATION, Step.INVITE): Move(Stage.REPLY_DUE),
    (Stage.REPLY_DUE, Step.REPLY): Move(Stage.PREPARATION),
    (Stage.REPLY_DUE, Step.REFUSE): Move(Stage.DISPUTE, wants_reason=True),
    (Stage.PREPARATION, Step.INFORM): Move(Stage.PREPARATION),
    (Stage.PREPARATION, Step.MEET): Move(Stage.ROUNDS),
    (Stage.ROUNDS, Step.MEET): Move(Stage.ROUNDS),
    (Stage.ROUNDS, Step.AGREE_DRAFT): Move(Stage.DRAFT),
    (Stage.ROUNDS, Step.DISPUTE): Move(Stage.DISPUTE, wants_reason=True),
    (Stage.DISPUTE, Step.COORDINATED): Move(Stage.ROUNDS, wants_reason=True),
    (Stage.DRAFT, Step.REOPEN): Move(Stage.ROUNDS, wants_reason=True),
    (Stage.DRAFT, Step.VOTE_PASSED): Move(Stage.VOTED),
    (Stage.DRAFT, Step.VOTE_FAILED): Move(Stage.ROUNDS),
    (Stage.VOTED, Step.SIGN): Move(Stage.SIGNED, Hand.LEADER),
    (Stage.SIGNED, Step.FILE): Move(Stage.FILED),
    (Stage.FILED, Step.RECEIVE): Move(Stage.IN_REVIEW),
    (Stage.IN_REVIEW, Step.OBJECT): Move(Stage.ROUNDS, wants_reason=True),
    (Stage.IN_REVIEW, Step.TAKE_EFFECT): Move(Stage.IN_FORCE),
    (Stage.IN_FORCE, Step.PUBLISH): Move(Stage.PUBLISHED),
    (Stage.IN_FORCE, Step.EXPIRE): Move(Stage.ENDED),
    (Stage.PUBLISHED, Step.CHECK): Move(Stage.PUBLISHED),
    (Stage.PUBLISHED, Step.OPEN_RENEWAL): Move(Stage.RENEWAL),
    (Stage.PUBLISHED, Step.EXPIRE): Move(Stage.ENDED),
    (Stage.RENEWAL, Step.CHECK): Move(Stage.RENEWAL),
    (Stage.RENEWAL, Step.EXPIRE): Move(Stage.ENDED),
    **{(stage, Step.BREAK_OFF): Move(Stage.BROKEN_OFF, Hand.LEADER, wants_reason=True) for stage in _OPEN},
}

ENDED = frozenset({Stage.ENDED, Stage.BROKEN_OFF})
"""Stages in which nothing is expected any more."""

IN_FORCE = frozenset({Stage.IN_FORCE, Stage.PUBLISHED, Stage.RENEWAL})
"""Stages in which the agreement binds."""


@dataclass(eq=False)
class StepNotOpen(RuleViolation):
    """The case is not at a stage from which that step can be taken."""

    at: Stage
    step: Step

    what = N_("This step cannot be taken at the stage the case is at.")
    todo = N_("Look at the steps at the top of the page; somebody may have moved the case meanwhile.")


@dataclass(eq=False)
class DayBefore(RuleViolation):
    """A step was dated before the one that must come first."""

    day: date
    earlier: date

    what = N_("{day} is before {earlier}, the day of the step before it.")
    todo = N_("Correct the date, or the date of the earlier step.")


@dataclass(eq=False)
class DayAhead(RuleViolation):
    """A step was dated in the future."""

    day: date

    what = N_("{day} has not come yet, so nothing can have happened on it.")
    todo = N_("Enter the day on which it happened.")


def check_step(at: Stage, step: Step) -> Move:
    """Return the move a step makes from a stage; raises `StepNotOpen`."""
    move = MOVES.get((at, step))
    if move is None:
        raise StepNotOpen(at, step)
    return move


def steps_open(at: Stage) -> list[Step]:
    """Return the steps that can be taken at a stage, in the order of the table.

    >>> steps_open(Stage.SIGNED)
    [<Step.FILE: 'file'>]
    """
    return [step for stage, step in MOVES if stage == at]


def check_day(day: date, earlier: Sequence[date], today: date) -> None:
    """Raise `DayBefore` if a step would come before an earlier one, `DayAhead` if it lies in the future."""
    if day > today:
        raise DayAhead(day)
    latest = max(earlier, default=None)
    if latest is not None and day < latest:
        raise DayBefore(day, latest)
