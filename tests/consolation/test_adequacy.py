from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from union_lib.consolation.rules.adequacy import (
    Alike,
    Case,
    horizontal_equity,
    share_alike_of_columns,
    share_treated_alike,
    targeting,
    targeting_of_columns,
)


def test_coverage_counts_people_and_adequacy_counts_money():
    found = targeting([Case(True, 1000, 100), Case(True, 100, 100), Case(True, 100, 0), Case(False, 0, 50)])
    assert (found.coverage, found.adequacy, found.leakage) == (
        Fraction(2, 3),
        Fraction(200, 1200),
        Fraction(50, 250),
    )


def test_more_than_is_due_to_one_does_not_make_up_for_less_to_another():
    found = targeting([Case(True, 100, 200), Case(True, 100, 0)])
    assert found.adequacy == Fraction(1, 2)
    assert found.excess_fen == 100
    assert found.leakage == 0


def test_shares_of_nothing_are_left_open():
    found = targeting([])
    assert (found.coverage, found.adequacy, found.leakage) == (None, None, None)
    assert share_treated_alike([]) is None


cases = st.lists(
    st.builds(
        Case, st.booleans(), st.integers(0, 500), st.integers(0, 500), st.sampled_from(["deep", "relative"])
    )
)


@given(cases)
def test_money_is_met_beyond_or_leaked_and_nothing_else(cases):
    found = targeting(cases)
    given_fen = sum(case.allocation_fen for case in cases)
    due = sum(case.entitlement_fen for case in cases if case.is_eligible)
    met = (found.adequacy or 0) * due
    assert met + found.excess_fen + (found.leakage or 0) * given_fen == given_fen
    for share in (found.coverage, found.adequacy, found.leakage):
        assert share is None or 0 <= share <= 1


def test_equals_with_different_allocations_are_named_widest_first():
    rows = [("deep", 10), ("deep", 12), ("relative", 5), ("relative", 9), ("accident", 3)]
    cases = [Case(True, 100, fen, alike) for alike, fen in rows]
    assert horizontal_equity(cases) == [Alike("relative", 2, 5, 9), Alike("deep", 2, 10, 12)]
    assert share_treated_alike(cases) == Fraction(1, 5)


def test_the_fen_left_over_from_rounding_is_no_difference():
    cases = [Case(True, 100, 34), Case(True, 100, 33), Case(True, 100, 33)]
    assert horizontal_equity(cases) == []
    assert share_treated_alike(cases) == 1


def test_who_is_not_eligible_is_nobodys_equal():
    assert horizontal_equity([Case(True, 100, 50), Case(False, 100, 0)]) == []


eligible = st.lists(
    st.builds(Case, st.just(True), st.integers(0, 500), st.integers(0, 500), st.integers(0, 3)), min_size=1
)


@given(eligible, st.integers(1, 100))
def test_columns_come_to_the_same_as_people_one_by_one(cases, rounding):
    due = np.array([case.entitlement_fen for case in cases])
    fen = np.array([case.allocation_fen for case in cases])
    alike = np.array([case.alike for case in cases])
    assert targeting_of_columns(due, fen) == targeting(cases)
    unequal = sum(group.people for group in horizontal_equity(cases, rounding))
    assert share_alike_of_columns(alike, fen, rounding) == Fraction(len(cases) - unequal, len(cases))


def test_nobody_at_all_is_neither_alike_nor_unlike():
    assert share_alike_of_columns(np.array([], dtype=int), np.array([], dtype=int)) is None
