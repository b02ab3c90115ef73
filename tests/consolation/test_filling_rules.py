"""Weights with floors and caps: exact, for very many people, along the budget, and explained."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.amounts import FloorOverCap, FloorsOverBudget, WeightsAllZero
from union_lib.consolation.rules.explaining import explained
from union_lib.consolation.rules.filling import UNCAPPED, filled, lines_of
from union_lib.consolation.rules.path import AllocationPath
from union_lib.consolation.rules.rounding import whole_fen
from union_lib.consolation.rules.waterfill import Road, Status, waterfill

FIELDS = settings(max_examples=150, deadline=None)
sizes = st.one_of(st.integers(0, 8), st.integers(0, 300_000), st.integers(0, 2**40))


@st.composite
def divisions(draw):
    people = draw(st.integers(1, 8))
    weights = draw(st.lists(st.integers(0, 9), min_size=people, max_size=people).filter(any))
    floors = draw(st.lists(sizes, min_size=people, max_size=people))
    rooms = draw(st.lists(st.none() | sizes, min_size=people, max_size=people))
    caps = [None if room is None else floor + room for floor, room in zip(floors, rooms, strict=True)]
    most = sum(2 * floor + 10 if cap is None else cap for floor, cap in zip(floors, caps, strict=True))
    return draw(st.integers(0, most + 20)), weights, floors, caps


@FIELDS
@given(divisions())
def test_an_award_is_the_level_times_the_weight_between_floor_and_cap(case):
    estate, weights, floors, caps = case
    found = waterfill(*case)
    if found.status == Status.OK and found.level is not None:
        bounds = zip(weights, floors, caps, strict=True)
        assert list(found.awards) == [
            max(found.level * w, floor) if cap is None else min(max(found.level * w, floor), cap)
            for w, floor, cap in bounds
        ]
    if found.status == Status.FLOORS_SHORT:
        assert found.shortfall == sum(floors) - estate > 0
    else:
        assert sum(found.awards) + found.unallocated == estate
        assert (found.unallocated > 0) == (found.status == Status.SURPLUS)


@FIELDS
@given(divisions())
def test_very_many_get_the_same_fen_as_the_exact_fractions(case):
    exact, found = waterfill(*case), filled(case[0], lines_of(*case[1:]))
    assert found.status == exact.status
    assert found.awards_fen.tolist() == whole_fen(exact.awards)
    assert (found.shortfall_fen, found.unallocated_fen) == (exact.shortfall, exact.unallocated)
    if exact.level is not None:
        assert found.level == exact.level


@FIELDS
@given(divisions())
def test_a_prepared_path_gives_what_solving_gives(case):
    lines = lines_of(*case[1:])
    path, found = AllocationPath(lines).at(case[0]), filled(case[0], lines)
    assert (path.status, path.awards_fen.tolist()) == (found.status, found.awards_fen.tolist())


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 99))
def test_thousands_of_lines_are_filled_to_the_same_fen_by_search_and_by_path(seed, percent):
    rng = np.random.default_rng(seed)
    floors = rng.integers(0, 40_000, 1_000)
    caps = np.where(rng.random(1_000) < 0.2, UNCAPPED, floors + rng.integers(0, 90_000, 1_000))
    lines = lines_of(rng.integers(0, 97, 1_000), floors, caps)
    estate = int(floors.sum()) + int((np.minimum(caps, 200_000) - floors).sum()) * percent // 100
    found = filled(estate, lines)
    assert found.awards_fen.tolist() == AllocationPath(lines).at(estate).awards_fen.tolist()
    assert found.awards_fen.tolist() == whole_fen(
        waterfill(estate, *(column.tolist() for column in (lines.weights, floors, caps))).awards
    )


def test_turns_closer_together_than_floats_can_tell_are_told_apart():
    weights = [10**9 + step for step in range(6)]
    floors = [(10**9 + step) * 9_007_199 + step % 3 for step in range(6)]
    caps = [floor + 2 for floor in floors]
    path = AllocationPath(lines_of(weights, floors, caps))
    for estate in range(sum(floors), sum(caps) + 1):
        expected = whole_fen(waterfill(estate, weights, floors, caps).awards)
        assert path.at(estate).awards_fen.tolist() == expected


def test_numbers_beyond_64_bits_are_still_exact():
    weights, floors, caps = [2**50, 2**50 + 1, 3], [2**45, 0, 7], [2**52, None, 2**51]
    exact = waterfill(2**53 + 1, weights, floors, caps)
    found = filled(2**53 + 1, lines_of(weights, floors, caps))
    assert found.awards_fen.tolist() == whole_fen(exact.awards)


def test_a_weight_of_zero_gets_its_floor():
    assert filled(100, lines_of([0, 1], [30, 0], [90, None])).awards_fen.tolist() == [30, 70]


def test_a_level_is_left_out_where_others_give_the_same():
    assert waterfill(60, [1, 1], [0, 50], [10, None]).level is None
    assert waterfill(61, [1, 1], [0, 50], [10, None]).level == 51


def test_the_budget_of_all_caps_leaves_nothing_over():
    assert waterfill(300, [1, 1], [0, 0], [100, 200]).status == Status.OK
    assert waterfill(301, [1, 1], [0, 0], [100, 200]).unallocated == 1


def test_lists_that_cannot_be_filled_are_refused():
    with pytest.raises(WeightsAllZero):
        lines_of([0, 0], [1, 1])
    with pytest.raises(FloorOverCap):
        lines_of([1, 1], [1, 9], [5, 5])
    with pytest.raises(FloorOverCap):
        Road([1, 1], [1, 9], [5, 5])


@FIELDS
@given(divisions())
def test_the_slope_tells_the_next_award_as_long_as_nobody_turns(case):
    estate, weights, floors, caps = case
    road = Road(weights, floors, caps)
    before, slope = road.at(estate), road.slope_at(estate)
    if before.status == Status.OK and any(slope.free):
        end = slope.next_turn if slope.next_turn is not None else estate + 100
        for budget in (estate + (end - estate) * Fraction(1, 3), end):
            assert list(road.at(budget).awards) == [
                award + (budget - estate) * part
                for award, part in zip(before.awards, slope.per_unit, strict=True)
            ]


@FIELDS
@given(divisions())
def test_the_slope_changes_at_the_next_turn_or_somebody_passes_a_bound(case):
    estate, weights, floors, caps = case
    road = Road(weights, floors, caps)
    slope = road.slope_at(estate)
    if slope.next_turn is not None and any(slope.free):
        assert slope.next_turn > estate
        assert road.slope_at(slope.next_turn).free != slope.free


@FIELDS
@given(divisions(), st.integers(1, 1_000))
def test_nobody_loses_when_the_budget_grows(case, more):
    estate, *columns = case
    path = AllocationPath(lines_of(*columns))
    less, larger = (waterfill(budget, *columns) for budget in (estate, estate + more))
    assert all(a <= b for a, b in zip(less.awards, larger.awards, strict=False))
    turns = path.turns().tolist()
    assert all(a < b for a, b in pairwise(turns))


@FIELDS
@given(divisions())
def test_the_parts_add_up_to_every_award_and_shift_nothing_in_or_out(case):
    found = waterfill(*case)
    if found.status == Status.FLOORS_SHORT:
        with pytest.raises(FloorsOverBudget):
            explained(*case)
        return
    parts = explained(*case)
    for one, exact in zip(parts, found.awards, strict=True):
        moved = one.cap_or_floor_adjustment + one.redistributed
        assert one.pure_proportional + moved + one.rounding == one.award_fen
        assert one.award_fen - one.rounding == exact
        assert not (one.cap_or_floor_adjustment and one.redistributed)
    shifted = sum(one.cap_or_floor_adjustment + one.redistributed for one in parts)
    assert shifted == -found.unallocated
    assert sum(one.rounding for one in parts) == 0
