"""Who may go on a rest cure, and the first places: the rule of years, the yearly quota, the lot before the other."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.curing import Applicant, Bar, CureRules, bars, first_places
from union_lib.consolation.rules.places import Limits, Traveller, repaired
from union_lib.consolation.rules.retreat import QuotaRule, StayLimits

QUOTA = QuotaRule(50, Fraction(1, 3), Fraction(1, 5), 0, 0, 0)
LIMITS = StayLimits(5, 7, 600_00, 3000_00)


def test_who_went_within_the_years_waits_and_who_went_before_them_goes():
    people = [Applicant(1, "A", (2018,)), Applicant(2, "A", (2017,)), Applicant(3, "A", (2021,))]
    assert bars(people, CureRules(2020, gap_years=3), {}) == {1: Bar.RECENT}


def test_without_a_rule_of_years_nobody_waits_for_them():
    assert bars([Applicant(1, "A", (2020,))], CureRules(2020), {}) == {}


def test_the_first_in_order_fill_the_quota_of_their_unit_and_who_has_gone_this_year_counts():
    people = [Applicant(n, "A") for n in range(1, 6)]
    rules = CureRules(2020, quota=QUOTA)
    assert bars(people, rules, {"A": 9}) == {4: Bar.QUOTA, 5: Bar.QUOTA}
    assert bars(people, rules, {"A": 9}, {"A": 2}) == dict.fromkeys((2, 3, 4, 5), Bar.QUOTA)


def test_somebody_barred_takes_no_place_of_the_quota():
    people = [Applicant(1, "A", (2019,)), Applicant(2, "A")]
    assert bars(people, CureRules(2020, 0, 2, QUOTA), {"A": 3}) == {1: Bar.RECENT}


def test_a_unit_whose_headcount_is_unknown_is_barred_under_a_quota_and_free_without_one():
    assert bars([Applicant(1, "A")], CureRules(2020, quota=QUOTA), {}) == {1: Bar.STAFF_UNKNOWN}
    assert bars([Applicant(1, "A")], CureRules(2020), {}) == {}


def test_the_limit_of_a_year_counts_what_this_year_has_cost_to_the_fen():
    rules = CureRules(2020, 1500_00, limits=LIMITS)
    people = [Applicant(1, "A", used_fen=1500_00), Applicant(2, "A", used_fen=1500_01)]
    assert bars(people, rules, {}) == {2: Bar.ANNUAL}


@st.composite
def fields(draw) -> tuple[list[Traveller], Limits]:
    batches = draw(st.integers(1, 3))
    people = [
        Traveller(n, draw(st.sampled_from("PQ")), None, frozenset(draw(st.sets(st.integers(0, batches - 1)))))
        for n in range(draw(st.integers(0, 5)))
    ]
    capacity = [draw(st.integers(0, 3)) for _ in range(batches)]
    return people, Limits(capacity, {"P": draw(st.integers(0, 2)), "Q": draw(st.integers(0, 2))})


@settings(max_examples=60, deadline=None)
@given(fields())
def test_as_many_go_as_can_the_earlier_lot_first_and_every_limit_holds(field):
    people, limits = field
    found = first_places(people, limits).batches
    seated = [one for one in people if found[one.id] is not None]
    for batch, capacity in enumerate(limits.capacity):
        here = [one for one in seated if found[one.id] == batch]
        assert len(here) <= capacity
        assert all(batch not in one.refused for one in here)
        assert all(sum(one.ward == w for one in here) <= most for w, most in limits.max_away.items())
    assert [one.id for one in seated] == best_group(people, limits)


def best_group(people: list[Traveller], limits: Limits) -> list[int]:
    """Return the largest group that fits, of those the first in order, by trying every one."""
    for size in range(len(people), -1, -1):
        for group in combinations(people, size):
            if fits(list(group), limits, {}):
                return [one.id for one in group]
    return []


def fits(group: list[Traveller], limits: Limits, taken: dict[tuple[int, str], int]) -> bool:
    if not group:
        return True
    one, rest = group[0], group[1:]
    for batch, capacity in enumerate(limits.capacity):
        total = sum(n for (b, _), n in taken.items() if b == batch)
        own = taken.get((batch, one.ward), 0)
        is_open = batch not in one.refused and total < capacity and own < limits.max_away[one.ward]
        if is_open and fits(rest, limits, {**taken, (batch, one.ward): own + 1}):
            return True
    return False


def test_batches_are_as_even_as_can_be_and_full_where_they_must():
    people = [Traveller(n, "P") for n in range(6)]
    even = first_places(people, Limits([6, 6, 6], {})).batches
    assert sorted(even.values()) == [0, 0, 1, 1, 2, 2]
    uneven = first_places(people, Limits([1, 5], {})).batches
    assert sorted(uneven.values()) == [0, 1, 1, 1, 1, 1]


def test_a_repair_right_after_the_first_places_changes_nothing():
    people = [Traveller(n, "PQ"[n % 2]) for n in range(7)]
    limits = Limits([3, 2], {"P": 2, "Q": 1})
    first = first_places(people, limits).batches
    seated = [Traveller(one.id, one.ward, first[one.id]) for one in people]
    assert repaired(seated, limits).batches == first
