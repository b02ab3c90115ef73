"""Many-facet Rasch measures: what is recovered, what is left out by name, and what is refused."""

from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.common.errors import RuleViolation
from union_lib.competition.rules.fairness import (
    CriteriaConfounded,
    NotConnected,
    NotConverged,
    NothingToMeasure,
    WithoutMeasure,
    facet_fit,
    mark_categories,
)

TRUE_STEPS = np.array([0.0, -1.2, -1.0, 0.0])
"""T of the four categories of the simulated ratings."""


def simulated(entries, judges, criteria, per_entry, seed=1):
    """Ratings 0 to 3 of entries by some of the judges on all criteria, and the true B, C and D."""
    rng = np.random.default_rng(seed)
    truth = [rng.normal(0, spread, size) for spread, size in ((1, entries), (0.6, judges), (0.4, criteria))]
    truth = [truth[0], truth[1] - truth[1].mean(), truth[2] - truth[2].mean()]
    seats = rng.random((entries, judges)).argsort(axis=1)[:, :per_entry]
    rows = [(e, j, c) for e in range(entries) for j in seats[e] for c in range(criteria)]
    at = np.array(rows).T
    logits = truth[0][at[0]] - truth[1][at[1]] - truth[2][at[2]]
    chances = np.exp(logits[:, None] * np.arange(4) - TRUE_STEPS)
    drawn = (chances.cumsum(axis=1) < rng.random((len(rows), 1)) * chances.sum(axis=1, keepdims=True)).sum(1)
    ratings = [(f"E{e}", f"J{j}", f"C{c}", int(x)) for (e, j, c), x in zip(rows, drawn, strict=True)]
    return ratings, truth


def fit(ratings, lowest=0, highest=3):
    return facet_fit(
        ratings, *(sorted({row[facet] for row in ratings}) for facet in range(3)), lowest, highest
    )


def as_array(measures, letter):
    return np.array([measures[f"{letter}{number}"] for number in range(len(measures))])


def crossed(table, criterion="c"):
    """Ratings of a table of entries (rows) by judges (columns) on one criterion."""
    return [(f"E{e}", f"J{j}", criterion, x) for e, row in enumerate(table) for j, x in enumerate(row)]


def test_a_judge_one_category_stricter_is_the_most_severe_on_the_common_scale():
    entries = {"A": 2, "B": 3, "C": 4, "D": 3, "E": 2}
    ratings = [
        (entry, judge, trait, level + lift + ease + (3 * level + 5 * lift + n) % 3 - 1)
        for n, (entry, level) in enumerate(entries.items())
        for judge, lift in {"stern": 0, "mild": 1}.items()
        for trait, ease in {"easy": 1, "hard": 0}.items()
        if (entry, judge, trait) != ("A", "stern", "hard")
    ]
    found = facet_fit(ratings, list(entries), ["mild", "stern"], ["easy", "hard"], 2, 6)
    assert found.severity_order == ["stern", "mild"]
    assert found.ability_order[0] == "C"
    assert found.difficulty["hard"] > found.difficulty["easy"]
    for measures in (found.severity.values(), found.difficulty.values(), found.thresholds):
        assert sum(measures) == pytest.approx(0, abs=1e-9)


def test_standard_errors_cover_the_truth_about_as_often_as_they_should():
    apart = []
    for seed in range(5):
        ratings, truth = simulated(entries=60, judges=12, criteria=5, per_entry=8, seed=seed)
        found = fit(ratings)
        errors = (found.ability_se, found.severity_se, found.difficulty_se)
        measures = (found.ability, found.severity, found.difficulty)
        for values, error, letter, true in zip(measures, errors, "EJC", truth, strict=True):
            apart += list((as_array(values, letter) - true) / as_array(error, letter))
        assert found.thresholds == pytest.approx(np.diff(TRUE_STEPS), abs=0.3)
    assert np.mean(np.abs(apart) < 1.96) == pytest.approx(0.95, abs=0.03)


def test_at_the_maximum_every_judge_and_entry_has_as_many_points_as_expected():
    ratings, _ = simulated(entries=40, judges=6, criteria=3, per_entry=3)
    found = fit(ratings)
    levels, climbed = np.arange(4.0), np.concatenate([[0], np.cumsum(found.thresholds)])
    apart = dict.fromkeys([*found.ability, *found.severity], 0.0)
    for entry, judge, criterion, rating in ratings:
        logit = found.ability[entry] - found.severity[judge] - found.difficulty[criterion]
        weights = np.exp(logit * levels - climbed)
        for name in (entry, judge):
            apart[name] += rating - float(weights @ levels / weights.sum())
    assert max(map(abs, apart.values())) < 1e-8


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_ratings_and_names_changes_nothing(random):
    ratings, _ = simulated(entries=15, judges=4, criteria=2, per_entry=3)
    shuffled = random.sample(ratings, len(ratings))
    names = [
        random.sample(sorted({row[n] for row in ratings}), len({row[n] for row in ratings})) for n in range(3)
    ]
    found, expected = facet_fit(shuffled, *names, 0, 3), fit(ratings)
    assert found.ability == pytest.approx(expected.ability, abs=1e-9)
    assert found.severity_se == pytest.approx(expected.severity_se, abs=1e-9)


def test_more_ratings_make_smaller_errors():
    few, many = (fit(simulated(30, 4, 3, per_entry)[0]) for per_entry in (2, 4))
    assert np.mean(list(many.ability_se.values())) < np.mean(list(few.ability_se.values()))


def test_entries_judges_and_criteria_rated_only_at_an_end_have_no_measure_and_are_named():
    at_an_end = [
        *(("top", judge, "C0", 3) for judge in ("J0", "J1")),
        *((entry, "stern", "C1", 0) for entry in ("E0", "E1")),
        *((entry, "J0", "easy", 3) for entry in ("E0", "E1")),
    ]
    usual = simulated(12, 4, 2, per_entry=3)[0]
    found, expected = fit([*usual, *at_an_end]), fit(usual)
    assert found.without_measure == WithoutMeasure(("top",), ("stern",), ("easy",))
    assert found.ability == pytest.approx(expected.ability)
    assert set(found.infit) == {"J0", "J1", "J2", "J3"}


def test_leaving_one_out_may_leave_another_without_measure():
    chain = [("last", "J0", "C0", 0), ("last", "mild", "C0", 3), ("top", "mild", "C0", 3)]
    found = fit([*simulated(12, 4, 2, per_entry=3)[0], *chain])
    assert found.without_measure == WithoutMeasure(("last", "top"), ("mild",))


def test_names_that_were_never_rated_have_no_measure():
    ratings = simulated(12, 4, 2, per_entry=3)[0]
    entries, judges = sorted({row[0] for row in ratings}), sorted({row[1] for row in ratings})
    found = facet_fit(ratings, [*entries, "idle"], judges, ["C0", "C1"], 0, 3)
    assert found.without_measure == WithoutMeasure(("idle",))


def test_a_category_nobody_used_has_no_steps_and_disturbs_nothing():
    ratings = simulated(12, 4, 2, per_entry=3)[0]
    gap = [(entry, judge, criterion, x + (x > 1)) for entry, judge, criterion, x in ratings]
    found = fit(gap, 0, 5)
    assert [step is None for step in found.thresholds] == [False, True, True, False, True]
    assert all(abs(measure) < 10 for measure in found.ability.values())


def test_ratings_at_the_ends_only_are_refused():
    with pytest.raises(NothingToMeasure):
        fit(crossed([[0, 0], [3, 3]]))
    with pytest.raises(NothingToMeasure):
        facet_fit([], ["E0"], ["J0"], ["c"], 0, 3)


def test_panels_without_a_common_judge_are_refused_and_the_smaller_is_named():
    apart = [
        (f"X{e}", f"K{j}", c, x)
        for e, j, c, x in [(0, 0, "c", 1), (0, 1, "c", 2), (1, 0, "c", 2), (1, 1, "c", 1)]
    ]
    with pytest.raises(NotConnected) as refusal:
        fit(crossed([[0, 1], [1, 2], [2, 1], [1, 0]]) + apart)
    assert (refusal.value.groups, refusal.value.smallest) == (2, "X0、X1")


def test_judges_who_share_the_criteria_out_are_refused():
    table = [[0, 1], [1, 2], [2, 1], [1, 0]]
    shared = [(entry, judge, f"of {judge}", x) for entry, judge, _, x in crossed(table)]
    with pytest.raises(CriteriaConfounded):
        fit(shared)


def test_ratings_that_no_finite_measures_explain_best_are_refused():
    table = [[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]]
    with pytest.raises(NotConverged):
        fit(crossed(table), 0, 1)


CELLS = st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2))


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(CELLS, st.integers(0, 3), max_size=40))
def test_whatever_the_ratings_there_are_finite_measures_or_a_refusal(cells):
    ratings = [(f"E{e}", f"J{j}", f"C{c}", rating) for (e, j, c), rating in cells.items()]
    try:
        found = facet_fit(ratings, *([f"{letter}{n}" for n in range(5)] for letter in "EJC"), 0, 3)
    except RuleViolation:
        return
    for measures in (found.ability, found.severity, found.difficulty):
        assert max(map(abs, measures.values())) < 20
    for errors in (found.ability_se, found.severity_se, found.difficulty_se):
        assert all(0 <= error < 20 for error in errors.values())


def test_a_single_criterion_has_difficulty_zero_without_error():
    ratings = [row for row in simulated(12, 4, 2, per_entry=3)[0] if row[2] == "C0"]
    found = fit(ratings)
    assert found.difficulty == pytest.approx({"C0": 0})
    assert found.difficulty_se == pytest.approx({"C0": 0}, abs=1e-6)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40), st.integers(2, 12))
def test_categories_keep_the_order_of_marks_and_stay_within_their_number(halves, most):
    marks = [Decimal(half) / 2 for half in halves]
    found = mark_categories(marks, Decimal(30), Decimal("0.5"), most)
    assert min(found) == 0
    assert max(found) < most
    for (low, below), (high, above) in pairwise(sorted(zip(marks, found, strict=True))):
        assert below <= above
        assert (low != high) or (below == above)


def test_marks_on_a_short_scale_keep_every_step_as_a_category():
    marks = [Decimal(mark) for mark in (1, 3, 5)]
    assert mark_categories(marks, Decimal(5), Decimal(1)) == [0, 2, 4]
