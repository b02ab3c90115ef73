"""Goods from stores to units: what is given is sent, caps and minima hold, the worst-off come first."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.common.errors import RuleViolation
from union_lib.consolation.rules.apportionment import Method, MinimaAboveStock, PiecesUnusable
from union_lib.consolation.rules.supplying import (
    CapBelowMinimum,
    NameMissing,
    NameRepeated,
    ServesUnknown,
    Store,
    StoresServeSome,
    Unit,
    by_every_method,
    check_sheet,
    supplied,
    supplied_together,
)

small = st.integers(0, 6)


@st.composite
def sheets(draw) -> tuple[list[Store], list[Unit]]:
    stores = [Store(f"S{n}", draw(st.integers(0, 30))) for n in range(draw(st.integers(1, 3)))]
    units = []
    for n in range(draw(st.integers(1, 5))):
        minimum = draw(st.integers(0, 3))
        cap = draw(st.one_of(st.none(), st.integers(minimum, 12)))
        units.append(Unit(f"U{n}", draw(st.integers(1, 50)), minimum, cap))
    return stores, units


@settings(max_examples=150)
@given(sheets(), st.sampled_from(Method))
def test_what_is_given_is_sent_and_what_is_not_stays_in_its_store(sheet, method):
    stores, units = sheet
    try:
        found = supplied(stores, units, method)
    except MinimaAboveStock:
        wanted = sum(unit.minimum for unit in units)
        assert wanted > sum(store.quantity for store in stores)
        return
    assert [sum(sent.values()) for sent in found.sent] == list(found.given)
    for store in stores:
        assert store.quantity == found.left[store.name] + sum(s.get(store.name, 0) for s in found.sent)
    for unit, got in zip(units, found.given, strict=True):
        assert got >= unit.minimum
        assert unit.cap is None or got <= unit.cap
    if any(found.left.values()):
        assert all(unit.cap == got for unit, got in zip(units, found.given, strict=True))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 4)), min_size=1, max_size=4), st.integers(0, 9))
def test_webster_with_a_minimum_of_each_unit_is_dealt_piece_by_piece_from_the_minima(rows, more):
    units = [Unit(f"U{n}", weight, minimum) for n, (weight, minimum) in enumerate(rows)]
    has = [unit.minimum for unit in units]
    for _ in range(more):
        turn = max(range(len(units)), key=lambda u: (units[u].weight * product_of_others(has, u), -u))
        has[turn] += 1
    pieces = sum(unit.minimum for unit in units) + more
    assert list(supplied([Store("A", pieces)], units).given) == has


def product_of_others(has: list[int], unit: int) -> int:
    """Return a common multiple of all odd divisors over the unit's own, so that quotients compare as integers."""
    whole = 1
    for other in has:
        whole *= 2 * other + 1
    return whole // (2 * has[unit] + 1)


def test_one_pool_empties_the_first_store_before_the_next():
    found = supplied([Store("North", 4), Store("South", 8)], [Unit("A", 6), Unit("B", 3), Unit("C", 3)])
    assert found.given == (6, 3, 3)
    assert found.sent == ({"North": 4, "South": 2}, {"South": 3}, {"South": 3})
    assert found.left == {"North": 0, "South": 0}


def test_stores_that_serve_some_units_only_are_no_pool():
    with pytest.raises(StoresServeSome):
        supplied([Store("A", 3, ("x",))], [Unit("x", 1), Unit("y", 1)])


def test_each_method_says_what_it_gives_or_why_it_gives_nothing():
    found = by_every_method([Store("A", 10)], [Unit("large", 64), Unit("middle", 21), Unit("small", 15)])
    assert {method: sum(given) for method, given in found.items()} == dict.fromkeys(Method, 10)
    assert (found[Method.JEFFERSON], found[Method.ADAMS]) == ((7, 2, 1), (6, 2, 2))
    none = by_every_method([Store("A", 1)], [Unit("x", 1, 1), Unit("y", 1, 1)])
    assert all(isinstance(why, RuleViolation) for why in none.values())


@settings(max_examples=40, deadline=None)
@given(st.lists(small, min_size=2, max_size=2), st.lists(st.integers(0, 4), min_size=3, max_size=3))
def test_the_worst_off_come_first_as_trying_every_plan_shows(stock, needs):
    units = [Unit(f"U{n}", 1, 0, need) for n, need in enumerate(needs)]
    stores = [Store("A", stock[0], ("U0", "U1")), Store("B", stock[1], ("U1", "U2"))]
    best = max(
        (
            tuple(sorted((a0, a1 + b1, b2)))
            for a0, a1, b1, b2 in product(range(5), repeat=4)
            if a0 + a1 <= stock[0]
            and b1 + b2 <= stock[1]
            and a0 <= needs[0]
            and a1 + b1 <= needs[1]
            and b2 <= needs[2]
        ),
    )
    found = supplied_together({"rice": (stores, units)})["rice"]
    assert tuple(sorted(found.given)) == best
    assert [sum(sent.values()) for sent in found.sent] == list(found.given)
    assert found.sent[0].keys() <= {"A"}
    assert found.sent[2].keys() <= {"B"}


def test_goods_with_other_units_are_divided_together_unit_by_name():
    oil = ([Store("A", 1)], [Unit("x", 1), Unit("y", 1)])
    rice = ([Store("A", 1)], [Unit("y", 1), Unit("x", 1), Unit("z", 1)])
    found = supplied_together({"oil": oil, "rice": rice})
    assert found["oil"].given == (1, 0)
    assert found["rice"].given == (1, 0, 0)


@pytest.mark.parametrize(
    ("stores", "units", "refusal"),
    [
        ([Store("", 1)], [], NameMissing),
        ([Store("A", 1), Store("A", 2)], [], NameRepeated),
        ([], [Unit("x", 1), Unit("x", 1)], NameRepeated),
        ([Store("A", -1)], [], PiecesUnusable),
        ([], [Unit("x", -1)], PiecesUnusable),
        ([], [Unit("x", 1, 5, 4)], CapBelowMinimum),
        ([Store("A", 1, ("z",))], [Unit("x", 1)], ServesUnknown),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(stores, units, refusal):
    with pytest.raises(refusal):
        check_sheet(stores, units)
