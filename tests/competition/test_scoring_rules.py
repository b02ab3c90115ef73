from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.competition.rules import (
    Combine,
    Criterion,
    RoundingPoint,
    Scheme,
    TrimAt,
    entry_score,
    half_up,
    trimmed,
    trimmed_mean,
)

MARKS = st.decimals(min_value=0, max_value=100, places=2)
MAYBE_MARKS = st.lists(st.none() | MARKS, max_size=12)
DROPS = st.integers(0, 3)


def marks(*values):
    """Marks of judges 1, 2, 3 ... as text; None is absent."""
    return {seat: None if v is None else Decimal(v) for seat, v in enumerate(values, start=1)}


def one(**changes):
    return Scheme((Criterion("skill", "Skill", Decimal(10)),), **changes)


def two(**changes):
    criteria = (
        Criterion("theory", "Theory", Decimal(100), Decimal("0.30")),
        Criterion("practice", "Practice", Decimal(100), Decimal("0.70")),
    )
    return Scheme(criteria, **changes)


def total(scheme, *values):
    return entry_score(scheme, {"skill": marks(*values)}).total


def test_full_panel_leaves_out_one_highest_and_one_lowest_mark():
    assert total(one(), "1", "8", "8", "8", "10") == Decimal("8.00")


def test_of_equal_highest_marks_only_one_is_dropped():
    assert total(one(), "6", "8", "10", "10") == Decimal("9.00")


@pytest.mark.parametrize(
    ("values", "mean"), [(("9",), "9.00"), (("9", "8"), "8.50"), (("7", "8", "9"), "8.00")]
)
def test_nothing_is_dropped_unless_a_mark_would_be_left(values, mean):
    assert total(one(), *values) == Decimal(mean)


def test_an_absent_mark_is_left_out_before_dropping_and_is_not_a_zero():
    score = entry_score(one(), {"skill": marks("9", None, "8", "7", "6")})
    assert score.total == Decimal("7.50")
    assert score.missing == 1


def test_an_entry_without_any_mark_has_no_total():
    score = entry_score(one(), {"skill": marks(None, None)})
    assert (score.total, score.exact, score.untrimmed_mean) == (None, None, None)
    assert entry_score(one(), {}).total is None


def test_a_criterion_without_any_mark_leaves_the_total_open():
    assert entry_score(two(), {"theory": marks("80")}).total is None


def test_a_sum_needs_every_judges_mark():
    scheme = one(combine=Combine.SUM)
    assert total(scheme, "7", "8", "9") == Decimal("8.00")
    assert total(scheme, "7", "8", "9", None) is None


def test_weights_turn_theory_and_practice_into_one_total():
    score = entry_score(two(), {"theory": marks("60"), "practice": marks("60.85")})
    assert score.exact == Fraction("60.595")
    assert score.total == Decimal("60.60")


def test_a_multiplier_raises_one_criterion_and_the_factor_all():
    scheme = one(combine=Combine.SUM, uses_multipliers=True, factor=Decimal("0.6"))
    score = entry_score(scheme, {"skill": marks("7", "8", "9")}, {"skill": Decimal("3.2")})
    assert score.total == Decimal("15.36")
    assert score.parts[0].multiplier == Decimal("3.2")


def test_a_missing_multiplier_leaves_the_total_open():
    assert entry_score(one(uses_multipliers=True), {"skill": marks("7")}).total is None


def test_multipliers_count_only_where_the_scheme_uses_them():
    assert entry_score(one(), {"skill": marks("7")}, {"skill": Decimal(3)}).total == Decimal("7.00")


def test_where_the_scheme_rounds_each_product_the_rounded_products_are_added():
    panels = {"theory": marks("0.05"), "practice": marks("0.05")}
    assert entry_score(two(), panels).total == Decimal("0.05")
    rounded = entry_score(two(rounding_point=RoundingPoint.PRODUCT), panels)
    assert [part.value for part in rounded.parts] == [Fraction("0.02"), Fraction("0.04")]
    assert rounded.total == Decimal("0.06")


SHEETS = {
    "theory": marks("90", "50", "70", "80"),
    "practice": marks("50", "90", "70", "80"),
}


def test_trimming_by_criterion_drops_different_judges_per_criterion():
    theory, practice = entry_score(two(), SHEETS).parts
    assert (theory.dropped_high, theory.dropped_low) == ((1,), (2,))
    assert (practice.dropped_high, practice.dropped_low) == ((2,), (1,))
    assert (theory.sum, theory.count) == (Decimal(150), 2)


def test_trimming_by_sheet_drops_the_same_judges_everywhere():
    score = entry_score(two(trim_at=TrimAt.SHEET), SHEETS)
    assert [sheet.total for sheet in score.sheets] == [62, 78, 70, 80]
    assert [sheet.judge for sheet in score.sheets if sheet.is_dropped_high] == [4]
    assert [sheet.judge for sheet in score.sheets if sheet.is_dropped_low] == [1]
    assert {part.kept for part in score.parts} == {(2, 3)}
    assert score.total == Decimal("74.00")


def test_trimming_by_sheet_leaves_out_an_incomplete_sheet():
    sheets = {"theory": marks("90", "50", None), "practice": marks("50", "90", "100")}
    score = entry_score(two(trim_at=TrimAt.SHEET), sheets)
    assert score.sheets[2].total is None
    assert score.total == Decimal("70.00")


def test_the_untrimmed_mean_takes_every_mark():
    score = entry_score(one(), {"skill": marks("1", "8", "8", "9")})
    assert (score.total, score.untrimmed_mean) == (Decimal("8.00"), Fraction(26, 4))


def test_a_part_is_found_by_its_criterion():
    score = entry_score(one(), {"skill": marks("8")})
    assert score.part("skill") == score.parts[0]
    assert score.part("beauty") is None


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("7.125", "7.13"), ("2.675", "2.68"), ("-0.125", "-0.13"), ("-0.004", "0.00"), ("3", "3.00")],
)
def test_rounding_is_half_away_from_zero(value, rounded):
    assert str(half_up(Decimal(value), 2)) == rounded


@given(st.fractions(-(10**9), 10**9), st.integers(0, 6))
def test_rounding_moves_a_value_by_at_most_half_a_unit(value, decimals):
    rounded = half_up(value, decimals)
    assert abs(Fraction(rounded) - value) <= Fraction(1, 2 * 10**decimals)
    assert half_up(-value, decimals) == -rounded
    assert rounded.as_tuple().exponent == -decimals


@given(MAYBE_MARKS, DROPS, DROPS)
def test_every_mark_is_either_kept_or_dropped_and_the_dropped_are_extreme(given_marks, high, low):
    cut = trimmed(given_marks, high, low)
    seats = [*cut.kept, *cut.dropped_high, *cut.dropped_low]
    assert sorted(seats) == [seat for seat, mark in enumerate(given_marks) if mark is not None]
    kept = [given_marks[seat] for seat in cut.kept]
    assert all(given_marks[seat] >= max(kept) for seat in cut.dropped_high)
    assert all(given_marks[seat] <= min(kept) for seat in cut.dropped_low)


@given(st.lists(MARKS, min_size=1, max_size=12), DROPS, DROPS)
def test_a_trimmed_mean_lies_between_lowest_and_highest_mark(given_marks, high, low):
    assert min(given_marks) <= trimmed_mean(given_marks, high, low) <= max(given_marks)


@given(st.lists(MARKS, min_size=1, max_size=12), st.data())
def test_the_order_of_judges_does_not_change_a_trimmed_mean(given_marks, data):
    assert trimmed_mean(given_marks) == trimmed_mean(data.draw(st.permutations(given_marks)))


@given(st.lists(st.tuples(MARKS, MARKS), min_size=1, max_size=9), DROPS, DROPS)
def test_an_entry_with_no_mark_lower_never_scores_lower(pairs, high, low):
    worse, better = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    assert trimmed_mean(worse, high, low) <= trimmed_mean(better, high, low)


@given(
    st.lists(st.tuples(st.none() | MARKS, MARKS), min_size=1, max_size=7),
    st.sampled_from(TrimAt),
    st.sampled_from(Combine),
)
def test_the_total_is_the_sum_of_its_parts(rows, trim_at, combine):
    scheme = two(trim_at=trim_at, combine=combine)
    table = {
        "theory": {seat: row[0] for seat, row in enumerate(rows)},
        "practice": {seat: row[1] for seat, row in enumerate(rows)},
    }
    score = entry_score(scheme, table)
    values = [part.value for part in score.parts]
    assert (score.exact is None) == (None in values)
    assert score.exact is None or score.exact == sum(values)
