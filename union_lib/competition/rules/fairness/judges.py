"""Judges who all marked the same entries: deviations, profiles against fixed limits, best entries.

Here *leniency* is positive for a generous judge. A flag is a reason to look, never a verdict. For other
designs, and for flags that allow for chance, see `judge_report`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np

from ..ranking import ranks
from ..scheme import RankingMethod
from ..scoring import trimmed_mean
from .arrays import Floats, correlation
from .own_unit import GivenMark, OwnUnitEffect, own_unit_effects

MAD_TO_SD = 1.4826
LENIENT_FROM = 3.0
ERRATIC_BELOW = 0.5
FLAT_BELOW = 0.4
FAVOUR_T = 3.0
FAVOUR_MARKS = 3.0


@dataclass(frozen=True)
class JudgeDeviation:
    """How far one judge lies from the panel over a performance's elements."""

    total: Fraction
    outside_range: int
    exceeds: bool


def judge_deviations(
    elements: Sequence[Sequence[Decimal]], single_limit: Decimal = Decimal("1.5")
) -> list[JudgeDeviation]:
    """Return each judge's deviation from the panel's mean, summed over the elements, exactly.

    An element lies outside the range from `single_limit` on; a total above the number of elements is a
    case to look into. Source: ISU Communication 2098, section H.

    >>> [d.exceeds for d in judge_deviations([[Decimal(0), Decimal(0), Decimal(3)]])]
    [False, False, True]
    """
    rows = [_deviations(marks) for marks in elements]
    return [_judge_deviation(column, single_limit) for column in zip(*rows, strict=True)]


def _deviations(marks: Sequence[Decimal]) -> list[Fraction]:
    mean = trimmed_mean(marks, 0, 0) or Fraction(0)
    return [abs(Fraction(mark) - mean) for mark in marks]


def _judge_deviation(deviations: Sequence[Fraction], single_limit: Decimal) -> JudgeDeviation:
    total = sum(deviations, Fraction(0))
    outside = sum(1 for deviation in deviations if deviation >= single_limit)
    return JudgeDeviation(total, outside, total > len(deviations))


class Flag(StrEnum):
    """Why a judge's marks deserve a second look."""

    HARSH = "harsh"
    LENIENT = "lenient"
    ERRATIC = "erratic"
    FLAT = "flat"
    FAVOURS_OWN_UNIT = "favours_own_unit"


@dataclass(frozen=True)
class JudgeProfile:
    """One judge among colleagues who marked the same entries."""

    leniency: float
    robust_z: float | None
    spread_ratio: float | None
    r_with_others: float | None
    own_unit: OwnUnitEffect | None

    @property
    def flags(self) -> list[Flag]:
        """Return what deserves a second look, in a fixed order."""
        z, r, spread, own = self.robust_z, self.r_with_others, self.spread_ratio, self.own_unit
        found = {
            Flag.HARSH: z is not None and z < -LENIENT_FROM,
            Flag.LENIENT: z is not None and z > LENIENT_FROM,
            Flag.ERRATIC: r is not None and r < ERRATIC_BELOW,
            Flag.FLAT: spread is not None and spread < FLAT_BELOW,
            Flag.FAVOURS_OWN_UNIT: own is not None and _favours(own),
        }
        return [flag for flag, is_raised in found.items() if is_raised]


def _favours(own: OwnUnitEffect) -> bool:
    return (own.test.t or 0.0) > FAVOUR_T and (own.own_minus_other or 0.0) > FAVOUR_MARKS


def judge_profiles(
    judges: Sequence[str],
    judge_unit: Mapping[str, str | None],
    entry_unit: Sequence[str | None],
    marks: Sequence[Sequence[float]],
) -> dict[str, JudgeProfile]:
    """Return every judge's profile; `marks` are entries by judges, with no mark missing."""
    data = np.array(marks, dtype=float)
    leniency = data.mean(axis=0) - data.mean()
    robust = robust_z(leniency)
    spreads = data.std(axis=0, ddof=1) * (np.ptp(data, axis=0) > 0)
    others = (data.sum(axis=1, keepdims=True) - data) / (len(judges) - 1)
    own = own_unit_effects(_given(judges, judge_unit, entry_unit, marks))
    middle = float(np.median(spreads))
    return {
        judge: JudgeProfile(
            leniency=float(leniency[seat]),
            robust_z=robust[seat],
            spread_ratio=float(spreads[seat]) / middle if middle else None,
            r_with_others=correlation(data[:, seat], others[:, seat]),
            own_unit=own[judge] if judge_unit.get(judge) is not None else None,
        )
        for seat, judge in enumerate(judges)
    }


def _given(
    judges: Sequence[str],
    judge_unit: Mapping[str, str | None],
    entry_unit: Sequence[str | None],
    marks: Sequence[Sequence[float]],
) -> list[GivenMark]:
    return [
        GivenMark(str(number), unit, judge, judge_unit.get(judge), mark)
        for number, (unit, row) in enumerate(zip(entry_unit, marks, strict=True))
        for judge, mark in zip(judges, row, strict=True)
    ]


def robust_z(values: Floats) -> list[float | None]:
    """Return how many robust standard deviations (1.4826 MAD) each value lies from the median."""
    middle = np.median(values)
    mad = np.median(np.abs(values - middle))
    return [float((value - middle) / (MAD_TO_SD * mad)) if mad else None for value in values]


def best_entries(
    entries: Sequence[str], marks: Sequence[Sequence[Decimal]], drops: int = 0, n: int = 5
) -> list[str]:
    """Return the n best entries by exact mean, without `drops` highest and lowest; ties in input order."""
    means = [trimmed_mean(row, drops, drops) or Fraction(0) for row in marks]
    places = ranks(means, RankingMethod.ORDINAL)
    return [entry for _, entry in sorted(zip(places, entries, strict=True))][:n]
