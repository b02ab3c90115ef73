"""A programme's list divided by its terms: adds up to the fen, in whole steps, explained part by part."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.presets import PRESETS
from union_lib.consolation.rules.assessing import entitlement_fen
from union_lib.consolation.rules.checker import faults
from union_lib.consolation.rules.dividing import Cases, Part, Prepared, Status, divide, share_of
from union_lib.consolation.rules.terms import Method, Terms, Tier, TierTerms
from union_lib.consolation.rules.waterfill import waterfill

TERMS = PRESETS["weights"].terms
STEPS = (1, 100, 10_000)


@st.composite
def problems(draw: st.DrawFn) -> tuple[Terms, Cases, int, int]:
    """A list of up to twelve people under one of the presets, a budget, and a step."""
    terms = replace(TERMS, method=draw(st.sampled_from(list(Method))))
    people = draw(st.integers(1, 12))
    tiers = draw(st.lists(st.sampled_from(terms.order), min_size=people, max_size=people))
    budget = draw(st.integers(1, 40_000_00))
    rooms = draw(st.lists(st.none() | st.integers(0, 5_000_00), min_size=people, max_size=people))
    members = draw(st.lists(st.integers(1, 7), min_size=people, max_size=people))
    hit = draw(st.lists(st.booleans(), min_size=people, max_size=people))
    due = [entitlement_fen(terms, tier, None, budget) for tier in tiers]
    cases = Cases(tiers, np.array(due), rooms, np.array(members), np.array(hit))
    return terms, cases, budget, draw(st.sampled_from(STEPS))


@given(problems())
@settings(max_examples=150, deadline=None)
def test_what_is_given_and_what_is_left_are_the_budget_to_the_fen(problem):
    terms, cases, budget, step = problem
    found = divide(terms, cases, budget, step)
    assert (found.status == Status.SHORT) == (found.needed_fen > budget)
    if found.status == Status.SHORT:
        assert found.total_fen == 0
    else:
        assert found.total_fen + found.unallocated_fen == budget


@given(problems())
@settings(max_examples=100, deadline=None)
def test_nobody_gets_more_than_is_due_nor_part_of_a_step(problem):
    terms, cases, budget, step = problem
    awards = divide(terms, cases, budget, step).amounts()
    assert all(award % step == 0 for award in awards)
    assert all(award <= most for award, most in zip(awards, cases.ceilings().tolist(), strict=True))


@given(problems())
@settings(max_examples=60, deadline=None)
def test_the_parts_of_each_amount_add_up_to_it_exactly(problem):
    terms, cases, budget, step = problem
    found = divide(terms, cases, budget, step)
    if found.status == Status.SHORT:
        return
    for line, award in enumerate(found.amounts()):
        share = share_of(terms, cases, budget, step, line)
        assert (sum(part for _, part in share.parts), share.award_fen) == (award, award)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_the_independent_check_confirms_each_division_and_no_other(problem):
    terms, cases, budget, step = problem
    found = divide(terms, cases, budget, step)
    if found.status == Status.SHORT:
        assert found.certificate == {}
        return
    awards = found.amounts()
    assert faults(found.certificate, awards) == []
    if len(awards) > 1 and awards[0] >= step:
        moved = [awards[0] - step, awards[1] + step, *awards[2:]]
        assert faults(found.certificate, moved) != []


@given(problems(), st.lists(st.integers(1, 40_000_00), min_size=1, max_size=5))
@settings(max_examples=80, deadline=None)
def test_a_prepared_list_gives_every_budget_what_dividing_afresh_would(problem, budgets):
    terms, cases, _, step = problem
    prepared = Prepared(terms, cases, step)
    for budget in budgets:
        swift, afresh = prepared.at(budget), divide(terms, cases, budget, step)
        assert swift.amounts() == afresh.amounts()
        assert (swift.status, swift.needed_fen, swift.unallocated_fen) == (
            afresh.status,
            afresh.needed_fen,
            afresh.unallocated_fen,
        )
        if swift.certificate:
            assert faults(swift.certificate, swift.amounts()) == []


@given(problems(), st.integers(0, 1_000_00))
@settings(max_examples=80, deadline=None)
def test_a_larger_budget_takes_nothing_but_a_rounding_step_from_anybody(problem, more):
    terms, cases, budget, step = problem
    before, after = (divide(terms, cases, sum_, step) for sum_ in (budget, budget + more))
    if terms.method == Method.WEIGHTS:
        return  # what is due follows the budget there, so the two lists are not the same
    if Status.SHORT not in (before.status, after.status):
        pairs = zip(before.amounts(), after.amounts(), strict=True)
        assert all(later >= earlier - step for earlier, later in pairs)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_division_by_weight_is_the_exact_water_filling(problem):
    terms, cases, budget, _ = problem
    terms = replace(terms, method=Method.WEIGHTS)
    found = divide(terms, cases, budget)
    if found.status != Status.OK:
        return
    kinds, of = cases.kinds
    weights = [terms.weight(*kinds[i]) for i in of]
    caps = cases.ceilings().tolist()
    floors = [min(terms.of(kinds[i][0]).floor_fen, cap) for i, cap in zip(of, caps, strict=True)]
    exact = waterfill(budget, weights, floors, caps)
    assert all(
        abs(Fraction(award) - amount) < 1 for award, amount in zip(found.amounts(), exact.awards, strict=True)
    )
    if exact.level is not None:
        assert found.level == exact.level


def case_of(*tiers: Tier, due: int = 1_000_00) -> Cases:
    ones = np.ones(len(tiers), dtype=np.int64)
    return Cases(list(tiers), due * ones, [None] * len(tiers), ones, ones < 0)


def test_a_standard_table_beyond_the_budget_gives_nobody_anything_and_says_what_is_missing():
    terms = Terms(Method.STANDARD, (Tier.DEEP,), {Tier.DEEP: TierTerms(1_000_00)})
    found = divide(terms, case_of(Tier.DEEP, Tier.DEEP), 1_500_00)
    assert (found.status, found.needed_fen, found.amounts()) == (Status.SHORT, 2_000_00, [0, 0])


def test_the_hardest_tier_is_paid_before_the_next():
    terms = Terms(Method.TIERS, (Tier.RELATIVE, Tier.DEEP))
    assert divide(terms, case_of(Tier.DEEP, Tier.RELATIVE), 1_200_00).amounts() == [200_00, 1_000_00]


def test_floors_beyond_the_budget_are_an_answer():
    terms = Terms(Method.WEIGHTS, (Tier.DEEP,), {Tier.DEEP: TierTerms(0, Fraction(1), 600_00, 1_000_00)})
    found = divide(terms, case_of(Tier.DEEP, Tier.DEEP), 1_000_00)
    assert (found.status, found.needed_fen) == (Status.SHORT, 1_200_00)


def test_the_part_of_a_cap_per_person_is_named_where_a_standard_amount_is_cut():
    terms = Terms(Method.STANDARD, (Tier.DEEP,), {Tier.DEEP: TierTerms(1_000_00)})
    cases = replace(case_of(Tier.DEEP), room_fen=[400_00])
    share = share_of(terms, cases, 1_000_00, 1, 0)
    assert dict(share.parts) == {Part.STANDARD: 1_000_00, Part.ROOM: -600_00}


@pytest.mark.parametrize("step", STEPS)
def test_what_does_not_make_a_step_stays_unallocated(step):
    terms = Terms(Method.EQUAL, (Tier.DEEP,))
    found = divide(terms, case_of(Tier.DEEP, Tier.DEEP), 1_234_56, step)
    assert found.unallocated_fen == 1_234_56 % step
