"""Severity in marks: what is recovered and how surely, and designs that cannot be compared."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.competition.rules.fairness import (
    NotConnected,
    check_connected,
    connectivity,
    fair_marks,
    severity_fit,
)


def simulated(entries, judges, per_entry, noise, seed=1):
    """Marks of entries by some judges each, and the true qualities and severities."""
    rng = np.random.default_rng(seed)
    quality, severity = rng.normal(80, 6, entries), rng.normal(0, 3, judges)
    severity -= severity.mean()
    seats = rng.random((entries, judges)).argsort(axis=1)[:, :per_entry]
    marks = [
        (f"E{e}", f"J{j}", float(quality[e] - severity[j] + rng.normal(0, noise)))
        for e in range(entries)
        for j in seats[e]
    ]
    return marks, quality, severity


@st.composite
def designs(draw):
    """Connected incomplete designs of a few entries and judges, each mark to one decimal."""
    entries, judges = draw(st.integers(3, 7)), draw(st.integers(2, 5))
    return [
        (f"E{e}", f"J{j}", draw(st.integers(0, 1000)) / 10)
        for e in range(entries)
        for j in range(judges)
        if j == e % judges or j == (e + 1) % judges or draw(st.booleans())
    ]


@settings(max_examples=40)
@given(designs(), st.randoms(use_true_random=False))
def test_the_order_of_marks_changes_nothing(marks, random):
    found, expected = fair_marks(random.sample(marks, len(marks))), fair_marks(marks)
    assert found.quality == pytest.approx(expected.quality, abs=1e-7)
    assert found.severity == pytest.approx(expected.severity, abs=1e-7)
    assert found.rank_by_quality == expected.rank_by_quality


@settings(max_examples=40)
@given(designs(), st.integers(-80, 80))
def test_marks_lowered_by_one_judge_change_that_severity_and_no_distance_between_entries(marks, eighths):
    lower = eighths / 8
    moved = [(entry, judge, mark - lower * (judge == "J0")) for entry, judge, mark in marks]
    before, after = fair_marks(marks), fair_marks(moved)
    share = lower / len(before.severity)
    expected = {judge: s - share + lower * (judge == "J0") for judge, s in before.severity.items()}
    assert after.severity == pytest.approx(expected, abs=1e-7)
    assert after.quality == pytest.approx({e: q - share for e, q in before.quality.items()}, abs=1e-7)


def test_standard_errors_cover_the_truth_as_often_as_they_should():
    apart = []
    for seed in range(20):
        marks, quality, severity = simulated(60, 10, 3, noise=2.0, seed=seed)
        found = fair_marks(marks)
        apart += [(found.quality[f"E{e}"] - q) / found.quality_se[f"E{e}"] for e, q in enumerate(quality)]
        apart += [(found.severity[f"J{j}"] - s) / found.severity_se[f"J{j}"] for j, s in enumerate(severity)]
    assert np.mean(np.abs(apart) < 1.98) == pytest.approx(0.95, abs=0.02)


def test_standard_errors_are_those_of_least_squares_with_severities_summing_to_zero():
    marks, *_ = simulated(5, 3, 2, noise=1.0)
    names = [sorted({row[n] for row in marks}) for n in (0, 1)]
    design = np.array(
        [[*(e == n for n in names[0]), *(-(j == n) for n in names[1])] for e, j, _ in marks], float
    )
    inverse = np.linalg.inv(design.T @ design + np.outer([0] * 5 + [1] * 3, [0] * 5 + [1] * 3))
    inverse -= 1 / 9
    found = fair_marks(marks)
    expected = found.residual_sd * np.sqrt(np.diag(inverse))
    assert found.df == len(marks) - 5 - 3 + 1
    assert [found.quality_se[n] for n in names[0]] == pytest.approx(expected[:5])
    assert [found.severity_se[n] for n in names[1]] == pytest.approx(expected[5:])


def test_marks_that_leave_no_degree_of_freedom_have_no_standard_errors():
    found = fair_marks([("A", "x", 80.0), ("B", "x", 82.0), ("B", "y", 90.0)])
    assert (found.df, found.residual_sd, found.quality_se, found.severity_se) == (0, None, None, None)
    assert found.severity == pytest.approx({"x": 4, "y": -4})


def test_fair_marks_of_panels_without_a_link_are_refused_and_the_smaller_is_named():
    marks = [
        ("A1", "J1", 80.0),
        ("A2", "J1", 81.0),
        ("A3", "J1", 82.0),
        ("B1", "J2", 70.0),
        ("B2", "J2", 75.0),
    ]
    with pytest.raises(NotConnected) as refusal:
        fair_marks(marks)
    assert (refusal.value.groups, refusal.value.smallest) == (2, "B1、B2")
    assert "B1、B2" in str(refusal.value)


def test_the_plain_fit_of_unconnected_panels_sets_each_panels_severities_to_zero():
    found = severity_fit([("A", "x", 80.0), ("A", "y", 84.0), ("B", "z", 70.0)])
    assert found.severity == pytest.approx({"x": 2, "y": -2, "z": 0})
    assert found.quality == pytest.approx({"A": 82, "B": 70})
    assert len(found.connectivity.groups) == 2


def test_a_long_group_is_named_by_its_first_entries_and_its_size():
    pairs = [*((f"A{n}", 1) for n in range(5)), *((f"B{n}", 2) for n in range(6))]
    with pytest.raises(NotConnected) as refusal:
        check_connected(connectivity(pairs))
    assert refusal.value.smallest == "A0、A1、A2 … (5)"


def test_no_marks_at_all_cannot_be_compared():
    assert connectivity([]).groups == ()
    with pytest.raises(NotConnected):
        check_connected(connectivity([]))


def test_judges_and_entries_of_the_same_name_are_not_the_same():
    assert connectivity([("A", "B"), ("B", "C")]).groups == (("A",), ("B",))


def test_a_chain_of_ten_thousand_judges_links_everybody():
    pairs = [(f"E{n + step:05d}", n) for n in range(10_000) for step in (0, 1)]
    assert connectivity(pairs).is_comparable
