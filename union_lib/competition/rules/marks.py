"""Marks as judges type them: read, and held to the criterion's range and step."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ...common.errors import N_, RuleViolation
from .scheme import Criterion, Kind

_POINTS = str.maketrans(dict.fromkeys("。、,", "."))
FARTHEST_MEASURE = Decimal(1_000_000)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")


@dataclass(eq=False)
class MarkNotANumber(RuleViolation):
    """What was typed cannot be read as a mark."""

    text: str

    what = N_("“{text}” is not a number.")
    todo = N_("Enter the mark in digits, such as 8.5; leave the cell empty if there is no mark.")


@dataclass(eq=False)
class MarkOutOfRange(RuleViolation):
    """A mark lies above the full mark of its criterion."""

    mark: Decimal
    ceiling: Decimal

    what = N_("{mark} is above the full mark {ceiling}.")
    todo = N_("Enter a mark from 0 to {ceiling}.")


@dataclass(eq=False)
class MarkBelowZero(MarkOutOfRange):
    """A mark is negative."""

    what = N_("{mark} is below 0.")


@dataclass(eq=False)
class MarkOutside(MarkOutOfRange):
    """A mark lies outside a range that begins below 0."""

    floor: Decimal

    what = N_("{mark} does not lie between {floor} and {ceiling}.")
    todo = N_("Enter a mark from {floor} to {ceiling}.")


@dataclass(eq=False)
class MarkOffStep(RuleViolation):
    """A mark lies between two steps of its criterion."""

    mark: Decimal
    step: Decimal
    lower: Decimal
    upper: Decimal

    what = N_("{mark} is not a whole multiple of {step}.")
    todo = N_("Enter {lower} or {upper}.")


def parse_mark(text: str) -> Decimal | None:
    """Return the mark that was typed, or None for an empty cell.

    Full-width digits, the points of a Chinese keyboard and blanks are read for what they mean.
    Raises `MarkNotANumber`.

    >>> parse_mark(" 8。5 "), parse_mark("")
    (Decimal('8.5'), None)
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_POINTS)
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise MarkNotANumber(text)
    return Decimal(plain)


def check_mark(mark: Decimal, criterion: Criterion) -> None:
    """Raise `MarkBelowZero`, `MarkOutOfRange` or `MarkOffStep` unless the criterion allows the mark."""
    if criterion.kind == Kind.MEASUREMENT:
        _check_range(mark, -FARTHEST_MEASURE, FARTHEST_MEASURE)
    else:
        _check_range(mark, criterion.lowest, criterion.highest or Decimal(0))
    if over := mark % criterion.written_step:
        lower = mark - over - (criterion.written_step if over < 0 else 0)
        raise MarkOffStep(mark, criterion.written_step, lower, lower + criterion.written_step)


def _check_range(mark: Decimal, lowest: Decimal, highest: Decimal) -> None:
    if mark < lowest:
        raise MarkBelowZero(mark, highest) if not lowest else MarkOutside(mark, highest, lowest)
    if mark > highest:
        raise MarkOutOfRange(mark, highest) if not lowest else MarkOutside(mark, highest, lowest)
