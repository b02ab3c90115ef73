"""A payroll to practise on: one month of an invented firm, some of it paid short."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date

from ..common.calendar import add_months, workdays_between
from ..negotiation.payroll_list import HALVES, PayrollRow
from ..negotiation.rules.payslips import QUARTERS
from ..negotiation.rules.situations import Situation
from ..negotiation.rules.standstill import month_of
from ..negotiation.service.payrolls import import_payroll
from .hands import Hands
from .load import NEGOTIATOR
from .town import invented_name

WAGES = (1_900, 2_050, 2_300, 2_600, 2_900, 3_300, 3_800, 4_500, 5_600, 7_200)
"""Contract wages in yuan, from the line to the office."""


def load_payroll(hands: Hands, case: int, area: str, workers: int, rng: random.Random, today: date) -> int:
    """Put last month's payroll of a case on file; return its id."""
    month = add_months(today.replace(day=1), -1)
    rows = list(_rows(workers, workdays_between(*month_of(month)), rng))
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()
    return import_payroll(hands.ws(NEGOTIATOR), case, month, area, rows, digest)


def _rows(workers: int, workdays: int, rng: random.Random) -> Iterator[PayrollRow]:
    for number in range(workers):
        contract = (rng.choice(WAGES) + rng.randrange(0, 100, 10)) * 100
        hours = rng.choice((0, 0, 0, 8, 12, 20, 44)) if number % 3 else 0
        overtime = contract * hours // 100
        sick = rng.choice((0, 0, 0, 0, 2, 6))
        is_short = number % 16 == 7
        paid = contract + (0 if is_short else overtime) - (30_000 if number % 29 == 11 else 0)
        yield PayrollRow(
            invented_name(rng),
            f"L{number + 1:04d}",
            contract,
            paid,
            0 if is_short else overtime,
            {Situation.NORMAL: (workdays - sick) * HALVES}
            | ({Situation.SICK: sick * HALVES} if sick else {}),
            {Situation.OVERTIME_WORKDAY: hours * QUARTERS} if hours else {},
        )
