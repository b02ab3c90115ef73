"""What one person may receive at most, at one time and in one year, over all programmes and funds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ...common.errors import N_, RuleViolation


class Held(StrEnum):
    """Which cap holds an amount down."""

    TIME_CAP = "time_cap"
    YEAR_CAP = "year_cap"


@dataclass(frozen=True)
class StackingCaps:
    """The caps of a person in fen, at one time and in one year; None is none."""

    per_time_fen: int | None = None
    per_year_fen: int | None = None


@dataclass(frozen=True)
class Allowed:
    """What may be given of what was asked, and the cap that holds it down (None: all of it)."""

    allowed_fen: int
    held_by: Held | None = None


@dataclass(eq=False)
class AskedNegative(RuleViolation):
    """An amount proposed for a person is below zero."""

    fen: int

    what = N_("An amount proposed for a recipient is below 0.")
    todo = N_("Enter 0 or more.")


def allowed(
    caps: StackingCaps, paid_fen: Mapping[str, int], proposed: Iterable[tuple[str, int]]
) -> list[Allowed]:
    """Return what each proposal may be, in the order listed.

    `paid_fen` is what a person had this year over all funds; what is allowed earlier in the list counts too.
    The binding cap is the smaller; of equal ones the cap per time. Raises `AskedNegative`.

    >>> caps = StackingCaps(3_000_00, 6_000_00)
    >>> allowed(caps, {"a": 5_000_00}, [("a", 2_500_00)])
    [Allowed(allowed_fen=100000, held_by=<Held.YEAR_CAP: 'year_cap'>)]
    """
    had = defaultdict(int, paid_fen)
    found = []
    for person, asked in proposed:
        one = _allowed(caps, had[person], asked)
        had[person] += one.allowed_fen
        found.append(one)
    return found


def _allowed(caps: StackingCaps, had_fen: int, asked_fen: int) -> Allowed:
    if asked_fen < 0:
        raise AskedNegative(asked_fen)
    rooms = [
        (room, held)
        for room, held in ((caps.per_time_fen, Held.TIME_CAP), (room_fen(caps, had_fen), Held.YEAR_CAP))
        if room is not None
    ]
    room, held = min(rooms, key=lambda one: one[0], default=(asked_fen, None))
    if asked_fen <= max(room, 0):
        return Allowed(asked_fen)
    return Allowed(max(room, 0), held)


def room_fen(caps: StackingCaps, had_fen: int) -> int | None:
    """Return what is left of the year's cap, below zero if it was passed; None without a cap."""
    return None if caps.per_year_fen is None else caps.per_year_fen - had_fen
