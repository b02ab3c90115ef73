"""What is odd about a judge, in any design, with as few false alarms as chance allows.

A flag needs enough marks, a large deviation, and one that fair judges would hardly ever show:

* harsh, lenient: the judge's differences from colleagues have q < 0.05, and the robust z lies beyond what the
  most extreme of that many alike judges reaches in one panel of twenty (`EXTREME`), or beyond 3 with a
  difference of 5 % of the full mark or more, which decides awards whatever the colleagues are like;
* erratic: r with the colleagues lies below 0.5 and below the judges' median, with its 99 % upper limit;
* flat: the spread is below 0.4 of the usual;
* favours own unit: the own unit is ahead and q < 0.05.

The q are two-sided p adjusted by Benjamini and Hochberg over all judges tested. For favour, p is the larger
of Welch's and of Student's with one variance: by Welch's alone three marks beside 27 of the same normal
distribution have p < 0.002 nine times as often as they should. A flag is a reason to look, never a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from .arrays import CLOSE, Floats, correlation
from .judges import ERRATIC_BELOW, FLAT_BELOW, LENIENT_FROM, Flag, robust_z
from .own_unit import GivenMark, OwnUnitEffect, compared, own_unit_effects

ALARM_Q = 0.05
FEWEST_PERFORMANCES = 10
"""A judge with fewer compared marks is not called harsh, lenient, erratic or flat."""

FEWEST_OWN = 3
"""A judge with fewer compared marks of the own unit, or of the others, is not tested for favour."""

EXTREME: tuple[tuple[int, float], ...] = (
    (5, 7.9),
    (6, 5.8),
    (8, 5.1),
    (10, 4.7),
    (13, 4.4),
    (16, 4.1),
    (21, 4.0),
)
"""From how many judges on which robust z is extreme; with fewer than five none is.

95th percentiles of the largest |z| among alike normal judges, by simulation of 400,000 panels; each line
holds for all sizes up to the next, and the last up to at least 200 judges.
"""

LARGE_SHARE = 0.05
"""A judge off by this share of the full mark moves entries across awards."""

SURE = 2.326
"""Standard errors to a one-sided 99 % limit."""


@dataclass(frozen=True)
class JudgeReport:
    """One judge beside the colleagues who marked the same performances.

    `n` marks could be compared. `leniency` is their mean difference from the colleagues' means in marks,
    `leniency_share` the same as a share of the full mark, `leniency_q` its adjusted p. `robust_z` places
    it among the judges. `spread_ratio` is the judge's spread over the colleagues', relative to the median
    judge. `own_unit` compares with neutral colleagues only and is None for a judge without a unit;
    `own_unit_q` is None where there are too few marks for a test, or none differs from another.
    """

    n: int
    leniency: float | None
    leniency_share: float | None
    leniency_q: float | None
    robust_z: float | None
    spread_ratio: float | None
    r_with_others: float | None
    own_unit: OwnUnitEffect | None
    own_unit_q: float | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class _Seat:
    """One judge's marks and the colleagues' means of the same performances."""

    mark: Floats
    others: Floats
    own_unit: OwnUnitEffect | None

    @property
    def difference(self) -> Floats:
        return self.mark - self.others

    @property
    def spread(self) -> float | None:
        """Return the judge's standard deviation over the colleagues'."""
        ranges = np.ptp(self.mark), np.ptp(self.others)
        if len(self.mark) < 2 or ranges[1] < CLOSE:
            return None
        return float(self.mark.std() / self.others.std()) if ranges[0] else 0.0

    @property
    def own_unit_p(self) -> float | None:
        own = self.own_unit
        if own is None or min(own.n_own, own.n_other) < FEWEST_OWN:
            return None
        return None if own.test.p is None or own.pooled_p is None else max(own.test.p, own.pooled_p)


def judge_report(marks: Sequence[GivenMark], full_mark: float | None = None) -> dict[str, JudgeReport]:
    """Return what is odd about every judge with a mark to compare, in order of appearance.

    A performance holds at most one mark of each judge: add a sheet's criteria up, or make each criterion
    of an entry a performance. Without the full mark there is no `leniency_share`.
    """
    seats = _seats(marks)
    leniency = np.array([seat.difference.mean() for seat in seats.values()])
    leniency_q = adjusted_q([_student_p(seat.difference) for seat in seats.values()])
    z = robust_z(leniency) if seats else []
    spreads = _relative([seat.spread for seat in seats.values()])
    r = [correlation(seat.mark, seat.others) for seat in seats.values()]
    own_q = adjusted_q([seat.own_unit_p for seat in seats.values()])
    reports = {
        judge: JudgeReport(
            n=len(seat.mark),
            leniency=float(leniency[n]),
            leniency_share=float(leniency[n]) / full_mark if full_mark else None,
            leniency_q=leniency_q[n],
            robust_z=z[n],
            spread_ratio=spreads[n],
            r_with_others=r[n],
            own_unit=seat.own_unit,
            own_unit_q=own_q[n],
            flags=(),
        )
        for n, (judge, seat) in enumerate(seats.items())
    }
    field = [report for report in reports.values() if report.n >= FEWEST_PERFORMANCES]
    return {judge: replace(report, flags=_flags(report, field)) for judge, report in reports.items()}


def _seats(marks: Sequence[GivenMark]) -> dict[str, _Seat]:
    found = compared(marks)
    with_unit = {given.judge for given in marks if given.judge_unit is not None}
    own = own_unit_effects(marks, is_neutral_only=True)
    rows = zip(found.judges, found.by_judge(found.mark), found.by_judge(found.others), strict=True)
    return {
        judge: _Seat(mark, others, own[judge] if judge in with_unit else None)
        for judge, mark, others in rows
        if len(mark)
    }


def _student_p(differences: Floats) -> float | None:
    """Return the two-sided p of a mean difference of 0, or None of a single difference.

    Equal differences leave no doubt: p is 0, or 1 if they are 0 themselves.
    """
    from scipy.special import stdtr

    n, mean = len(differences), abs(float(differences.mean()))
    if n < 2:
        return None
    error = float(differences.std(ddof=1) / np.sqrt(n))
    return float(2 * stdtr(n - 1, -mean / error)) if error > CLOSE else float(mean <= CLOSE)


def _relative(spreads: Sequence[float | None]) -> list[float | None]:
    """Return spreads relative to their median."""
    present = [spread for spread in spreads if spread is not None]
    middle = float(np.median(present)) if present else 0.0
    return [None if spread is None or not middle else spread / middle for spread in spreads]


def _flags(report: JudgeReport, field: Sequence[JudgeReport]) -> tuple[Flag, ...]:
    """Return what deserves a second look beside the judges with enough marks, in a fixed order."""
    is_enough = report.n >= FEWEST_PERFORMANCES
    z = report.robust_z if is_enough and _is_sure(report.leniency_q) else None
    limit = _striking(report, len(field))
    found = {
        Flag.HARSH: z is not None and z < -limit,
        Flag.LENIENT: z is not None and z > limit,
        Flag.ERRATIC: is_enough and _is_erratic(report, field),
        Flag.FLAT: is_enough and report.spread_ratio is not None and report.spread_ratio < FLAT_BELOW,
        Flag.FAVOURS_OWN_UNIT: _is_sure(report.own_unit_q) and _favour(report) > 0,
    }
    return tuple(flag for flag, is_raised in found.items() if is_raised)


def _is_sure(q: float | None) -> bool:
    return q is not None and q < ALARM_Q


def _favour(report: JudgeReport) -> float:
    return (report.own_unit.own_minus_other or 0.0) if report.own_unit else 0.0


def _striking(report: JudgeReport, judges: int) -> float:
    """Return what |z| must exceed: less where the judge is off by a large share of the full mark."""
    is_large = abs(report.leniency_share or 0.0) >= LARGE_SHARE
    return min(_extreme(judges), LENIENT_FROM) if is_large and judges >= EXTREME[0][0] else _extreme(judges)


def _extreme(judges: int) -> float:
    """Return what |z| must exceed among that many judges.

    >>> _extreme(4), _extreme(9), _extreme(300)
    (inf, 5.1, 4.0)
    """
    return next((limit for fewest, limit in reversed(EXTREME) if judges >= fewest), inf)


def _is_erratic(report: JudgeReport, field: Sequence[JudgeReport]) -> bool:
    """Return whether r lies surely (Fisher's z) below the limit and below the median judge's."""
    if report.r_with_others is None:
        return False
    usual = float(np.median([one.r_with_others for one in field if one.r_with_others is not None]))
    r = np.clip(report.r_with_others, CLOSE - 1, 1 - CLOSE)
    most = np.tanh(np.arctanh(r) + SURE / np.sqrt(report.n - 3))
    return bool(most < min(ERRATIC_BELOW, usual))


def adjusted_q(p_values: Sequence[float | None]) -> list[float | None]:
    """Return Benjamini and Hochberg's adjusted p of every test made; None where there was none.

    Calling all q below 0.05 keeps the expected share of false alarms among the alarms below 0.05.

    >>> adjusted_q([0.01, None, 0.04, 0.03])
    [0.03, None, 0.04, 0.04]
    """
    tested = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    found: list[float | None] = [None] * len(p_values)
    least = 1.0
    for rank in range(len(tested), 0, -1):
        p, place = tested[rank - 1]
        found[place] = least = min(least, p * (len(tested) / rank))
    return found
