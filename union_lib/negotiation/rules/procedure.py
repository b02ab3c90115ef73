"""Every date of the procedure: from its rule, the kind of its days, and the calendar.

The event day is not counted; calendar days that end on a rest day roll forward, working days never do
(民法典 201-203). A date that reaches into a year without published holidays is provisional.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from ...common.calendar import (
    Deadline,
    Unit,
    add_calendar_days,
    add_months,
    add_working_days,
    deadline,
    is_published,
)
from ...common.policies import Figure, NoRuleInForce, PolicyBook
from .kinds import Track
from .stages import Stage, Step

ONE_DAY = timedelta(days=1)


class DueKind(StrEnum):
    """What is due."""

    REPLY = "reply"
    INFORMATION = "information"
    MEETING = "meeting"
    VOTE = "vote"
    COORDINATION = "coordination"
    FILING = "filing"
    REVIEW = "review"
    PUBLISH = "publish"
    CHECK = "check"
    RENEWAL = "renewal"
    EXPIRY = "expiry"


@dataclass(frozen=True)
class Period:
    """So many days, months or years of a kind."""

    count: int
    unit: Unit = Unit.CALENDAR_DAY


@dataclass(frozen=True)
class CaseDays:
    """What has happened in a case, and what is planned; `area` is the code whose rules count."""

    track: Track
    area: str
    happened: Mapping[Step, date]
    meeting_on: date | None = None
    vote_on: date | None = None
    term_to: date | None = None


class Due(NamedTuple):
    """A date of the procedure.

    `opens_on` is the first day of a window. `figure` is the rule it comes from; a planned day has none.
    `done_on` is when it was done, which may be late.
    """

    kind: DueKind
    event_on: date
    raw_last_day: date
    last_day: date
    figure: Figure | None = None
    is_provisional: bool = False
    opens_on: date | None = None
    done_on: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether it was done after its last day."""
        return self.done_on is not None and self.done_on > self.last_day


@dataclass(frozen=True)
class Review:
    """How the labour administration's review ends: with its last day, or with an objection inside it."""

    last_day: Deadline
    effective_from: date | None


def period_of(value: Any) -> Period | None:
    """Return the period a figure stands for; None when the rule names no number (“promptly”).

    >>> period_of({"count": 10, "unit": "working_day"})
    Period(count=10, unit=<Unit.WORKING_DAY: 'working_day'>)
    """
    if not isinstance(value, Mapping):
        return None
    return Period(int(value["count"]), Unit(value["unit"]))


def last_day_after(event: date, period: Period) -> Deadline:
    """Return the last day of a period after an event."""
    return deadline(event, period.count, period.unit)


def day_before(day: date, period: Period) -> date:
    """Return the day that lies a period before another; nothing rolls."""
    if period.unit in (Unit.MONTH, Unit.YEAR):
        return add_months(day, -period.count * (12 if period.unit == Unit.YEAR else 1))
    back = add_working_days if period.unit == Unit.WORKING_DAY else add_calendar_days
    return back(day, -period.count)


def renewal_window(expiry: date, period: Period) -> tuple[date, date]:
    """Return the first and the last day on which renewal may be asked for."""
    return day_before(expiry, period), expiry


def review(received: date, period: Period, objected: date | None = None) -> Review:
    """Return how a review ends: without an objection by its last day the text takes effect the next day.

    Source: 劳动合同法 54; 集体合同规定 45-47; 工资集体协商试行办法 22.
    """
    last = last_day_after(received, period)
    is_stopped = objected is not None and objected <= last.last_day
    return Review(last, None if is_stopped else last.last_day + ONE_DAY)


class _Rule:
    """A figure with the period it stands for, and the last days counted by such a period so far."""

    def __init__(self, figure: Figure, counted: dict[Period | None, dict[date, Deadline]]) -> None:
        self.figure, self.period = figure, period_of(_usual(figure.value))
        self._counted = counted.setdefault(self.period, {})

    def last_day(self, event: date) -> Deadline:
        """Return the last day after an event; the rule must name a period."""
        found = self._counted.get(event)
        if found is None and self.period is not None:
            found = self._counted[event] = last_day_after(event, self.period)
        return self._counted[event] if found is None else found


class DeadlineEngine:
    """The dates of cases under one book of figures; equal questions of many cases are counted once."""

    def __init__(self, book: PolicyBook) -> None:
        self._book = book
        self._starts: dict[str, list[date]] = {}
        self._rules: dict[tuple[str, int, str], _Rule | None] = {}
        self._counted: dict[Period | None, dict[date, Deadline]] = {}

    def timeline(self, days: CaseDays) -> list[Due]:
        """Return every date of the procedure that follows from what has happened and what is planned.

        Raises `FigureUnknown` when a figure is recorded as unknown; a rule not yet in force gives no date.
        """
        at, track = days.happened, days.track
        found: list[Due | None] = [
            self._after(DueKind.REPLY, days, at.get(Step.INVITE), at.get(Step.REPLY) or at.get(Step.REFUSE)),
            self._information(days) if track == Track.WAGE_AGREEMENT else None,
            _planned(DueKind.MEETING, days.meeting_on, at.get(Step.MEET)),
            self._after(DueKind.COORDINATION, days, at.get(Step.DISPUTE), at.get(Step.COORDINATED)),
            _planned(DueKind.VOTE, days.vote_on, at.get(Step.VOTE_PASSED) or at.get(Step.VOTE_FAILED)),
            self._after(DueKind.FILING, days, at.get(Step.SIGN), at.get(Step.FILE)),
            self._review(days),
            *self._after_effect(days),
            *self._term(days),
        ]
        return [due for due in found if due is not None]

    def effective_from(self, days: CaseDays) -> date | None:
        """Return the day an agreement takes effect if nobody objects in time; None before it is received."""
        received = days.happened.get(Step.RECEIVE)
        rule = self._rule("nego_review_days", received, days.area) if received else None
        if received is None or rule is None or rule.period is None:
            return None
        objected = days.happened.get(Step.OBJECT)
        last = rule.last_day(received).last_day
        return None if objected is not None and objected <= last else last + ONE_DAY

    def _after(self, kind: DueKind, days: CaseDays, event: date | None, done: date | None) -> Due | None:
        """Return the date that follows from an event by the rule of its kind and track."""
        rule = self._rule(POLICY_OF[kind, days.track], event, days.area) if event else None
        if event is None or rule is None or rule.period is None:
            return None
        last = rule.last_day(event)
        return Due(
            kind, event, last.raw_last_day, last.last_day, rule.figure, last.is_provisional, None, done
        )

    def _rule(self, policy: str, on: date, area: str) -> _Rule | None:
        """Return the rule in force; between two first days of a figure every day has the same answer."""
        if policy not in self._starts:
            self._starts[policy] = sorted({v.valid_from for v in self._book.policies[policy].values})
        key = policy, bisect_right(self._starts[policy], on), area
        if key not in self._rules:
            try:
                self._rules[key] = _Rule(self._book.figure(policy, on, area), self._counted)
            except NoRuleInForce:
                self._rules[key] = None
        return self._rules[key]

    def _information(self, days: CaseDays) -> Due | None:
        meeting = days.happened.get(Step.MEET) or days.meeting_on
        rule = self._rule("nego_information_window_days", meeting, days.area) if meeting else None
        if meeting is None or rule is None or rule.period is None:
            return None
        last = meeting - ONE_DAY
        is_guess = rule.period.unit == Unit.WORKING_DAY and not is_published(meeting)
        opens, done = day_before(meeting, rule.period), days.happened.get(Step.INFORM)
        return Due(DueKind.INFORMATION, meeting, last, last, rule.figure, is_guess, opens, done)

    def _review(self, days: CaseDays) -> Due | None:
        """Return the end of the review: over with its last day when the agreement took effect after it."""
        at = days.happened
        found = self._after(DueKind.REVIEW, days, at.get(Step.RECEIVE), at.get(Step.OBJECT))
        if found is None or found.done_on or Step.TAKE_EFFECT not in at:
            return found
        return found._replace(done_on=found.last_day)

    def _after_effect(self, days: CaseDays) -> tuple[Due | None, ...]:
        took_effect = days.happened.get(Step.TAKE_EFFECT)
        effect = took_effect or self.effective_from(days)
        published = self._after(DueKind.PUBLISH, days, effect, days.happened.get(Step.PUBLISH))
        return published, self._check(days, took_effect) if took_effect else None

    def _check(self, days: CaseDays, effect: date) -> Due | None:
        """Return the next yearly look at how an agreement is kept, while it is in force."""
        rule = self._rule("nego_check_months", effect, days.area)
        if rule is None or rule.period is None:
            return None
        looked, times = days.happened.get(Step.CHECK, effect), 1
        while (day := add_months(effect, rule.period.count * times)) <= looked:
            times += 1
        is_over = days.term_to is not None and day > days.term_to
        return None if is_over else Due(DueKind.CHECK, effect, day, day, rule.figure)

    def _term(self, days: CaseDays) -> tuple[Due, ...]:
        expiry = days.term_to
        rule = self._rule(POLICY_OF[DueKind.RENEWAL, days.track], expiry, days.area) if expiry else None
        if expiry is None or rule is None or rule.period is None:
            return ()
        opens, closes = renewal_window(expiry, rule.period)
        asked, ended = days.happened.get(Step.OPEN_RENEWAL), days.happened.get(Step.EXPIRE)
        return (
            Due(DueKind.RENEWAL, expiry, opens, closes, rule.figure, False, opens, asked),
            Due(DueKind.EXPIRY, expiry, expiry, expiry, None, False, None, ended),
        )


POLICY_OF: Mapping[tuple[DueKind, Track], str] = {
    **{
        (kind, track): f"nego_{name}_{track.value}"
        for kind, name in (
            (DueKind.REPLY, "reply_days"),
            (DueKind.FILING, "filing_days"),
            (DueKind.PUBLISH, "publish_days"),
            (DueKind.RENEWAL, "renewal_window"),
        )
        for track in Track
    },
    **{(DueKind.COORDINATION, track): "nego_dispute_coordination_days" for track in Track},
    **{(DueKind.REVIEW, track): "nego_review_days" for track in Track},
}
"""The figure behind each kind of date, by track."""


def _planned(kind: DueKind, day: date | None, done: date | None) -> Due | None:
    """Return a day somebody planned; it is done once the thing happened on it or later."""
    if day is None:
        return None
    return Due(kind, day, day, day, done_on=done if done and done >= day else None)


def _usual(value: Any) -> Any:
    """Return the usual period of a figure that has an extension as well."""
    return value.get("normal", value) if isinstance(value, Mapping) else value


_FOLLOWS: Mapping[DueKind, tuple[Stage, ...]] = {
    DueKind.REPLY: (Stage.REPLY_DUE,),
    DueKind.INFORMATION: (Stage.PREPARATION,),
    DueKind.MEETING: (Stage.PREPARATION, Stage.ROUNDS),
    DueKind.COORDINATION: (Stage.DISPUTE,),
    DueKind.VOTE: (Stage.ROUNDS, Stage.DRAFT),
    DueKind.FILING: (Stage.SIGNED,),
    DueKind.REVIEW: (Stage.IN_REVIEW,),
    DueKind.PUBLISH: (Stage.IN_FORCE,),
    DueKind.CHECK: (Stage.PUBLISHED, Stage.RENEWAL),
    DueKind.RENEWAL: (Stage.PUBLISHED,),
    DueKind.EXPIRY: (Stage.PUBLISHED, Stage.RENEWAL),
}
"""At which stages somebody has to act on a date."""


def next_due(dues: Iterable[Due], stage: Stage) -> Due | None:
    """Return the date somebody must act on next at a stage: the earliest that is not done."""
    waiting = [due for due in dues if due.done_on is None and stage in _FOLLOWS[due.kind]]
    return min(waiting, key=lambda due: due.last_day, default=None)
