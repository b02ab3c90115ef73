"""What a scheme must satisfy before anybody marks under it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ...common.errors import N_, RuleViolation
from .scheme import TIME, UNTRIMMED_MEAN, AwardClass, AwardPlan, Criterion, Group, Kind, Scheme, TrimAt

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
class BandsOverlap(SchemeInvalid):
    """A mark lies in two bands, so their wordings contradict each other."""

    title: str
    mark: Decimal

    what = N_("{mark} lies in two bands of “{title}”.")
    todo = N_("Let each band begin above the one below it.")


@dataclass(eq=False)
class LevelsMissing(SchemeInvalid):
    """A judgement has no levels, or an unworded one."""

    title: str

    what = N_("“{title}” is judged by levels, and a level has no wording.")
    todo = N_("Say for each level, from the lowest up, what an entry is like that reaches it.")


@dataclass(eq=False)
class BracketsUnfit(SchemeInvalid):
    """A measurement lacks brackets, or they do not widen while their points fall."""

    title: str

    what = N_("The brackets of “{title}” do not lead from a measured value to points.")
    todo = N_("From the narrowest limit up, give each bracket points from the full mark down.")


@dataclass(eq=False)
class ElementRangeUnfit(SchemeInvalid):
    """The judges' points of an element do not reach from 0 or below to above 0."""

    title: str
    lowest: Decimal

    what = N_("The lowest points {lowest} of “{title}” lie above 0.")
    todo = N_("Judges add to or take from the base value: let the range begin at 0 or below.")


@dataclass(eq=False)
class SpreadNotPositive(SchemeInvalid):
    """A limit for how far marks may lie apart is zero or negative."""

    title: str
    limit: Decimal

    what = N_("Marks of “{title}” would always lie too far apart: the limit is {limit}.")
    todo = N_("Enter a limit above 0, or leave it empty.")


@dataclass(eq=False)
class GroupUnnamed(SchemeInvalid):
    """A group lacks its key or title, or shares its key with a group or criterion."""

    title: str

    what = N_("The stage “{title}” has no name, or its name appears twice.")
    todo = N_("Give each stage and group its own name.")


@dataclass(eq=False)
class GroupUnknown(SchemeInvalid):
    """Something stands in a group that does not exist, or in itself."""

    title: str

    what = N_("“{title}” stands in a group that does not exist.")
    todo = N_("Choose the stage or group it belongs to.")


@dataclass(eq=False)
class GroupEmpty(SchemeInvalid):
    """A group has nothing to mark."""

    title: str

    what = N_("The stage “{title}” has no criterion.")
    todo = N_("Add a criterion to it, or take it out.")


@dataclass(eq=False)
class TrimLinesUnfit(SchemeInvalid):
    """A line of the table of drops repeats a size, or drops as many marks as there are."""

    least: int

    what = N_("From {least} judges on, nothing would be left, or the line appears twice.")
    todo = N_("Drop fewer marks than there are, and give each size one line.")


@dataclass(eq=False)
class SheetsNeedMarks(SchemeInvalid):
    """Whole sheets are to be dropped where some criteria are measured, levelled or taken off."""

    title: str

    what = N_("Whole sheets cannot be dropped: “{title}” is not an ordinary mark.")
    todo = N_("Drop on each criterion instead.")


@dataclass(eq=False)
class SmallFieldUnknown(SchemeInvalid):
    """A line for small fields names an award that does not exist."""

    name: str

    what = N_("The rule for small fields names the award “{name}”, which does not exist.")
    todo = N_("Use the names of the awards as they stand above.")


@dataclass(eq=False)
class TeamTooSmall(SchemeInvalid):
    """A team's score would add up nothing."""

    best: int

    what = N_("A team's score adds up its best {best} entries.")
    todo = N_("Enter 1 or more.")


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
    _check_groups(scheme)
    _check_trimming(scheme)
    if not 0 <= scheme.decimals <= MOST_DECIMALS:
        raise DecimalsOutOfRange(scheme.decimals, MOST_DECIMALS)
    if scheme.factor <= 0:
        raise FactorNotPositive(scheme.factor)
    _check_tie_chain(scheme)
    _check_awards(scheme.awards)
    if scheme.team is not None and scheme.team.best < 1:
        raise TeamTooSmall(scheme.team.best)


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
    if criterion.step <= 0 or (criterion.kind in _STEPPED and full_mark % criterion.step):
        raise StepNotDividing(title, criterion.step, full_mark)
    if criterion.spread_limit is not None and criterion.spread_limit <= 0:
        raise SpreadNotPositive(title, criterion.spread_limit)
    _check_bands(criterion)
    if check := _OWN_CHECKS.get(criterion.kind):
        check(criterion)


def _check_bands(criterion: Criterion) -> None:
    for band in criterion.bands:
        if not 0 <= band.low <= band.high <= criterion.full_mark:
            raise BandOutside(criterion.title, band.low, band.high, criterion.full_mark)
    rising = sorted(criterion.bands, key=lambda band: band.low)
    for below, above in pairwise(rising):
        if above.low <= below.high:
            raise BandsOverlap(criterion.title, above.low)


def _check_levels(criterion: Criterion) -> None:
    if len(criterion.levels) < 2 or not all(level.strip() for level in criterion.levels):
        raise LevelsMissing(criterion.title)


def _check_brackets(criterion: Criterion) -> None:
    widening = all(a.limit < b.limit and a.points > b.points for a, b in pairwise(criterion.brackets))
    if not criterion.brackets or not widening or criterion.brackets[0].limit < 0:
        raise BracketsUnfit(criterion.title)
    if not all(0 <= bracket.points <= criterion.full_mark for bracket in criterion.brackets):
        raise BracketsUnfit(criterion.title)


def _check_element(criterion: Criterion) -> None:
    if criterion.lowest > 0:
        raise ElementRangeUnfit(criterion.title, criterion.lowest)


_STEPPED = frozenset({Kind.MARK, Kind.ELEMENT, Kind.DEDUCTION})
_OWN_CHECKS = {
    Kind.JUDGEMENT: _check_levels,
    Kind.MEASUREMENT: _check_brackets,
    Kind.ELEMENT: _check_element,
}


def _check_groups(scheme: Scheme) -> None:
    keys = [group.key for group in scheme.groups] + [c.key for c in scheme.criteria]
    for group in scheme.groups:
        if not (group.key.strip() and group.title.strip()) or keys.count(group.key) > 1:
            raise GroupUnnamed(group.title)
        if group.weight <= 0:
            raise WeightNotPositive(group.title, group.weight)
        if (group.parent and scheme.group(group.parent) is None) or _stands_in_itself(scheme, group):
            raise GroupUnknown(group.title)
    for criterion in scheme.criteria:
        if criterion.group and scheme.group(criterion.group) is None:
            raise GroupUnknown(criterion.title)
    for group in scheme.groups:
        if not scheme.criteria_in(group.key):
            raise GroupEmpty(group.title)


def _stands_in_itself(scheme: Scheme, group: Group) -> bool:
    seen, parent = {group.key}, group.parent
    while parent and parent not in seen:
        seen.add(parent)
        parent = above.parent if (above := scheme.group(parent)) else ""
    return bool(parent)


def _check_trimming(scheme: Scheme) -> None:
    if min(scheme.drop_high, scheme.drop_low) < 0:
        raise DropsNegative
    sizes = Counter(line.least for line in scheme.trim_by_size)
    for line in scheme.trim_by_size:
        if min(line.drop_high, line.drop_low) < 0:
            raise DropsNegative
        is_all = line.drop_high + line.drop_low >= max(line.least, 1)
        if sizes[line.least] > 1 or (line.drop_high + line.drop_low and is_all):
            raise TrimLinesUnfit(line.least)
    if scheme.trim_at == TrimAt.SHEET:
        for criterion in scheme.criteria:
            if criterion.kind != Kind.MARK:
                raise SheetsNeedMarks(criterion.title)


def _check_tie_chain(scheme: Scheme) -> None:
    known = {c.key for c in scheme.criteria} | {g.key for g in scheme.groups} | ENTRY_TIE_KEYS
    for key in scheme.tie_chain:
        if key.by not in known | {UNTRIMMED_MEAN}:
            raise TieKeyUnknown(key.by)


def _check_awards(plan: AwardPlan) -> None:
    for award in plan.classes:
        _check_award(award)
    name, times = Counter(award.name for award in plan.classes).most_common(1)[0] if plan.classes else ("", 0)
    if times > 1:
        raise AwardUnnamed(name)
    names = {award.name for award in plan.classes}
    for given in (line.medals or () for line in plan.small_fields):
        for name in given:
            if name not in names:
                raise SmallFieldUnknown(name)
    total = sum((award.ratio or Decimal(0) for award in plan.classes), Decimal(0))
    if total > 100:
        raise RatiosTooLarge(total)


def _check_award(award: AwardClass) -> None:
    if not award.name.strip():
        raise AwardUnnamed(award.name)
    sizes = [size for size in (award.ratio, award.quota) if size is not None]
    if len(sizes) != 1 or sizes[0] < 0:
        raise AwardSizeUnclear(award.name)
