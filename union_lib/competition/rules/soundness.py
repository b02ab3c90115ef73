"""What a scheme must satisfy before anybody marks under it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from ...common.errors import N_, RuleViolation
from .scheme import TIME, UNTRIMMED_MEAN, AwardClass, AwardPlan, Criterion, Scheme

ENTRY_TIE_KEYS = frozenset({TIME})
"""Tie keys whose value comes with the entry instead of from its marks."""

MOST_DECIMALS = 6


class SchemeInvalid(RuleViolation):
    """The scheme cannot be used; each subclass names one problem."""


@dataclass(eq=False)
class NoCriteria(SchemeInvalid):
    """There is nothing to mark."""

    what = N_("The scheme has no criterion.")
    todo = N_("Add at least one criterion with a full mark.")


@dataclass(eq=False)
class CriterionUnnamed(SchemeInvalid):
    """A criterion lacks its key or its title."""

    number: int

    what = N_("Criterion {number} has no name.")
    todo = N_("Write what the judges are to look at.")


@dataclass(eq=False)
class CriterionRepeated(SchemeInvalid):
    """Two criteria have the same key."""

    key: str

    what = N_("The criterion “{key}” appears twice.")
    todo = N_("Give each criterion its own name.")


@dataclass(eq=False)
class FullMarkNotPositive(SchemeInvalid):
    """A full mark is zero or negative."""

    title: str
    full_mark: Decimal

    what = N_("The full mark of “{title}” is {full_mark}.")
    todo = N_("Enter a full mark above 0.")


@dataclass(eq=False)
class WeightNotPositive(SchemeInvalid):
    """A weight, or the factor of the whole scheme, is zero or negative."""

    title: str
    weight: Decimal

    what = N_("The weight of “{title}” is {weight}.")
    todo = N_("Enter a weight above 0, or take the criterion out.")


@dataclass(eq=False)
class FactorNotPositive(SchemeInvalid):
    """The factor of the whole scheme is zero or negative."""

    factor: Decimal

    what = N_("The factor of the scheme is {factor}.")
    todo = N_("Enter a factor above 0; 1 leaves the scores as they are.")


@dataclass(eq=False)
class StepNotDividing(SchemeInvalid):
    """The full mark cannot be reached in whole steps."""

    title: str
    step: Decimal
    full_mark: Decimal

    what = N_("Steps of {step} never reach the full mark {full_mark} of “{title}”.")
    todo = N_("Choose a step that divides the full mark, such as 0.5 or 0.01.")


@dataclass(eq=False)
class BandOutside(SchemeInvalid):
    """A band of marks is upside down or leaves the range of its criterion."""

    title: str
    low: Decimal
    high: Decimal
    full_mark: Decimal

    what = N_("The band from {low} to {high} of “{title}” does not lie between 0 and {full_mark}.")
    todo = N_("Correct the ends of the band.")


@dataclass(eq=False)
class DropsNegative(SchemeInvalid):
    """The number of marks to drop is negative."""

    what = N_("The number of marks to drop cannot be negative.")
    todo = N_("Enter 0 if no mark is to be dropped.")


@dataclass(eq=False)
class DecimalsOutOfRange(SchemeInvalid):
    """Scores would be rounded to an unreasonable number of decimals."""

    decimals: int
    most: int

    what = N_("Scores cannot be rounded to {decimals} decimals.")
    todo = N_("Enter a number of decimals from 0 to {most}.")


@dataclass(eq=False)
class TieKeyUnknown(SchemeInvalid):
    """Ties would be settled by something the scheme does not have."""

    key: str

    what = N_("Ties cannot be settled by “{key}”: the scheme has no such value.")
    todo = N_("Choose a criterion, the mean before dropping, or the time used.")


@dataclass(eq=False)
class AwardSizeUnclear(SchemeInvalid):
    """An award class has neither a ratio nor a quota, or both, or a negative one."""

    name: str

    what = N_("It is not clear how many awards “{name}” has.")
    todo = N_("Enter either a percentage or a number, not below 0.")


@dataclass(eq=False)
class AwardUnnamed(SchemeInvalid):
    """An award class has no name, or the name of another."""

    name: str

    what = N_("The award name “{name}” is missing or appears twice.")
    todo = N_("Give each award its own name.")


@dataclass(eq=False)
class RatiosTooLarge(SchemeInvalid):
    """The award ratios give out more than there is."""

    total: Decimal

    what = N_("The awards add up to {total} % of the entries.")
    todo = N_("Lower the percentages to 100 % or less together.")


def check_scheme(scheme: Scheme) -> None:
    """Raise the `SchemeInvalid` refusal of the first problem found."""
    _check_criteria(scheme.criteria)
    if min(scheme.drop_high, scheme.drop_low) < 0:
        raise DropsNegative
    if not 0 <= scheme.decimals <= MOST_DECIMALS:
        raise DecimalsOutOfRange(scheme.decimals, MOST_DECIMALS)
    if scheme.factor <= 0:
        raise FactorNotPositive(scheme.factor)
    _check_tie_chain(scheme)
    _check_awards(scheme.awards)


def _check_criteria(criteria: tuple[Criterion, ...]) -> None:
    if not criteria:
        raise NoCriteria
    for number, criterion in enumerate(criteria, start=1):
        if not (criterion.key.strip() and criterion.title.strip()):
            raise CriterionUnnamed(number)
        _check_criterion(criterion)
    key, times = Counter(criterion.key for criterion in criteria).most_common(1)[0]
    if times > 1:
        raise CriterionRepeated(key)


def _check_criterion(criterion: Criterion) -> None:
    title, full_mark = criterion.title, criterion.full_mark
    if full_mark <= 0:
        raise FullMarkNotPositive(title, full_mark)
    if criterion.weight <= 0:
        raise WeightNotPositive(title, criterion.weight)
    if criterion.step <= 0 or full_mark % criterion.step:
        raise StepNotDividing(title, criterion.step, full_mark)
    for band in criterion.bands:
        if not 0 <= band.low <= band.high <= full_mark:
            raise BandOutside(title, band.low, band.high, full_mark)


def _check_tie_chain(scheme: Scheme) -> None:
    known = {criterion.key for criterion in scheme.criteria} | ENTRY_TIE_KEYS | {UNTRIMMED_MEAN}
    for key in scheme.tie_chain:
        if key.by not in known:
            raise TieKeyUnknown(key.by)


def _check_awards(plan: AwardPlan) -> None:
    for award in plan.classes:
        _check_award(award)
    name, times = Counter(award.name for award in plan.classes).most_common(1)[0] if plan.classes else ("", 0)
    if times > 1:
        raise AwardUnnamed(name)
    total = sum((award.ratio or Decimal(0) for award in plan.classes), Decimal(0))
    if total > 100:
        raise RatiosTooLarge(total)


def _check_award(award: AwardClass) -> None:
    if not award.name.strip():
        raise AwardUnnamed(award.name)
    sizes = [size for size in (award.ratio, award.quota) if size is not None]
    if len(sizes) != 1 or sizes[0] < 0:
        raise AwardSizeUnclear(award.name)
