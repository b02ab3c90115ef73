"""The rule of hardship on a day: put together from dated figures, with the documents they come from.

A figure nobody has recorded, or a day before the first rule, excludes the household with that cause: what
cannot be judged is never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ...common.policies import COUNTRY, Figure, FigureUnknown, NoRuleInForce, PolicyBook
from .eligibility import (
    Assessment,
    Cause,
    Hardship,
    HardshipRule,
    HouseholdFigures,
    assessment,
)

LINE = "hardship_line_fen"
MULTIPLE = "hardship_relative_multiple"
COMPARATOR = "hardship_comparator"
ACCIDENT_SHARE = "hardship_accident_share"
EXCLUSIONS = "hardship_exclusions"
PARTS = (LINE, MULTIPLE, COMPARATOR, ACCIDENT_SHARE, EXCLUSIONS)


@dataclass(frozen=True)
class DatedRule:
    """The rule in force, and by part the figure with its citation, confidence and first day."""

    rule: HardshipRule
    sources: dict[str, Figure] = field(default_factory=dict)


def hardship_rule(book: PolicyBook, on: date, area: str = COUNTRY) -> DatedRule:
    """Return the rule in force in an area on a day.

    Raises `NoRuleInForce` before the first one and `FigureUnknown` for a part recorded as unknown.
    """
    sources = {part: book.figure(part, on, area) for part in PARTS}
    value = {part: figure.value for part, figure in sources.items()}
    rule = HardshipRule(
        line_fen=exact(value[LINE]),
        relative_multiple=exact(value[MULTIPLE]),
        comparator=str(value[COMPARATOR]),
        accident_share=exact(value[ACCIDENT_SHARE]),
        exclusions=tuple(value[EXCLUSIONS]),
    )
    return DatedRule(rule, sources)


def exact(value: object) -> Fraction:
    """Return a figure as it is written: 0.8 is four fifths, "100/3" a third of a hundred.

    >>> exact(0.8), exact("100/3"), exact(600)
    (Fraction(4, 5), Fraction(100, 3), Fraction(600, 1))
    """
    return Fraction(str(value))


def assessment_on(figures: HouseholdFigures, book: PolicyBook, on: date, area: str = COUNTRY) -> Assessment:
    """Return what a household counts as under the rule of the day; excluded where there is none."""
    try:
        dated = hardship_rule(book, on, area)
    except NoRuleInForce:
        return Assessment(Hardship.EXCLUDED, Cause.NO_RULE)
    except FigureUnknown:
        return Assessment(Hardship.EXCLUDED, Cause.RULE_UNKNOWN)
    return assessment(figures, dated.rule)
