"""How a dated figure is typed and how it is shown; what is a table or a text of the law comes with a release."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from ..common.calendar import Unit
from ..common.errors import N_, RuleViolation
from ..common.money import AmountUnreadable, parse_yuan, yuan
from ..common.text import translate
from .figure_names import CODE_NAMES, FIGURE_NAMES, PART_NAMES
from .figures import FEN_A_YUAN, PROMPTLY


class Typed(StrEnum):
    """How a figure is typed."""

    SHARE = "share"
    MULTIPLE = "multiple"
    DAYS = "days"
    WHOLE = "whole"
    PERIOD = "period"
    YUAN = "yuan"
    BY_CLASS = "by_class"
    CLASS = "class"
    CYCLE = "cycle"


TYPED: Mapping[str, Typed] = {
    "nego_reply_days_wage_agreement": Typed.PERIOD,
    "nego_reply_days_collective_contract": Typed.PERIOD,
    "nego_information_window_days": Typed.PERIOD,
    "nego_filing_days_wage_agreement": Typed.PERIOD,
    "nego_filing_days_collective_contract": Typed.PERIOD,
    "nego_review_days": Typed.PERIOD,
    "nego_publish_days_wage_agreement": Typed.PERIOD,
    "nego_publish_days_collective_contract": Typed.PERIOD,
    "nego_check_months": Typed.PERIOD,
    "nego_renewal_window_wage_agreement": Typed.PERIOD,
    "nego_renewal_window_collective_contract": Typed.PERIOD,
    "paid_days_per_month": Typed.DAYS,
    "monthly_work_days": Typed.DAYS,
    "annual_work_days": Typed.WHOLE,
    "statutory_holidays_per_year": Typed.WHOLE,
    "overtime_rate_workday": Typed.MULTIPLE,
    "overtime_rate_rest_day": Typed.MULTIPLE,
    "overtime_rate_statutory_holiday": Typed.MULTIPLE,
    "wage_record_retention": Typed.PERIOD,
    "migrant_wage_record_retention": Typed.PERIOD,
    "employer_pension_rate": Typed.SHARE,
    "standstill_cycle_rule": Typed.CYCLE,
    "living_allowance_share_of_min_wage": Typed.SHARE,
    "sick_pay_floor_share": Typed.SHARE,
    "min_wage_monthly": Typed.YUAN,
    "min_wage_hourly": Typed.YUAN,
    "min_wage_monthly_hunan": Typed.BY_CLASS,
    "min_wage_hourly_hunan": Typed.BY_CLASS,
    "min_wage_class_of_zhuzhou_areas": Typed.CLASS,
    "min_wage_review_years": Typed.PERIOD,
    "annual_leave_unused_rate": Typed.MULTIPLE,
    "deferred_payment_max_days": Typed.PERIOD,
    "inspection_limitation_years": Typed.PERIOD,
    "mediation_days": Typed.PERIOD,
    "final_award_multiple": Typed.WHOLE,
}
"""The figures that may be entered, and how."""

HINTS = {
    Typed.SHARE: N_("A share, such as 70% or 0.7."),
    Typed.MULTIPLE: N_("A multiple of the wage, such as 1.5 or 150%."),
    Typed.DAYS: N_("A number of days, such as 21.75."),
    Typed.WHOLE: N_("A whole number, such as 12."),
    Typed.PERIOD: N_("Such as 20 days, 10 working days, 3 months, 2 years; or: promptly."),
    Typed.YUAN: N_("Yuan, such as 1540."),
    Typed.BY_CLASS: N_("Class and yuan, such as 1:1700, 2:1540, 3:1380."),
    Typed.CLASS: N_("The number of the class, such as 2."),
    Typed.CYCLE: N_("One of: one_month_from_stop, thirty_days, rest_of_pay_period."),
}
CYCLES = ("one_month_from_stop", "thirty_days", "rest_of_pay_period")
UNITS = {
    Unit.WORKING_DAY: r"(个)?工作日|working ?days?",
    Unit.CALENDAR_DAY: r"天|日|日历日|自然日|(calendar )?days?|",
    Unit.MONTH: r"个?月|months?",
    Unit.YEAR: r"年|years?",
}
SHOWN_PERIODS = {
    Unit.WORKING_DAY: N_("{n} working days"),
    Unit.CALENDAR_DAY: N_("{n} days"),
    Unit.MONTH: N_("{n} months"),
    Unit.YEAR: N_("{n} years"),
}
NUMBER = re.compile(r"(\d{1,6}(?:\.\d{1,6}|/\d{1,6})?)\s*(%)?")
MOST_DAYS, MOST_MULTIPLE, MOST_COUNT, MOST_CLASS = 31, 10, 999, 9


@dataclass(eq=False)
class FigureUnreadable(RuleViolation):
    """What was typed is not a figure of that kind."""

    text: str
    hint: str

    what = N_("“{text}” cannot be read as this figure.")
    todo = N_("Write it like this: {hint}")


@dataclass(eq=False)
class FigureFixed(RuleViolation):
    """A figure that cannot be typed: a table or a text of the law."""

    name: str

    what = N_("“{name}” is a table or a text of the law and cannot be entered here.")
    todo = N_("It comes with a new release of the workbench; tell whoever looks after it.")


def hint_of(policy: str) -> str:
    """Return how a figure is typed, in the spoken language; empty for one that is not typed."""
    return translate(HINTS[TYPED[policy]]) if policy in TYPED else ""


def figure_value(policy: str, text: str) -> Any:
    """Return the value a typed text stands for, by its figure; raises `FigureUnreadable`, `FigureFixed`.

    >>> figure_value("living_allowance_share_of_min_wage", "70％"), figure_value("min_wage_monthly", "1,540")
    ('0.7', '1540')
    >>> figure_value("deferred_payment_max_days", "10 个工作日")
    {'count': 10, 'unit': 'working_day'}
    """
    if policy not in TYPED:
        raise FigureFixed(translate(FIGURE_NAMES.get(policy, "")) or policy)
    kind, plain = TYPED[policy], normalize("NFKC", text).strip()
    try:
        return _READ[kind](plain)
    except (ValueError, ZeroDivisionError, KeyError, AmountUnreadable):
        raise FigureUnreadable(text.strip(), translate(HINTS[kind])) from None


def _number(text: str, most: int) -> Fraction:
    """Return a number above 0, typed as 0.7, 7/10 or 70%."""
    found = NUMBER.fullmatch(text)
    number = Fraction(found[1]) / (100 if found[2] else 1) if found else Fraction(0)
    if not 0 < number <= most:
        raise ValueError
    return number


def _written(number: Fraction) -> str:
    """Return a number as text that loses nothing.

    >>> _written(Fraction(3, 2)), _written(Fraction(1, 3))
    ('1.5', '1/3')
    """
    short = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{short.normalize():f}" if Fraction(short) == number else str(number)


def _whole(text: str, most: int = MOST_COUNT) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 0 < number <= most:
        raise ValueError
    return number


def _period(text: str) -> Any:
    if text.lower() in (PROMPTLY, "及时"):
        return PROMPTLY
    found = re.fullmatch(r"(\d{1,3})\s*(.*)", text.lower())
    unit = found and next((u for u, words in UNITS.items() if re.fullmatch(words, found[2])), None)
    if not found or unit is None:
        raise ValueError
    return {"count": _whole(found[1]), "unit": unit.value}


def _yuan(text: str) -> str:
    fen = parse_yuan(text)
    if fen <= 0:
        raise ValueError
    return _written(Fraction(fen, FEN_A_YUAN))


def _by_class(text: str) -> dict[str, str]:
    parts = [part.split(":") for part in re.split(r"[,;、]", text) if part.strip()]
    found = {str(_whole(key.strip(), MOST_CLASS)): _yuan(amount) for key, amount in parts}
    if not found or len(found) != len(parts):
        raise ValueError
    return found


def _cycle(text: str) -> str:
    shown = {translate(CODE_NAMES[code]): code for code in CYCLES}
    return shown.get(text) or CYCLES[CYCLES.index(text)]


_READ: Mapping[Typed, Callable[[str], Any]] = {
    Typed.SHARE: lambda text: _written(_number(text, 1)),
    Typed.MULTIPLE: lambda text: _written(_number(text, MOST_MULTIPLE)),
    Typed.DAYS: lambda text: _written(_number(text, MOST_DAYS)),
    Typed.WHOLE: _whole,
    Typed.PERIOD: _period,
    Typed.YUAN: _yuan,
    Typed.BY_CLASS: _by_class,
    Typed.CLASS: lambda text: _whole(text, MOST_CLASS),
    Typed.CYCLE: _cycle,
}


# ---------------------------------------------------------------- showing


def shown_value(policy: str, value: Any) -> str:
    """Return a figure's value as people read it, in the spoken language.

    >>> shown_value("living_allowance_share_of_min_wage", "0.70"), shown_value("paid_days_per_month", "21.75")
    ('70%', '21.75')
    >>> shown_value("min_wage_monthly_hunan", {"1": "1700", "2": "1540"})
    '1: 1,700.00 · 2: 1,540.00'
    """
    kind = TYPED.get(policy)
    if kind in (Typed.SHARE, Typed.MULTIPLE):
        return _percent(str(value))
    if kind == Typed.YUAN:
        return _yuan_text(value)
    if kind == Typed.BY_CLASS and isinstance(value, Mapping):
        return " · ".join(f"{key}: {_yuan_text(amount)}" for key, amount in value.items())
    return _shown(value)


def _percent(text: str) -> str:
    percent = Fraction(text) * 100
    return f"{percent.numerator}%" if percent.denominator == 1 else text


def _yuan_text(value: Any) -> str:
    return yuan(int(Fraction(str(value)) * FEN_A_YUAN))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return translate(N_("yes")) if value else translate(N_("no"))
    if isinstance(value, Mapping):
        return _shown_parts(value)
    if isinstance(value, list):
        return _shown_list(value)
    if isinstance(value, date):
        return value.isoformat()
    return translate(CODE_NAMES.get(str(value), "")) or str(value)


def _shown_parts(value: Mapping[str, Any]) -> str:
    if value.keys() == {"count", "unit"}:
        return translate(SHOWN_PERIODS[Unit(value["unit"])]).format(n=value["count"])
    return " · ".join(f"{_part_name(key)} {_part(key, part)}" for key, part in value.items())


def _part(key: str, value: Any) -> str:
    if key.endswith("_fen"):
        return "–".join(yuan(int(fen)) for fen in value)
    if key in ("years", "total_years", "employer_years", "representatives"):
        low, high = value
        return f"{low}–{high}" if high is not None else f"{low}+"
    return f"({_shown(value)})" if isinstance(value, Mapping) and "count" not in value else _shown(value)


def _part_name(key: str) -> str:
    return translate(PART_NAMES.get(key, "")) or key


def _shown_list(values: list[Any]) -> str:
    separator = "; " if values and isinstance(values[0], Mapping) else "、"
    return separator.join(_shown(value) for value in values)
