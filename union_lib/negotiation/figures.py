"""The dated figures of negotiation: those that come with the house, and those entered here with their notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ..common.calendar import Unit
from ..common.errors import N_, RuleViolation
from ..common.policies import DatedValue, Figure, FigureUnknown, PolicyBook, load_policies
from ..registry.figures import ENTERED, entered_values

POLICIES = Path(__file__).parent / "policies"
TOPICS = ("procedure", "wages", "stoppage", "minimum_wage", "leave", "enforcement", "disputes")
"""The files of the policies, in the order a case needs them."""
PROMPTLY = "promptly"
TO_BE_CONFIRMED = "memory"
"""The confidence of a figure that was recalled: whatever rests on it is marked as to be confirmed."""
MONTHLY, HOURLY = "min_wage_monthly", "min_wage_hourly"
AREA_CLASS = "min_wage_class_of_zhuzhou_areas"
CLASS_TABLES = {MONTHLY: "min_wage_monthly_hunan", HOURLY: "min_wage_hourly_hunan"}
FEN_A_YUAN = 100


@dataclass(eq=False)
class FigureUnfit(RuleViolation):
    """A figure is recorded, but not in the form its rule reads."""

    value: str
    citation: str

    what = N_("The figure “{value}” ({citation}) is not written as its rule needs it.")
    todo = N_("Enter the figure again, with its notice; the new one counts.")


@cache
def house_book() -> PolicyBook:
    """Return the figures that come with the house."""
    return load_policies(*(POLICIES / f"{topic}.yaml" for topic in TOPICS))


@cache
def topics() -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the figures by topic, in the order of the files."""
    return {topic: tuple(load_policies(POLICIES / f"{topic}.yaml").policies) for topic in TOPICS}


def book_of(entered: Mapping[str, Sequence[DatedValue]]) -> PolicyBook:
    """Return the house's figures with those entered here, which come first."""
    return house_book().with_values(entered)


def case_book(session: Session, union_id: int) -> PolicyBook:
    """Return the dated figures known to an organisation: those of the house, and those entered here or above."""
    return book_of(entered_values(session, union_id))


# ---------------------------------------------------------------- reading a figure


def part_of(figure: Figure, key: str) -> Figure:
    """Return one part of a figure that has several, with the same source; raises `FigureUnfit`.

    >>> on = date(2020, 3, 4)
    >>> days_of(part_of(house_book().figure("inspection_days", on), "extension"))
    (30, <Unit.WORKING_DAY: 'working_day'>)
    """
    if not isinstance(figure.value, Mapping) or key not in figure.value:
        raise _unfit(figure)
    return replace(figure, value=figure.value[key])


def is_promptly(figure: Figure) -> bool:
    """Return whether the rule wants a thing done promptly and names no number of days."""
    return bool(figure.value == PROMPTLY)


def days_of(figure: Figure) -> tuple[int, Unit]:
    """Return how long a period is and what it is counted in; raises `FigureUnfit`.

    >>> days_of(house_book().figure("nego_reply_days_wage_agreement", date(2020, 3, 4), "330100"))
    (10, <Unit.WORKING_DAY: 'working_day'>)
    """
    value = figure.value
    if not isinstance(value, Mapping) or not _is_whole(value.get("count")):
        raise _unfit(figure)
    try:
        return value["count"], Unit(str(value.get("unit")))
    except ValueError:
        raise _unfit(figure) from None


def ratio_of(figure: Figure) -> Fraction:
    """Return a ratio or a decimal figure, exact; raises `FigureUnfit`.

    >>> ratio_of(house_book().figure("paid_days_per_month", date(2020, 3, 4)))
    Fraction(87, 4)
    """
    if isinstance(figure.value, bool) or not isinstance(figure.value, int | str):
        raise _unfit(figure)
    try:
        return Fraction(figure.value)
    except (ValueError, ZeroDivisionError):
        raise _unfit(figure) from None


def whole_of(figure: Figure) -> int:
    """Return a whole number; raises `FigureUnfit`.

    >>> whole_of(house_book().figure("annual_leave_proration_divisor", date(2020, 3, 4)))
    365
    """
    number = ratio_of(figure)
    if number.denominator != 1:
        raise _unfit(figure)
    return number.numerator


def fen_of(figure: Figure) -> int:
    """Return fen of an amount written in yuan; raises `FigureUnfit`.

    >>> fen_of(Figure("13.5", "", "memory", date(2019, 10, 1), "430000"))
    1350
    """
    fen = ratio_of(figure) * FEN_A_YUAN
    if fen.denominator != 1 or fen < 0:
        raise _unfit(figure)
    return fen.numerator


def is_confirmed(figure: Figure) -> bool:
    """Return whether the source was read, or somebody here entered it with its notice."""
    return figure.confidence != TO_BE_CONFIRMED


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _unfit(figure: Figure) -> FigureUnfit:
    return FigureUnfit(str(figure.value), figure.citation)


# ---------------------------------------------------------------- minimum wage


def minimum_wage(book: PolicyBook, on: date, area: str, *, hourly: bool = False) -> Figure:
    """Return the minimum wage of an area on a day; the value is fen a month, or an hour.

    What was entered for the area itself counts unless the province's table is newer; else the area's class picks
    the amount of the table. Raises `FigureUnknown` naming what is missing: the amount, or the class.
    """
    policy = HOURLY if hourly else MONTHLY
    entered, table = book.in_force(policy, on, area), book.in_force(CLASS_TABLES[policy], on, area)
    if entered is not None and (table is None or entered.valid_from >= table.valid_from):
        figure = book.figure(policy, on, area)
        return replace(figure, value=fen_of(figure))
    if table is None:
        raise _unknown(book, policy, on, area)
    return _by_class(book, policy, on, area)


def _by_class(book: PolicyBook, policy: str, on: date, area: str) -> Figure:
    """Return the amount of the area's class, resting on both figures; the weaker confidence counts."""
    table = book.figure(CLASS_TABLES[policy], on, area)
    if book.in_force(AREA_CLASS, on, area) is None:
        raise _unknown(book, AREA_CLASS, on, area)
    found = book.figure(AREA_CLASS, on, area)
    if not isinstance(table.value, Mapping) or str(found.value) not in table.value:
        raise _unknown(book, policy, on, area)
    return Figure(
        value=fen_of(part_of(table, str(found.value))),
        citation="; ".join(dict.fromkeys([table.citation, found.citation])),
        confidence=_weaker(table.confidence, found.confidence),
        valid_from=max(table.valid_from, found.valid_from),
        area=found.area,
    )


def _unknown(book: PolicyBook, policy: str, on: date, area: str) -> FigureUnknown:
    return FigureUnknown(policy, area, on, book.policies[policy].name)


def _weaker(*confidences: str) -> str:
    return next(c for c in (TO_BE_CONFIRMED, ENTERED, *confidences) if c in confidences)
