"""Every allocation has a certificate that an independent check confirms, and no other amounts pass."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules import amounts
from union_lib.consolation.rules.certified import (
    Standing,
    by_claims,
    by_table,
    by_tiers,
    by_weights,
    fingerprint,
)
from union_lib.consolation.rules.checker import faults
from union_lib.consolation.rules.claims import awards_fen
from union_lib.consolation.rules.columns import fen_column
from union_lib.consolation.rules.rounding import in_steps

FIELDS = settings(max_examples=120, deadline=None)
STEPS = st.sampled_from([1, 1, 100, 10_000])


@st.composite
def allocations(draw):
    people, step = draw(st.integers(1, 7)), draw(STEPS)
    column = st.lists(st.integers(0, 300) | st.integers(0, 400_000), min_size=people, max_size=people)
    claims, estate = draw(column), draw(st.integers(0, 600) | st.integers(0, 1_500_000))
    rule = draw(st.sampled_from(["weights", "prop", "cea", "cel", "tiers", "standard"]))
    if rule == "weights":
        weights = draw(st.lists(st.integers(0, 9), min_size=people, max_size=people).filter(any))
        caps = draw(st.lists(st.none() | st.integers(0, 400_000), min_size=people, max_size=people))
        caps = [
            None if cap is None else floor if cap < 100_000 else cap + floor
            for cap, floor in zip(caps, claims, strict=True)
        ]
        return by_weights(estate, weights, claims, caps, step)
    if rule == "tiers":
        tiers = draw(st.lists(st.integers(0, 2), min_size=people, max_size=people))
        return by_tiers(estate, tiers, claims, draw(st.sampled_from(["prop", "cea"])), step)
    return by_table(estate, claims, step) if rule == "standard" else by_claims(rule, estate, claims, step)


def certificate_and_awards(made):
    return json.loads(json.dumps(made.certificate())), made.awards_fen.tolist()


@FIELDS
@given(allocations())
def test_the_check_confirms_every_allocation(made):
    if made.shortfall_fen:
        assert not made.awards_fen.size
        return
    certificate, awards = certificate_and_awards(made)
    assert faults(certificate, awards) == []
    assert made.total_fen + made.unallocated_fen == made.estate_fen
    assert all(award % made.granularity_fen == 0 for award in awards)
    assert sum(certificate["counts"].values()) == len(awards)


@FIELDS
@given(allocations())
def test_a_step_moved_between_any_two_people_is_caught(made):
    if made.shortfall_fen:
        return
    certificate, awards = certificate_and_awards(made)
    for giver in range(len(awards)):
        for taker in range(len(awards)):
            if giver != taker:
                moved = list(awards)
                moved[giver] -= made.granularity_fen
                moved[taker] += made.granularity_fen
                forged = certificate | {
                    "sha256": fingerprint(fen_column(moved) if min(moved) >= 0 else made.awards_fen)
                }
                assert faults(forged, moved)


@FIELDS
@given(allocations(), st.fractions(0, 3).filter(lambda factor: factor != 1))
def test_no_other_level_passes_while_somebody_is_between_floor_and_cap(made, factor):
    if not made.shortfall_fen and made.level is not None and made.standings[Standing.FREE].size:
        certificate, awards = certificate_and_awards(made)
        assert "The level does not give the budget." in faults(
            certificate | {"level": str(made.level * factor)}, awards
        )


def test_a_wrong_level_total_rest_or_fingerprint_is_named():
    certificate, awards = certificate_and_awards(by_weights(1000, [5, 3, 2], [0, 0, 0], [400, None, None]))
    assert "The level does not give the budget." in faults(certificate | {"level": "110"}, awards)
    assert faults(certificate | {"total_fen": 999}, awards) == ["The total is not the sum of the awards."]
    assert faults(certificate | {"unallocated_fen": 1}, awards) == [
        "What is unallocated is not the rest of the budget."
    ]
    wrong = certificate | {"counts": {"at_floor": 0, "free": 3, "at_cap": 0}}
    assert faults(wrong, awards) == ["The numbers of those at floor and cap are wrong."]
    assert faults(certificate | {"sha256": "00"}, awards) == ["The fingerprint is not that of the awards."]
    assert faults(certificate, awards[:2]) == ["The certificate does not fit the list."]
    assert faults(certificate | {"status": "surplus", "level": None}, awards) == [
        "A line without a cap leaves no surplus."
    ]


def test_inputs_may_be_kept_apart_from_the_certificate():
    made = by_claims("cel", 300, [100, 200, 300])
    short = made.certificate(with_inputs=False)
    assert "inputs" not in short
    assert faults(short, made.awards_fen.tolist(), {"claims_fen": [100, 200, 300]}) == []
    assert faults(short, made.awards_fen.tolist(), {"claims_fen": [100, 200, 301]}) != []


def test_a_certificate_lists_who_stands_where():
    certificate = by_weights(1000, [5, 3, 2, 0], [0, 0, 300, 1], [400, None, None, 9]).certificate()
    assert certificate["standings"] == {"at_floor": [2, 3], "free": [1], "at_cap": [0]}
    losses = by_claims("cel", 300, [100, 200, 300]).certificate()
    assert losses["standings"] == {"at_floor": [0], "free": [1, 2], "at_cap": []}


@FIELDS
@given(st.lists(st.integers(0, 400_000), min_size=1, max_size=8), st.integers(0, 900_000))
def test_certified_claims_are_the_rules_amounts(due, estate):
    for rule in ("prop", "cea", "cel"):
        made = by_claims(rule, estate, due)
        assert made.awards_fen.tolist() == awards_fen(rule, due, estate)


@FIELDS
@given(st.lists(st.integers(0, 90), min_size=1, max_size=8).filter(any), st.integers(0, 10**7), STEPS)
def test_weights_without_bounds_are_divided_in_steps_by_largest_remainder(weights, estate, step):
    made = by_weights(estate, weights, [0] * len(weights), None, step)
    assert made.awards_fen.tolist() == in_steps(estate, step, weights).awards_fen


def test_an_allocation_that_does_not_exist_has_no_certificate():
    made = by_table(5_000, [3_000, 2_500])
    assert (made.shortfall_fen, made.unallocated_fen) == (500, 0)
    with pytest.raises(ValueError, match="no allocation"):
        made.certificate()


def test_a_shortfall_is_told_in_fen_of_the_budget_given():
    assert by_table(549_99, [300_00, 300_50], 100_00).shortfall_fen == 50_01


def test_bad_input_is_refused_each_with_its_own_reason():
    for wrong in (-1, 1.5, True, "10", float("nan"), float("inf"), None):
        with pytest.raises(amounts.BudgetUnusable):
            amounts.check_budget(wrong)
        with pytest.raises(amounts.AmountUnusable):
            amounts.check_amounts([1, wrong])
        with pytest.raises(amounts.WeightInexact):
            amounts.check_weights([1, wrong])
    with pytest.raises(amounts.BudgetUnusable):
        amounts.check_budget(1, 0)
    for check in (amounts.check_amounts, amounts.check_weights):
        with pytest.raises(amounts.NobodyListed):
            check([])
    with pytest.raises(amounts.WeightsAllZero):
        amounts.check_weights([0, 0])
    with pytest.raises(amounts.FloorsOverBudget):
        amounts.check_bounds([60, 60], [None, None], 100)
    with pytest.raises(amounts.FloorOverCap):
        amounts.check_bounds([60, 60], [None, 59])
    with pytest.raises(amounts.LinesUnequal):
        amounts.check_bounds([60, 60], [None])
    with pytest.raises(amounts.AmountUnusable):
        amounts.check_bounds([60, 60], [None, 99.5])
