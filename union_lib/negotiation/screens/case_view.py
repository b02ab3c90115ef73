"""What the file of a case shows: its clock, its clauses side by side, who speaks, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...common.errors import N_
from ...common.money import yuan
from ...common.policies import Figure
from ...common.text import translate
from ...ui.shown import local_time
from ..figures import is_confirmed
from ..reports import CaseSheet, TextVersion
from ..rules.clauses import Accord, ClauseText, Comparison, changes
from ..rules.floors import FLOORS, Finding, Promise, Standing
from ..rules.kinds import Author
from ..rules.procedure import Due, DueKind
from ..rules.stages import Stage, Step
from ..words import (
    ACCORDS,
    AUTHORS,
    DUES,
    FLAWS,
    PROMISES,
    SIDES,
    STANDINGS,
    STEPS,
    TOPICS,
)

ACCORD_TONES = {
    Accord.AGREED: "ok",
    Accord.OPEN: "warn",
    Accord.UNION_ONLY: "info",
    Accord.EMPLOYER_ONLY: "info",
}
STANDING_TONES = {
    Standing.KEPT: "ok",
    Standing.BELOW: "bad",
    Standing.ABOVE: "bad",
    Standing.UNKNOWN: "warn",
}
SHARES = (Promise.SICK_PAY_SHARE, Promise.LIVING_ALLOWANCE_SHARE, Promise.DEDUCTION_SHARE)
BASES = (Author.UNION.value, Author.EMPLOYER.value, "previous")
CLOCK: tuple[tuple[str, Step, DueKind | None], ...] = (
    (N_("Invitation"), Step.INVITE, None),
    (N_("Reply"), Step.REPLY, DueKind.REPLY),
    (N_("Information"), Step.INFORM, DueKind.INFORMATION),
    (N_("Rounds"), Step.AGREE_DRAFT, DueKind.MEETING),
    (N_("Congress vote"), Step.VOTE_PASSED, DueKind.VOTE),
    (N_("Signing"), Step.SIGN, None),
    (N_("Filing"), Step.FILE, DueKind.FILING),
    (N_("Effect"), Step.TAKE_EFFECT, DueKind.REVIEW),
    (N_("Publication"), Step.PUBLISH, DueKind.PUBLISH),
    (N_("Renewal"), Step.OPEN_RENEWAL, DueKind.RENEWAL),
)
"""The milestones of a case: the step that reaches each, and the date by which it should."""


def clock(sheet: CaseSheet, today: date) -> list[dict[str, Any]]:
    """Return the milestones with when they were reached, or when they must be."""
    dues = {due.kind: due for due in sheet.dues}
    found = []
    for title, step, kind in CLOCK:
        due = dues.get(kind) if kind else None
        if step == Step.INFORM and due is None and step not in sheet.days.happened:
            continue
        found.append(_milestone(sheet, title, step, due, today))
    return found


def _milestone(sheet: CaseSheet, title: str, step: Step, due: Due | None, today: date) -> dict[str, Any]:
    done = sheet.days.happened.get(step)
    if step == Step.REPLY:
        done = done or sheet.days.happened.get(Step.REFUSE)
    is_next = sheet.next is not None and due is not None and sheet.next.kind == due.kind
    return {
        "title": _rounds_title(sheet) if step == Step.AGREE_DRAFT else translate(title),
        "done": done.isoformat() if done else "",
        "is_late": bool(done and due and due.is_late),
        "is_next": is_next and done is None,
        "date": due.last_day.isoformat() if due else "",
        "days": (due.last_day - today).days if due and done is None else None,
        "opens": due.opens_on.isoformat() if due and due.opens_on and done is None else "",
        "is_provisional": bool(due and due.is_provisional),
        "cite": short_citation(due.figure) if due and due.figure else "",
        "why": due.kind.value if due and due.figure else "",
    }


def short_citation(figure: Figure) -> str:
    """Return the first article a figure rests on, without what is explained in brackets."""
    return figure.citation.split(";")[0].split("；")[0].split("（")[0].split("(")[0].strip()


def _rounds_title(sheet: CaseSheet) -> str:
    if not sheet.rounds:
        return translate(N_("Rounds"))
    return translate(N_("Rounds: {n}")).format(n=len(sheet.rounds))


def figure_card(name: str, figure: Figure, note: str = "") -> dict[str, Any]:
    """Return a figure with its source, as the drawer shows it."""
    return {
        "title": name,
        "value": shown_value(figure.value),
        "citation": figure.citation,
        "from": figure.valid_from.isoformat() if figure.valid_from.year > 1 else "",
        "area": figure.area,
        "state": translate(N_("from its source") if is_confirmed(figure) else N_("to be confirmed")),
        "is_confirmed": is_confirmed(figure),
        "note": note,
    }


UNITS = {
    "calendar_day": N_("{n} calendar days"),
    "working_day": N_("{n} working days"),
    "month": N_("{n} months"),
    "year": N_("{n} years"),
}


def shown_value(value: Any) -> str:
    """Return a figure's value in words."""
    if isinstance(value, Mapping) and "count" in value:
        return translate(UNITS[str(value["unit"])]).format(n=value["count"])
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {shown_value(part)}" for key, part in value.items())
    if value == "promptly":
        return translate(N_("promptly"))
    return str(value)


def due_why(sheet: CaseSheet, kind: str) -> dict[str, Any]:
    """Return where a date comes from: the rule, the day it counts from, how it rolled."""
    due = next((found for found in sheet.dues if found.kind == kind and found.figure), None)
    if due is None or due.figure is None:
        return {}
    rolled = due.raw_last_day != due.last_day and due.kind not in (DueKind.RENEWAL,)
    text = N_("Counted from {event}; the last day is {raw}, a rest day, so it moves to {last}.")
    plain = N_("Counted from {event}; the last day is {last}.")
    note = translate(text if rolled else plain).format(
        event=due.event_on, raw=due.raw_last_day, last=due.last_day
    )
    if due.is_provisional:
        note += " " + translate(N_("Provisional: the holidays of that year are not published yet."))
    return figure_card(translate(DUES[due.kind]), due.figure, note)


def clause_rows(sheet: CaseSheet, base: str) -> list[dict[str, Any]]:
    """Return every point with both sides' words and what the common text changed against a base."""
    findings: dict[str, list[Finding]] = {}
    for finding in sheet.findings:
        findings.setdefault(finding.clause, []).append(finding)
    previous = _previous(sheet)
    return [_clause(point, base, previous, findings.get(point.key, [])) for point in sheet.comparison]


def _previous(sheet: CaseSheet) -> dict[str, ClauseText]:
    joint = [text for text in sheet.texts if text.author == Author.JOINT]
    return {clause.key: clause for clause in joint[-2].clauses} if len(joint) > 1 else {}


def _clause(
    point: Comparison, base: str, previous: Mapping[str, ClauseText], findings: list[Finding]
) -> dict[str, Any]:
    against = {
        Author.UNION.value: point.union,
        Author.EMPLOYER.value: point.employer,
        "previous": previous.get(point.key),
    }[base]
    new = point.joint.text if point.joint else ""
    return {
        "key": point.key,
        "topic": translate(TOPICS[point.topic]),
        "title": point.title,
        "union": point.union.text if point.union else "",
        "employer": point.employer.text if point.employer else "",
        "pieces": [
            {"k": piece.change.value, "t": piece.text}
            for piece in (changes(against.text if against else new, new) if new else [])
        ],
        "accord": {"text": translate(ACCORDS[point.accord]), "tone": ACCORD_TONES[point.accord]},
        "findings": [finding_card(finding) for finding in findings],
    }


def finding_card(finding: Finding) -> dict[str, Any]:
    """Return how a promised number stands to the law, in words."""
    return {
        "name": translate(PROMISES[finding.promise]),
        "promised": promise_text(finding.promise, str(finding.promised)),
        "bound": promise_text(finding.promise, str(finding.bound)) if finding.bound is not None else "—",
        "text": translate(STANDINGS[finding.standing]),
        "tone": STANDING_TONES[finding.standing],
        "cite": short_citation(finding.figure) if finding.figure else "",
        "promise": finding.promise.value,
    }


def promise_text(promise: Promise, number: str) -> str:
    """Return a promised number as people write it.

    >>> promise_text(Promise.SICK_PAY_SHARE, "4/5"), promise_text(Promise.BASE_WAGE_FEN, "170000")
    ('80%', '1,700.00')
    """
    from fractions import Fraction

    value = Fraction(number)
    if promise == Promise.BASE_WAGE_FEN:
        return yuan(int(value))
    if promise in SHARES:
        return f"{float(value * 100):g}%"
    return f"{float(value):g}"


def promise_why(sheet: CaseSheet, promise: str) -> dict[str, Any]:
    """Return the figure a promise is held against."""
    policy = FLOORS[Promise(promise)].policy
    figure = sheet.figures.get(policy)
    return figure_card(translate(PROMISES[Promise(promise)]), figure) if figure else {}


def text_card(text: TextVersion | None, author: Author) -> dict[str, Any]:
    """Return a text for its editor."""
    return {
        "author": author.value,
        "title": translate(AUTHORS[author]),
        "version": text.version if text else 0,
        "on": text.tabled_on.isoformat() if text else "",
        "hash": text.text_hash if text else "",
        "clauses": [editable(clause) for clause in text.clauses] if text else [],
    }


def editable(clause: ClauseText) -> dict[str, Any]:
    """Return a clause as its editor shows it; one checkable number a clause."""
    promise, value = next(iter(clause.figures.items()), ("", ""))
    shown = yuan(int(value)) if promise == Promise.BASE_WAGE_FEN else str(value)
    return {
        "key": clause.key,
        "topic": clause.topic.value,
        "title": clause.title,
        "text": clause.text,
        "promise": promise,
        "value": shown,
        "settled": clause.is_settled,
    }


def first_text(sheet: CaseSheet, author: Author) -> list[dict[str, Any]]:
    """Return what an author's first text begins with: the points on the table.

    A side answers the other's points in words of its own. The common text begins with what both sides say,
    or else what the union wants, still open.
    """
    if author != Author.JOINT:
        answered = [point.union or point.employer for point in sheet.comparison]
        return [{**editable(known), "text": "", "promise": "", "value": ""} for known in answered if known]
    found = []
    for point in sheet.comparison:
        known = point.union or point.employer
        if known is not None:
            found.append({**editable(known), "settled": point.accord == Accord.AGREED})
    return found


def people_rows(sheet: CaseSheet, today: date) -> list[dict[str, Any]]:
    """Return the delegates as a table."""
    return [
        {
            "id": d.id,
            "side": d.side.value,
            "side_text": translate(SIDES[d.side]),
            "name": d.name,
            "post": d.post,
            "is_chief": d.is_chief,
            "is_external": d.is_external,
            "from": d.valid_from.isoformat(),
            "to": d.valid_to.isoformat() if d.valid_to else "",
            "is_over": d.valid_to is not None and d.valid_to < today,
            "version": d.version,
        }
        for d in sheet.delegates
    ]


def flaw_texts(sheet: CaseSheet) -> list[str]:
    """Return what is wrong with the delegations, in words."""
    return [translate(FLAWS[flaw]) for flaw in sheet.flaws]


def round_rows(sheet: CaseSheet) -> list[dict[str, Any]]:
    """Return the rounds, the newest first."""
    return [
        {
            "number": held.number,
            "on": held.held_on.isoformat(),
            "place": held.place,
            "minutes": held.minutes,
            "union": "、".join(held.present.get("union", ())),
            "employer": "、".join(held.present.get("employer", ())),
            "version": held.version,
        }
        for held in reversed(sheet.rounds)
    ]


def vote_rows(sheet: CaseSheet) -> list[dict[str, Any]]:
    """Return the votes, the newest first."""
    return [
        {
            "id": vote.id,
            "on": vote.held_on.isoformat(),
            "total": vote.total,
            "attending": vote.attending,
            "in_favour": vote.in_favour,
            "has_passed": vote.has_passed,
            "hash": vote.text_hash[:16],
        }
        for vote in reversed(sheet.votes)
    ]


def history_rows(sheet: CaseSheet) -> list[dict[str, Any]]:
    """Return what happened, the newest first; what was taken back stays visible."""
    return [
        {
            "id": step.id,
            "on": step.happened_on.isoformat(),
            "text": translate(STEPS[step.step]),
            "note": step.note,
            "who": step.who,
            "at": local_time(step.recorded_at),
            "is_taken_back": step.is_taken_back,
        }
        for step in reversed(sheet.history)
    ]


def is_open_for_texts(stage: Stage) -> bool:
    """Tell whether texts may still be put on the table."""
    from ..service.drafting import OPEN_FOR_TEXTS

    return stage in OPEN_FOR_TEXTS
