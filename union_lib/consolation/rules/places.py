"""Who goes with which batch: least total cost, and the least change after drop-outs. Exact, by min-cost flow.

A person flows through a cell (ward, batch), which holds the ward's limit, into a batch, which holds its capacity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from ...common.errors import N_, RuleViolation

Cost = int | float | Fraction


@dataclass(eq=False)
class NotAllCanGo(RuleViolation):
    """The batches, the wards' limits and what people can join leave some without a place."""

    people: int
    placed: int

    what = N_("Only {placed} of {people} people can be given a place.")
    todo = N_("Add a batch or places, or let a ward spare more people at once.")


@dataclass(frozen=True)
class Limits:
    """Places of each batch, and how many of a ward may be away in one batch (a ward not named: any)."""

    capacity: Sequence[int]
    max_away: Mapping[str, int]


@dataclass(frozen=True)
class Places:
    """The batch of every person, by position, and what it costs together."""

    batches: tuple[int, ...]
    cost: Fraction


@dataclass(frozen=True)
class Traveller:
    """Somebody with a place or on the waiting list (`batch` None), and the batches they cannot join."""

    id: int
    ward: str
    batch: int | None = None
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Repair:
    """Batches after a repair, by id (None: no place), and what changed."""

    batches: Mapping[int, int | None]
    moved: tuple[int, ...]
    seated: tuple[int, ...]
    unseated: tuple[int, ...]


def cheapest_places(costs: Sequence[Sequence[Cost | None]], wards: Sequence[str], limits: Limits) -> Places:
    """Return the places at the least total cost, everybody going once.

    `costs[person][batch]` is what it costs (as written: 0.1 is one tenth), None if the person cannot join. Raises
    `NotAllCanGo`.

    >>> limits = Limits([2, 2], {"P": 1, "Q": 1})
    >>> cheapest_places([[3, 1], [1, 3], [2, 2], [4, 1]], ["P", "P", "Q", "Q"], limits)
    Places(batches=(1, 0, 0, 1), cost=Fraction(5, 1))
    """
    exact = [[None if cost is None else Fraction(str(cost)) for cost in row] for row in costs]
    scale = lcm(*(cost.denominator for row in exact for cost in row if cost is not None))
    whole = [[None if cost is None else int(cost * scale) for cost in row] for row in exact]
    found = _flow(whole, wards, limits)
    batches = tuple(batch for batch in found if batch is not None)
    if len(batches) < len(costs):
        raise NotAllCanGo(len(costs), len(batches))
    return Places(
        batches, sum((exact[who][batch] or Fraction(0) for who, batch in enumerate(batches)), Fraction(0))
    )


def repaired(travellers: Sequence[Traveller], limits: Limits) -> Repair:
    """Return the least change that fills free places after drop-outs or tighter limits.

    Travellers stand in the order of the lottery; who dropped out is not among them. As many holders of a place as can
    keep one do, then as many of the waiting as fit, the earlier lot before the later; and of all ways to
    do that the one in which the fewest holders change batch.

    >>> limits = Limits([1, 1], {})
    >>> people = [Traveller(1, "P", batch=0), Traveller(3, "P", refused=frozenset({1}))]
    >>> repaired(people, limits)
    Repair(batches={1: 1, 3: 0}, moved=(1,), seated=(3,), unseated=())
    """
    taken = _who_can_go(travellers, limits)
    found = _places_of(taken, limits)
    after = {t.id: None for t in travellers} | {t.id: batch for t, batch in zip(taken, found, strict=True)}
    holders = [t for t in travellers if t.batch is not None]
    return Repair(
        after,
        moved=tuple(t.id for t in holders if after[t.id] not in (None, t.batch)),
        seated=tuple(t.id for t in travellers if t.batch is None and after[t.id] is not None),
        unseated=tuple(t.id for t in holders if after[t.id] is None),
    )


def _who_can_go(travellers: Sequence[Traveller], limits: Limits) -> list[Traveller]:
    """Return the largest group that has places together, holders before the waiting, in order.

    Groups that can be seated form a matroid, so taking whoever still fits, one after the other, is best.
    """
    holders = [t for t in travellers if t.batch is not None]
    waiting = [t for t in travellers if t.batch is None]
    group, candidates = (holders, waiting) if _all_fit(holders, limits) else ([], [*holders, *waiting])
    for traveller in candidates:
        if len(group) == sum(limits.capacity):
            break
        if _all_fit([*group, traveller], limits):
            group = [*group, traveller]
    return group


def _all_fit(group: Sequence[Traveller], limits: Limits) -> bool:
    return None not in _places_of(group, limits)


def _places_of(group: Sequence[Traveller], limits: Limits) -> list[int | None]:
    """Return places for as many of the group as fit, with the fewest holders moved."""
    batches = range(len(limits.capacity))
    costs = [
        [None if b in t.refused else int(t.batch is not None and b != t.batch) for b in batches]
        for t in group
    ]
    return _flow(costs, [t.ward for t in group], limits)


def _flow(costs: Sequence[Sequence[int | None]], wards: Sequence[str], limits: Limits) -> list[int | None]:
    """Return the batch of every person: as many placed as can be, at the least cost."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    flow = SimpleMinCostFlow()
    people, batches = len(costs), len(limits.capacity)
    source, sink, first_batch = people, people + 1, people + 2
    cells: dict[tuple[str, int], int] = {}
    least = min((cost for row in costs for cost in row if cost is not None), default=0)
    choices: list[tuple[int, int, int]] = []
    for who, row in enumerate(costs):
        flow.add_arc_with_capacity_and_unit_cost(source, who, 1, 0)
        for batch, cost in enumerate(row):
            if cost is not None:
                cell = cells.setdefault((wards[who], batch), first_batch + batches + len(cells))
                arc = flow.add_arc_with_capacity_and_unit_cost(who, cell, 1, cost - least)
                choices.append((arc, who, batch))
    for (ward, batch), cell in cells.items():
        away = limits.max_away.get(ward, people)
        flow.add_arc_with_capacity_and_unit_cost(cell, first_batch + batch, away, 0)
    for batch, capacity in enumerate(limits.capacity):
        flow.add_arc_with_capacity_and_unit_cost(first_batch + batch, sink, capacity, 0)
    flow.set_node_supply(source, people)
    flow.set_node_supply(sink, -people)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the flow was not solved: {status}")
    found: list[int | None] = [None] * people
    for arc, who, batch in choices:
        if flow.flow(arc):
            found[who] = batch
    return found
