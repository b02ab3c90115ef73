"""Agreement of judges: alpha of many marks by its definition, and all coefficients at once."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.competition.rules.fairness import (
    Metric,
    agreement,
    alpha_of_values,
    kendall_w,
    krippendorff_alpha,
)

TABLES = st.integers(2, 5).flatmap(
    lambda judges: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 8)), min_size=judges, max_size=judges),
        min_size=1,
        max_size=6,
    )
)
"""Marks of units (rows) by judges (columns)."""


def squared_difference(metric, a, b, values):
    if metric == Metric.NOMINAL:
        return float(a != b)
    if metric == Metric.INTERVAL:
        return (a - b) ** 2
    if metric == Metric.RATIO:
        return ((a - b) / (a + b)) ** 2 if a + b else 0.0
    low, high = sorted((a, b))
    return (sum(low <= v <= high for v in values) - (values.count(a) + values.count(b)) / 2) ** 2


def by_definition(units, metric):
    """Alpha straight from its definition: every pair of values, one after another."""
    paired = [[v for v in unit if v is not None] for unit in units]
    paired = [unit for unit in paired if len(unit) > 1]
    values = [v for unit in paired for v in unit]
    within = sum(
        squared_difference(metric, a, b, values) / (len(unit) - 1)
        for unit in paired
        for a, b in permutations(unit, 2)
    )
    overall = sum(squared_difference(metric, a, b, values) for a, b in permutations(values, 2))
    return 1 - within * (len(values) - 1) / overall if overall else None


@settings(max_examples=60, deadline=None)
@given(TABLES, st.sampled_from(Metric))
def test_alpha_is_what_its_definition_says(units, metric):
    expected = by_definition(units, metric)
    found = krippendorff_alpha(list(zip(*units, strict=True)), metric)
    assert found is expected is None or found == pytest.approx(expected, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(TABLES, st.randoms(use_true_random=False), st.sampled_from(Metric))
def test_alpha_knows_no_order_of_judges_or_units(units, random, metric):
    rows = [random.sample(unit, len(unit)) for unit in random.sample(units, len(units))]
    found, expected = (krippendorff_alpha(list(zip(*table, strict=True)), metric) for table in (rows, units))
    assert found is expected is None or found == pytest.approx(expected, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(TABLES)
def test_ordinal_alpha_sees_only_the_order_of_marks(units):
    bent = [[None if v is None else float(v) ** 3 for v in unit] for unit in units]
    found, expected = (krippendorff_alpha(list(zip(*t, strict=True)), Metric.ORDINAL) for t in (bent, units))
    assert found is expected is None or found == pytest.approx(expected, abs=1e-9)


def test_grades_in_words_have_an_order_but_no_distance():
    grades = [["A", "B", "C", None], ["A", "B", "D", "B"]]
    numbers = [[1, 2, 3, None], [1, 2, 4, 2]]
    for metric in (Metric.NOMINAL, Metric.ORDINAL):
        assert krippendorff_alpha(grades, metric) == pytest.approx(krippendorff_alpha(numbers, metric))
    with pytest.raises(ValueError, match="could not convert"):
        krippendorff_alpha(grades, Metric.INTERVAL)


def test_equal_marks_that_no_float_holds_exactly_leave_alpha_undefined():
    assert krippendorff_alpha([[85.1] * 7, [85.1] * 7]) is None


def test_rows_of_unequal_length_are_a_mistake():
    with pytest.raises(ValueError, match="differ in length"):
        krippendorff_alpha([[1, 2], [1, 2, 3]])


@pytest.mark.parametrize("metric", Metric)
def test_alpha_of_a_hundred_thousand_marks_takes_arrays_as_they_are(metric):
    rng = np.random.default_rng(1)
    units = np.repeat(np.arange(20_000), 5)
    marks = np.round(rng.normal(80, 6, 20_000)[units] + rng.normal(0, 3, 100_000), 1)
    found = alpha_of_values(units, marks, metric)
    expected = {Metric.NOMINAL: 0, Metric.ORDINAL: 0.79, Metric.INTERVAL: 0.8, Metric.RATIO: 0.8}[metric]
    assert found == pytest.approx(expected, abs=0.02)


def test_all_coefficients_agree_that_judges_agree():
    found = agreement([[70, 70], [80, 80], [90, 90]])
    assert (found.alpha_interval, found.alpha_ordinal, found.kendall.w) == (1, 1, 1)
    assert found.icc.single == found.icc.mean == (1, 1, 1)
    assert found.mean_r == pytest.approx(1)


def test_concordance_is_computed_from_the_places_each_judge_gives():
    marks = [[70, 7.5], [80, 7.5], [90, 9.0], [60, 5.0]]
    expected = kendall_w([[3, 2, 1, 4], [2.5, 2.5, 1, 4]])
    assert agreement(marks).kendall == expected


def test_what_is_undefined_is_none_and_the_rest_is_there():
    found = agreement([[70, None], [80, 82], [None, 90]])
    assert (found.icc, found.kendall, found.mean_r) == (None, None, None)
    assert found.alpha_interval is not None
    flat = agreement([[85.1, 85.1], [85.1, 85.1]])
    assert (flat.alpha_interval, flat.kendall.w, flat.mean_r) == (None, None, None)
    assert flat.icc.single == (None, None, None)
    assert agreement([]).alpha_ordinal is None


def test_a_judge_who_marked_nothing_does_not_spoil_the_panel():
    marks = [[70, 71, None], [80, 82, None], [90, 88, None]]
    assert agreement(marks) == agreement([row[:2] for row in marks])


@settings(max_examples=30)
@given(TABLES, st.randoms(use_true_random=False))
def test_no_coefficient_knows_an_order_of_entries(rows, random):
    found, expected = agreement(random.sample(rows, len(rows))), agreement(rows)
    for name in ("alpha_interval", "alpha_ordinal", "mean_r"):
        one, other = getattr(found, name), getattr(expected, name)
        assert one is other is None or one == pytest.approx(other, abs=1e-9)
