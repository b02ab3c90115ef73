from dataclasses import replace
from datetime import UTC, date, datetime

from icalendar import Calendar

from union_lib.common.ical import CalendarEvent, calendar_file, event_uid

NOTICE = CalendarEvent(
    uid=event_uid("notice", 12),
    title="公示：安全知识竞赛",
    day=date(2020, 3, 5),
    last_day=date(2020, 3, 11),
    stamped_at=datetime(2020, 3, 4, 9, 0, tzinfo=UTC),
    description="五个工作日",
)


def read(*events):
    calendar = Calendar.from_ical(calendar_file(events))
    return calendar, calendar.walk("VEVENT")


def test_an_event_keeps_its_days_and_its_words():
    calendar, (event,) = read(NOTICE)
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2020, 3, 5), date(2020, 3, 12))
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == ("公示：安全知识竞赛", "五个工作日")
    assert (str(event["UID"]), event["SEQUENCE"]) == ("notice-12@union-workbench", 0)


def test_the_same_event_makes_the_same_file():
    assert calendar_file([NOTICE]) == calendar_file([NOTICE])


def test_a_cancelled_event_takes_back_what_was_imported_under_its_uid():
    calendar, (event,) = read(replace(NOTICE, sequence=1, is_cancelled=True))
    assert (str(calendar["METHOD"]), str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    assert (str(event["UID"]), event["SEQUENCE"]) == (NOTICE.uid, 1)


def test_a_file_with_one_cancelled_event_is_still_published():
    calendar, events = read(NOTICE, replace(NOTICE, uid="other", is_cancelled=True))
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED"]


def test_a_single_day_ends_the_next_morning():
    _, (event,) = read(replace(NOTICE, last_day=None))
    assert event["DTEND"].dt == date(2020, 3, 6)
