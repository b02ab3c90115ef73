"""What follows from wages that were due and not paid: their age, what may come on top, and where crime begins.

Amounts and shares come from dated figures, whose citation every result carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ...common.policies import Figure

AGE_BOUNDS = (30, 60, 90, 180)
"""Days at which a table of arrears begins a new column; a way to show them, no rule of law."""


@dataclass(frozen=True)
class Unpaid:
    """Wages that were due on a day and are not paid, in fen."""

    due: date
    amount_fen: int


@dataclass(frozen=True)
class AgeBand:
    """What has been due for that many days, both included; `to_days` None is without end.

    `from_days` None holds what is not overdue yet.
    """

    from_days: int | None
    to_days: int | None
    amount_fen: int
    items: int


@dataclass(frozen=True)
class Span:
    """The least and the most fen that may be ordered, and where it is written."""

    least_fen: int
    most_fen: int
    citation: str


class CrimeLevel(StrEnum):
    """How unpaid wages stand to the amounts of the crime of refusing to pay (拒不支付劳动报酬罪)."""

    BELOW = "below"
    PROVINCIAL_BAND = "provincial_band"
    ABOVE_BAND = "above_band"


@dataclass(frozen=True)
class WagesUnpaid:
    """What one employer owes: to how many, for how many months at most to one, and how much, in fen."""

    workers: int
    months_unpaid: int | float
    most_to_one_fen: int
    total_fen: int


@dataclass(frozen=True)
class CrimeThreshold:
    """The level that was found, and where it is written.

    The amount is one element only: a government order to pay must have been ignored (法释〔2013〕3号 4).
    """

    level: CrimeLevel
    citation: str


@dataclass(frozen=True)
class FinalAward:
    """Up to what a claim ends with the award (终局裁决), by item, and where it is written."""

    limit_fen: int
    is_final: tuple[bool, ...]
    citation: str


def half_up(amount: Fraction) -> int:
    """Return an exact amount as the nearest whole number, a half away from zero.

    >>> half_up(Fraction(1, 2)), half_up(Fraction(-1, 2)), half_up(Fraction(49, 100))
    (1, -1, 0)
    """
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount) + 1) // 2)


def ageing(unpaid: Iterable[Unpaid], on: date, bounds: Sequence[int] = AGE_BOUNDS) -> list[AgeBand]:
    """Return what is unpaid by the days since it was due; no fen is left out.

    >>> rows = [Unpaid(date(2020, 3, 31), 500), Unpaid(date(2020, 2, 29), 700), Unpaid(date(2020, 5, 8), 90)]
    >>> [(band.from_days, band.to_days, band.amount_fen) for band in ageing(rows, date(2020, 4, 30), (30, 60))]
    [(None, 0, 90), (1, 30, 500), (31, 60, 0), (61, None, 700)]
    """
    aged = [((on - one.due).days, one.amount_fen) for one in unpaid]
    starts = [None, 1, *(bound + 1 for bound in bounds)]
    ends = [0, *bounds, None]
    return [_band(start, end, aged) for start, end in zip(starts, ends, strict=True)]


def _band(start: int | None, end: int | None, aged: Sequence[tuple[int, int]]) -> AgeBand:
    amounts = [fen for days, fen in aged if (start is None or days >= start) and (end is None or days <= end)]
    return AgeBand(start, end, sum(amounts), len(amounts))


def additional_compensation(arrears_fen: int, shares: Figure, *, is_paid_in_ordered_time: bool) -> Span:
    """Return what may be ordered on top of arrears (加付赔偿金), by the figure `additional_compensation`.

    Nothing, if the employer pays within the time the labour authority ordered. Each end is rounded half up to fen.
    Source: 劳动合同法 85, 劳动保障监察条例 26.

    >>> figure = Figure({"min": "0.5", "max": "1"}, "劳动合同法 85", "source", date(2008, 1, 1), "CN")
    >>> additional_compensation(8888_88, figure, is_paid_in_ordered_time=False)
    Span(least_fen=444444, most_fen=888888, citation='劳动合同法 85')
    """
    if is_paid_in_ordered_time:
        return Span(0, 0, shares.citation)
    least, most = (half_up(arrears_fen * Fraction(str(shares.value[end]))) for end in ("min", "max"))
    return Span(least, most, shares.citation)


def refusal_to_pay(owed: WagesUnpaid, figure: Figure) -> CrimeThreshold:
    """Return how wages unpaid stand to the amounts of the crime, by the figure `refusal_to_pay_crime`.

    One worker unpaid for the months named and owed from the lower amount, or the workers named and owed that much
    together; at the upper amount of either the band is left. Within it the province fixes the amount.
    Source: 刑法 276之一, 法释〔2013〕3号 3.
    """
    one, ten = figure.value["one_worker"], figure.value["ten_workers"]
    levels = [
        _level(owed.most_to_one_fen, one["band_fen"]) if owed.months_unpaid >= one["months"] else 0,
        _level(owed.total_fen, ten["band_fen"]) if owed.workers >= ten["workers"] else 0,
    ]
    return CrimeThreshold(list(CrimeLevel)[max(levels)], figure.citation)


def _level(fen: int, band_fen: Sequence[int]) -> int:
    """Return how many of the two amounts are reached; 以上 includes the number."""
    return sum(fen >= amount for amount in band_fen)


def final_award(items_fen: Sequence[int], min_wage_fen: int, months: Figure) -> FinalAward:
    """Return which items of a claim end with the award, each by itself, by the figure `final_award_multiple`.

    The limit itself is included. Source: 劳动争议调解仲裁法 47, 劳动人事争议仲裁办案规则 50.

    >>> figure = Figure(12, "劳动争议调解仲裁法 47", "source", date(2008, 5, 1), "CN")
    >>> final_award([20_400_00, 20_400_01], 1_700_00, figure).is_final
    (True, False)
    """
    limit = half_up(min_wage_fen * Fraction(str(months.value)))
    return FinalAward(limit, tuple(item <= limit for item in items_fen), months.citation)
