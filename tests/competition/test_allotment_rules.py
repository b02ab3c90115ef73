"""k of n judges for each entry: apart from conflicts, evenly, linked; or the reason why not."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.competition.rules import (
    NotLinkable,
    TooFewJudges,
    TooManyConflicts,
    allotted,
    groups_of,
)


@st.composite
def designs(draw):
    """Return entries, judges, marks wanted and some conflicts."""
    judges = draw(st.integers(1, 7))
    entries = draw(st.integers(1, 14))
    wanted = draw(st.integers(1, judges))
    pairs = st.tuples(st.integers(0, entries - 1), st.integers(0, judges - 1))
    return entries, judges, wanted, draw(st.sets(pairs, max_size=entries))


def pairs_of(drawn):
    return [(entry, judge) for entry, judges in drawn.judges_of.items() for judge in judges]


@settings(max_examples=300, deadline=None)
@given(designs(), st.integers(0, 5))
def test_a_draw_keeps_all_its_promises_or_says_which_one_it_cannot(design, seed):
    entries, judges, wanted, conflicts = design
    free = [judges - sum((e, j) in conflicts for j in range(judges)) for e in range(entries)]
    try:
        drawn = allotted(range(entries), range(judges), wanted, conflicts=conflicts, seed=seed)
    except TooManyConflicts:
        assert min(free) < wanted
        return
    except NotLinkable:
        assert wanted < judges
        return
    assert min(free) >= wanted
    assert {len(set(own)) for own in drawn.judges_of.values()} == {wanted}
    assert not set(pairs_of(drawn)) & conflicts
    assert len(groups_of(pairs_of(drawn))) == 1


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 40), st.integers(3, 9), st.integers(2, 3), st.integers(0, 99))
def test_without_conflicts_loads_differ_by_one_in_all_but_tiny_fields(entries, judges, wanted, seed):
    try:
        drawn = allotted(range(entries), range(judges), wanted, seed=seed)
    except NotLinkable:
        assert entries * (wanted - 1) < judges - 1
        return
    load = [drawn.load[judge] for judge in range(judges)]
    assert sum(load) == entries * wanted
    assert max(load) - min(load) <= 2 - (entries >= 2 * judges)


def test_loads_are_even_where_swaps_are_enough_to_link():
    for seed in range(20):
        drawn = allotted(range(24), range(7), 3, seed=seed)
        assert sorted(drawn.load.values()) == [10, 10, 10, 10, 10, 11, 11]


def test_the_same_seed_draws_the_same():
    assert allotted(range(10), range(5), 2, seed="a") == allotted(range(10), range(5), 2, seed="a")
    assert allotted(range(10), range(5), 2, seed="a") != allotted(range(10), range(5), 2, seed="b")


def test_more_judges_are_wanted_than_there_are():
    with pytest.raises(TooFewJudges) as refused:
        allotted(range(3), range(2), 3)
    assert (refused.value.judges, refused.value.wanted) == (2, 3)


def test_one_judge_for_each_entry_links_nothing():
    with pytest.raises(NotLinkable) as refused:
        allotted(range(6), range(3), 1)
    assert refused.value.groups == 3


def test_conflicts_that_keep_two_camps_apart_cannot_be_linked():
    camps = {(e, j) for e in range(6) for j in range(4) if (e < 3) != (j < 2)}
    with pytest.raises(NotLinkable) as refused:
        allotted(range(6), range(4), 2, conflicts=camps)
    assert refused.value.groups == 2


def test_one_hand_over_links_two_camps_even_if_loads_suffer():
    camps = {(e, j) for e in range(10) for j in range(6) if (e < 5) != (j < 3) and (e, j) != (0, 3)}
    drawn = allotted(range(10), range(6), 2, conflicts=camps)
    assert len(groups_of(pairs_of(drawn))) == 1
    assert 3 in drawn.judges_of[0]


def test_groups_are_found_through_any_chain_of_judges():
    chain = [(n, n) for n in range(5)] + [(n, n + 1) for n in range(5)]
    assert [len(group) for group in groups_of(chain)] == [5]
    assert Counter(len(group) for group in groups_of([(0, 0), (1, 1), (2, 1)])) == {2: 1, 1: 1}
