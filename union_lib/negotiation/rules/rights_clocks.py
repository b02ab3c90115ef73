"""The clocks of a rights case, read from what happened: what is due when, by which article, and was it kept.

A clock runs by the law in force on the day of the act that starts it. A figure that nobody recorded leaves the
clock without a day, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ...common.calendar import Deadline, deadline, is_published
from ...common.policies import COUNTRY, Figure, FigureUnknown, NoRuleInForce, PolicyBook
from .kinds import RightsKind
from .limitation import Limitation
from .periods import PeriodUnset, set_period
from .procedure import day_before
from .rights import Act, Happened

LEGAL_AID = "legal_aid_days"
PETITION = "petition_days"
MEDIATION = "mediation_days"
ARBITRATION = "arbitration_steps"
INSPECTION = "inspection_days"


class ClockKind(StrEnum):
    """What a clock waits for."""

    APPLICATION = "application"
    AID_REVIEW = "aid_review"
    AID_ASSIGNMENT = "aid_assignment"
    CORRECTION = "correction"
    INSPECTION = "inspection"
    ACCEPTANCE = "acceptance"
    ANSWER = "answer"
    REVIEW_REQUEST = "review_request"
    REVIEW = "review"
    MEDIATION = "mediation"
    SERVICE = "service"
    DEFENCE = "defence"
    HEARING_NOTICE = "hearing_notice"
    AWARD = "award"
    SUIT = "suit"
    SETTING_ASIDE = "setting_aside"


class ClockState(StrEnum):
    """How a clock stands: running, over without the act, kept, kept late, a right that lapsed, or not known."""

    RUNNING = "running"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Clock:
    """What starts a clock, what stops it, and the figure that says how long it runs.

    `part` is the entry of the figure, `extension` the one that an act of extending adds. An option is a right of
    a party that lapses: nobody is late. Without a policy the act itself sets the day.
    """

    kind: ClockKind
    starts: Act
    ends: frozenset[Act]
    policy: str = ""
    part: str = ""
    extension: str = ""
    is_option: bool = False


def _clock(kind: ClockKind, starts: Act, ends: Sequence[Act], policy: str = "", **more: Any) -> Clock:
    return Clock(kind, starts, frozenset(ends), policy, **more)


_K, _A = ClockKind, Act
_DECIDED = (_A.ACCEPT, _A.REJECT)
CLOCKS: Mapping[RightsKind, tuple[Clock, ...]] = {
    RightsKind.LEGAL_AID: (
        _clock(_K.AID_REVIEW, _A.APPLY, _DECIDED, LEGAL_AID, part="review"),
        _clock(_K.AID_ASSIGNMENT, _A.ACCEPT, (_A.ASSIGN,), LEGAL_AID, part="assign"),
    ),
    RightsKind.SUPERVISION: (
        _clock(_K.CORRECTION, _A.WARN, (_A.CORRECT, _A.REFER)),
        _clock(_K.INSPECTION, _A.DOCKET, (), INSPECTION, part="normal", extension="extension"),
    ),
    RightsKind.PETITION: (
        _clock(_K.ACCEPTANCE, _A.APPLY, _DECIDED, PETITION, part="acceptance"),
        _clock(_K.ANSWER, _A.ACCEPT, (_A.ANSWER,), PETITION, part="close", extension="extension"),
        _clock(
            _K.REVIEW_REQUEST, _A.ANSWER, (_A.ASK_REVIEW,), PETITION, part="review_request", is_option=True
        ),
        _clock(_K.REVIEW, _A.ASK_REVIEW, (_A.REVIEW,), PETITION, part="review"),
    ),
    RightsKind.MEDIATION: (_clock(_K.MEDIATION, _A.APPLY, (_A.AGREE, _A.FAIL), MEDIATION),),
    RightsKind.ARBITRATION: (
        _clock(_K.ACCEPTANCE, _A.APPLY, _DECIDED, ARBITRATION, part="accept"),
        _clock(_K.SERVICE, _A.ACCEPT, (_A.SERVE, _A.AGREE), ARBITRATION, part="serve_copy"),
        _clock(_K.DEFENCE, _A.SERVE, (_A.DEFEND, _A.AGREE), ARBITRATION, part="defence", is_option=True),
        _clock(_K.HEARING_NOTICE, _A.NOTIFY, (_A.NOTIFY,), ARBITRATION, part="hearing_notice"),
        _clock(
            _K.AWARD,
            _A.ACCEPT,
            (_A.AWARD, _A.AGREE),
            ARBITRATION,
            part="award",
            extension="award_extension",
        ),
        _clock(_K.SUIT, _A.AWARD, (_A.SUE,), ARBITRATION, part="sue_after_award", is_option=True),
        _clock(_K.SETTING_ASIDE, _A.AWARD, (), ARBITRATION, part="employer_set_aside", is_option=True),
    ),
}
"""By kind the clocks that the law or the union sets."""


@dataclass(frozen=True)
class Reading:
    """One clock on a day: from when to when it runs, when it was stopped, and where that is written.

    `last_day` is None where the figure is not known; `is_provisional` where no calendar is published yet.
    """

    kind: ClockKind
    started: date
    last_day: date | None
    ended: date | None
    state: ClockState
    citation: str = ""
    confidence: str = ""
    is_option: bool = False
    is_provisional: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something is still waited for."""
        return self.state in (ClockState.RUNNING, ClockState.OVERDUE)

    def days_left(self, on: date) -> int | None:
        """Return the days until the last day; below 0 it is over."""
        return None if self.last_day is None else (self.last_day - on).days


def readings(
    kind: RightsKind, happened: Sequence[Happened], book: PolicyBook, on: date, area: str = COUNTRY
) -> list[Reading]:
    """Return the clocks that were ever started, in the order of the table; `happened` is oldest first."""
    known = [one for one in happened if one.on <= on]
    return [
        _reading(clock, known, book, on, area)
        for clock in CLOCKS[kind]
        if any(one.act == clock.starts for one in known)
    ]


def application_reading(limit: Limitation, happened: Sequence[Happened], on: date) -> Reading | None:
    """Return the clock of the limitation: apply by its last day; None if the claim has no limit."""
    if limit.last_day is None:
        return None
    ended = next((one.on for one in happened if one.act in (Act.APPLY, Act.CLOSE) and one.on <= on), None)
    return Reading(
        ClockKind.APPLICATION,
        limit.begins,
        limit.last_day,
        ended,
        _state(limit.last_day, ended, on, is_option=True),
        limit.citation,
        is_option=True,
    )


def next_due(found: Sequence[Reading]) -> Reading | None:
    """Return the clock that is waited for next: the earliest last day of those open."""
    open_ones = [one for one in found if one.is_open and one.last_day is not None]
    return min(open_ones, key=lambda one: one.last_day or date.max, default=None)


def _reading(clock: Clock, happened: Sequence[Happened], book: PolicyBook, on: date, area: str) -> Reading:
    start = max(at for at, one in enumerate(happened) if one.act == clock.starts)
    began, after = happened[start], happened[start + 1 :]
    if clock.kind == ClockKind.HEARING_NOTICE:
        ended: date | None = began.on
    else:
        ended = next((one.on for one in after if one.act in clock.ends | {Act.CLOSE}), None)
    extends = any(one.act == Act.EXTEND for one in after if ended is None or one.on <= ended)
    try:
        last, figure = _last_day(clock, began, book, area, extends and bool(clock.extension))
    except (FigureUnknown, NoRuleInForce, PeriodUnset):
        return Reading(clock.kind, began.on, None, ended, ClockState.UNKNOWN, is_option=clock.is_option)
    return Reading(
        clock.kind,
        began.on,
        last.last_day,
        ended,
        _state(last.last_day, ended, on, clock.is_option),
        figure.citation if figure else "",
        figure.confidence if figure else "",
        clock.is_option,
        last.is_provisional,
    )


def _last_day(
    clock: Clock, began: Happened, book: PolicyBook, area: str, is_extended: bool
) -> tuple[Deadline, Figure | None]:
    if not clock.policy:
        until = began.until or began.on
        return Deadline(until, until), None
    figure = book.figure(clock.policy, began.on, area)
    period = set_period(figure, clock.part)
    if clock.kind == ClockKind.HEARING_NOTICE:
        hearing = began.until or began.on
        latest = day_before(hearing, period)
        return Deadline(latest, latest, not is_published(hearing)), figure
    count = period.count + (set_period(figure, clock.extension).count if is_extended else 0)
    return deadline(began.on, count, period.unit), figure


def _state(last_day: date, ended: date | None, on: date, is_option: bool) -> ClockState:
    if ended is not None:
        return ClockState.MET if ended <= last_day or is_option else ClockState.LATE
    if on <= last_day:
        return ClockState.RUNNING
    return ClockState.LAPSED if is_option else ClockState.OVERDUE
