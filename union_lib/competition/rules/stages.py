"""The stages of a competition, who moves it on, and what an entry may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ...common.errors import N_, RuleViolation


class Stage(StrEnum):
    """How far a competition has come."""

    DRAFT = "draft"
    MARKING = "marking"
    SIGNED = "signed"
    ON_NOTICE = "on_notice"
    PUBLISHED = "published"


class EntryState(StrEnum):
    """Whether an entry competes; a guest or an ineligible one is marked and placed but takes no award."""

    COMPETING = "competing"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"
    GUEST = "guest"
    INELIGIBLE = "ineligible"


class Duty(StrEnum):
    """What an account does in one competition."""

    ORGANISER = "organiser"
    JUDGE = "judge"
    CHECKER = "checker"
    CHIEF = "chief"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Move:
    """A step between two stages: its name, whose duty it is, and whether a reason is recorded."""

    name: str
    duty: Duty
    wants_reason: bool = False


MOVES: Mapping[tuple[Stage, Stage], Move] = MappingProxyType(
    {
        (Stage.DRAFT, Stage.MARKING): Move("open_marking", Duty.ORGANISER),
        (Stage.MARKING, Stage.DRAFT): Move("return_to_draft", Duty.ORGANISER),
        (Stage.MARKING, Stage.SIGNED): Move("sign", Duty.CHIEF),
        (Stage.SIGNED, Stage.MARKING): Move("reopen", Duty.CHIEF, wants_reason=True),
        (Stage.SIGNED, Stage.ON_NOTICE): Move("post_notice", Duty.ORGANISER),
        (Stage.ON_NOTICE, Stage.SIGNED): Move("withdraw_notice", Duty.ORGANISER, wants_reason=True),
        (Stage.ON_NOTICE, Stage.PUBLISHED): Move("publish", Duty.ORGANISER),
    }
)
"""Every move there is; whatever is not in this table is refused."""


@dataclass(eq=False)
class MoveRefused(RuleViolation):
    """There is no such move from this stage."""

    stage: Stage
    to: Stage

    what = N_("The competition is not at the stage this step starts from.")
    todo = N_("Open the page again to see how far the competition has come.")


@dataclass(eq=False)
class MoveNotYours(MoveRefused):
    """The move exists, but is another duty's."""

    duty: Duty

    what = N_("This step belongs to another duty in this competition.")
    todo = N_("Ask whoever holds that duty; the page “Judges and staff” lists them.")


@dataclass(eq=False)
class WrongStage(RuleViolation):
    """Something was asked for at a stage where it cannot be done."""

    stage: Stage
    needed: Stage

    what = N_("This cannot be done at the present stage of the competition.")
    todo = N_("Open the page again to see how far the competition has come.")


@dataclass(eq=False)
class PlanFixed(WrongStage):
    """The competition is no longer a draft."""

    what = N_("The competition is no longer a draft, so this cannot be changed.")
    todo = N_("The organiser can return it to draft as long as there is no mark.")


@dataclass(eq=False)
class CompetitionClosed(WrongStage):
    """Marks were given or changed while the competition is not open for marking."""

    what = N_("The competition is not open for marking.")
    todo = N_("Before: wait for the organiser to open it. After signing: ask the chief judge to reopen it.")


@dataclass(eq=False)
class NotSigned(WrongStage):
    """A result is needed that has not been signed, or is already on notice."""

    what = N_("The result is not at the signed stage.")
    todo = N_("Let the chief judge sign it first, or withdraw the public notice.")


@dataclass(eq=False)
class NotOnNotice(WrongStage):
    """The result is not on public notice."""

    what = N_("The result is not on public notice.")
    todo = N_("Post the notice first.")


_WRONG_STAGE: Mapping[Stage, type[WrongStage]] = MappingProxyType(
    {
        Stage.DRAFT: PlanFixed,
        Stage.MARKING: CompetitionClosed,
        Stage.SIGNED: NotSigned,
        Stage.ON_NOTICE: NotOnNotice,
    }
)


def check_move(stage: Stage, to: Stage, duties: Collection[Duty]) -> Move:
    """Return the move from one stage to the next; raise `MoveRefused` or `MoveNotYours`.

    >>> check_move(Stage.MARKING, Stage.SIGNED, {Duty.CHIEF}).name
    'sign'
    """
    move = MOVES.get((stage, to))
    if move is None:
        raise MoveRefused(stage, to)
    if move.duty not in duties:
        raise MoveNotYours(stage, to, move.duty)
    return move


def check_stage(stage: Stage, *needed: Stage) -> None:
    """Raise the `WrongStage` refusal of the last stage allowed (for marking: `CompetitionClosed`)."""
    if stage not in needed:
        raise _WRONG_STAGE.get(needed[-1], WrongStage)(stage, needed[-1])
