from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.competition.rules import (
    AwardClass,
    AwardPlan,
    Criterion,
    EntryState,
    RankingMethod,
    Scheme,
    Scored,
    TieKey,
    cutoff,
    entry_score,
    ranks,
    standings,
)

PARTS = (
    Criterion("theory", "Theory", Decimal(100), Decimal("0.5")),
    Criterion("practice", "Practice", Decimal(100), Decimal("0.5")),
)
ONE_GOLD = AwardPlan((AwardClass("gold", quota=1),))


def scored(scheme, entry, theory, practice, state=EntryState.COMPETING, **extras):
    marks = {"theory": {1: theory and Decimal(theory)}, "practice": {1: practice and Decimal(practice)}}
    return Scored(entry, entry_score(scheme, marks), state, {k: Decimal(v) for k, v in extras.items()})


def listed(scheme, *entries):
    return [(s.entry, s.rank, s.is_tied) for s in standings(scheme, [scored(scheme, *e) for e in entries])]


@pytest.mark.parametrize(
    ("method", "places"),
    [
        (RankingMethod.STANDARD, [1, 2, 2, 4]),
        (RankingMethod.MODIFIED, [1, 3, 3, 4]),
        (RankingMethod.DENSE, [1, 2, 2, 3]),
        (RankingMethod.ORDINAL, [1, 2, 3, 4]),
        (RankingMethod.FRACTIONAL, [1, Decimal("2.5"), Decimal("2.5"), 4]),
    ],
)
def test_equal_scores_share_places_by_the_method(method, places):
    assert ranks([95, 90, 90, 85], method) == places


def test_the_shortest_time_is_first_where_lower_is_better():
    assert ranks([Decimal("61.2"), Decimal("58.9")], is_higher_better=False) == [2, 1]


def test_equal_totals_without_a_tie_chain_share_the_place():
    assert listed(Scheme(PARTS), ("A", "80", "90"), ("B", "90", "80"), ("C", "70", "70")) == [
        ("A", 1, True),
        ("B", 1, True),
        ("C", 3, False),
    ]


def test_totals_that_round_to_the_same_are_equal():
    places = listed(Scheme(PARTS), ("A", "80.00", "80.00"), ("B", "80.01", "80.00"), ("C", "80.00", "79.99"))
    assert places == [("B", 1, False), ("A", 2, True), ("C", 2, True)]


def test_the_tie_chain_is_asked_key_by_key():
    scheme = Scheme(PARTS, tie_chain=(TieKey("practice"), TieKey("time", is_higher_better=False)))
    entries = [
        scored(scheme, "slow", "80", "90", time=119),
        scored(scheme, "theorist", "90", "80", time=1),
        scored(scheme, "quick", "80", "90", time=110),
        scored(scheme, "untimed", "80", "90"),
    ]
    assert [(s.entry, s.rank) for s in standings(scheme, entries)] == [
        ("quick", 1),
        ("slow", 2),
        ("untimed", 3),
        ("theorist", 4),
    ]


def test_the_mean_before_dropping_may_settle_a_tie():
    scheme = Scheme((Criterion("skill", "Skill", Decimal(10)),), tie_chain=(TieKey("untrimmed_mean"),))
    entries = [
        Scored(name, entry_score(scheme, {"skill": dict(enumerate(map(Decimal, marks)))}))
        for name, marks in {"low": (1, 8, 8, 9), "high": (7, 8, 8, 9)}.items()
    ]
    assert [s.entry for s in standings(scheme, entries)] == ["high", "low"]


@pytest.mark.parametrize("state", [EntryState.ABSENT, EntryState.WITHDRAWN, EntryState.DISQUALIFIED])
def test_who_does_not_compete_has_no_place_and_stands_last(state):
    places = listed(Scheme(PARTS), ("gone", "100", "100", state), ("A", "80", "80"))
    assert places == [("A", 1, False), ("gone", None, False)]


def test_who_has_no_score_yet_has_no_place():
    assert listed(Scheme(PARTS), ("open", "90", None), ("A", "80", "80")) == [
        ("A", 1, False),
        ("open", None, False),
    ]


def test_a_guest_keeps_the_place_and_leaves_the_award():
    scheme = Scheme(PARTS, awards=ONE_GOLD)
    entries = [scored(scheme, "guest", "90", "90", EntryState.GUEST), scored(scheme, "A", "80", "80")]
    found = standings(scheme, entries)
    assert [(s.entry, s.rank, s.award) for s in found] == [("guest", 1, None), ("A", 2, "gold")]


def test_everybody_tied_at_the_cutoff_advances():
    assert cutoff([91, 85, 90, 85, 80], 3) == [0, 2, 1, 3]


def test_a_field_no_larger_than_the_cutoff_advances_whole():
    assert cutoff([1, 2], 5) == [1, 0]


SCORES = st.lists(st.integers(0, 20), max_size=30)


@given(SCORES, st.sampled_from(RankingMethod))
def test_a_better_score_never_has_a_worse_place(scores, method):
    places = ranks(scores, method)
    assert all(
        places[a] < places[b] for a in range(len(scores)) for b in range(len(scores)) if scores[a] > scores[b]
    )


@given(SCORES)
def test_fractional_places_add_up_to_as_many_as_there_are(scores):
    assert sum(ranks(scores, RankingMethod.FRACTIONAL)) == Decimal(len(scores) * (len(scores) + 1)) / 2


@given(SCORES)
def test_ordinal_places_are_each_given_once(scores):
    assert sorted(ranks(scores, RankingMethod.ORDINAL)) == list(range(1, len(scores) + 1))


@given(SCORES)
def test_a_standard_place_is_one_more_than_the_number_of_better_scores(scores):
    assert ranks(scores) == [1 + sum(other > score for other in scores) for score in scores]
