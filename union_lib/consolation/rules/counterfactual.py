"""What would have to be different: for each field, the smallest change that alone changes a household's class.

Exact, not searched for: a class changes only where a field crosses one of few thresholds, so the nearest whole
fen (or member) on either side of each is all that has to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from .eligibility import MONTHS, Exact, Hardship, HardshipRule, HouseholdFigures, assessment


class Field(StrEnum):
    """A field of a household's file that could be different."""

    INCOME = "income_fen"
    RIGID = "rigid_fen"
    ACCIDENT = "accident_fen"
    MEMBERS = "members"
    FLAG = "flag"


MONEY = (Field.INCOME, Field.RIGID, Field.ACCIDENT)


@dataclass(frozen=True)
class Change:
    """One field changed from what it is to what it would have to be, and what follows.

    Values of money fields are fen; of a flag 0 or 1, with the flag's name. `amount_from_fen` and
    `amount_to_fen` are the standard amounts of the two classes.
    """

    field: Field
    value_from: Exact
    value_to: int
    class_from: Hardship
    class_to: Hardship
    amount_from_fen: int = 0
    amount_to_fen: int = 0
    flag: str = ""

    @property
    def size(self) -> Exact:
        """Return how far the field moves."""
        return max(self.value_to - self.value_from, self.value_from - self.value_to)


def changes(
    figures: HouseholdFigures, rule: HardshipRule, standard_fen: Mapping[Hardship, int] | None = None
) -> list[Change]:
    """Return for each field the smallest change of it alone that changes the class, if there is one.

    Of two changes as small, the one to the higher standard amount is returned, then the lower value.

    >>> figures = HouseholdFigures(21_600_00, members=3)
    >>> changes(figures, HardshipRule(600_00), {Hardship.DEEP: 2_000_00})[0]  # doctest: +ELLIPSIS
    Change(field=<Field.INCOME: 'income_fen'>, value_from=2160000, value_to=2159999, ...)
    """
    look = _Look(figures, rule, standard_fen or {})
    found = (look.nearest(field) for field in (*MONEY, Field.MEMBERS))
    return [change for change in found if change] + look.flags()


def nearest_change(found: Iterable[Change]) -> Change | None:
    """Return the one to show: the smallest sum of money; failing that members, failing that a flag."""
    order = {Field.MEMBERS: 1, Field.FLAG: 2}
    return min(found, key=lambda change: (order.get(change.field, 0), change.size), default=None)


@dataclass(frozen=True)
class _Look:
    figures: HouseholdFigures
    rule: HardshipRule
    standard_fen: Mapping[Hardship, int]

    def nearest(self, field: Field) -> Change | None:
        """Return the smallest change of a field of numbers that changes the class."""
        if self.figures.income_fen is None or self.figures.members < 1:
            return None
        least = 1 if field == Field.MEMBERS else 0
        tried = {
            self.change(field, value, replace(self.figures, **{field.value: value}))  # type: ignore[arg-type]
            for threshold in _THRESHOLDS[field](self.figures, self.rule)
            for value in _around(threshold, least)
        }
        return min((c for c in tried if c.class_to != c.class_from), key=_least_first, default=None)

    def flags(self) -> list[Change]:
        """Return the facts that alone make the difference between excluded and not."""
        tried = []
        for flag in self.rule.exclusions:
            was = flag in self.figures.flags
            changed = replace(self.figures, flags=self.figures.flags ^ {flag})
            tried.append(self.change(Field.FLAG, int(not was), changed, flag))
        return [change for change in tried if change.class_to != change.class_from]

    def change(self, field: Field, value: int, changed: HouseholdFigures, flag: str = "") -> Change:
        before = assessment(self.figures, self.rule).hardship
        after = assessment(changed, self.rule).hardship
        was = 1 - value if field == Field.FLAG else getattr(self.figures, field.value)
        amounts = self.standard_fen.get(before, 0), self.standard_fen.get(after, 0)
        return Change(field, was, value, before, after, *amounts, flag)


def _least_first(change: Change) -> tuple[Exact, int, int]:
    return change.size, -change.amount_to_fen, change.value_to


def _around(threshold: Fraction, least: int) -> set[int]:
    """Return the whole numbers at and beside a threshold."""
    return {max(least, floor(threshold) + step) for step in (-1, 0, 1)} | {max(least, ceil(threshold))}


def _bounds(figures: HouseholdFigures, rule: HardshipRule) -> tuple[Exact, Exact]:
    """Return what a household of this size may have in a year, at the line and at its multiple."""
    at_line = rule.line_fen * MONTHS * figures.members
    return at_line, at_line * rule.relative_multiple


def _income(figures: HouseholdFigures, rule: HardshipRule) -> list[Fraction]:
    found = [Fraction(bound + figures.rigid_fen) for bound in _bounds(figures, rule)]
    if rule.accident_share:
        found.append(Fraction(figures.accident_fen) / rule.accident_share)
    return found


def _rigid(figures: HouseholdFigures, rule: HardshipRule) -> list[Fraction]:
    return [Fraction((figures.income_fen or 0) - bound) for bound in _bounds(figures, rule)]


def _accident(figures: HouseholdFigures, rule: HardshipRule) -> list[Fraction]:
    share = rule.accident_share
    return [] if share is None else [Fraction(share * (figures.income_fen or 0))]


def _members(figures: HouseholdFigures, rule: HardshipRule) -> list[Fraction]:
    net = Fraction((figures.income_fen or 0) - figures.rigid_fen)
    a_head = (rule.line_fen * MONTHS, rule.line_fen * MONTHS * rule.relative_multiple)
    return [net / bound for bound in a_head if bound]


_THRESHOLDS: dict[Field, Callable[[HouseholdFigures, HardshipRule], list[Fraction]]] = {
    Field.INCOME: _income,
    Field.RIGID: _rigid,
    Field.ACCIDENT: _accident,
    Field.MEMBERS: _members,
}
