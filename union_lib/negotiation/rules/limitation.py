"""Until when a claim may be brought (时效): to arbitration, or to labour inspection.

Source: 劳动争议调解仲裁法 27, 劳动人事争议仲裁办案规则 26-28, 劳动保障监察条例 20. Years come from dated figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ...common.calendar import deadline
from ...common.errors import N_, RuleViolation
from ...common.policies import Figure
from .periods import set_period
from .procedure import Period


class ClaimKind(StrEnum):
    """What is claimed and where."""

    ARBITRATION_OTHER = "arbitration_other"
    ARBITRATION_WAGE_IN_SERVICE = "arbitration_wage_in_service"
    LABOUR_INSPECTION = "labour_inspection"


@dataclass(eq=False)
class SuspensionBackwards(RuleViolation):
    """A suspension ends before it begins."""

    begins: str
    ends: str

    what = N_("The suspension ends on {ends}, before it begins on {begins}.")
    todo = N_("Check both days.")


@dataclass(frozen=True)
class Suspension:
    """A time in which nobody could claim (force majeure); the last day is not counted."""

    begins: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise SuspensionBackwards(str(self.begins), str(self.ends))


@dataclass(frozen=True)
class Claim:
    """A claim: `start` is when the right was known to be hurt, or when the conduct ended for inspection.

    `interrupted_on` is the last day on which it was claimed, help was asked for, or payment was promised.
    `employment_ended` counts for wages owed while employed only.
    """

    kind: ClaimKind
    start: date
    interrupted_on: date | None = None
    suspension: Suspension | None = None
    employment_ended: date | None = None


@dataclass(frozen=True)
class Limitation:
    """Until when a claim may be brought; None without limit. `begins` is the day from which it counts."""

    begins: date
    last_day: date | None
    citation: str

    @property
    def is_limited(self) -> bool:
        """Whether there is a last day."""
        return self.last_day is not None

    def is_open(self, on: date) -> bool:
        """Tell whether the claim may still be brought on a day."""
        return self.last_day is None or on <= self.last_day


def limitation(claim: Claim, arbitration: Figure, inspection: Figure) -> Limitation:
    """Return until when a claim may be brought.

    The figures are `arbitration_limitation` and `inspection_limitation_years`.

    Wages owed while employed have no limit until the employment ends, then a year from that day. An interruption
    starts the time anew; the days of a suspension that lie in the time are added. The last day is the corresponding
    day, or the last of the month, and does not roll.

    >>> year = {"count": 1, "unit": "year"}
    >>> one = Figure({"period": year, "after_termination": year}, "调解仲裁法 27", "", date(2008, 5, 1), "CN")
    >>> two = Figure({"count": 2, "unit": "year"}, "监察条例 20", "", date(2004, 12, 1), "CN")
    >>> epidemic = Suspension(date(2020, 1, 31), date(2020, 4, 8))
    >>> claim = Claim(ClaimKind.ARBITRATION_OTHER, date(2019, 2, 20), suspension=epidemic)
    >>> limitation(claim, one, two).last_day
    datetime.date(2020, 4, 28)
    """
    begins = _begins(claim)
    citation = (inspection if claim.kind == ClaimKind.LABOUR_INSPECTION else arbitration).citation
    if claim.kind == ClaimKind.ARBITRATION_WAGE_IN_SERVICE and claim.employment_ended is None:
        return Limitation(begins, None, citation)
    period = _period(claim.kind, arbitration, inspection)
    last_day = deadline(begins, period.count, period.unit, rolls=False).last_day
    return Limitation(begins, _with_suspension(claim.suspension, begins, last_day), citation)


def _begins(claim: Claim) -> date:
    """Return the day the time counts from: the latest of those that start it."""
    starts = [claim.start]
    if claim.kind == ClaimKind.ARBITRATION_WAGE_IN_SERVICE and claim.employment_ended is not None:
        starts = [claim.employment_ended]
    if claim.interrupted_on is not None:
        starts.append(claim.interrupted_on)
    return max(starts)


def _period(kind: ClaimKind, arbitration: Figure, inspection: Figure) -> Period:
    if kind == ClaimKind.LABOUR_INSPECTION:
        return set_period(inspection)
    return set_period(arbitration, "period" if kind == ClaimKind.ARBITRATION_OTHER else "after_termination")


def _with_suspension(suspended: Suspension | None, begins: date, last_day: date) -> date:
    """Add the suspended days after the beginning; a suspension after the last day comes too late."""
    if suspended is None or suspended.begins > last_day:
        return last_day
    return last_day + timedelta(days=max((suspended.ends - max(suspended.begins, begins)).days, 0))
