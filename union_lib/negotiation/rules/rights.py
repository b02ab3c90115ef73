"""The ways to a worker's right and their steps: legal aid, supervision, petition, mediation, arbitration.

What happened is recorded as acts on days; the table says which act leads where. A case on the green channel
(绿色通道, 株工通字〔2020〕1号 六) comes first everywhere. Sources: 法律援助法 43-44, 工会法, 信访条例 and
信访工作条例, 劳动争议调解仲裁法 14, 29-50, 劳动保障监察条例 17.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ...common.errors import N_, RuleViolation
from .kinds import RightsKind


class RightsStage(StrEnum):
    """Where a rights case is."""

    OPENED = "opened"
    APPLIED = "applied"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    WARNED = "warned"
    REFERRED = "referred"
    DOCKETED = "docketed"
    ANSWERED = "answered"
    IN_REVIEW = "in_review"
    SERVED = "served"
    DEFENDED = "defended"
    NOTIFIED = "notified"
    AGREED = "agreed"
    FAILED = "failed"
    AWARDED = "awarded"
    CLOSED = "closed"


class Act(StrEnum):
    """What happens in a rights case on a day."""

    OPEN = "open"
    APPLY = "apply"
    ACCEPT = "accept"
    REJECT = "reject"
    ASSIGN = "assign"
    WARN = "warn"
    CORRECT = "correct"
    REFER = "refer"
    DOCKET = "docket"
    ANSWER = "answer"
    ASK_REVIEW = "ask_review"
    REVIEW = "review"
    SERVE = "serve"
    DEFEND = "defend"
    NOTIFY = "notify"
    AGREE = "agree"
    FAIL = "fail"
    AWARD = "award"
    SUE = "sue"
    EXTEND = "extend"
    CLOSE = "close"


@dataclass(frozen=True)
class Move:
    """Where an act leads; some name a day they set (`wants_until`), some must be explained."""

    to: RightsStage
    wants_until: bool = False
    wants_note: bool = False


_S, _A = RightsStage, Act
_APPLIED_FIRST = {
    (_S.OPENED, _A.APPLY): Move(_S.APPLIED),
    (_S.APPLIED, _A.ACCEPT): Move(_S.ACCEPTED),
    (_S.APPLIED, _A.REJECT): Move(_S.CLOSED, wants_note=True),
}
_STEPS: Mapping[RightsKind, Mapping[tuple[RightsStage, Act], Move]] = {
    RightsKind.LEGAL_AID: {**_APPLIED_FIRST, (_S.ACCEPTED, _A.ASSIGN): Move(_S.ASSIGNED)},
    RightsKind.SUPERVISION: {
        (_S.OPENED, _A.WARN): Move(_S.WARNED, wants_until=True),
        (_S.WARNED, _A.WARN): Move(_S.WARNED, wants_until=True),
        (_S.WARNED, _A.CORRECT): Move(_S.CLOSED),
        (_S.WARNED, _A.REFER): Move(_S.REFERRED),
        (_S.REFERRED, _A.DOCKET): Move(_S.DOCKETED),
        (_S.REFERRED, _A.REJECT): Move(_S.CLOSED, wants_note=True),
        (_S.DOCKETED, _A.EXTEND): Move(_S.DOCKETED, wants_note=True),
    },
    RightsKind.PETITION: {
        **_APPLIED_FIRST,
        (_S.ACCEPTED, _A.EXTEND): Move(_S.ACCEPTED, wants_note=True),
        (_S.ACCEPTED, _A.ANSWER): Move(_S.ANSWERED),
        (_S.ANSWERED, _A.ASK_REVIEW): Move(_S.IN_REVIEW),
        (_S.IN_REVIEW, _A.REVIEW): Move(_S.CLOSED),
    },
    RightsKind.MEDIATION: {
        (_S.OPENED, _A.APPLY): Move(_S.APPLIED),
        (_S.APPLIED, _A.AGREE): Move(_S.AGREED),
        (_S.APPLIED, _A.FAIL): Move(_S.FAILED),
    },
    RightsKind.ARBITRATION: {
        **_APPLIED_FIRST,
        (_S.ACCEPTED, _A.SERVE): Move(_S.SERVED),
        (_S.SERVED, _A.DEFEND): Move(_S.DEFENDED),
        (_S.SERVED, _A.NOTIFY): Move(_S.NOTIFIED, wants_until=True),
        (_S.DEFENDED, _A.NOTIFY): Move(_S.NOTIFIED, wants_until=True),
        (_S.NOTIFIED, _A.NOTIFY): Move(_S.NOTIFIED, wants_until=True),
        **{(at, _A.EXTEND): Move(at, wants_note=True) for at in (_S.SERVED, _S.DEFENDED, _S.NOTIFIED)},
        **{(at, _A.AGREE): Move(_S.AGREED) for at in (_S.ACCEPTED, _S.SERVED, _S.DEFENDED, _S.NOTIFIED)},
        (_S.NOTIFIED, _A.AWARD): Move(_S.AWARDED),
        (_S.AWARDED, _A.SUE): Move(_S.CLOSED),
    },
}


def _with_close(
    steps: Mapping[tuple[RightsStage, Act], Move],
) -> Mapping[tuple[RightsStage, Act], Move]:
    """Add that every open case can be closed, with its outcome in words."""
    stages = {at for at, _ in steps} | {move.to for move in steps.values()}
    return {
        **steps,
        **{
            (at, Act.CLOSE): Move(RightsStage.CLOSED, wants_note=True)
            for at in RightsStage
            if at in stages and at != RightsStage.CLOSED
        },
    }


MOVES: Mapping[RightsKind, Mapping[tuple[RightsStage, Act], Move]] = {
    kind: _with_close(steps) for kind, steps in _STEPS.items()
}
"""By kind: from which stage which act leads where."""


@dataclass(eq=False)
class ActNotOpen(RuleViolation):
    """A rights case is not at a stage at which that can happen."""

    at: RightsStage
    act: Act

    what = N_("This cannot be recorded at the stage the rights case is at.")
    todo = N_("Look at the steps of the case; somebody may have recorded the next one meanwhile.")


@dataclass(eq=False)
class UntilMissing(RuleViolation):
    """An act that sets a day was recorded without it."""

    what = N_("The day that was set is missing.")
    todo = N_("Enter the day by which an answer was asked for, or on which the hearing is held.")


@dataclass(eq=False)
class UntilBefore(RuleViolation):
    """A day was set that lies before the act that sets it."""

    until: str
    happened: str

    what = N_("The day that was set ({until}) is before the step itself ({happened}).")
    todo = N_("Check both days.")


@dataclass(eq=False)
class WordsMissing(RuleViolation):
    """An outcome, a rejection or an extension without words."""

    what = N_("Say in a few words why, or what came of it.")
    todo = N_("Write it into the note; it stays with the case.")


@dataclass(frozen=True)
class Happened:
    """An act on a day; `until` is the day it sets (an answer asked for, a hearing)."""

    act: Act
    on: date
    until: date | None = None


def acts_open(kind: RightsKind, at: RightsStage) -> list[Act]:
    """Return what can be recorded at a stage, in the order of the table.

    >>> acts_open(RightsKind.MEDIATION, RightsStage.APPLIED)
    [<Act.AGREE: 'agree'>, <Act.FAIL: 'fail'>, <Act.CLOSE: 'close'>]
    """
    return [act for stage, act in MOVES[kind] if stage == at]


def check_act(kind: RightsKind, at: RightsStage, happened: Happened, words: str = "") -> Move:
    """Return the move an act makes.

    Raises `ActNotOpen`, `UntilMissing`, `UntilBefore`, `WordsMissing`.
    """
    move = MOVES[kind].get((at, happened.act))
    if move is None:
        raise ActNotOpen(at, happened.act)
    if move.wants_until and happened.until is None:
        raise UntilMissing
    if happened.until is not None and happened.until < happened.on:
        raise UntilBefore(str(happened.until), str(happened.on))
    if move.wants_note and not words.strip():
        raise WordsMissing
    return move
