"""The official calendar: workdays, statutory holidays, and periods counted in days, months or years.

Holidays and make-up workdays are those the State Council published (2004 to 2026, the extension of
2020 included). Outside those years only weekends are known, and whatever depends on it is provisional.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from .festivals import FESTIVALS

ONE_DAY = timedelta(days=1)
SATURDAY = 5
NATIONAL_AND_MID_AUTUMN_2020 = date(2020, 10, 4)
"""Mid-Autumn fell on National Day, so a fourth day was statutory: 人社厅函〔2020〕135号."""


class DayKind(StrEnum):
    """What a day is to whoever works on it."""

    STATUTORY_HOLIDAY = "statutory_holiday"
    REST_DAY = "rest_day"
    WORKDAY = "workday"


class Unit(StrEnum):
    """What a period is counted in."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Deadline:
    """The last day of a period: as counted, and after rolling to a workday.

    A provisional deadline reaches into a year whose holidays are not published yet.
    """

    raw_last_day: date
    last_day: date
    is_provisional: bool = False


@cache
def _published_years() -> range:
    from chinese_calendar.constants import holidays

    return range(min(holidays).year, max(holidays).year + 1)


@cache
def _published_exceptions() -> tuple[frozenset[date], frozenset[date]]:
    """Return the holidays, and the weekend days worked in exchange."""
    from chinese_calendar.constants import holidays, workdays

    return frozenset(holidays), frozenset(workdays)


def is_published(day: date) -> bool:
    """Return whether the holidays of that year have been published."""
    return day.year in _published_years()


def is_workday(day: date) -> bool:
    """Return whether the day is an official workday; outside the published years, Monday to Friday.

    >>> is_workday(date(2020, 1, 19)), is_workday(date(2020, 1, 31))
    (True, False)
    """
    holidays, made_up = _published_exceptions()
    return day in made_up or (day.weekday() < SATURDAY and day not in holidays)


def is_makeup_workday(day: date) -> bool:
    """Return whether a Saturday or Sunday is worked in exchange for a holiday."""
    return day.weekday() >= SATURDAY and is_workday(day)


@cache
def statutory_holidays(year: int) -> frozenset[date]:
    """Return the statutory holidays (法定休假日) of a published year; empty for other years.

    Source: 全国年节及纪念日放假办法 of 1999, 2007 (from 2008), 2013 (from 2014) and 2024 (from 2025).
    """
    if year not in _published_years() or year not in FESTIVALS:
        return frozenset()
    festivals = FESTIVALS[year]
    days = {date(year, 1, 1), *_spring_festival(year), *_labour_days(year)}
    days |= {date(year, 10, 1), date(year, 10, 2), date(year, 10, 3)}
    if year >= 2008:
        days |= {festivals.tomb_sweeping, festivals.dragon_boat, festivals.mid_autumn}
    if year == NATIONAL_AND_MID_AUTUMN_2020.year:
        days |= {NATIONAL_AND_MID_AUTUMN_2020}
    return frozenset(days)


def _spring_festival(year: int) -> list[date]:
    """Return the statutory days around the first of the lunar year; with its eve in some years."""
    first, last = (-1, 1) if 2008 <= year <= 2013 else (-1 if year >= 2025 else 0, 2)
    return [FESTIVALS[year].spring + timedelta(days=offset) for offset in range(first, last + 1)]


def _labour_days(year: int) -> list[date]:
    days = 3 if year < 2008 else 2 if year >= 2025 else 1
    return [date(year, 5, day) for day in range(1, days + 1)]


def day_kind(day: date) -> DayKind:
    """Return whether the day is a statutory holiday, a rest day or a workday.

    >>> day_kind(date(2020, 4, 4)).value, day_kind(date(2020, 1, 24)).value
    ('statutory_holiday', 'rest_day')
    """
    if day in statutory_holidays(day.year):
        return DayKind.STATUTORY_HOLIDAY
    return DayKind.WORKDAY if is_workday(day) else DayKind.REST_DAY


def workdays(first: date, last: date) -> Iterator[date]:
    """Yield the workdays from the first day to the last, both included."""
    return (day for day in days(first, last) if is_workday(day))


def days(first: date, last: date) -> Iterator[date]:
    """Yield every day from the first to the last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def workdays_between(first: date, last: date, is_inclusive: bool = True) -> int:
    """Return how many workdays lie between two days; the first counts only if inclusive.

    >>> workdays_between(date(2020, 2, 3), date(2020, 2, 9))
    5
    """
    return sum(1 for _ in workdays(first if is_inclusive else first + ONE_DAY, last))


def add_calendar_days(day: date, count: int) -> date:
    """Return the day that many days later (earlier if negative); the first day is not counted."""
    return day + timedelta(days=count)


def add_working_days(day: date, count: int) -> date:
    """Return the last of that many workdays after the day (before it if negative).

    >>> add_working_days(date(2020, 4, 1), 5)
    datetime.date(2020, 4, 9)
    """
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day)
    return day


def add_months(day: date, count: int) -> date:
    """Return the corresponding day that many months later, or the last of the month if there is none.

    >>> add_months(date(2020, 1, 31), 1)
    datetime.date(2020, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    month_end = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - ONE_DAY
    return month_end.replace(day=min(day.day, month_end.day))


def add_years(day: date, count: int) -> date:
    """Return the corresponding day that many years later; for 29 February the last of the month."""
    return add_months(day, 12 * count)


def roll_forward(day: date) -> date:
    """Return the day itself if it is a workday, else the next workday (民法典 203)."""
    while not is_workday(day):
        day += ONE_DAY
    return day


def roll_back(day: date) -> date:
    """Return the day itself if it is a workday, else the last workday before it."""
    while not is_workday(day):
        day -= ONE_DAY
    return day


_COUNTED = {
    Unit.CALENDAR_DAY: add_calendar_days,
    Unit.WORKING_DAY: add_working_days,
    Unit.MONTH: add_months,
    Unit.YEAR: add_years,
}


def deadline(event: date, count: int, unit: Unit = Unit.CALENDAR_DAY, *, rolls: bool = True) -> Deadline:
    """Return the last day of a period after an event; the day of the event is not counted.

    A period that ends on a non-working day rolls to the next workday; one counted in working days
    never does. Source: 民法典 201-203.

    >>> deadline(date(2020, 4, 24), 7).last_day
    datetime.date(2020, 5, 6)
    """
    raw = _COUNTED[unit](event, count)
    if unit == Unit.WORKING_DAY:
        return Deadline(raw, raw, not (is_published(event) and is_published(raw)))
    if not rolls:
        return Deadline(raw, raw)
    last = roll_forward(raw)
    return Deadline(raw, last, not (is_published(raw) and is_published(last)))


def notice_last_day(posted: date, working_days: int) -> date:
    """Return the day at whose end a notice is over; day 1 is the first workday after posting.

    >>> notice_last_day(date(2020, 3, 4), 5)
    datetime.date(2020, 3, 11)
    """
    return add_working_days(posted, working_days)
