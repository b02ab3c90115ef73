"""What one person may receive over all programmes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.consolation.rules.stacking import AskedNegative, Held, StackingCaps, allowed, room_fen

CAPS = StackingCaps(3_000, 6_000)


@pytest.mark.parametrize(
    ("had", "asked", "given_fen", "held"),
    [
        (5_000, 2_500, 1_000, Held.YEAR_CAP),
        (0, 3_500, 3_000, Held.TIME_CAP),
        (6_000, 1, 0, Held.YEAR_CAP),
        (9_000, 1, 0, Held.YEAR_CAP),
        (3_000, 3_001, 3_000, Held.TIME_CAP),
        (3_000, 3_000, 3_000, None),
        (9_000, 0, 0, None),
    ],
)
def test_the_smaller_cap_binds_and_of_equal_ones_the_cap_per_time(had, asked, given_fen, held):
    [found] = allowed(CAPS, {"a": had}, [("a", asked)])
    assert (found.allowed_fen, found.held_by) == (given_fen, held)


def test_what_was_allowed_earlier_in_the_list_counts():
    found = allowed(CAPS, {}, [("a", 3_000), ("b", 3_000), ("a", 2_000), ("a", 2_000)])
    assert [one.allowed_fen for one in found] == [3_000, 3_000, 2_000, 1_000]


def test_without_caps_everything_is_allowed():
    assert allowed(StackingCaps(), {"a": 10**9}, [("a", 10**9)])[0].held_by is None
    assert room_fen(StackingCaps(), 5) is None


def test_a_negative_amount_is_refused():
    with pytest.raises(AskedNegative):
        allowed(CAPS, {}, [("a", -1)])


PEOPLE = st.sampled_from("abc")


@given(
    history=st.dictionaries(PEOPLE, st.integers(0, 50)),
    proposed=st.lists(st.tuples(PEOPLE, st.integers(0, 40)), max_size=12),
    per_time=st.integers(0, 30),
    per_year=st.integers(0, 60),
)
def test_no_cap_is_passed_and_no_room_is_left_unused(history, proposed, per_time, per_year):
    had = Counter(history)
    found = allowed(StackingCaps(per_time, per_year), history, proposed)
    for (person, asked), one in zip(proposed, found, strict=True):
        assert one.allowed_fen == max(0, min(asked, per_time, per_year - had[person]))
        assert (one.held_by is None) == (one.allowed_fen == asked)
        had[person] += one.allowed_fen
