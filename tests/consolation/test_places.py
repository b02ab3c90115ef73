from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.places import (
    Limits,
    NotAllCanGo,
    Traveller,
    cheapest_places,
    repaired,
)

WARDS = ("ICU", "ER")


def keeps(limits, wards, batches):
    """Whether these batches (None: stays) keep the capacity and every ward's limit."""
    going = [(ward, batch) for ward, batch in zip(wards, batches, strict=True) if batch is not None]
    sizes, away = Counter(batch for _, batch in going), Counter(going)
    return all(sizes[b] <= limits.capacity[b] for b in sizes) and all(
        away[ward, b] <= limits.max_away.get(ward, len(wards)) for ward, b in away
    )


@st.composite
def limits_for(draw, batches):
    capacity = draw(st.lists(st.integers(0, 3), min_size=batches, max_size=batches))
    return Limits(capacity, draw(st.dictionaries(st.sampled_from(WARDS), st.integers(0, 2))))


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 3), st.data())
def test_the_cost_is_the_least_of_all_ways_to_send_everybody_once(batches, data):
    limits = data.draw(limits_for(batches))
    cost = st.none() | st.integers(-3, 9) | st.sampled_from([0.1, 0.25])
    costs = data.draw(st.lists(st.lists(cost, min_size=batches, max_size=batches), min_size=1, max_size=5))
    wards = data.draw(st.lists(st.sampled_from(WARDS), min_size=len(costs), max_size=len(costs)))
    ways = [
        sum(Fraction(str(row[batch])) for row, batch in zip(costs, way, strict=True))
        for way in product(range(batches), repeat=len(costs))
        if all(row[batch] is not None for row, batch in zip(costs, way, strict=True))
        and keeps(limits, wards, way)
    ]
    if not ways:
        with pytest.raises(NotAllCanGo) as refusal:
            cheapest_places(costs, wards, limits)
        assert refusal.value.placed < refusal.value.people
        return
    found = cheapest_places(costs, wards, limits)
    assert found.cost == min(ways)
    assert keeps(limits, wards, found.batches)
    assert found.cost == sum(Fraction(str(row[b])) for row, b in zip(costs, found.batches, strict=True))


@st.composite
def travellers(draw, batches):
    lots = draw(st.integers(1, 6))
    return [
        Traveller(
            id,
            draw(st.sampled_from(WARDS)),
            draw(st.none() | st.integers(0, batches - 1)),
            draw(st.frozensets(st.integers(0, batches - 1), max_size=1)),
        )
        for id in range(lots)
    ]


def merit(people, way):
    """What a repair is judged by, in this order."""
    return (
        sum(t.batch is not None and b is not None for t, b in zip(people, way, strict=True)),
        [b is not None for t, b in zip(people, way, strict=True) if t.batch is not None],
        sum(b is not None for b in way),
        [b is not None for t, b in zip(people, way, strict=True) if t.batch is None],
        -sum(t.batch not in (None, b) and b is not None for t, b in zip(people, way, strict=True)),
    )


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 2), st.data())
def test_a_repair_keeps_holders_then_fills_by_lot_then_moves_the_fewest(batches, data):
    limits, people = data.draw(limits_for(batches)), data.draw(travellers(batches))
    wards = [t.ward for t in people]
    ways = [
        way
        for way in product([None, *range(batches)], repeat=len(people))
        if all(b not in t.refused for t, b in zip(people, way, strict=True)) and keeps(limits, wards, way)
    ]
    found = repaired(people, limits)
    way = tuple(found.batches[t.id] for t in people)
    assert way in ways
    assert merit(people, way) == max(merit(people, other) for other in ways)


def test_nobody_moves_when_the_first_of_the_waiting_fits_the_free_place():
    people = [Traveller(1, "ICU", 0), Traveller(2, "ER", 1), Traveller(3, "ICU"), Traveller(4, "ER")]
    found = repaired(people, Limits([1, 2], {}))
    assert (found.moved, found.seated, found.unseated) == ((), (3,), ())
    assert found.batches == {1: 0, 2: 1, 3: 1, 4: None}


def test_a_holder_moves_only_if_that_lets_somebody_in():
    people = [Traveller(1, "ICU", 0), Traveller(2, "ER", refused=frozenset({1}))]
    assert repaired(people, Limits([1, 1], {})).moved == (1,)
    assert repaired(people, Limits([2, 1], {})).moved == ()


def test_when_places_are_withdrawn_the_later_lot_loses_its_place():
    people = [Traveller(1, "ICU", 0), Traveller(2, "ER", 0), Traveller(3, "ER")]
    found = repaired(people, Limits([1], {}))
    assert (found.unseated, found.seated) == ((2,), ())


def test_nobody_to_send_costs_nothing():
    assert cheapest_places([], [], Limits([1], {})).cost == 0
