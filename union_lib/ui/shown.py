"""Days, moments and media types as every screen writes them."""

from __future__ import annotations

from datetime import date, datetime

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def period(starts_on: date, ends_on: date) -> str:
    """Return days as people write them.

    >>> period(date(2020, 3, 4), date(2020, 3, 4)), period(date(2020, 3, 4), date(2020, 3, 5))
    ('2020-03-04', '2020-03-04 – 2020-03-05')
    """
    return starts_on.isoformat() if starts_on == ends_on else f"{starts_on} – {ends_on}"


def local_time(moment: datetime | None) -> str:
    """Return a moment in the office's time, to the minute; empty for none."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""
