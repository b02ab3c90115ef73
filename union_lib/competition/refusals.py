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


@dataclass(eq=False)
class CodesDrawn(RuleViolation):
    """The number of draws was to change after codes were drawn."""

    what = N_("Codes have been drawn, so the number of draws cannot be changed.")
    todo = N_("Make a new competition if the entries must be coded otherwise.")


@dataclass(eq=False)
class CodesMissing(RuleViolation):
    """Marking was to open before every list of codes was drawn."""

    drawn: int
    draws: int

    what = N_("{drawn} of {draws} lists of codes are drawn.")
    todo = N_("Let different people draw the remaining lists under “Blind codes”.")


@dataclass(eq=False)
class NothingToCode(RuleViolation):
    """Codes were to be drawn for no entry."""

    what = N_("There is no entry to draw a code for.")
    todo = N_("Bring in the entries first, then draw.")


@dataclass(eq=False)
class CodesClosed(RuleViolation):
    """Names are still behind codes."""

    left: int

    what = N_("{left} lists of codes are still closed.")
    todo = N_("Let their holders open them in reverse order under “Blind codes”.")


@dataclass(eq=False)
class EntryWithoutJudges(RuleViolation):
    """Nobody marks a criterion of an entry."""

    code: str
    criterion: str

    what = N_("Nobody marks {criterion} of entry {code}.")
    todo = N_("Put the entry and judges into the same panel, or draw judges again.")


@dataclass(eq=False)
class SheetsPartial(RuleViolation):
    """Whole sheets are dropped, but a judge marks one stage only."""

    name: str

    what = N_("{name} marks one stage only, but whole mark sheets are compared.")
    todo = N_("Let the scheme drop on each criterion, or let the judge mark everything.")


@dataclass(eq=False)
class MarksUnfit(RuleViolation):
    """Marks given would lie outside the new scheme."""

    count: int

    what = N_("{count} marks that were given would not fit the new scheme.")
    todo = N_("Keep full mark and step wide enough for them; marks are never bent.")


@dataclass(eq=False)
class SampleTooSmall(RuleViolation):
    """The sample of a recheck is too small."""

    least: int

    what = N_("The recheck's sample is below {least} %.")
    todo = N_("Enter {least} or more, or 0 for no sample.")


@dataclass(eq=False)
class SchemeStale(RuleViolation):
    """The scheme was changed by somebody else meanwhile."""

    what = N_("Not changed: somebody else has changed the scheme meanwhile.")
    todo = N_("Look at the newest scheme and its effect first.")


@dataclass(eq=False)
class JudgeReplaced(RuleViolation):
    """A judge who was replaced was to be appointed again."""

    name: str

    what = N_("{name} was a judge here and has been replaced.")
    todo = N_("Appoint somebody else; the marks already given stay.")


@dataclass(eq=False)
class PanelUnknown(RuleViolation):
    """An entry was to go to a panel without judges."""

    panel: str

    what = N_("No judge sits on panel “{panel}”.")
    todo = N_("Choose one of the panels of the judges.")


@dataclass(eq=False)
class NoAward(RuleViolation):
    """Somebody without an award was to be nominated."""

    what = N_("This entry has won no award.")
    todo = N_("Nominate winners only.")


@dataclass(eq=False)
class AlreadyNominated(RuleViolation):
    """An entry was to be nominated twice for one honour."""

    person: str

    what = N_("{person} has been nominated for this honour already.")
    todo = N_("Change the nomination in the list.")


@dataclass(eq=False)
class ShareUnfit(RuleViolation):
    """A share is out of range or without a source."""

    what = N_("A share needs a percentage from 0 to 100 and the notice it comes from.")
    todo = N_("Enter both; figures differ by year and place, so none is built in.")


@dataclass(eq=False)
class NothingToRecheck(RuleViolation):
    """An entry is not among those rechecked."""

    what = N_("This entry is not to be rechecked.")
    todo = N_("Open the page again; a new signature draws a new sample.")


@dataclass(eq=False)
class NoSpreadAlarm(RuleViolation):
    """Marks were to be discussed that lie close together."""

    what = N_("The marks do not lie further apart than the scheme allows.")
    todo = N_("Open the page again; a judge may have changed a mark.")


@dataclass(eq=False)
class DiscussionsOpen(RuleViolation):
    """Judges have not yet looked again at marks that lie far apart."""

    count: int

    what = N_("Not signed: {count} judges have not yet looked again at a mark.")
    todo = N_("They see it on their mark sheets; each may change the mark or keep it.")


@dataclass(eq=False)
class NotSettled(RuleViolation):
    """An entry has no total although every mark is given."""

    code: str

    what = N_("Not signed: the judges' levels for entry {code} lie too far apart to count.")
    todo = N_("Ask them to look again under “Marking progress”.")


@dataclass(eq=False)
class SecondDiffers(RuleViolation):
    """The independent second computation does not agree."""

    count: int
    code: str
    first: str
    second: str

    what = N_(
        "The second computation differs in {count} places: entry {code} has {first}, computed again {second}."
    )
    todo = N_("Nothing goes out until both agree. Tell your administrator.")


@dataclass(eq=False)
class NotCountersigned(RuleViolation):
    """The supervisor has not confirmed the result."""

    what = N_("The supervisor has not confirmed the signed result yet.")
    todo = N_("Let the supervisor look at it and confirm it under “Results and awards”.")


@dataclass(eq=False)
class AlreadyCountersigned(RuleViolation):
    """A result was to be confirmed twice."""

    what = N_("The result has been confirmed already.")
    todo = N_("Open the page again.")


@dataclass(eq=False)
class SameSigner(RuleViolation):
    """Chief judge and supervisor would be one person."""

    what = N_("You signed this result, so somebody else must confirm it.")
    todo = N_("Ask another supervisor.")


@dataclass(eq=False)
class RecheckOpen(RuleViolation):
    """The recheck is not through, or found errors."""

    left: int
    wrong: int

    what = N_("The recheck is not through: {left} entries left, {wrong} found wrong.")
    todo = N_("Finish it; when marks were wrong, let the chief judge reopen marking and sign again.")


@dataclass(eq=False)
class AppealsOpen(RuleViolation):
    """Appeals wait for their ruling."""

    count: int

    what = N_("{count} appeals wait for their ruling.")
    todo = N_("Let the supervisor rule on them first.")


@dataclass(eq=False)
class AppealsPossible(RuleViolation):
    """The time for appeals is not over."""

    deadline: str

    what = N_("Appeals are possible until {deadline}.")
    todo = N_("Publish the result after that.")
