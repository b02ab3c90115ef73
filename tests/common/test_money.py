from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.common.money import (
    AmountUnreadable,
    NothingToShareBy,
    in_capitals,
    largest_remainder,
    parse_yuan,
    yuan,
)

FEN = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(FEN)
def test_an_amount_reads_back_as_it_was_written(fen):
    assert parse_yuan(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1,234.50", 123450),
        ("1234.5", 123450),
        ("１２３４．５０", 123450),
        ("¥ 12", 1200),
        ("￥12元", 1200),
        ("12。5", 1250),
        ("0.05", 5),
        ("-3", -300),
        ("1.500", 150),
    ],
)
def test_an_amount_is_read_as_it_was_meant(typed, fen):
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize("typed", ["", "abc", "1.005", "1,23", "12,34.5", "1.2.3", "1e3", "NaN", "."])
def test_what_is_not_an_amount_in_whole_fen_is_refused(typed):
    with pytest.raises(AmountUnreadable) as refused:
        parse_yuan(typed)
    assert refused.value.text == typed


@given(st.integers(0, 10**12), WEIGHTS)
def test_sharing_loses_nothing_and_is_nowhere_off_by_a_whole_fen(total, weights):
    shares = largest_remainder(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@given(st.integers(0, 10**12), WEIGHTS)
def test_a_larger_weight_never_has_a_smaller_share(total, weights):
    shares = largest_remainder(total, weights)
    assert [share for _, share in sorted(zip(weights, shares, strict=True))] == sorted(shares)


def test_the_left_over_fen_goes_to_the_first_of_equals():
    assert largest_remainder(100, [1, 1, 1]) == [34, 33, 33]


def test_a_weight_of_zero_gets_nothing():
    assert largest_remainder(100, [0, 3, 0]) == [0, 100, 0]


def test_a_sum_to_be_paid_back_is_shared_without_loss_too():
    assert sum(largest_remainder(-100, [1, 1, 1])) == -100


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 2]])
def test_nothing_is_shared_among_nobody(weights):
    with pytest.raises(NothingToShareBy):
        largest_remainder(100, weights)


@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (54, "伍角肆分"),
        (100, "壹元整"),
        (1000, "壹拾元整"),
        (120000, "壹仟贰佰元整"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (10000100, "壹拾万零壹元整"),
        (101000, "壹仟零壹拾元整"),
        (1000500000, "壹仟万伍仟元整"),
        (10_0000_0001_00, "壹拾亿零壹元整"),
        (1_0000_0000_0000_00, "壹万亿元整"),
        (1_0005_0000_0000_00, "壹万零伍亿元整"),
        (9999_9999_9999_9999_99, "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        (-120000, "负壹仟贰佰元整"),
    ],
)
def test_vouchers_spell_the_amount_in_capitals(fen, capitals):
    assert in_capitals(fen) == capitals


@given(st.integers(0, 10**18), st.integers(0, 10**18))
def test_different_amounts_are_spelled_differently(one, other):
    assert (in_capitals(one) == in_capitals(other)) == (one == other)
