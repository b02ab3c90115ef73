"""The seven claims rules against brute force, and what the literature proves of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.axioms import AXIOMS, holds
from union_lib.consolation.rules.claims import ClaimsRule, TooManyOrders, awards_fen, exact_awards
from union_lib.consolation.rules.rounding import in_steps
from union_lib.consolation.rules.tiers import tabled, tiered

FIELDS = settings(max_examples=60, deadline=None)
DIVIDING = tuple(ClaimsRule)
amounts = st.one_of(st.integers(0, 12), st.integers(0, 400_000))
shortages = st.lists(amounts, min_size=1, max_size=5).flatmap(
    lambda due: st.tuples(st.just(due), st.integers(0, sum(due)))
)
PROVEN = {
    "self_dual": "prop talmud random_arrival",
    "duality_cea_cel": "cea cel",
    "resource_monotone": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "consistent": "prop cea cel talmud piniles",
    "order_preserving": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "efficient": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "non_negative": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "claims_bounded": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "equal_treatment": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "anonymous": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "homogeneous": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "null_claims_consistent": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "claims_truncation": "cea talmud random_arrival minimal_overlap",
    "minimal_rights_bounded": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "minimal_rights_first": "cel talmud random_arrival",
    "midpoint": "prop talmud random_arrival piniles",
    "securement": "cea talmud random_arrival minimal_overlap",
    "exemption": "cea",
    "exclusion": "cel",
    "claims_monotone": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "population_monotone": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "no_advantageous_transfer": "prop",
    "super_modular": "prop cea cel talmud random_arrival piniles minimal_overlap",
    "composition_down": "prop cea cel",
    "composition_up": "prop cea cel",
}
PAIRS = [(axiom, ClaimsRule(rule)) for axiom, rules in PROVEN.items() for rule in rules.split()]
REFUTED = [
    ("self_dual", "cea", [3, 5, 8], [4]),
    ("consistent", "random_arrival", [1, 2, 3], [4]),
    ("claims_truncation", "prop", [1, 9], [5]),
    ("minimal_rights_first", "cea", [1, 9], [5]),
    ("exemption", "cel", [1, 9], [5]),
    ("exclusion", "cea", [1, 9], [5]),
    ("securement", "cel", [1, 9], [5]),
    ("midpoint", "cea", [1, 9], [5]),
    ("no_advantageous_transfer", "cea", [2, 3, 9], [8]),
    ("composition_up", "talmud", [1, 5, 9], [2, 7, 12]),
    ("composition_down", "talmud", [1, 5, 9], [2, 7, 12]),
]


def by_order(due, estate):
    awards = [Fraction(0)] * len(due)
    for order in permutations(range(len(due))):
        left = Fraction(estate)
        for person in order:
            paid = min(left, due[person])
            awards[person] += paid
            left -= paid
    return [award / factorial(len(due)) for award in awards]


def by_overlap(due, estate):
    """Cut the budget into unit pieces as the definition lays the claims; whole numbers only."""
    due = [min(claim, estate) for claim in due]
    for level in range(max(due) + 1):
        if sum(max(claim - level, 0) for claim in due) == estate - level:
            shared = [Fraction(0)] * len(due)
            for piece in range(level):
                takers = [i for i, claim in enumerate(due) if claim > piece]
                for i in takers:
                    shared[i] += Fraction(1, len(takers))
            return [s + max(claim - level, 0) for s, claim in zip(shared, due, strict=True)]
    return None


@pytest.mark.parametrize(("axiom", "rule"), PAIRS)
@settings(max_examples=12, deadline=None)
@given(
    due=st.lists(st.integers(0, 30), min_size=1, max_size=4), tenths=st.sets(st.integers(0, 10), min_size=2)
)
def test_rules_keep_what_is_proven_of_them(axiom, rule, due, tenths):
    assert holds(axiom, rule, due, [Fraction(sum(due) * tenth, 10) for tenth in tenths])


@pytest.mark.parametrize(("axiom", "rule", "due", "estates"), REFUTED)
def test_an_axiom_notices_a_rule_that_breaks_it(axiom, rule, due, estates):
    assert not holds(axiom, rule, due, estates)


def test_every_axiom_is_held_by_some_rule_here():
    assert PROVEN.keys() == AXIOMS.keys()


@FIELDS
@given(shortages)
def test_random_arrival_is_the_mean_over_all_orders(case):
    due, estate = case
    assert exact_awards("random_arrival", due, estate) == by_order(due, estate)


def test_random_arrival_follows_many_people_with_equal_claims():
    awards = exact_awards("random_arrival", [3000_00] * 40 + [1000_00] * 20, 70_000_00)
    assert sum(awards) == 70_000_00
    assert len(set(awards)) == 2


def test_random_arrival_refuses_what_it_cannot_follow():
    with pytest.raises(TooManyOrders):
        exact_awards("random_arrival", [3**position for position in range(40)], 3**39)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=5), st.integers(0, 60))
def test_minimal_overlap_shares_every_piece_among_those_who_claim_it(due, estate):
    expected = by_overlap(due, estate) if estate < sum(due) else due
    if expected is not None:
        assert exact_awards("minimal_overlap", due, estate) == expected


@FIELDS
@given(st.tuples(amounts, amounts).flatmap(lambda due: st.tuples(st.just(due), st.integers(0, sum(due)))))
def test_two_people_divide_what_both_claim_whichever_of_these_rules_is_used(case):
    due, estate = case
    rules = ("talmud", "random_arrival", "minimal_overlap")
    assert len({tuple(exact_awards(rule, due, estate)) for rule in rules}) == 1


@pytest.mark.parametrize("rule", DIVIDING)
def test_a_budget_above_all_claims_pays_every_claim(rule):
    assert awards_fen(rule, [100, 0, 50], 1_000) == [100, 0, 50]


@pytest.mark.parametrize("rule", DIVIDING)
@settings(max_examples=30, deadline=None)
@given(case=shortages)
def test_whole_fen_add_up_and_lie_within_one_of_the_exact_award(rule, case):
    due, estate = case
    awards = awards_fen(rule, due, estate)
    assert sum(awards) == estate
    assert all(0 <= a <= claim for a, claim in zip(awards, due, strict=True))
    assert all(abs(a - e) < 1 for a, e in zip(awards, exact_awards(rule, due, estate), strict=True))


def test_left_over_fen_go_to_the_first_of_equals():
    assert awards_fen("cea", [100, 100, 100], 200) == [67, 67, 66]


def test_less_than_a_step_stays_unallocated():
    found = in_steps(1_234_567, 10_000, [5, 3, 2, 1])
    assert (found.awards_fen, found.unallocated_fen) == ([560_000, 340_000, 220_000, 110_000], 4_567)


@FIELDS
@given(
    st.lists(st.lists(st.integers(0, 500), max_size=4), min_size=1, max_size=4),
    st.integers(0, 4_000),
    st.sampled_from(DIVIDING),
)
def test_a_tier_gets_nothing_before_the_tier_above_is_paid(tiers, estate, rule):
    found = tiered(estate, tiers, rule)
    paid = [sum(awards) for awards in found.awards_fen]
    assert sum(paid) + found.unallocated_fen == estate
    for tier, due in enumerate(tiers):
        if paid[tier] < sum(due):
            assert found.marginal == tier or not paid[tier]
            assert not any(paid[tier + 1 :])


def test_a_standard_table_says_what_is_missing_or_left():
    table = {"deep": 3000, "relative": 2500}
    assert tabled(5_000, ["deep", "relative"], table).shortfall_fen == 500
    assert tabled(6_000, ["deep", "relative"], table).unallocated_fen == 500
