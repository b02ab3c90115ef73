"""Who counts as a household in hardship: income a head after rigid expenses, against the line of low income.

Money is fen a year; the line (低保标准) is fen a head and month. Amounts may be exact fractions, so that a
figure published with more decimals decides as it is written. What cannot be judged is excluded with the cause.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from operator import le, lt

from ...common.errors import N_, RuleViolation

Exact = int | Fraction

MONTHS = 12
_COMPARATORS: dict[str, Callable[[Exact, Exact], bool]] = {"<": lt, "<=": le}
_OTHER_SIGNS = {"＜": "<", "≤": "<=", "＜=": "<=", "＜＝": "<=", "<＝": "<=", "⩽": "<=", "≦": "<="}


class Hardship(StrEnum):
    """What a household counts as (困难类别); excluded is one that may not be filed, whatever its income."""

    DEEP = "deep"
    RELATIVE = "relative"
    ACCIDENT = "accident"
    NONE = "none"
    EXCLUDED = "excluded"


class Cause(StrEnum):
    """Why a household counts as what it does."""

    BELOW_LINE = "below_line"
    BELOW_MULTIPLE = "below_multiple"
    ACCIDENT_SHARE = "accident_share"
    ABOVE_LINES = "above_lines"
    FLAG = "flag"
    INCOME_UNKNOWN = "income_unknown"
    FIGURE_IMPOSSIBLE = "figure_impossible"
    NO_RULE = "no_rule"
    RULE_UNKNOWN = "rule_unknown"


@dataclass(eq=False)
class ComparatorUnknown(RuleViolation):
    """A rule compares in a way nobody has stated."""

    text: str

    what = N_("“{text}” is not a way to compare with the line.")
    todo = N_("Enter < (below the line) or ≤ (up to and including the line).")


def comparator_sign(text: str) -> str:
    """Return "<" or "<=" for the ways it is written; raises `ComparatorUnknown`.

    >>> comparator_sign("≤"), comparator_sign(" < ")
    ('<=', '<')
    """
    sign = "".join(text.split())
    sign = _OTHER_SIGNS.get(sign, sign)
    if sign not in _COMPARATORS:
        raise ComparatorUnknown(text)
    return sign


@dataclass(frozen=True)
class HardshipRule:
    """The rule of one area and day.

    `line_fen` a head and month; `relative_multiple` of it bounds relative hardship; `accident_share` of the
    annual income is what an accident must have cost more than (None: the rule knows no such class);
    `exclusions` are the facts that keep a household from being filed.
    """

    line_fen: Exact
    relative_multiple: Exact = 2
    comparator: str = "<"
    accident_share: Exact | None = None
    exclusions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "comparator", comparator_sign(self.comparator))

    def is_below(self, amount: Exact, bound: Exact) -> bool:
        """Tell whether an amount meets a bound in the rule's way of comparing."""
        return _COMPARATORS[self.comparator](amount, bound)


@dataclass(frozen=True)
class HouseholdFigures:
    """What is on file of a household, in fen a year; `flags` are the excluding facts that are true of it."""

    income_fen: Exact | None
    rigid_fen: Exact = 0
    members: int = 1
    accident_fen: Exact = 0
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Assessment:
    """What a household counts as, why, and its exact income in fen a head and month, where that was used."""

    hardship: Hardship
    cause: Cause
    per_capita_fen: Fraction | None = None
    flags: tuple[str, ...] = ()


def per_capita_fen(figures: HouseholdFigures) -> Fraction | None:
    """Return (income - rigid expense) / 12 / members, exact; None if the income is not known.

    >>> per_capita_fen(HouseholdFigures(50_000_00, 30_000_00, members=3))
    Fraction(500000, 9)
    """
    if figures.income_fen is None:
        return None
    return Fraction(figures.income_fen - figures.rigid_fen) / (MONTHS * figures.members)


def by_income(per_capita: Exact, rule: HardshipRule) -> Hardship:
    """Return deep, relative or none for an income in fen a head and month."""
    if rule.is_below(per_capita, rule.line_fen):
        return Hardship.DEEP
    if rule.is_below(per_capita, rule.line_fen * rule.relative_multiple):
        return Hardship.RELATIVE
    return Hardship.NONE


def assessment(figures: HouseholdFigures, rule: HardshipRule) -> Assessment:
    """Return what a household counts as under a rule.

    An excluding fact comes first, then income against the line and its multiple, then an accident that cost
    strictly more than the share of the annual income. Without members or a known income the household is
    excluded with that cause. A loss is an income below 0.

    >>> rule = HardshipRule(600_00, 2, "<", Fraction("0.8"), ("two_homes",))
    >>> assessment(HouseholdFigures(21_600_00, members=3), rule).hardship.value
    'relative'
    """
    flags = tuple(flag for flag in rule.exclusions if flag in figures.flags)
    if flags:
        return Assessment(Hardship.EXCLUDED, Cause.FLAG, flags=flags)
    if figures.members < 1:
        return Assessment(Hardship.EXCLUDED, Cause.FIGURE_IMPOSSIBLE)
    income = per_capita_fen(figures)
    if income is None or figures.income_fen is None:
        return Assessment(Hardship.EXCLUDED, Cause.INCOME_UNKNOWN)
    found = by_income(income, rule)
    if found == Hardship.NONE and is_accident(figures.accident_fen, figures.income_fen, rule):
        found = Hardship.ACCIDENT
    return Assessment(found, _CAUSES[found], income)


_CAUSES = {
    Hardship.DEEP: Cause.BELOW_LINE,
    Hardship.RELATIVE: Cause.BELOW_MULTIPLE,
    Hardship.ACCIDENT: Cause.ACCIDENT_SHARE,
    Hardship.NONE: Cause.ABOVE_LINES,
}


def is_accident(accident_fen: Exact, income_fen: Exact, rule: HardshipRule) -> bool:
    """Tell whether an accident cost strictly more than its share of the annual income."""
    return rule.accident_share is not None and accident_fen > rule.accident_share * income_fen
