from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.batching import (
    BatchWithoutPlaces,
    NobodyMayBeAway,
    Ward,
    even_batches,
    fewest_batches,
    shortage,
    ward_plan,
)
from union_lib.consolation.rules.places import Limits, NotAllCanGo, cheapest_places

wards = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=1, max_size=4).map(
    lambda rows: [Ward(f"W{number}", *row) for number, row in enumerate(rows)]
)


def all_fit_by_flow(wards, batches, capacity):
    people = [ward.name for ward in wards for _ in range(ward.staff)]
    limits = Limits([capacity] * batches, {ward.name: ward.max_away for ward in wards})
    try:
        cheapest_places([[0] * batches for _ in people], people, limits)
    except NotAllCanGo:
        return False
    return True


@settings(max_examples=100, deadline=None)
@given(wards, st.integers(1, 6))
def test_the_fewest_batches_are_the_first_number_that_fits(wards, capacity):
    tried = next(batches for batches in count() if all_fit_by_flow(wards, batches, capacity))
    assert fewest_batches(wards, capacity) == tried


@settings(max_examples=100, deadline=None)
@given(wards, st.integers(0, 6), st.integers(0, 8))
def test_a_shortage_is_named_exactly_when_not_all_fit(wards, batches, capacity):
    found = shortage(wards, batches, capacity)
    assert (found is None) == all_fit_by_flow(wards, batches, capacity)
    assert found is None or found.people > found.places


@settings(max_examples=150, deadline=None)
@given(wards, st.integers(1, 7))
def test_the_plan_sends_everybody_and_keeps_every_limit_that_can_be_kept(wards, batches):
    plan = ward_plan(wards, batches)
    sizes = [sum(batch) for batch in plan]
    assert [sum(column) for column in zip(*plan, strict=True)] == [ward.staff for ward in wards]
    assert max(sizes) - min(sizes) <= 1
    for column, ward in enumerate(wards):
        assert max(batch[column] for batch in plan) == -(-ward.staff // batches)


@given(st.integers(0, 500), st.integers(1, 20))
def test_even_batches_differ_by_one_and_the_larger_come_first(people, batches):
    sizes = even_batches(people, batches)
    assert sum(sizes) == people
    assert len(sizes) == batches
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] - sizes[-1] <= 1


def test_a_ward_that_may_spare_nobody_is_named():
    with pytest.raises(NobodyMayBeAway) as refusal:
        fewest_batches([Ward("ICU", 3, 0)], 5)
    assert refusal.value.ward == "ICU"


def test_nobody_to_send_needs_no_batch():
    assert fewest_batches([Ward("ICU", 0, 0)], 0) == 0


def test_a_batch_needs_a_place():
    with pytest.raises(BatchWithoutPlaces):
        fewest_batches([Ward("ICU", 3, 1)], 0)
    for split in (even_batches, lambda people, batches: ward_plan([Ward("ICU", people, 1)], batches)):
        with pytest.raises(BatchWithoutPlaces):
            split(3, 0)
