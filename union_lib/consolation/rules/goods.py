"""Indivisible goods from stores that each serve some units: the worst-off unit first, then the next.

The receipts that stores can serve form an integral polymatroid. Two things follow, and carry this module: a
unit that cannot get one more now never can later; and giving to whoever can still take, in any order, reaches as many
units as possible. Source: Frank & Murota, Decreasing minimization on M-convex sets (2022); Megiddo (1974).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .apportionment import check_pieces


@dataclass(frozen=True)
class GoodsPlan:
    """Receipts by unit, and `sent[store][unit]`: how much comes from where."""

    receipts: tuple[int, ...]
    sent: tuple[Mapping[int, int], ...]

    @property
    def total(self) -> int:
        """Return how much is given out."""
        return sum(self.receipts)


@dataclass(frozen=True)
class Good:
    """One kind of goods: stock by store, the units (positions) each store serves, the need of every unit."""

    stock: Sequence[int]
    reach: Sequence[Collection[int]]
    need: Sequence[int]


def goods_plan(good: Good, order: Sequence[int] | None = None) -> GoodsPlan:
    """Return the plan whose receipts, sorted from the smallest, are lexicographically largest.

    Nobody gets more than the need. Pieces that cannot go to all alike go to the units first in `order` (default: by
    position). The plan also gives out as much as any plan could. Raises `PiecesUnusable`.

    >>> plan = goods_plan(Good([10, 6], [[0, 1], [1, 2]], [10, 10, 10]))
    >>> sorted(plan.receipts), plan.total
    ([5, 5, 6], 16)
    """
    for number in (*good.stock, *good.need):
        check_pieces(number)
    turn = range(len(good.need)) if order is None else order
    stores = _Stores(good)
    free = [unit for unit in turn if good.need[unit] and stores.serving[unit]]
    while free:
        level, stores = _highest_level(stores, free)
        free = [unit for unit in free if good.need[unit] > level and stores.give(unit, 1) is None]
    return GoodsPlan(tuple(stores.receipts), tuple(dict(sorted(sent.items())) for sent in stores.sent))


def goods_plans(goods: Mapping[str, Good]) -> dict[str, GoodsPlan]:
    """Return a plan for each kind, in their order; who got fewer pieces of the kinds before is first in a tie.

    >>> plans = goods_plans({"oil": Good([1], [[0, 1]], [1, 1]), "rice": Good([1], [[0, 1]], [1, 1])})
    >>> [plan.receipts for plan in plans.values()]
    [(1, 0), (0, 1)]
    """
    so_far = [0] * max((len(good.need) for good in goods.values()), default=0)
    plans: dict[str, GoodsPlan] = {}
    for name, good in goods.items():
        order = sorted(range(len(good.need)), key=lambda unit: (so_far[unit], unit))
        plans[name] = goods_plan(good, order)
        for unit, receipt in enumerate(plans[name].receipts):
            so_far[unit] += receipt
    return plans


class _Stores:
    """What has been sent, and how a unit's receipts can be raised without lowering anybody's."""

    def __init__(self, good: Good) -> None:
        self.good = good
        self.serving: list[list[int]] = [[] for _ in good.need]
        for store, units in enumerate(good.reach):
            for unit in set(units):
                self.serving[unit].append(store)
        self.spare = list(good.stock)
        self.sent: list[dict[int, int]] = [{} for _ in good.stock]
        self.receipts = [0] * len(good.need)

    def copy(self) -> _Stores:
        """Return a second state to try things on."""
        twin = object.__new__(_Stores)
        twin.good, twin.serving = self.good, self.serving
        twin.spare, twin.receipts = self.spare.copy(), self.receipts.copy()
        twin.sent = [sent.copy() for sent in self.sent]
        return twin

    def give(self, unit: int, pieces: int) -> frozenset[int] | None:
        """Give a unit more, passing others from store to store; return the exhausted stores if it falls short."""
        while pieces:
            store, came = self._store_with_spare(unit)
            if store is None:
                return frozenset(came)
            pieces -= self._pass_on(unit, store, came, pieces)
        return None

    def _store_with_spare(self, unit: int) -> tuple[int | None, dict[int, tuple[int, int] | None]]:
        """Search from the unit's stores; `came[store]` names the unit that moves here, and the store it leaves."""
        came: dict[int, tuple[int, int] | None] = dict.fromkeys(self.serving[unit])
        waiting = deque(came)
        while waiting:
            store = waiting.popleft()
            if self.spare[store]:
                return store, came
            for served in self.sent[store]:
                for other in self.serving[served]:
                    if other not in came:
                        came[other] = (served, store)
                        waiting.append(other)
        return None, came

    def _pass_on(self, unit: int, end: int, came: Mapping[int, tuple[int, int] | None], wanted: int) -> int:
        """Move as much as fits along the chain of stores; return how much."""
        chain, store = [], end
        while (step := came[store]) is not None:
            chain.append((*step, store))
            store = step[1]
        pieces = min(wanted, self.spare[end], *(self.sent[leaves][moved] for moved, leaves, _ in chain))
        for moved, leaves, enters in chain:
            self._send(leaves, moved, -pieces)
            self._send(enters, moved, pieces)
        self._send(store, unit, pieces)
        self.spare[end] -= pieces
        self.receipts[unit] += pieces
        return pieces

    def _send(self, store: int, unit: int, pieces: int) -> None:
        sent = self.sent[store]
        sent[unit] = sent.get(unit, 0) + pieces
        if not sent[unit]:
            del sent[unit]


def _highest_level(stores: _Stores, free: Sequence[int]) -> tuple[int, _Stores]:
    """Return the highest level (or need) all the free can have together, and the state that serves it.

    Newton's method on the level: where a level cannot be served, some stores are exhausted by the units
    that have no others; the level these can afford is tried next.
    """
    need = stores.good.need
    level = max(need[unit] for unit in free)
    while True:
        trial = stores.copy()
        short = _raise_all(trial, free, level)
        if short is None:
            return level, trial
        level = _affordable(stores, free, short)


def _raise_all(stores: _Stores, free: Sequence[int], level: int) -> frozenset[int] | None:
    """Raise the free to the level or their need; return the exhausted stores at the first that falls short."""
    for unit in free:
        short = stores.give(unit, min(level, stores.good.need[unit]) - stores.receipts[unit])
        if short is not None:
            return short
    return None


def _affordable(stores: _Stores, free: Sequence[int], short: frozenset[int]) -> int:
    """Return the highest level the units that depend on these stores can have from them."""
    need = stores.good.need
    bound = {unit for unit, serving in enumerate(stores.serving) if short.issuperset(serving)}
    left = sum(stores.good.stock[store] for store in short)
    left -= sum(stores.receipts[unit] for unit in bound.difference(free))
    needs = sorted(need[unit] for unit in free if unit in bound)
    while needs and needs[0] * len(needs) <= left:
        left -= needs.pop(0)
    return left // len(needs)
