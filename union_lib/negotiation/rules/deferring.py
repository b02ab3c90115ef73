"""Before a deferred plan may run: it adds up, it is not longer than allowed, the union consents, workers were asked.

Source: 劳部发〔1995〕226号 四(二) (the union of the unit consents; the province limits the time), 人社部发〔2020〕8号
三(五) (agreed with the union or the workers' representatives).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...common.calendar import deadline
from ...common.errors import N_, RuleViolation
from ...common.money import yuan
from ...common.policies import Figure
from .deferred import Payment, Plan
from .periods import set_period


@dataclass(eq=False)
class NoInstalments(RuleViolation):
    """A plan promises nothing."""

    what = N_("The plan has no instalments.")
    todo = N_("Enter at least one instalment with its day and amount.")


@dataclass(eq=False)
class PlanDoesNotSum(RuleViolation):
    """The instalments come to another sum than the deferred total."""

    total: str
    promised: str

    what = N_("The instalments come to {promised} yuan, but {total} yuan are deferred.")
    todo = N_("Correct the instalments or the total, so that both agree to the last fen.")


@dataclass(eq=False)
class InstalmentsOutOfOrder(RuleViolation):
    """An instalment is not due after the one before it."""

    number: int

    what = N_("Instalment {number} is not due after the one before it.")
    todo = N_("Enter the instalments in the order of their days, each day once.")


@dataclass(eq=False)
class InstalmentBeforePayday(RuleViolation):
    """An instalment is due before the wages it defers were."""

    number: int
    payday: str

    what = N_("Instalment {number} is due before the wages themselves were ({payday}).")
    todo = N_("Check the day of the instalment and the day on which the wages were due.")


@dataclass(eq=False)
class AmountNotPositive(RuleViolation):
    """An instalment or a payment of nothing, or of less than nothing."""

    amount: str

    what = N_("An amount of {amount} yuan cannot be promised or paid.")
    todo = N_("Enter an amount above 0. A payment that was entered wrongly is cancelled, with the reason.")


@dataclass(eq=False)
class TermsNotPositive(RuleViolation):
    """Grace below zero, or a plan that would be in default at once."""

    what = N_("The terms of the plan do not fit: grace from 0 days; default from 1 instalment or 1 day.")
    todo = N_("Correct the days of grace and what counts as default.")


@dataclass(eq=False)
class DeferralTooLong(RuleViolation):
    """The last instalment is later than wages may be deferred here."""

    last_day: str
    citation: str

    what = N_("These wages may be deferred until {last_day} at the latest ({citation}).")
    todo = N_("Agree on instalments that end by that day.")


@dataclass(eq=False)
class UnionConsentMissing(RuleViolation):
    """The union of the enterprise has not consented."""

    what = N_("The union of the enterprise has not consented to this plan.")
    todo = N_("Record the day on which the union consented; without it the wages are simply owed.")


@dataclass(eq=False)
class OpinionMissing(RuleViolation):
    """Nobody asked the workers."""

    what = N_("The workers' opinion of this plan is not recorded.")
    todo = N_("Record how many workers were asked and how many were in favour.")


@dataclass(eq=False)
class OpinionImpossible(RuleViolation):
    """More were in favour than were asked, or fewer than nobody."""

    asked: int
    in_favour: int

    what = N_("{in_favour} in favour out of {asked} asked is not possible.")
    todo = N_("Check both numbers against the record of the opinion poll.")


@dataclass(eq=False)
class ConsentLater(RuleViolation):
    """The union consented on a day that has not come, when the plan was to begin."""

    consented: str

    what = N_("The union's consent is dated {consented}, after the day on which the plan is to begin.")
    todo = N_("Check the date of the consent.")


@dataclass(eq=False)
class PaymentAhead(RuleViolation):
    """A payment was dated after today."""

    day: str

    what = N_("A payment dated {day} has not happened yet.")
    todo = N_("Record it when the money has arrived; check the date.")


@dataclass(frozen=True)
class Consent:
    """What a plan rests on: the day the union consented, how many workers were asked, how many in favour."""

    consented_on: date | None = None
    asked: int | None = None
    in_favour: int | None = None

    @property
    def has_majority(self) -> bool:
        """Whether more than half of those asked were in favour."""
        return bool(self.asked) and 2 * (self.in_favour or 0) > (self.asked or 0)


def check_plan(plan: Plan, wages_due: date | None = None) -> None:
    """Refuse a plan that cannot be promised; `wages_due` is the day on which the wages themselves were due.

    Raises `NoInstalments`, `AmountNotPositive`, `InstalmentsOutOfOrder`, `InstalmentBeforePayday`,
    `PlanDoesNotSum`, `TermsNotPositive`.
    """
    if not plan.instalments:
        raise NoInstalments
    _check_order(plan, wages_due)
    if not plan.is_whole:
        raise PlanDoesNotSum(yuan(plan.total_fen), yuan(plan.promised_fen))
    limits = [n for n in (plan.default_instalments, plan.default_days) if n is not None]
    if plan.grace_days < 0 or min(limits, default=1) < 1:
        raise TermsNotPositive


def _check_order(plan: Plan, wages_due: date | None) -> None:
    before: date | None = None
    for number, one in enumerate(plan.instalments, start=1):
        check_amount(one.amount_fen)
        if before is not None and one.due <= before:
            raise InstalmentsOutOfOrder(number)
        if wages_due is not None and one.due < wages_due:
            raise InstalmentBeforePayday(number, str(wages_due))
        before = one.due


def check_amount(fen: int) -> None:
    """Raise `AmountNotPositive` for nothing and less."""
    if fen <= 0:
        raise AmountNotPositive(yuan(fen))


def check_payment(payment: Payment, today: date) -> None:
    """Raise `AmountNotPositive` or `PaymentAhead`."""
    check_amount(payment.amount_fen)
    if payment.paid_on > today:
        raise PaymentAhead(str(payment.paid_on))


def check_opinion(asked: int | None, in_favour: int | None) -> None:
    """Raise `OpinionImpossible` if the numbers, as far as there are any, do not fit each other."""
    if (asked or 0) < 0 or not 0 <= (in_favour or 0) <= (asked or 0):
        raise OpinionImpossible(asked or 0, in_favour or 0)


def check_consent(consent: Consent, begins: date) -> None:
    """Refuse a plan to begin without the union's consent and the workers' opinion.

    The numbers are recorded, not judged: the notice asks that workers are heard, not for a majority.
    Raises `UnionConsentMissing`, `ConsentLater`, `OpinionMissing`, `OpinionImpossible`.
    """
    if consent.consented_on is None:
        raise UnionConsentMissing
    if consent.consented_on > begins:
        raise ConsentLater(str(consent.consented_on))
    if not consent.asked or consent.in_favour is None:
        raise OpinionMissing
    check_opinion(consent.asked, consent.in_favour)


def latest_instalment(wages_due: date, longest: Figure) -> date:
    """Return the last day to which wages may be deferred, by the figure `deferred_payment_max_days`.

    The day on which the wages were due is not counted, and the day does not roll: a payday never moves later.

    >>> longest = Figure({"count": 30, "unit": "calendar_day"}, "", "", date(2003, 1, 1), "130000")
    >>> latest_instalment(date(2020, 3, 10), longest)
    datetime.date(2020, 4, 9)
    """
    period = set_period(longest)
    return deadline(wages_due, period.count, period.unit, rolls=False).last_day


def check_deferral(plan: Plan, wages_due: date, longest: Figure) -> None:
    """Raise `DeferralTooLong` if an instalment is due later than wages may be deferred."""
    last_day = latest_instalment(wages_due, longest)
    if max(one.due for one in plan.instalments) > last_day:
        raise DeferralTooLong(str(last_day), longest.citation)
