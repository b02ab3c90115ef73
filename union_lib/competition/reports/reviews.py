"""What surrounds a result: codes and their holders, who marks what, recheck, appeals, honours."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import astuple, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlmodel import Session, select

from ...common.errors import NotAllowed
from ...registry.tables import Account
from ...workspace import Workspace
from .. import rules
from ..queries import (
    Coding,
    Field,
    Judge,
    Shown,
    appeals_of,
    blind_lists,
    coding_of,
    competition_of,
    duties,
    entries_of,
    field_of,
    newest_result,
    recheck_items,
    require_reader,
    scheme_version,
)
from ..rules import (
    Duty,
    RecheckCause,
    RecheckState,
    ShareCheck,
    ShareRule,
    Stage,
    Verdict,
    WorkerClass,
)
from ..scored import outcome_of
from ..tables import Allotment, Appeal, Competition, Entry, HonourShare, Nomination


@dataclass(frozen=True)
class CodeList:
    """One list of codes: who holds it, when it was drawn and opened, and whether it is the reader's own."""

    draw: int
    holder: str
    drawn_at: datetime | None
    opened_at: datetime | None
    is_own: bool


@dataclass(frozen=True)
class CodeLists:
    """How far the coding of a competition has come."""

    competition: Competition
    duties: frozenset[Duty]
    coding: Coding
    lists: list[CodeList]
    entries: int


def code_lists(ws: Workspace, competition_id: int) -> CodeLists:
    """Return the lists of codes, without what is in them."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        drawn = {one.draw: one for one in blind_lists(session, competition_id)}
        names = dict(session.exec(select(Account.id, Account.name)).all())
        return CodeLists(
            competition=competition,
            duties=duties(session, ws.actor.account_id, competition),
            coding=coding_of(session, competition),
            lists=[
                CodeList(
                    n, names[one.holder_id], one.drawn_at, one.opened_at, one.holder_id == ws.actor.account_id
                )
                if (one := drawn.get(n))
                else CodeList(n, "", None, None, False)
                for n in range(1, competition.blind_draws + 1)
            ],
            entries=len(entries_of(session, competition_id)),
        )


def own_codes(ws: Workspace, competition_id: int, draw: int) -> list[tuple[str, str]]:
    """Return a list's pairs of what was known and its code, to its holder or once it has been opened."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        found = next((one for one in blind_lists(session, competition_id) if one.draw == draw), None)
        if found is None or (found.holder_id != ws.actor.account_id and found.opened_at is None):
            raise NotAllowed
        return sorted(json.loads(found.codes).items())


@dataclass(frozen=True)
class PanelRow:
    """A panel: its judges, how many entries it has, and how many of them each judge marks."""

    name: str
    judges: list[tuple[Judge, int]]
    entries: int


@dataclass(frozen=True)
class KeptApart:
    """A judge kept from an entry, and why; no code while entries are coded, or the reason would tell whose it is."""

    judge: Judge
    entry_id: int
    code: str
    reason: str
    cause: rules.AllotmentCause


@dataclass(frozen=True)
class Allotments:
    """Who marks what: panels, judges' loads, groups that no judge links, and who is kept from what."""

    competition: Competition
    duties: frozenset[Duty]
    scheme: rules.Scheme
    panels: list[PanelRow]
    per_entry: dict[int, int]
    groups: int
    largest_group: int
    apart: list[KeptApart]
    own_unit: int


def allotments(ws: Workspace, competition_id: int) -> Allotments:
    """Return who marks what in a competition."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field = field_of(session, competition_id)
        pairs = [
            (entry.id or 0, judge) for entry in field.marked_entries() for judge in field.judges_of(entry)
        ]
        load = Counter(judge.appointment_id for _, judge in pairs)
        groups = rules.groups_of([(entry, judge.appointment_id) for entry, judge in pairs])
        names = dict.fromkeys([j.panel for j in field.judges] + [e.panel for e in field.marked_entries()])
        units = {entry.id or 0: entry.unit for entry in field.entries}
        return Allotments(
            competition=competition,
            duties=duties(session, ws.actor.account_id, competition),
            scheme=field.scheme,
            panels=[
                PanelRow(
                    name,
                    [(judge, load[judge.appointment_id]) for judge in field.judges if judge.panel == name],
                    sum(1 for entry in field.marked_entries() if entry.panel == name),
                )
                for name in names
            ],
            per_entry=dict(Counter(Counter(entry for entry, _ in pairs).values())),
            groups=len(groups),
            largest_group=len(groups[0]) if groups else 0,
            apart=_apart(session, field),
            own_unit=sum(1 for entry, judge in pairs if judge.unit and judge.unit == units[entry]),
        )


def _apart(session: Session, field: Field) -> list[KeptApart]:
    chosen = select(Allotment).where(Allotment.competition_id == field.competition.id, ~Allotment.is_on)
    seats = {judge.appointment_id: judge for judge in field.judges}
    codes = {entry.id or 0: "" if field.coding.is_closed else entry.code for entry in field.entries}
    return [
        KeptApart(seats[row.appointment_id], row.entry_id, codes[row.entry_id], row.reason, row.cause)
        for row in session.exec(chosen.where(Allotment.cause == rules.AllotmentCause.CONFLICT))
        if row.appointment_id in seats and row.entry_id in codes
    ]


@dataclass(frozen=True)
class EntryChoice:
    """An entry to choose from a list, as it may be seen now."""

    id: int
    shown: Shown
    panel: str
    version: int


def entry_choices(ws: Workspace, competition_id: int, search: str = "", most: int = 50) -> list[EntryChoice]:
    """Return the entries in whose code, title, contestant or unit the text stands, as far as these are shown.

    While entries are coded they stand in the order of their codes, which tells nothing about whose they are.
    """
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field, wanted = _bare_field(session, competition), search.strip().casefold()
        choices = (
            EntryChoice(entry.id or 0, field.shown(entry), entry.panel, entry.version)
            for entry in _ordered(field)
        )
        found = (choice for choice in choices if wanted in " ".join(astuple(choice.shown)).casefold())
        return list(islice(found, most))


def _bare_field(session: Session, competition: Competition) -> Field:
    """Return a competition's entries as they may be seen, without judges and marks."""
    version, competition_id = scheme_version(session, competition.id or 0), competition.id or 0
    return Field(
        competition=competition,
        scheme=rules.scheme_from_dict(version.body),
        scheme_number=version.number,
        entries=entries_of(session, competition_id),
        judges=[],
        sheets={},
        marks={},
        coding=coding_of(session, competition),
    )


def _ordered(field: Field) -> list[Entry]:
    return sorted(field.entries, key=field.coding.code) if field.coding.is_closed else field.entries


@dataclass(frozen=True)
class RecheckRow:
    """An entry that is rechecked, and what was found."""

    entry_id: int
    shown: Shown
    rank: str
    score: str
    cause: RecheckCause
    verdict: Verdict | None
    remark: str
    marks: dict[str, dict[str, str | None]]


@dataclass(frozen=True)
class Review:
    """What follows a signature: recheck and appeals, with their deadlines."""

    competition: Competition
    duties: frozenset[Duty]
    scheme: rules.Scheme
    seats: dict[str, str]
    recheck: list[RecheckRow]
    state: RecheckState
    appeals: list[tuple[Appeal, Shown]]
    deadline: datetime | None
    entries: list[tuple[int, str]]


def review(ws: Workspace, competition_id: int) -> Review:
    """Return the recheck of the newest signed result and every appeal."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field = field_of(session, competition_id)
        by_id = {entry.id or 0: entry for entry in field.entries}
        result = newest_result(session, competition_id) if competition.stage != Stage.MARKING else None
        items = recheck_items(session, result.id or 0) if result else []
        body: dict[str, Any] = result.body if result else {"entries": [], "standings": [], "judges": []}
        signed = {entry["code"]: entry for entry in body["entries"]}
        ranks = {line["code"]: line["rank"] or "" for line in body["standings"]}
        done = [item for item in items if item.verdict is not None]
        posted, hours = competition.notice_posted_at, competition.appeal_hours
        return Review(
            competition=competition,
            duties=duties(session, ws.actor.account_id, competition),
            scheme=field.scheme,
            seats={str(judge["seat"]): judge["name"] for judge in body["judges"]},
            recheck=[
                RecheckRow(
                    entry_id=item.entry_id,
                    shown=field.shown(entry),
                    rank=ranks.get(entry.code, ""),
                    score=signed[entry.code]["score"] or "",
                    cause=item.cause,
                    verdict=item.verdict,
                    remark=item.remark,
                    marks=signed[entry.code]["marks"],
                )
                for item in items
                if (entry := by_id.get(item.entry_id)) and entry.code in signed
            ],
            state=RecheckState(len(items), len(done), sum(1 for i in done if i.verdict == Verdict.WRONG)),
            appeals=[
                (appeal, field.shown(by_id[appeal.entry_id]))
                for appeal in appeals_of(session, competition_id)
            ],
            deadline=rules.appeal_deadline(posted, hours) if posted and hours else None,
            entries=_named(field),
        )


def _named(field: Field) -> list[tuple[int, str]]:
    """Return every entry by id with code and title; by code while entries are coded."""
    shown = [(entry.id or 0, field.shown(entry)) for entry in _ordered(field)]
    return [(entry_id, f"{s.code} {s.title}".strip()) for entry_id, s in shown]


@dataclass(frozen=True)
class NominationRow:
    """A nominated winner."""

    nomination: Nomination
    shown: Shown
    award: str | None
    classes: frozenset[WorkerClass]


@dataclass(frozen=True)
class Honours:
    """Nominations for an honour, the shares they must hold, and the winners not yet nominated."""

    competition: Competition
    duties: frozenset[Duty]
    honours: list[str]
    nominations: list[NominationRow]
    checks: dict[str, list[ShareCheck]]
    winners: list[tuple[Entry, Shown, str]]


def honours(ws: Workspace, competition_id: int) -> Honours:
    """Return the nominations of a competition's winners and their share checks, by honour."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        field = field_of(session, competition_id)
        is_decided = competition.stage not in (Stage.DRAFT, Stage.MARKING) and not field.coding.is_closed
        outcome = outcome_of(field)
        by_id = {entry.id or 0: entry for entry in field.entries}
        awards = {int(str(s.entry)): s.award for s in outcome.standings if s.award}
        made = session.exec(
            select(Nomination).where(Nomination.competition_id == competition_id).order_by(Nomination.id)
        ).all()
        shares = session.exec(
            select(HonourShare).where(HonourShare.competition_id == competition_id).order_by(HonourShare.id)
        ).all()
        rows = [
            NominationRow(one, field.shown(by_id[one.entry_id]), awards.get(one.entry_id), _classes(one))
            for one in made
        ]
        names = list(dict.fromkeys([one.honour for one in made] + [share.honour for share in shares]))
        return Honours(
            competition=competition,
            duties=duties(session, ws.actor.account_id, competition),
            honours=names,
            nominations=rows,
            checks={name: _checks(rows, list(shares), name) for name in names},
            winners=[
                (by_id[entry_id], field.shown(by_id[entry_id]), award or "")
                for entry_id, award in awards.items()
            ]
            if is_decided
            else [],
        )


def _classes(nomination: Nomination) -> frozenset[WorkerClass]:
    return frozenset(WorkerClass(held) for held in nomination.classes.get("held", []))


def _checks(rows: list[NominationRow], shares: list[HonourShare], honour: str) -> list[ShareCheck]:
    asked = [ShareRule(s.worker_class, s.share, s.citation, s.bound) for s in shares if s.honour == honour]
    return rules.share_checks([row.classes for row in rows if row.nomination.honour == honour], asked)
