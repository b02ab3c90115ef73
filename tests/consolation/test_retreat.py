from fractions import Fraction

import pytest

from union_lib.consolation.rules.retreat import (
    OverLimit,
    QuotaRule,
    Stay,
    StayLimits,
    WentTooRecently,
    check_not_again,
    year_allowed,
)

QUOTA = QuotaRule(50, Fraction(1, 3), Fraction(1, 5), 100_00, 300_00, most_days=5)
LIMITS = StayLimits(5, 7, 600_00, 3000_00)


@pytest.mark.parametrize(
    ("staff", "people"), [(0, 0), (2, 0), (3, 1), (50, 16), (51, 10), (54, 10), (55, 11)]
)
def test_fifty_or_fewer_send_a_third_and_larger_units_a_fifth_rounded_down(staff, people):
    assert QUOTA.max_people(staff) == people


@pytest.mark.parametrize(("days", "yuan"), [(0, 0), (1, 100), (2, 600), (5, 1500), (6, 1500)])
def test_one_day_earns_less_and_days_beyond_the_fifth_nothing_more(days, yuan):
    assert QUOTA.subsidy_fen(days) == yuan * 100


@pytest.mark.parametrize(
    ("stay", "exceeded"),
    [
        (Stay(5, 600_00), None),
        (Stay(6, 100_00), OverLimit.DAYS),
        (Stay(7, 100_00, is_paired_region=True), None),
        (Stay(8, 100_00, is_paired_region=True), OverLimit.DAYS),
        (Stay(6, 600_01), OverLimit.DAYS),
        (Stay(5, 600_01), OverLimit.DAILY),
        (Stay(3, 600_00, 1200_00), None),
        (Stay(3, 600_00, 1200_01), OverLimit.ANNUAL),
    ],
)
def test_limits_include_the_number_itself_and_days_are_checked_first(stay, exceeded):
    assert LIMITS.exceeded(stay) is exceeded


def test_who_went_waits_so_many_calendar_years():
    with pytest.raises(WentTooRecently) as refusal:
        check_not_again("Li", [2015, 2018], 2020, gap_years=3)
    assert (refusal.value.went, refusal.value.again) == (2018, 2021)
    check_not_again("Li", [2015, 2018], 2021, gap_years=3)


def test_nobody_goes_twice_in_a_year_where_the_gap_is_one():
    with pytest.raises(WentTooRecently):
        check_not_again("Li", [2020], 2020, gap_years=1)


def test_who_never_went_may_go_and_later_years_do_not_count():
    assert year_allowed([], 3) is None
    check_not_again("Li", [], 2020, gap_years=3)
    check_not_again("Li", [2021], 2020, gap_years=3)
