from itertools import pairwise
from math import exp, fsum, log, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.inequality import (
    NothingToMeasure,
    atkinson,
    gini,
    inequality,
    lorenz,
    theil_l,
    theil_l_parts,
    theil_t,
    theil_t_parts,
)

amounts = st.lists(st.integers(0, 10**7), min_size=1, max_size=30).filter(any)
positive = st.lists(st.integers(1, 10**7), min_size=1, max_size=30)


@settings(max_examples=150)
@given(amounts)
def test_gini_is_the_mean_difference_of_all_pairs_in_means(x):
    differences = sum(abs(a - b) for a in x for b in x)
    assert gini(x) == pytest.approx(differences / (2 * len(x) * sum(x)), abs=1e-12)


@settings(max_examples=150)
@given(amounts)
def test_gini_is_twice_the_area_between_diagonal_and_lorenz_curve(x):
    curve = lorenz(x)
    area = fsum((a + b) / 2 for a, b in pairwise(curve)) / len(x)
    assert gini(x) == pytest.approx(1 - 2 * area, abs=1e-12)
    assert len(curve) == len(x) + 1
    assert (curve[0], curve[-1]) == (0, 1)
    assert (np.diff(curve, 2) >= -1e-12).all()


@settings(max_examples=150)
@given(positive)
def test_theil_and_atkinson_follow_their_formulas(x):
    n, mean = len(x), sum(x) / len(x)
    found = inequality(x)
    assert found.theil_t == pytest.approx(fsum(y / mean * log(y / mean) for y in x) / n, abs=1e-12)
    assert found.theil_l == pytest.approx(fsum(log(mean / y) for y in x) / n, abs=1e-12)
    assert found.atkinson_half == pytest.approx(1 - (fsum(y**0.5 for y in x) / n) ** 2 / mean, abs=1e-12)
    assert found.atkinson_1 == pytest.approx(1 - prod(y ** (1 / n) for y in x) / mean, abs=1e-9)
    assert found.atkinson_2 == pytest.approx(1 - n / fsum(1 / y for y in x) / mean, abs=1e-12)
    assert found.atkinson_1 == pytest.approx(1 - exp(-found.theil_l), abs=1e-12)


@settings(max_examples=100)
@given(positive, st.integers(2, 1000), st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_unit_or_order(x, factor, random):
    other = [factor * y for y in x]
    random.shuffle(other)
    for figure in (gini, theil_t, theil_l, lambda y: atkinson(y, 2)):
        assert figure(other) == pytest.approx(figure(x), abs=1e-9)


def test_equals_show_no_inequality():
    found = inequality([7, 7, 7])
    assert (found.gini, found.theil_t, found.theil_l, found.atkinson_2) == (0, 0, 0, 0)


def test_somebody_with_nothing_leaves_theil_l_open_and_atkinson_at_one():
    found = inequality([0, 1, 1])
    assert found.theil_l is None
    assert (found.atkinson_1, found.atkinson_2) == (1, 1)
    assert found.theil_t == pytest.approx(log(1.5))
    assert found.atkinson_half == pytest.approx(1 / 3)


def test_where_nobody_has_anything_nobody_has_less():
    assert (gini([0, 0]), theil_t([0, 0])) == (0, 0)
    assert lorenz([0, 0]).tolist() == [0, 0.5, 1]


@pytest.mark.parametrize("x", [[], [1, -1], [float("nan")], [float("inf")]])
def test_nothing_and_debts_cannot_be_measured(x):
    for figure in (inequality, gini, theil_t, theil_l, lorenz, lambda y: theil_t_parts(y, y)):
        with pytest.raises(NothingToMeasure):
            figure(x)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from("ABC")), min_size=1, max_size=30))
def test_what_lies_within_and_between_groups_adds_up_to_the_whole(rows):
    x, groups = [row[0] for row in rows], [row[1] for row in rows]
    parts = theil_t_parts(x, groups)
    assert parts.total == pytest.approx(theil_t(x), abs=1e-12)
    assert fsum(parts.share_within.values()) == pytest.approx(parts.within, abs=1e-12)
    for group, own in parts.of_group.items():
        assert own == pytest.approx(theil_t([y for y, g in rows if g == group]), abs=1e-12)
    split = theil_l_parts(x, groups)
    if all(x):
        assert split.total == pytest.approx(theil_l(x), abs=1e-12)
    else:
        assert split is None


def test_groups_with_equal_means_differ_only_within():
    parts = theil_t_parts([1, 3, 2, 2], ["A", "A", "B", "B"])
    assert parts.between == 0
    assert parts.of_group["B"] == 0


def test_a_million_amounts_in_fen_keep_their_digits():
    x = np.arange(1, 1_000_001) * 100_000
    assert gini(x) == pytest.approx((10**6 - 1) / (3 * 10**6), abs=1e-12)
