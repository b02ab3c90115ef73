"""The medical period (医疗期): how long somebody ill may be away, and within which window.

Source: 劳部发〔1994〕479号 3, 4. Rest days and holidays inside sick leave count (劳部发〔1995〕236号 一).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ...common.calendar import add_months
from ...common.errors import N_, RuleViolation
from .amounts import check_not_negative
from .leave import Table, in_band


@dataclass(eq=False)
class ServiceUnfit(RuleViolation):
    """No row of the table fits the years of service."""

    what = N_("The table of medical periods has no row for these years of service.")
    todo = N_("Check the years in all and the years with this employer.")


@dataclass(frozen=True)
class MedicalPeriod:
    """Months of treatment, the months within which they are added up, and the window's last day."""

    months: int
    window_months: int
    window_end: date


def medical_period(
    total_years: Fraction, employer_years: Fraction, sick_from: date, table: Table
) -> MedicalPeriod:
    """Return the medical period by years of work in all and with the present employer.

    The window ends on the corresponding day, or on the last of the month. Raises `QuantityNegative` or
    `ServiceUnfit`.
    """
    check_not_negative(total_years=total_years, employer_years=employer_years)
    for row in table:
        if in_band(total_years, row["total_years"]) and in_band(employer_years, row["employer_years"]):
            window = int(row["window_months"])
            return MedicalPeriod(int(row["months"]), window, add_months(sick_from, window))
    raise ServiceUnfit
