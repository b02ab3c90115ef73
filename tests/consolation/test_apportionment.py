from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.common.money import NothingToShareBy
from union_lib.consolation.rules.apportionment import (
    FIRST_TO_ALL,
    Apportionment,
    Method,
    MinimaAboveStock,
    PiecesUnusable,
    WeightUnusable,
    apportioned,
)

DIVISORS = {
    Method.JEFFERSON: lambda n: Fraction((n + 1) ** 2),
    Method.WEBSTER: lambda n: Fraction(2 * n + 1, 2) ** 2,
    Method.HILL: lambda n: Fraction(n * (n + 1)),
    Method.ADAMS: lambda n: Fraction(n * n),
    Method.DEAN: lambda n: Fraction(2 * n * (n + 1), 2 * n + 1) ** 2,
}
"""Squares of the divisors, as the textbook has them."""


def one_by_one(method, weights, pieces, least, caps):
    """The textbook's list: each piece to the largest quotient, the lower position first."""
    given = list(least)
    for _ in range(pieces - sum(given)):
        best = None
        for unit, weight in enumerate(weights):
            if given[unit] >= caps[unit] or not weight:
                continue
            divisor = DIVISORS[method](given[unit])
            quotient = (0, Fraction(weight) ** 2 / divisor) if divisor else (1, Fraction(weight))
            if best is None or quotient > best[0]:
                best = quotient, unit
        if best is None:
            break
        given[best[1]] += 1
    return given


weights = st.lists(st.integers(0, 40) | st.fractions(0, 9, max_denominator=7), min_size=1, max_size=7).filter(
    any
)
divisor_methods = st.sampled_from(sorted(DIVISORS))


@settings(max_examples=300, deadline=None)
@given(weights, st.integers(0, 60), divisor_methods)
def test_divisor_methods_deal_one_by_one_to_the_largest_quotient(weights, pieces, method):
    nobody, anything = [0] * len(weights), [pieces] * len(weights)
    expected = one_by_one(method, weights, pieces, nobody, anything)
    assert apportioned(weights, pieces, method) == Apportionment(tuple(expected))


@settings(max_examples=300, deadline=None)
@given(weights, st.integers(0, 60), divisor_methods, st.integers(0, 4), st.data())
def test_minimum_comes_first_and_a_cap_passes_the_rest_on(weights, pieces, method, min_each, data):
    caps = data.draw(st.lists(st.none() | st.integers(0, 20), min_size=len(weights), max_size=len(weights)))
    ceilings = [max(pieces, min_each) if cap is None else cap for cap in caps]
    least = [min(min_each, ceiling) for ceiling in ceilings]
    if sum(least) > pieces:
        with pytest.raises(MinimaAboveStock):
            apportioned(weights, pieces, method, min_each=min_each, caps=caps)
        return
    expected = one_by_one(method, weights, pieces, least, ceilings)
    found = apportioned(weights, pieces, method, min_each=min_each, caps=caps)
    assert found == Apportionment(tuple(expected), pieces - sum(expected))


@settings(max_examples=200, deadline=None)
@given(weights, st.integers(0, 200))
def test_hamilton_never_leaves_the_quota(weights, pieces):
    total = sum(weights)
    for weight, share in zip(weights, apportioned(weights, pieces, Method.HAMILTON).given, strict=True):
        quota = Fraction(weight) * pieces / total
        assert quota // 1 <= share <= -(-quota // 1)


@settings(max_examples=200, deadline=None)
@given(weights, st.integers(0, 60), st.sampled_from(sorted(Method)), st.integers(0, 3), st.data())
def test_nothing_is_lost_and_every_limit_holds(weights, pieces, method, min_each, data):
    caps = data.draw(st.lists(st.none() | st.integers(0, 20), min_size=len(weights), max_size=len(weights)))
    try:
        found = apportioned(weights, pieces, method, min_each=min_each, caps=caps)
    except MinimaAboveStock:
        return
    assert sum(found.given) + found.rest == pieces
    for weight, share, cap in zip(weights, found.given, caps, strict=True):
        most = pieces if cap is None else cap
        assert min(min_each, most) <= share <= most
        # pieces stay in store only if nobody with a weight could take one
        assert not found.rest or not weight or share == cap


@settings(max_examples=200, deadline=None)
@given(weights, st.integers(0, 60), st.sampled_from(sorted(Method)))
def test_equal_weights_differ_by_one_at_most_and_the_first_has_it(weights, pieces, method):
    found = apportioned(weights, pieces, method).given
    for one in range(len(weights)):
        for other in range(one):
            if weights[one] == weights[other]:
                assert 0 <= found[other] - found[one] <= 1


def test_hamilton_lifts_below_the_minimum_and_the_lifted_take_no_part_in_the_remainders():
    # quotas 6.5, 2.6, 0.9: the third is lifted to 1, so its remainder of 0.9 counts no more
    assert apportioned([65, 26, 9], 10, Method.HAMILTON, min_each=1).given == (6, 3, 1)


def test_where_lifting_takes_too_much_hamilton_divides_what_is_left_again():
    # quotas 3.88 and three of 0.04: rounded down and lifted that would be 3 + 1 + 1 + 1 of 4
    assert apportioned([97, 1, 1, 1], 4, Method.HAMILTON, min_each=1).given == (1, 1, 1, 1)
    assert apportioned([970, 10, 10, 10], 5, Method.HAMILTON, min_each=1).given == (2, 1, 1, 1)


def test_hamilton_skips_a_unit_at_its_cap():
    # quotas 5.4, 2.8, 1.8: the second stops at 2, so the last piece goes to the first
    assert apportioned([54, 28, 18], 10, Method.HAMILTON, caps=[None, 2, None]).given == (6, 2, 2)


def test_the_lifted_take_what_everybody_else_may_not():
    assert apportioned([98, 2], 10, Method.HAMILTON, min_each=1, caps=[3, None]) == Apportionment((3, 7))


def test_what_nobody_may_take_stays_in_store():
    for method in Method:
        assert apportioned([3, 1], 10, method, caps=[4, 2]) == Apportionment((4, 2), rest=4)


@pytest.mark.parametrize("method", sorted(FIRST_TO_ALL))
def test_hill_adams_and_dean_give_one_to_every_weight_before_a_second(method):
    assert apportioned([10_000, 1, 0, 1], 3, method).given == (1, 1, 0, 1)
    assert apportioned([1, 3, 2], 2, method).given == (0, 1, 1)


def test_units_below_the_threshold_get_nothing_not_even_the_minimum():
    # 5 of 100 is exactly the threshold and takes part
    assert apportioned([91, 5, 4], 10, threshold=Decimal("0.05"), min_each=1).given == (9, 1, 0)


def test_a_minimum_above_the_cap_is_cut_to_the_cap():
    assert apportioned([5, 5], 6, min_each=3, caps=[1, None]).given == (1, 5)


def test_minima_above_the_stock_are_refused_with_both_numbers():
    with pytest.raises(MinimaAboveStock) as refusal:
        apportioned([5], 1, min_each=2)
    assert (refusal.value.wanted, refusal.value.pieces) == (2, 1)


def test_a_weight_of_zero_gets_the_minimum_and_no_more():
    for method in Method:
        assert apportioned([0, 5], 10, method, min_each=1).given == (1, 9)


def test_a_weight_counts_as_it_is_written():
    # in binary 0.1 + 0.2 is not 0.3; as written they tie, and the lower position has the odd piece
    for method in (Method.WEBSTER, Method.HAMILTON, Method.JEFFERSON):
        assert apportioned([0.3, Decimal("0.30"), Fraction(3, 10)], 4, method).given == (2, 1, 1)


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf"), True, "many"])
def test_what_is_no_weight_is_refused(weight):
    with pytest.raises(WeightUnusable):
        apportioned([1, weight], 3)


@pytest.mark.parametrize("pieces", [-1, 2.0, True])
def test_a_fraction_of_a_piece_is_refused(pieces):
    with pytest.raises(PiecesUnusable):
        apportioned([1, 2], pieces)


def test_a_division_needs_somebody_with_a_weight():
    for weights in ([], [0, 0]):
        with pytest.raises(NothingToShareBy):
            apportioned(weights, 3)
