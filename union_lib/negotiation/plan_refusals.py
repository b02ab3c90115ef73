"""What the services of plans, letters and rights cases refuse."""

from __future__ import annotations

from dataclasses import dataclass

from ..common.errors import N_, RuleViolation


@dataclass(eq=False)
class NoPlanChosen(RuleViolation):
    """A page about one plan was opened when there is none."""

    what = N_("There is no deferred plan yet.")
    todo = N_("Draft one on the list of plans.")


@dataclass(eq=False)
class PlanBegun(RuleViolation):
    """A plan that runs was to be changed."""

    number: str

    what = N_("Plan {number} has begun, so what it promises is not changed any more.")
    todo = N_("Close it with the reason, and draft a new plan for what is still owed.")


@dataclass(eq=False)
class PlanNotRunning(RuleViolation):
    """Something belongs to a running plan, and this one is a draft or closed."""

    number: str

    what = N_("Plan {number} is a draft or closed.")
    todo = N_("Let the plan begin first; nothing is recorded for a closed one.")


@dataclass(eq=False)
class LimitMissing(RuleViolation):
    """Nobody knows how long wages may be deferred here."""

    area: str

    what = N_("How long wages may be deferred in area {area} is not known.")
    todo = N_("Enter the longest deferral in days, and the number of the notice that allows it.")


@dataclass(eq=False)
class WagesReversed(RuleViolation):
    """The wage period ends before it begins, or the wages were due before it."""

    what = N_("The wage period ends before it begins, or the wages were due before it began.")
    todo = N_("Check the three days.")


@dataclass(eq=False)
class CancelledAlready(RuleViolation):
    """A payment was cancelled before, or is itself a cancelling."""

    what = N_("This payment is cancelled already.")
    todo = N_("Open the plan again to see the newest payments.")


@dataclass(eq=False)
class OtherUnionsCase(RuleViolation):
    """A plan or a rights case was to be linked with a case of another organisation."""

    number: str

    what = N_("{number} belongs to another organisation.")
    todo = N_("Choose one of this organisation, or none.")


@dataclass(eq=False)
class ClaimIncomplete(RuleViolation):
    """The limitation cannot be computed from half of its facts."""

    what = N_("A claim needs its kind and the day it counts from; a suspension both its days.")
    todo = N_("Fill in what is missing, or leave all of it empty.")


@dataclass(eq=False)
class NothingToTakeBack(RuleViolation):
    """No act of a rights case can be taken back."""

    what = N_("There is no step of this rights case that could be taken back.")
    todo = N_("Look at its history.")


@dataclass(eq=False)
class LetterDiffers(RuleViolation):
    """A letter is no longer what was drafted."""

    number: str

    what = N_("Letter {number} no longer agrees with what was drafted.")
    todo = N_("Do not send it. Tell your administrator: something was changed afterwards.")


@dataclass(eq=False)
class LetterOutdated(RuleViolation):
    """Money came in, or was cancelled, after a letter was drafted."""

    number: str

    what = N_("Payments have changed since letter {number} was drafted, so its figures are no longer right.")
    todo = N_("Withdraw it and draft a new one.")
