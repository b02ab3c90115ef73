"""A million claims at once: the same fen as the exact fractions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.amounts import AmountUnusable, NobodyListed
from union_lib.consolation.rules.bulk import (
    ClaimsPath,
    _level_of_sorted,
    bulk_awards,
    bulk_tiers,
    equal_level,
)
from union_lib.consolation.rules.claims import ClaimsRule, awards_fen
from union_lib.consolation.rules.columns import total
from union_lib.consolation.rules.overlap import minimal_overlap
from union_lib.consolation.rules.tiers import tiered

RULES = [rule for rule in ClaimsRule if rule != ClaimsRule.RANDOM_ARRIVAL]
sizes = st.one_of(st.integers(0, 8), st.integers(0, 300_000), st.integers(0, 2**70))
shortages = st.lists(sizes, min_size=1, max_size=9).flatmap(
    lambda due: st.tuples(st.just(due), st.integers(0, sum(due) + 1))
)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=80, deadline=None)
@given(case=shortages)
def test_many_get_the_same_fen_as_the_exact_fractions(rule, case):
    due, estate = case
    expected = awards_fen(rule, due, estate)
    assert bulk_awards(rule, due, estate).tolist() == expected
    assert ClaimsPath(rule, due).at(estate).tolist() == expected


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=5, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), percent=st.integers(1, 99), largest=st.sampled_from([20, 900, 300_000])
)
def test_hundreds_of_claims_get_the_same_fen_as_the_exact_fractions(rule, seed, percent, largest):
    due = np.random.default_rng(seed).integers(0, largest, 400)
    estate = int(due.sum()) * percent // 100
    assert bulk_awards(rule, due, estate).tolist() == awards_fen(rule, due.tolist(), estate)


def test_equal_remainders_of_different_sums_go_to_the_first():
    due = np.array([6, 6, 12, 12, 3, 3] * 2)
    for estate in range(int(due.sum())):
        assert minimal_overlap(due, estate, 84).tolist() == awards_fen(
            "minimal_overlap", due.tolist(), estate
        )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 500), max_size=4), min_size=1, max_size=4), st.integers(0, 4_000))
def test_many_tiers_are_paid_as_few_are(tiers, estate):
    for rule in RULES:
        found = bulk_tiers(estate, tiers, rule)
        assert [awards.tolist() for awards in found] == tiered(estate, tiers, rule).awards_fen


def test_a_list_on_which_one_more_is_paid_every_round_is_sorted_in_the_end():
    due = np.array([2**power for power in range(55)])
    level = equal_level(due, int(due.sum()) - 1)
    assert level == _level_of_sorted(due, int(due.sum()) - 1)
    assert level[0] // level[1] == 2**54 - 1


def test_the_claims_given_are_left_as_they_are():
    due = np.array([5, 7, 9])
    for rule in RULES:
        for estate in (10, 50):
            bulk_awards(rule, due, estate)[0] = 99
    assert due.tolist() == [5, 7, 9]


def test_a_sum_may_leave_64_bits():
    assert total(np.full(9, 2**61)) == 9 * 2**61


@pytest.mark.parametrize("due", [[1, -1], [1, 2.5], [1, True], [1, "2"], [1, None], [1, float("nan")]])
def test_what_is_no_whole_amount_is_refused_with_its_line(due):
    with pytest.raises(AmountUnusable) as refused:
        bulk_awards("prop", due, 1)
    assert refused.value.line == 2


def test_nobody_cannot_share():
    with pytest.raises(NobodyListed):
        bulk_awards("prop", [], 1)
