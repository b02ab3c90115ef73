"""The dates of cases for an office calendar: imported again, the file moves and cancels what it brought before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, select

from ...common.errors import N_, NotFound
from ...common.ical import CalendarEvent, calendar_file, event_uid
from ...common.text import translate
from ...registry.figures import entered_values
from ...workspace import Workspace
from ..figures import book_of, is_confirmed
from ..queries import days_of_case, days_of_cases, require_reader, steps_of
from ..rules.procedure import CaseDays, DeadlineEngine, Due, DueKind
from ..rules.stages import ENDED, Step
from ..tables import Case, CaseStep
from ..words import DUES
from .paper import Document, file_name

PLANNED = (DueKind.MEETING, DueKind.VOTE, DueKind.INFORMATION, DueKind.RENEWAL, DueKind.EXPIRY)
"""Dates that follow from a day somebody typed, and go when it is taken out again."""


def dates_of_cases(ws: Workspace, ids: Sequence[int]) -> Document:
    """Return the dates of cases as an .ics file; raises `NotFound`, `NotAllowed`.

    Every date keeps its identifier for the life of the case; what is done, or does not follow any more, is
    cancelled.
    """
    with ws.reading() as session:
        cases = _cases(session, ws, ids)
        days, ever = days_of_cases(session, cases), _ever(session, cases)
        engine = DeadlineEngine(book_of(entered_values(session)))
    events = [
        event
        for case in cases
        for event in _Dates(ws, case, days[case.id or 0], ever[case.id or 0], engine).events()
    ]
    title = cases[0].employer if len(cases) == 1 else translate(N_("Negotiation cases"))
    return file_name(title, translate(N_("Dates")), "ics"), calendar_file(events)


def _cases(session: Session, ws: Workspace, ids: Sequence[int]) -> list[Case]:
    wanted = dict.fromkeys(ids)
    known = {case.id: case for case in session.exec(select(Case)) if case.id in wanted}
    if len(known) != len(wanted):
        raise NotFound
    for union_id in {case.union_id for case in known.values()}:
        require_reader(session, ws.actor.account_id, union_id)
    return [known[case_id] for case_id in wanted]


def _ever(session: Session, cases: Sequence[Case]) -> dict[int, CaseDays]:
    """Return the cases with every step ever recorded, those taken back and undone included."""
    if len(cases) == 1:
        [case] = cases
        steps = [step for step, _ in steps_of(session, case.id or 0)]
        return {case.id or 0: _with_all(case, steps)}
    by_case: dict[int, list[CaseStep]] = {case.id or 0: [] for case in cases}
    for step in sorted(session.exec(select(CaseStep)), key=lambda step: step.id or 0):
        if step.case_id in by_case:
            by_case[step.case_id].append(step)
    return {case.id or 0: _with_all(case, by_case[case.id or 0]) for case in cases}


def _with_all(case: Case, steps: Sequence[CaseStep]) -> CaseDays:
    return replace(days_of_case(case, ()), happened={step.step: step.happened_on for step in steps})


@dataclass(frozen=True)
class _Dates:
    """The dates of one case, then and now."""

    ws: Workspace
    case: Case
    days: CaseDays
    ever: CaseDays
    engine: DeadlineEngine

    def events(self) -> Iterator[CalendarEvent]:
        """Yield a live entry for what is due, a cancelled one for what was."""
        live = {due.kind: due for due in self.engine.timeline(self.days)}
        past = {due.kind: due for due in self.engine.timeline(self.ever)}
        for kind in DueKind:
            due = live.get(kind)
            if due is not None:
                yield self._event(due, is_cancelled=due.done_on is not None or self.case.stage in ENDED)
            elif kind in past:
                yield self._event(past[kind], is_cancelled=True)
            elif kind in PLANNED and self._was_planned(kind):
                yield self._gone(kind)

    def _was_planned(self, kind: DueKind) -> bool:
        """Tell whether a planned day may have been handed out before it was taken out of the case."""
        return self.case.version > 1 and (kind != DueKind.INFORMATION or Step.MEET in self.ever.happened)

    def _gone(self, kind: DueKind) -> CalendarEvent:
        on = self.case.opened_on
        return self._event(Due(kind, on, on, on), is_cancelled=True)

    def _event(self, due: Due, *, is_cancelled: bool) -> CalendarEvent:
        first = due.opens_on or due.last_day
        return CalendarEvent(
            uid=event_uid("case", self.case.id or 0, due.kind.value),
            title=f"{self.case.employer}: {translate(DUES[due.kind])}",
            day=min(first, due.last_day),
            stamped_at=self.ws.now,
            last_day=due.last_day,
            description="\n".join(_said(self.case, due)),
            sequence=self.case.version,
            is_cancelled=is_cancelled,
        )


def _said(case: Case, due: Due) -> Iterator[str]:
    """Yield what stands below an entry: the case, the window, the article, what is not sure."""
    yield case.number
    if due.opens_on:
        text = translate(N_("From {first} to {last}."))
        yield text.format(first=due.opens_on, last=due.last_day)
    if due.figure:
        yield translate(N_("Rule: {citation}")).format(citation=due.figure.citation)
        if not is_confirmed(due.figure):
            yield translate(N_("This rule is still to be confirmed."))
    if due.is_provisional:
        yield translate(N_("Provisional: the holidays of that year are not published yet."))
