"""Refusals of the consolation services; those of the rules live with the rules."""

from __future__ import annotations

from dataclasses import dataclass

from ..common.errors import N_, RuleViolation


@dataclass(eq=False)
class NothingChosen(RuleViolation):
    """A page about one programme was opened when there is none."""

    what = N_("There is no programme yet.")
    todo = N_("Create one, or open one, under “All programmes”.")


@dataclass(eq=False)
class PeriodReversed(RuleViolation):
    """A programme ends before it starts."""

    what = N_("The last day lies before the first day.")
    todo = N_("Correct one of the two dates.")


@dataclass(eq=False)
class BudgetUnfit(RuleViolation):
    """A budget of nothing, or not in whole steps of its granularity."""

    what = N_("The budget must be more than 0.")
    todo = N_("Enter the budget in yuan, such as 268,000.00.")


@dataclass(eq=False)
class AmountNegative(RuleViolation):
    """An amount of money below zero."""

    what = N_("An amount cannot be below 0.")
    todo = N_("Enter 0 or more.")


@dataclass(eq=False)
class FundElsewhere(RuleViolation):
    """A programme was to draw on a fund of an organisation that is neither its own nor above it."""

    what = N_("This fund does not belong to the programme's union or to one above it.")
    todo = N_("Choose another fund, or ask its union to make the programme.")


@dataclass(eq=False)
class FundShort(RuleViolation):
    """An approval would bind more than the fund still has."""

    title: str
    wanted: str
    free: str

    what = N_("“{title}” has {free} yuan free, but this allocation needs {wanted} yuan.")
    todo = N_("Return it to draft with a smaller budget, or let money be added to the fund first.")


@dataclass(eq=False)
class FundBound(RuleViolation):
    """A fund was to be made smaller than what is bound."""

    bound: str

    what = N_("{bound} yuan of this fund are bound by approved programmes.")
    todo = N_("Enter at least that amount.")


@dataclass(eq=False)
class ListEmpty(RuleViolation):
    """Nobody on the list is eligible."""

    what = N_("Nobody on the list can receive anything.")
    todo = N_("Look at the reasons on the list, correct the files or the terms, and assess the list again.")


@dataclass(eq=False)
class ListStale(RuleViolation):
    """Terms or figures changed after the list was assessed."""

    what = N_("Terms or figures were changed after the list was assessed.")
    todo = N_("Assess the list again, look at the result, then submit it.")


@dataclass(eq=False)
class PairsOpen(RuleViolation):
    """Doubtful pairs on the list are undecided."""

    n: int

    what = N_("{n} pairs on the list may be one person each, and nobody has decided yet.")
    todo = N_("Decide them under “Recipients”, then submit.")


@dataclass(eq=False)
class Insufficient(RuleViolation):
    """The budget does not reach what the rule promises everyone."""

    needed: str
    short: str

    what = N_("The rule needs {needed} yuan, {short} yuan more than the budget.")
    todo = N_("Raise the budget, lower the amounts or floors, or choose another rule.")


@dataclass(eq=False)
class AllocationChanged(RuleViolation):
    """What was to be decided on is not what the page showed."""

    what = N_("The allocation is not the one this page showed.")
    todo = N_("Open the page again and look at it before you decide.")


@dataclass(eq=False)
class ApprovedAlready(RuleViolation):
    """The account has approved this allocation."""

    what = N_("You have approved this allocation already.")
    todo = N_("Another approver must approve it too.")


@dataclass(eq=False)
class CheckFails(RuleViolation):
    """The independent check does not confirm the allocation."""

    n: int

    what = N_("The independent check does not confirm this allocation: {n} deviations.")
    todo = N_("Do not pay. Give this message to your administrator.")


@dataclass(eq=False)
class NoticeRunning(RuleViolation):
    """The public notice is not over."""

    last_day: str

    what = N_("The public notice runs until the end of {last_day}.")
    todo = N_("Begin to pay on the next day.")


@dataclass(eq=False)
class ObjectionsOpen(RuleViolation):
    """Objections are undecided."""

    n: int

    what = N_("{n} objections have no outcome yet.")
    todo = N_("Decide them under “Notice and objections”.")


@dataclass(eq=False)
class ObjectionUpheld(RuleViolation):
    """An objection was upheld, so this list cannot be paid."""

    n: int

    what = N_("{n} objections were upheld, so this list cannot be paid as it stands.")
    todo = N_("An approver returns the programme to draft; correct the list and submit it again.")


@dataclass(eq=False)
class DecidedAlready(RuleViolation):
    """The matter has its outcome."""

    what = N_("This has been decided already.")
    todo = N_("Open the page again to see the outcome.")


@dataclass(eq=False)
class AnswerMissing(RuleViolation):
    """A decision without its grounds."""

    what = N_("The answer is missing.")
    todo = N_("Write in a few words what was found and why; whoever objected will read it.")


@dataclass(eq=False)
class OnFileElsewhere(RuleViolation):
    """Somebody is on file with another organisation."""

    name: str

    what = N_("{name} is on file with another union.")
    todo = N_("Ask that union, or the one above both, to pass the file on.")


@dataclass(eq=False)
class NothingToPay(RuleViolation):
    """A batch would hold no payment."""

    what = N_("There is nobody left to pay in this way.")
    todo = N_("Look at the list of payments; those without a bank card are paid in cash.")


@dataclass(eq=False)
class NotYourBatch(RuleViolation):
    """A return names payments that are not of this batch."""

    n: int

    what = N_("{n} rows of the file belong to no payment of this batch.")
    todo = N_("Check that you chose the return of this batch; those rows are kept as unmatched.")


@dataclass(eq=False)
class WitnessMissing(RuleViolation):
    """Cash was to be handed over by one person alone."""

    what = N_("Cash is handed over by two people.")
    todo = N_("Enter the user name of the colleague who witnessed it; it cannot be yourself.")


@dataclass(eq=False)
class ReceiverMissing(RuleViolation):
    """Nobody is named as having received."""

    what = N_("Who received it is missing.")
    todo = N_("Enter the name as it stands on the receipt.")


@dataclass(eq=False)
class PaidAlready(RuleViolation):
    """The payment is settled."""

    what = N_("This payment is settled already.")
    todo = N_("Open the list of payments again.")


@dataclass(eq=False)
class PaymentsOpen(RuleViolation):
    """A programme was to be completed with payments under way."""

    n: int
    fen: str

    what = N_("{n} payments ({fen} yuan) are not settled.")
    todo = N_("Read the bank's return, pay again what came back, or record why it is not paid.")


@dataclass(eq=False)
class SampleBegun(RuleViolation):
    """A sample was to be drawn anew after somebody was looked at."""

    what = N_("Findings are recorded for this sample, so it cannot be drawn again.")
    todo = N_("Record the remaining findings; a second draw could be a wished one.")
