"""Refusals of the competition's services; those of the rules live with the rules."""

from __future__ import annotations

from dataclasses import dataclass

from ..common.errors import N_, RuleViolation


@dataclass(eq=False)
class NothingChosen(RuleViolation):
    """A page about one competition was opened when there is none."""

    what = N_("There is no competition yet.")
    todo = N_("Create one, or open one, under “All competitions”.")


@dataclass(eq=False)
class DatesReversed(RuleViolation):
    """A competition ends before it starts."""

    what = N_("The last day lies before the first day.")
    todo = N_("Correct one of the two dates.")


@dataclass(eq=False)
class SchemeFixed(RuleViolation):
    """Marks have been given under this scheme."""

    what = N_("Marks have been given, so the scheme cannot be changed.")
    todo = N_("Return the competition to draft first; this is possible only while there is no mark.")


@dataclass(eq=False)
class MarksExist(RuleViolation):
    """Something that marks hang on was to be taken away."""

    name: str

    what = N_("There are marks for {name} already.")
    todo = N_("Set it to “withdrawn” or “disqualified” instead: its marks are kept.")


@dataclass(eq=False)
class JudgeHasMarks(RuleViolation):
    """A judge who has given marks was to be dismissed."""

    name: str

    what = N_("{name} has given marks already.")
    todo = N_("Reject the mark sheet or keep the judge; marks are never thrown away.")


@dataclass(eq=False)
class NotReady(RuleViolation):
    """Marking was to open without entries or judges."""

    entries: int
    judges: int

    what = N_("Marking cannot open yet: {entries} entries, {judges} judges.")
    todo = N_("Add at least one entry and one judge first.")


@dataclass(eq=False)
class DutyVacant(RuleViolation):
    """Nobody could check or sign this competition."""

    duty: str

    what = N_("Nobody has been appointed as {duty}.")
    todo = N_("Appoint somebody under “Judges and staff” first.")


@dataclass(eq=False)
class SheetIncomplete(RuleViolation):
    """A mark sheet was handed in with marks missing."""

    missing: int

    what = N_("The mark sheet was not submitted: {missing} marks are missing.")
    todo = N_("Press F8 to go to the next missing mark. A missing mark is not a zero.")


@dataclass(eq=False)
class SheetsOpen(RuleViolation):
    """The result was to be signed before every sheet was confirmed."""

    names: str

    what = N_("Not signed: these mark sheets are not confirmed yet: {names}.")
    todo = N_("Wait until every sheet is submitted and checked by a second person.")


@dataclass(eq=False)
class ResultChanged(RuleViolation):
    """What was to be signed is no longer what was seen."""

    what = N_("Not signed: the result has changed since this page was opened.")
    todo = N_("Look at the newest result, then sign.")


@dataclass(eq=False)
class NoticeRunning(RuleViolation):
    """Publication before the notice period is over."""

    last_day: str

    what = N_("The public notice runs until {last_day} (inclusive).")
    todo = N_("Publish the result from the next day on.")


@dataclass(eq=False)
class EntryStale(RuleViolation):
    """An entry was changed by somebody else meanwhile."""

    code: str

    what = N_("Not saved: entry {code} was changed by somebody else meanwhile.")
    todo = N_("Look at the newest content, then make your change again.")


@dataclass(eq=False)
class CodeTaken(RuleViolation):
    """A new entry was to get the code of another one."""

    code: str

    what = N_("There is an entry {code} already.")
    todo = N_("Choose another code, or leave it empty for the next number.")


@dataclass(eq=False)
class MultiplierMissing(RuleViolation):
    """The scheme wants a multiplier for each criterion, and an entry lacks one."""

    code: str
    criterion: str

    what = N_("Entry {code} has no multiplier for {criterion}.")
    todo = N_("Import the entries again with that column, or edit the entry.")


@dataclass(eq=False)
class WrongPerson(RuleViolation):
    """The same person may not hold both duties of a two-person step."""

    name: str

    what = N_("{name} is a judge of this competition.")
    todo = N_("Checking and signing are for somebody who does not mark.")


@dataclass(eq=False)
class NothingSigned(RuleViolation):
    """A notice was wanted of a result that has not been signed."""

    what = N_("There is no signed result yet.")
    todo = N_("Let the chief judge sign it first.")


@dataclass(eq=False)
class MarksMissing(RuleViolation):
    """An entry came in, or came back, after these sheets were confirmed."""

    names: str

    what = N_("Not signed: marks are missing on the confirmed sheets of {names}.")
    todo = N_("Return those sheets to their judges; a missing mark is not a zero.")
