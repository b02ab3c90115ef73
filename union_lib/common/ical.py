"""Dates to take along: an .ics file that phones and office calendars read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PRODUCT = "-//Union Workbench//Calendar//EN"
HOST = "union-workbench"


@dataclass(frozen=True)
class CalendarEvent:
    """One entry of whole days, the last included.

    `uid` stays the same for the life of the thing; every change raises `sequence`, so that an imported
    file moves or cancels what was imported before. `stamped_at` is when this version was made.
    """

    uid: str
    title: str
    day: date
    stamped_at: datetime
    last_day: date | None = None
    description: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def event_uid(*parts: str | int) -> str:
    """Return a stable identifier from what the event belongs to.

    >>> event_uid("notice", 12)
    'notice-12@union-workbench'
    """
    return f"{'-'.join(str(part) for part in parts)}@{HOST}"


def calendar_file(events: Sequence[CalendarEvent]) -> bytes:
    """Return the events as an iCalendar file (RFC 5545); cancelled ones carry that status.

    The method is CANCEL if every event is cancelled, else PUBLISH.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    all_cancelled = bool(events) and all(event.is_cancelled for event in events)
    calendar.add("method", "CANCEL" if all_cancelled else "PUBLISH")
    for event in events:
        calendar.add_component(_component(event))
    return calendar.to_ical()


def _component(event: CalendarEvent):  # type: ignore[no-untyped-def]
    from icalendar import Event

    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.stamped_at)
    component.add("dtstart", event.day)
    component.add("dtend", (event.last_day or event.day) + timedelta(days=1))
    component.add("summary", event.title)
    if event.description:
        component.add("description", event.description)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT")
    return component
