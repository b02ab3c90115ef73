"""Goods and booklets from stores to units: one pool by weight, or the worst-off unit first from stores that reach some.

Which store sends what follows: with one pool the first store empties before the next is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ...common.errors import N_, RuleViolation
from .apportionment import Method, apportioned, check_pieces
from .goods import Good, goods_plans


class Way(StrEnum):
    """How a good is divided: the six methods by weight, or the worst-off first."""

    HAMILTON = "hamilton"
    JEFFERSON = "jefferson"
    WEBSTER = "webster"
    HILL = "hill"
    ADAMS = "adams"
    DEAN = "dean"
    WORST_OFF = "worst_off"


@dataclass(frozen=True)
class Store:
    """Where a good lies, how much, and which units it can serve (none named: all)."""

    name: str
    quantity: int
    serves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """Who gets of a good: the weight, at least so many, at most so many (None: any)."""

    name: str
    weight: int
    minimum: int = 0
    cap: int | None = None


@dataclass(frozen=True)
class Supply:
    """What every unit gets, in their order, with what comes from which store; and what stays in each store."""

    given: tuple[int, ...]
    sent: tuple[Mapping[str, int], ...]
    left: Mapping[str, int]


@dataclass(eq=False)
class NameMissing(RuleViolation):
    """A store or a unit has no name."""

    what = N_("A row has no name.")
    todo = N_("Enter the name, or remove the row.")


@dataclass(eq=False)
class NameRepeated(RuleViolation):
    """A store or a unit stands twice."""

    name: str

    what = N_("“{name}” stands in the table twice.")
    todo = N_("Put the two rows together.")


@dataclass(eq=False)
class CapBelowMinimum(RuleViolation):
    """A unit may take less than it must get."""

    name: str
    minimum: int
    cap: int

    what = N_("“{name}” is to get at least {minimum}, but may take at most {cap}.")
    todo = N_("Lower the minimum or raise the cap.")


@dataclass(eq=False)
class ServesUnknown(RuleViolation):
    """A store serves a unit that is not in the table."""

    store: str
    unit: str

    what = N_("“{store}” is to serve “{unit}”, which is not among the units.")
    todo = N_("Correct the name, or add the unit.")


@dataclass(eq=False)
class StoresServeSome(RuleViolation):
    """A division by weight was wanted of stores that do not reach everybody."""

    store: str

    what = N_("“{store}” serves only some units, so the good is not one pool.")
    todo = N_("Divide it by “worst-off first”, or let the store serve all units.")


@dataclass(eq=False)
class NothingToDivide(RuleViolation):
    """A good has no stock or no units."""

    name: str

    what = N_("“{name}” has no stock or no units yet.")
    todo = N_("Enter where it lies and who is to get of it.")


def check_sheet(stores: Sequence[Store], units: Sequence[Unit]) -> None:
    """Raise what is wrong with a good's table.

    `NameMissing`, `NameRepeated`, `PiecesUnusable`, `CapBelowMinimum`, `ServesUnknown`.
    """
    _check_names(store.name for store in stores)
    _check_names(unit.name for unit in units)
    for store in stores:
        check_pieces(store.quantity)
        for name in store.serves:
            if name not in {unit.name for unit in units}:
                raise ServesUnknown(store.name, name)
    for unit in units:
        for number in (unit.weight, unit.minimum, unit.minimum if unit.cap is None else unit.cap):
            check_pieces(number)
        if unit.cap is not None and unit.cap < unit.minimum:
            raise CapBelowMinimum(unit.name, unit.minimum, unit.cap)


def _check_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if not name:
            raise NameMissing
        if name in seen:
            raise NameRepeated(name)
        seen.add(name)


def supplied(stores: Sequence[Store], units: Sequence[Unit], method: Method = Method.WEBSTER) -> Supply:
    """Divide one pool by weight; raises `StoresServeSome` and what `apportioned` raises.

    >>> supplied([Store("A", 3), Store("B", 2)], [Unit("x", 3), Unit("y", 2)]).sent
    ({'A': 3}, {'B': 2})
    """
    partial = next((store.name for store in stores if store.serves), None)
    if partial is not None:
        raise StoresServeSome(partial)
    shares = apportioned(
        [unit.weight for unit in units],
        sum(store.quantity for store in stores),
        method,
        min_each=[unit.minimum for unit in units],
        caps=[unit.cap for unit in units],
    )
    left = {store.name: store.quantity for store in stores}
    return Supply(shares.given, tuple(_from_the_first(left, wanted) for wanted in shares.given), left)


def _from_the_first(left: dict[str, int], wanted: int) -> dict[str, int]:
    sent: dict[str, int] = {}
    for store, held in left.items():
        if taken := min(held, wanted):
            sent[store], left[store] = taken, held - taken
            wanted -= taken
    return sent


def by_every_method(
    stores: Sequence[Store], units: Sequence[Unit]
) -> dict[Method, tuple[int, ...] | RuleViolation]:
    """Return what every unit gets under each method, or why a method gives nothing.

    >>> by_every_method([Store("A", 3)], [Unit("x", 5), Unit("y", 1)])[Method.ADAMS]
    (2, 1)
    """
    found: dict[Method, tuple[int, ...] | RuleViolation] = {}
    for method in Method:
        try:
            found[method] = supplied(stores, units, method).given
        except RuleViolation as refusal:
            found[method] = refusal
    return found


Sheet = tuple[Sequence[Store], Sequence[Unit]]


def supplied_together(goods: Mapping[str, Sheet]) -> dict[str, Supply]:
    """Divide several goods, the worst-off unit first; who got fewer of the goods before is first in a tie.

    A unit's cap is its need; weights and minimum have no part in it.

    >>> both = {"oil": ([Store("A", 1)], [Unit("x", 1), Unit("y", 1)])}
    >>> both["rice"] = ([Store("B", 1)], both["oil"][1])
    >>> [supply.given for supply in supplied_together(both).values()]
    [(1, 0), (0, 1)]
    """
    everybody = list(dict.fromkeys(unit.name for _, units in goods.values() for unit in units))
    at = {name: position for position, name in enumerate(everybody)}
    plans = goods_plans({name: _as_good(sheet, at) for name, sheet in goods.items()})
    found: dict[str, Supply] = {}
    for name, (stores, units) in goods.items():
        plan = plans[name]
        sent = [
            {
                store.name: pieces
                for store, by_unit in zip(stores, plan.sent, strict=True)
                if (pieces := by_unit.get(at[unit.name], 0))
            }
            for unit in units
        ]
        left = {
            store.name: store.quantity - sum(by_unit.values())
            for store, by_unit in zip(stores, plan.sent, strict=True)
        }
        found[name] = Supply(tuple(plan.receipts[at[unit.name]] for unit in units), tuple(sent), left)
    return found


def _as_good(sheet: Sheet, at: Mapping[str, int]) -> Good:
    stores, units = sheet
    total = sum(store.quantity for store in stores)
    need = [0] * len(at)
    for unit in units:
        need[at[unit.name]] = total if unit.cap is None else min(unit.cap, total)
    everyone = [unit.name for unit in units]
    return Good(
        stock=[store.quantity for store in stores],
        reach=[[at[name] for name in store.serves or everyone] for store in stores],
        need=need,
    )
