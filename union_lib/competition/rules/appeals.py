"""Appeals against a result: within so many hours of its posting, each ruled upon with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ...common.errors import N_, RuleViolation


class AppealState(StrEnum):
    """What has become of an appeal."""

    FILED = "filed"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(eq=False)
class AppealLate(RuleViolation):
    """An appeal came after its deadline."""

    deadline: str

    what = N_("The time for appeals ended at {deadline}.")
    todo = N_("Tell the appellant; the supervisor may still look into the matter without an appeal.")


@dataclass(eq=False)
class AppealRuled(RuleViolation):
    """An appeal was to be ruled upon twice."""

    what = N_("This appeal has been ruled upon already.")
    todo = N_("Open the page again to read the ruling.")


def appeal_deadline(posted_at: datetime, hours: int) -> datetime:
    """Return the last moment for an appeal.

    >>> appeal_deadline(datetime(2020, 3, 25, 9, 30), 24)
    datetime.datetime(2020, 3, 26, 9, 30)
    """
    return posted_at + timedelta(hours=hours)


def check_in_time(posted_at: datetime, hours: int, filed_at: datetime) -> None:
    """Raise `AppealLate` after the deadline; 0 hours set none."""
    deadline = appeal_deadline(posted_at, hours)
    if hours and filed_at > deadline:
        raise AppealLate(f"{deadline.astimezone():%Y-%m-%d %H:%M}")


def check_open(state: AppealState) -> None:
    """Raise `AppealRuled` unless the appeal waits for its ruling."""
    if state != AppealState.FILED:
        raise AppealRuled
