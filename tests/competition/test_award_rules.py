from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.competition.rules import (
    AwardClass,
    AwardPlan,
    AwardRounding,
    BorderTies,
    award_allocation,
    award_counts,
    ranks,
)

TEN_TWENTY_THIRTY = [Decimal(10), Decimal(20), Decimal(30)]


def plan(*quotas, ties=BorderTies.UP):
    return AwardPlan(tuple(AwardClass(str(n), quota=q) for n, q in enumerate(quotas, 1)), border_ties=ties)


@pytest.mark.parametrize(
    ("rounding", "counts"),
    [
        (AwardRounding.HALF_UP, [3, 5, 8]),
        (AwardRounding.FLOOR, [2, 5, 7]),
        (AwardRounding.CEIL, [3, 5, 8]),
    ],
)
def test_ratios_become_whole_awards_each_class_by_itself(rounding, counts):
    assert award_counts(TEN_TWENTY_THIRTY, 25, rounding) == counts


@given(st.integers(0, 500), st.decimals(min_value=0, max_value=100, places=2))
def test_the_three_roundings_lie_in_order_and_at_most_one_apart(entrants, ratio):
    floor, half, ceil = (
        award_counts([ratio], entrants, rounding)[0]
        for rounding in (AwardRounding.FLOOR, AwardRounding.HALF_UP, AwardRounding.CEIL)
    )
    assert floor <= half <= ceil <= floor + 1
    assert floor >= 0
    assert ceil <= entrants


def test_a_tie_at_the_border_goes_up_to_the_class_of_its_best_position():
    found = award_allocation([1, 2, 2, 4], plan(2, 1))
    assert found.award == ("1", "1", "1", None)
    assert (found.nominal, found.count, found.last_place) == ((2, 1), (3, 0), (2, None))


def test_a_tie_at_the_border_goes_down_to_the_class_of_its_worst_position():
    found = award_allocation([1, 2, 2, 4], plan(2, 1, ties=BorderTies.DOWN))
    assert found.award == ("1", "2", "2", None)
    assert (found.count, found.last_place) == ((1, 2), (1, 2))


def test_a_tie_at_the_last_border_that_goes_down_takes_nothing():
    assert award_allocation([1, 1], plan(1, ties=BorderTies.DOWN)).award == (None, None)


def test_an_ineligible_entry_takes_no_award_and_uses_none_up():
    found = award_allocation([1, 2, 3], plan(1, 1), ineligible={0})
    assert found.award == (None, "1", "2")
    assert found.last_place == (2, 3)


def test_ratios_count_the_eligible_entries_only():
    half = AwardPlan((AwardClass("half", ratio=Decimal(50)),))
    assert award_allocation([1, 2, 3, 4], half, ineligible={3}).nominal == (2,)
    assert award_allocation([1, 2, 3, 4, 5], half, ineligible={3, 4}).nominal == (2,)


def test_a_plan_may_mix_quotas_and_ratios():
    mixed = AwardPlan((AwardClass("grand", quota=1), AwardClass("first", ratio=Decimal(50))))
    assert award_allocation([1, 2, 3, 4], mixed).award == ("grand", "first", "first", None)


def test_without_classes_nobody_wins():
    assert award_allocation([1, 2], AwardPlan()).award == (None, None)


FIELDS = st.lists(st.integers(0, 8), max_size=25)
QUOTAS = st.lists(st.integers(0, 5), min_size=1, max_size=4)


@given(FIELDS, QUOTAS, st.sampled_from(BorderTies))
def test_a_better_place_never_earns_a_lower_award(scores, quotas, ties):
    places = ranks(scores)
    found = award_allocation(places, plan(*quotas, ties=ties))
    worth = [int(award) if award else len(quotas) + 1 for award in found.award]
    assert [earned for _, earned in sorted(zip(places, worth, strict=True))] == sorted(worth)


@given(FIELDS, QUOTAS)
def test_ties_up_never_give_fewer_awards_than_planned_and_ties_down_never_more(scores, quotas):
    places = ranks(scores)
    planned = min(sum(quotas), len(scores))
    up, down = (sum(award_allocation(places, plan(*quotas, ties=ties)).count) for ties in BorderTies)
    assert down <= planned <= up


@given(st.sets(st.integers(), max_size=25), QUOTAS, st.sampled_from(BorderTies))
def test_without_ties_every_class_has_its_nominal_size_while_entries_last(scores, quotas, ties):
    found = award_allocation(ranks(list(scores)), plan(*quotas, ties=ties))
    left = len(scores)
    for nominal, count in zip(found.nominal, found.count, strict=True):
        assert count == min(nominal, left)
        left -= count
