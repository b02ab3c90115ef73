"""Refusals of the negotiation services; those of the rules live with the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..common.errors import N_, RuleViolation


@dataclass(eq=False)
class NoCaseChosen(RuleViolation):
    """A page about one case was opened when there is none."""

    what = N_("There is no case yet.")
    todo = N_("Open one, or create one, on the board of cases.")


@dataclass(eq=False)
class DistrictUnknown(RuleViolation):
    """A district is not on file."""

    code: str

    what = N_("There is no district with the code “{code}”.")
    todo = N_("Choose one of the list, or ask your administrator to add it.")


@dataclass(eq=False)
class TermReversed(RuleViolation):
    """A term ends before it begins."""

    what = N_("The term ends before it begins.")
    todo = N_("Correct one of the two dates.")


@dataclass(eq=False)
class NotADelegate(RuleViolation):
    """Somebody was put down as present who is no delegate on that day."""

    name: str
    day: date

    what = N_("{name} is no delegate on {day}.")
    todo = N_("Record the delegate first, or take the name out of the attendance.")


@dataclass(eq=False)
class NobodyPresent(RuleViolation):
    """A round was recorded without anybody of one side."""

    what = N_("A round needs somebody present on each side.")
    todo = N_("Tick who was there.")


@dataclass(eq=False)
class NoText(RuleViolation):
    """A step needs a text that is not there."""

    what = N_("There is no common text yet.")
    todo = N_("Make one from the proposals, under “Rounds and clauses”.")


@dataclass(eq=False)
class TextClosed(RuleViolation):
    """A text cannot be changed at this stage."""

    what = N_("The text cannot be changed at this stage.")
    todo = N_("Reopen the negotiation first; the vote would have to be repeated.")


@dataclass(eq=False)
class VoteOnOtherText(RuleViolation):
    """The text to be signed is not the one that was voted on."""

    what = N_("The text to be signed is not the one the congress voted on.")
    todo = N_("Have the congress vote on the newest text.")


@dataclass(eq=False)
class ReviewRunning(RuleViolation):
    """An agreement was to take effect while the review still ran."""

    day: date

    what = N_("The review of the labour administration runs until {day}.")
    todo = N_("Record the effect after that day, or an objection that came in.")


@dataclass(eq=False)
class EffectOnOtherDay(RuleViolation):
    """An agreement takes effect on the day after the review, on no other."""

    day: date

    what = N_("By the rule this agreement takes effect on {day}.")
    todo = N_("Enter that day.")


@dataclass(eq=False)
class ObjectionTooLate(RuleViolation):
    """An objection came after the review had ended."""

    day: date

    what = N_("The review ended on {day}; an objection after it does not stop the agreement.")
    todo = N_("Record the effect. If the objection was made in time, correct its date.")


@dataclass(eq=False)
class WindowClosed(RuleViolation):
    """Renewal was asked for outside its window."""

    opens: date
    closes: date

    what = N_("Renewal may be asked for from {opens} to {closes}.")
    todo = N_("Wait for the window, or correct the last day of the term.")


@dataclass(eq=False)
class TermRunning(RuleViolation):
    """An agreement was to be ended before its last day."""

    day: date

    what = N_("The agreement runs until {day}.")
    todo = N_("Record its end after that day.")


@dataclass(eq=False)
class TermMissing(RuleViolation):
    """A step needs the term of the agreement."""

    what = N_("The term of the agreement is not entered.")
    todo = N_("Enter its first and last day under “Edit”.")


@dataclass(eq=False)
class NotTheLastStep(RuleViolation):
    """A step was to be taken back that others rest on."""

    what = N_("Only the last step can be taken back, and no round or vote.")
    todo = N_("Take back the later steps first; a round can be corrected in its own form.")


@dataclass(eq=False)
class CaseRepeated(RuleViolation):
    """The same negotiation stands in two rows."""

    first: int

    what = N_("The same negotiation stands in row {first} already.")
    todo = N_("Delete or skip one of the two rows, or give them different subjects.")


@dataclass(eq=False)
class CaseRunning(RuleViolation):
    """The same negotiation is under way already."""

    employer: str
    number: str

    what = N_("“{employer}” is negotiating this already, under {number}.")
    todo = N_("Skip the row and go on with that case, or give it another subject.")


@dataclass(eq=False)
class CaseMoved(RuleViolation):
    """A case that a list opened was worked on since."""

    number: str

    what = N_("Somebody has worked on {number} meanwhile.")
    todo = N_("Leave the list in; break off the cases that should not be there, each with its reason.")
