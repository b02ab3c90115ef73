"""Days, moments and media types as every screen writes them."""

from __future__ import annotations

from datetime import date, datetime

from ..common.errors import N_
from ..common.text import translate
from ..registry.figures import FigureState

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


def entered_words(state: FigureState) -> str:
    """Return who entered a figure and when; empty for one that came with the house."""
    if state.entered_at is None:
        return ""
    who = state.entered_by or translate(N_("this installation"))
    return translate(N_("by {who}, {moment}")).format(who=who, moment=local_time(state.entered_at))
