"""Numbers and days as people type them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from .errors import N_, RuleViolation

LARGEST = 10**9


@dataclass(eq=False)
class ShareUnreadable(RuleViolation):
    """A share of a headcount is no number between 0 and 1."""

    text: str

    what = N_("“{text}” is not a share.")
    todo = N_("Write 1/3, 0.2 or 20%.")


@dataclass(eq=False)
class NumberUnreadable(RuleViolation):
    """A whole number was wanted."""

    text: str

    what = N_("“{text}” is not a whole number from 0 up.")
    todo = N_("Enter a whole number, such as 5.")


@dataclass(eq=False)
class DayUnreadable(RuleViolation):
    """A day was wanted."""

    text: str

    what = N_("“{text}” is not a day.")
    todo = N_("Choose the day, or write it as 2020-03-25.")


def day(text: Any) -> date:
    """Return a day as a date field gives it; raises `DayUnreadable`.

    >>> day("2020-03-25")
    datetime.date(2020, 3, 25)
    """
    try:
        return date.fromisoformat(str(text or "").strip())
    except ValueError:
        raise DayUnreadable(str(text or "")) from None


def share(text: Any) -> Fraction:
    """Return a share as it is written; raises `ShareUnreadable`.

    >>> share("1/3"), share("20％")
    (Fraction(1, 3), Fraction(1, 5))
    """
    plain = normalize("NFKC", str(text)).strip()
    try:
        found = Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError):
        raise ShareUnreadable(str(text)) from None
    if not 0 <= found <= 1:
        raise ShareUnreadable(str(text))
    return found


def whole(text: Any) -> int:
    """Return a whole number from 0 up as it is typed; raises `NumberUnreadable`.

    >>> whole(" 1,200 "), whole("３")
    (1200, 3)
    """
    plain = normalize("NFKC", str(text)).strip().replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise NumberUnreadable(str(text)) from None
    if not number.is_finite() or not 0 <= number <= LARGEST or number != int(number):
        raise NumberUnreadable(str(text))
    return int(number)


def whole_or_none(text: Any) -> int | None:
    """Return a whole number, or None for nothing typed.

    >>> whole_or_none(""), whole_or_none(None), whole_or_none("4")
    (None, None, 4)
    """
    return None if text is None or not str(text).strip() else whole(text)
