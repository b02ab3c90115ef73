"""The quota and the limits of rest cures, entered here with their notice, or the decision to have none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from ...common.errors import N_, RuleViolation
from ...common.money import parse_yuan
from ...registry.figures import NewFigure, enter_figure
from ...workspace import Workspace
from ..figures import house_book
from ..queries import programme_of
from ..resting import LIMIT, QUOTA


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


def enter_rest_quota(
    ws: Workspace, programme_id: int, typed: Mapping[str, str] | None, citation: str
) -> None:
    """Enter the yearly quota (`share`, `small_share`, `small_max`) from the programme's day on; None decides on none.

    Raises `ShareUnreadable`, `NumberUnreadable`, `CitationMissing`, `NotAllowed`.
    """
    value: Any = "none"
    if typed is not None:
        value = {
            "share": str(share(typed.get("share", ""))),
            "small_share": str(share(typed.get("small_share", ""))),
            "small_max": whole(typed.get("small_max", "")),
        }
    _enter(ws, programme_id, QUOTA, value, citation)


def enter_rest_limit(
    ws: Workspace, programme_id: int, typed: Mapping[str, str] | None, citation: str
) -> None:
    """Enter the limits (`days`, `a_day` and `a_year` in yuan) from the programme's day on; None decides on none.

    Raises `NumberUnreadable`, what `parse_yuan` refuses, `CitationMissing`, `NotAllowed`.
    """
    value: Any = "none"
    if typed is not None:
        value = {
            "days": whole(typed.get("days", "")),
            "days_paired_region": whole(typed.get("days", "")),
            "a_day_fen": parse_yuan(typed.get("a_day", "")),
            "a_year_fen": parse_yuan(typed.get("a_year", "")),
        }
    _enter(ws, programme_id, LIMIT, value, citation)


def _enter(ws: Workspace, programme_id: int, policy: str, value: Any, citation: str) -> None:
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
    figure = NewFigure(policy, programme.area, programme.decided_on, value, citation)
    enter_figure(ws, programme.union_id, figure, house_book())


def share(text: str) -> Fraction:
    """Return a share as it is written; raises `ShareUnreadable`.

    >>> share("1/3"), share("20%")
    (Fraction(1, 3), Fraction(1, 5))
    """
    plain = text.strip().replace("％", "%")
    try:
        found = Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError):
        raise ShareUnreadable(text) from None
    if not 0 <= found <= 1:
        raise ShareUnreadable(text)
    return found


def whole(text: str) -> int:
    """Return a whole number from 0 up as it is typed; raises `NumberUnreadable`.

    >>> whole(" 1,200 ")
    1200
    """
    try:
        number = Decimal(str(text).strip().replace(",", ""))
    except InvalidOperation:
        raise NumberUnreadable(str(text)) from None
    if not number.is_finite() or number < 0 or number != int(number) or number > 10**9:
        raise NumberUnreadable(str(text))
    return int(number)
