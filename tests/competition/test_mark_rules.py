from decimal import Decimal

import pytest

from union_lib.competition.rules import (
    Criterion,
    MarkBelowZero,
    MarkNotANumber,
    MarkOffStep,
    MarkOutOfRange,
    check_mark,
    parse_mark,
)

OUT_OF_TEN = Criterion("skill", "Skill", Decimal(10), step=Decimal("0.5"))


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("8.5", "8.5"),
        (" 8.5 ", "8.5"),
        ("８．５", "8.5"),
        ("８。５", "8.5"),
        ("8，5", "8.5"),
        ("8,5", "8.5"),
        ("9.", "9"),
        (".5", "0.5"),
        ("+9", "9"),
        ("-1", "-1"),
        ("007", "7"),
        ("１０", "10"),
    ],
)
def test_a_mark_is_read_as_it_was_meant(typed, mark):
    assert parse_mark(typed) == Decimal(mark)


@pytest.mark.parametrize("typed", ["", "  ", "\u3000", "\t"])
def test_an_empty_cell_is_no_mark_and_not_zero(typed):
    assert parse_mark(typed) is None


@pytest.mark.parametrize("typed", ["8.5.1", "1,234.5", "eight", "1e3", "NaN", "inf", "8-9", ".", "٨", "8分"])
def test_what_is_not_a_number_is_refused_with_what_was_typed(typed):
    with pytest.raises(MarkNotANumber) as refused:
        parse_mark(typed)
    assert refused.value.text == typed


@pytest.mark.parametrize("mark", ["0", "0.5", "10", "10.0"])
def test_marks_from_zero_to_the_full_mark_in_whole_steps_are_allowed(mark):
    assert check_mark(Decimal(mark), OUT_OF_TEN) is None


def test_a_mark_above_the_full_mark_is_refused():
    with pytest.raises(MarkOutOfRange) as refused:
        check_mark(Decimal("10.5"), OUT_OF_TEN)
    assert refused.value.said("en") == ("10.5 is above the full mark 10.", "Enter a mark from 0 to 10.")


def test_a_negative_mark_is_refused():
    with pytest.raises(MarkBelowZero) as refused:
        check_mark(Decimal("-0.5"), OUT_OF_TEN)
    assert refused.value.said("en") == ("-0.5 is below 0.", "Enter a mark from 0 to 10.")


def test_a_mark_between_two_steps_is_refused_with_both_neighbours():
    with pytest.raises(MarkOffStep) as refused:
        check_mark(Decimal("8.3"), OUT_OF_TEN)
    assert (refused.value.lower, refused.value.upper) == (Decimal("8.0"), Decimal("8.5"))
