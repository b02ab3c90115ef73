"""What a proposal costs, whom it lifts, and where both sides meet."""

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.negotiation.rules.amounts import QuantityNegative
from union_lib.negotiation.rules.bargaining import (
    AmountTooLarge,
    Offer,
    lifted_over,
    mean_increase,
    proposal_cost,
    zone_of_agreement,
)

shares = st.fractions(Fraction(-1, 5), Fraction(1), max_denominator=10_000)
bases = st.lists(st.integers(0, 5_000_000), max_size=30)


def by_hand(base, offer):
    raised = max(base * (1 + offer.raise_share) + offer.raise_flat_fen, offer.min_base_fen)
    return floor(raised + Fraction(1, 2))


@given(bases, shares, st.integers(-10_000, 100_000), st.integers(0, 300_000), st.integers(0, 20_000), shares)
def test_every_base_and_sum_equals_fractions_worked_out_one_by_one(
    some, share, flat, least, allowance, oncost
):
    offer = Offer(share, flat, least, Fraction(allowance), abs(oncost), Fraction(12))
    cost = proposal_cost(some, offer)
    expected = [by_hand(base, offer) for base in some]
    monthly = sum(expected) - sum(some)
    whole = monthly * 12 * (1 + offer.oncost_rate) + allowance * len(some) * 12
    assert cost.new_bases_fen.tolist() == expected
    assert (cost.monthly_increase_fen, cost.annual_increase_fen) == (monthly, monthly * 12)
    assert cost.annual_cost_fen == floor(whole + Fraction(1, 2))


def test_an_offer_to_nobody_costs_nothing():
    assert proposal_cost([], Offer(Fraction("0.1"), allowance_fen=Fraction(100))).annual_cost_fen == 0


def test_workers_below_a_floor_are_counted_before_and_after():
    some = [1_500_00, 1_540_00, 1_600_00, 1_000_00]
    found = lifted_over(some, proposal_cost(some, Offer(Fraction("0.03"))), 1_540_00)
    assert found.before.tolist() == [True, False, False, True]
    assert found.lifted.tolist() == [True, False, False, False]


def test_every_worker_may_have_a_floor_of_the_own_area():
    some = [1_500_00, 1_500_00]
    found = lifted_over(some, proposal_cost(some, Offer()), [1_540_00, 1_380_00])
    assert found.after.tolist() == [True, False]


def test_a_mean_increase_is_a_share_of_all_wages():
    some = np.array([1_000_00, 3_000_00])
    assert mean_increase(proposal_cost(some, Offer(raise_flat_fen=100_00)), some) == Fraction(1, 20)
    assert mean_increase(proposal_cost([], Offer()), []) is None


def test_a_slip_of_the_pen_is_refused_and_never_wraps_around():
    with pytest.raises(AmountTooLarge):
        proposal_cost([10**17], Offer(Fraction(99)))
    with pytest.raises(AmountTooLarge):
        proposal_cost([10**13] * 10, Offer(Fraction(99_999)))
    with pytest.raises(AmountTooLarge):
        proposal_cost([10**18, 10**18], Offer())
    with pytest.raises(AmountTooLarge):
        proposal_cost([10**20], Offer())


@pytest.mark.parametrize("share", [1 / 3, 0.1 + 0.2, -1 / 7])
def test_a_share_with_all_the_decimals_of_a_computer_is_worked_out_exactly(share: float):
    offer = Offer(Fraction(str(share)), raise_flat_fen=150_50, oncost_rate=Fraction("0.285"))
    bases = [2_909_00, 0, 11_395_37]
    new = [floor(base * (1 + offer.raise_share) + Fraction(1, 2)) + 150_50 for base in bases]
    found = proposal_cost(bases, offer)
    assert found.new_bases_fen.tolist() == new
    assert found.annual_cost_fen == floor((sum(new) - sum(bases)) * 12 * Fraction("1.285") + Fraction(1, 2))


def test_wages_in_parts_of_a_fen_are_a_fault_and_never_cut_off():
    with pytest.raises(TypeError):
        proposal_cost([1_000.5], Offer())


@pytest.mark.parametrize(
    "offer",
    [Offer(min_base_fen=-1), Offer(oncost_rate=Fraction(-1)), Offer(months=Fraction(-1))],
)
def test_an_offer_below_zero_is_refused(offer):
    with pytest.raises(QuantityNegative):
        proposal_cost([1_000_00], offer)


@given(st.fractions(-1, 1), st.fractions(-1, 1))
def test_there_is_a_zone_or_a_gap_and_never_both(union, employer):
    zone = zone_of_agreement(union, employer)
    if zone.exists:
        assert zone.low <= zone.midpoint <= zone.high
        assert zone.width == employer - union
    else:
        assert (zone.low, zone.width, zone.midpoint) == (None, None, None)
        assert zone.gap > 0
