from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.lottery import drawn
from union_lib.consolation.rules.sampling import (
    SampleTermsUnusable,
    by_stratum,
    drawn_sample,
    sample_size,
    share_size,
)

TERMS = Fraction("0.95"), Fraction("0.05"), Fraction("1.5")


def test_the_published_sample_sizes_come_out():
    # Cochran's table for 95 % and 5 points, without allowance: 384.16 for an endless population
    sizes = [sample_size(n, Fraction("0.95"), Fraction("0.05"), Fraction(1)) for n in (100, 1000, 10**9)]
    assert sizes == [80, 278, 385]


def test_the_quantile_is_exact_enough_to_round_up_where_a_table_value_is_not():
    z = Decimal("1.959963984540054235524594430520551527955")
    for population in (10**3, 10**6, 10**9, 10**12):
        with localcontext(prec=40):
            endless = z * z / 4 / Decimal("0.0001") ** 2
            exact = endless / (1 + endless / population)
        assert sample_size(population, Fraction("0.95"), Fraction("0.0001"), Fraction(1)) == ceil(exact)


def test_the_finite_correction_divides_by_the_population_and_not_by_one_less():
    # 384.15 / (1 + 384.15/84) = 68.9; the textbook's other form, with (384.15 - 1)/84, comes to 69.1
    assert sample_size(84, Fraction("0.95"), Fraction("0.05"), Fraction(1)) == 69


@given(st.integers(0, 10**7))
def test_a_sample_is_never_more_than_there_are(population):
    assert 0 <= sample_size(population, *TERMS) <= population
    assert (sample_size(population, *TERMS) == 0) == (population == 0)


@given(st.integers(0, 10**6), st.integers(0, 100))
def test_a_share_is_rounded_up_exactly(population, percent):
    assert share_size(population, Fraction(percent, 100)) == -(-population * percent // 100)


@pytest.mark.parametrize(
    "terms", [("1", "0.05", "1"), ("0.9", "0", "1"), ("0.9", "0.05", "0"), ("-1", "1", "1")]
)
def test_terms_without_a_sample_size_are_refused(terms):
    with pytest.raises(SampleTermsUnusable):
        sample_size(100, *map(Fraction, terms))
    with pytest.raises(SampleTermsUnusable):
        share_size(100, Fraction(-1))


sizes = st.dictionaries(st.text(max_size=3), st.integers(0, 50), max_size=6)


@given(sizes, st.integers(0, 200))
def test_strata_add_up_to_the_sample_and_none_gives_more_than_it_has(sizes, sample):
    found = by_stratum(sizes, sample)
    assert sum(found.values()) == min(sample, sum(sizes.values()))
    assert all(found[name] <= size for name, size in sizes.items())
    if sample >= sum(size > 0 for size in sizes.values()):
        assert all(found[name] for name, size in sizes.items() if size)


def test_strata_share_by_size():
    assert by_stratum({"A": 50, "B": 30, "C": 20}, 10) == {"A": 5, "B": 3, "C": 2}


@settings(max_examples=50)
@given(st.integers(0, 12), st.text(st.characters(exclude_categories=["Cs"])))
def test_the_files_to_check_are_the_first_of_their_stratum_in_the_public_draw(sample, seed):
    strata = {"A": ["a1", "a2", "a3", "a4"], "B": ["b1", "b2"], "C": []}
    order = drawn(seed, ["a1", "a2", "a3", "a4", "b1", "b2"], 0).order
    chosen = drawn_sample(strata, sample, seed)
    assert {name: len(ids) for name, ids in chosen.items()} == by_stratum({"A": 4, "B": 2, "C": 0}, sample)
    for name, ids in chosen.items():
        assert ids == [id for id in order if id in strata[name]][: len(ids)]
