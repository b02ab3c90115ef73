from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.common.calendar import (
    DayKind,
    Deadline,
    Unit,
    add_calendar_days,
    add_months,
    add_working_days,
    add_years,
    day_kind,
    deadline,
    is_makeup_workday,
    is_published,
    is_workday,
    notice_last_day,
    roll_back,
    roll_forward,
    statutory_holidays,
    workdays_between,
)

PUBLISHED_DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))
ANY_DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
COUNTS = st.integers(0, 60)


def test_the_spring_festival_of_2020_was_extended():
    assert not is_workday(date(2020, 1, 31))
    assert is_workday(date(2020, 2, 3))


def test_a_sunday_may_be_worked_in_exchange_for_a_holiday():
    assert is_makeup_workday(date(2020, 1, 19))
    assert not is_makeup_workday(date(2020, 1, 20))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2007, 5, 3), DayKind.STATUTORY_HOLIDAY),
        (date(2008, 5, 2), DayKind.REST_DAY),
        (date(2012, 1, 22), DayKind.STATUTORY_HOLIDAY),
        (date(2014, 1, 30), DayKind.WORKDAY),
        (date(2015, 9, 3), DayKind.REST_DAY),
        (date(2020, 10, 4), DayKind.STATUTORY_HOLIDAY),
        (date(2020, 10, 5), DayKind.REST_DAY),
        (date(2024, 5, 2), DayKind.REST_DAY),
        (date(2025, 5, 2), DayKind.STATUTORY_HOLIDAY),
        (date(2025, 1, 28), DayKind.STATUTORY_HOLIDAY),
        (date(2026, 2, 28), DayKind.WORKDAY),
    ],
)
def test_statutory_holidays_follow_the_measures_in_force_that_year(day, kind):
    assert day_kind(day) == kind


@pytest.mark.parametrize(("years", "days"), [((2004, 2007), 10), ((2010, 2024), 11), ((2025, 2026), 13)])
def test_the_number_of_statutory_holidays_is_that_of_the_measures(years, days):
    first, last = years
    assert {len(statutory_holidays(year)) for year in range(first, last + 1)} == {days}


@given(PUBLISHED_DAYS)
def test_nobody_works_on_a_statutory_holiday(day):
    assert not (day_kind(day) == DayKind.STATUTORY_HOLIDAY and is_workday(day))


@given(ANY_DAYS.filter(lambda day: not is_published(day)))
def test_outside_the_published_years_only_weekends_are_known(day):
    assert is_workday(day) == (day.isoweekday() < 6)
    assert day_kind(day) == (DayKind.WORKDAY if is_workday(day) else DayKind.REST_DAY)


@given(ANY_DAYS, st.integers(1, 60))
def test_a_period_in_working_days_holds_exactly_that_many(day, count):
    last = add_working_days(day, count)
    assert is_workday(last)
    assert workdays_between(day, last, is_inclusive=False) == count


@given(ANY_DAYS.filter(is_workday), COUNTS)
def test_counting_working_days_back_returns_to_the_start(day, count):
    assert add_working_days(add_working_days(day, count), -count) == day


@given(ANY_DAYS, st.integers(-60, 60))
def test_a_month_later_is_the_corresponding_day_or_the_last_of_the_month(day, count):
    later = add_months(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert later.day <= day.day


def test_a_year_after_a_leap_day_is_the_last_of_february():
    assert add_years(date(2020, 2, 29), 1) == date(2021, 2, 28)


@given(ANY_DAYS)
def test_rolling_ends_on_the_nearest_workday_that_way(day):
    forward, back = roll_forward(day), roll_back(day)
    assert back <= day <= forward
    assert is_workday(forward)
    assert is_workday(back)
    assert workdays_between(back, forward) == (1 if forward == back else 2)


@pytest.mark.parametrize(
    ("count", "unit", "raw", "last"),
    [
        (7, Unit.CALENDAR_DAY, date(2020, 5, 1), date(2020, 5, 6)),
        (5, Unit.WORKING_DAY, date(2020, 4, 30), date(2020, 4, 30)),
        (1, Unit.MONTH, date(2020, 5, 24), date(2020, 5, 25)),
        (1, Unit.YEAR, date(2021, 4, 24), date(2021, 4, 25)),
    ],
)
def test_a_period_rolls_over_holidays_to_the_next_workday(count, unit, raw, last):
    assert deadline(date(2020, 4, 24), count, unit) == Deadline(raw, last)


def test_a_period_that_does_not_roll_ends_where_it_ends():
    assert deadline(date(2020, 4, 24), 7, rolls=False).last_day == date(2020, 5, 1)


def test_a_deadline_beyond_the_published_years_is_provisional():
    assert deadline(date(2026, 12, 30), 20).is_provisional
    assert deadline(date(2026, 12, 30), 5, Unit.WORKING_DAY).is_provisional
    assert not deadline(date(2026, 12, 30), 20, rolls=False).is_provisional
    assert not deadline(date(2026, 11, 30), 20).is_provisional


@given(PUBLISHED_DAYS, COUNTS)
def test_the_day_of_the_event_is_not_counted(day, count):
    assert (add_calendar_days(day, count) - day).days == count


def test_a_notice_of_five_working_days_skips_the_tomb_sweeping_break():
    assert notice_last_day(date(2020, 4, 1), 5) == date(2020, 4, 9)
