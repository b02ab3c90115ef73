"""Entries: brought in, corrected, set aside; those who come late are coded and allotted like the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, delete, select

from ...common.errors import N_, NotFound
from ...registry.service import ReasonMissing
from ...store.audit import note, word
from ...workspace import Workspace
from ..queries import entries_of
from ..refusals import CodeTaken, EntryStale, MarksExist
from ..rules import EntryState, Stage
from ..tables import Allotment, Competition, Discussion, Entry, Mark
from ..words import ENTRY_STATES
from .acting import organising
from .allotting import allot_late
from .coding import code_late


@dataclass(frozen=True)
class Imported:
    """What an import did; `made` lists what is shown once, such as first passwords."""

    added: int
    updated: int
    ids: list[int] = field(default_factory=list)
    made: list[dict[str, str]] = field(default_factory=list)


ENTRY_FIELDS = ("title", "contestant", "unit", "district", "panel", "state", "multipliers", "tie_values")


def import_entries(ws: Workspace, competition_id: int, rows: Sequence[Mapping[str, Any]]) -> Imported:
    """Add checked entries, or update those whose code is known, in one transaction.

    A row without a code gets the next free number of three digits.
    """
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        known = {entry.code: entry for entry in entries_of(session, competition_id)}
        added, updated = [], 0
        for row in rows:
            code = str(row.get("code") or "") or _next_code(known)
            values = {k: row[k] for k in ENTRY_FIELDS if row.get(k) is not None}
            if code in known:
                updated += _update(known[code], values)
            else:
                entry = Entry(competition_id=competition_id, code=code, position=len(known) + 1, **values)
                known[code] = entry
                added.append(entry)
        session.add_all(added)
        session.flush()
        _arrived(session, competition, added)
        note(
            session,
            N_("Imported {n} entries into “{title}”"),
            union_id=competition.union_id,
            n=len(rows),
            title=competition.title,
        )
        return Imported(len(added), updated, [entry.id or 0 for entry in added])


def add_entry(ws: Workspace, competition_id: int, values: Mapping[str, Any]) -> int:
    """Add one entry and return its id; `CodeTaken` when its code stands for another one already."""
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        known = {entry.code: entry for entry in entries_of(session, competition_id)}
        code = str(values.get("code") or "") or _next_code(known)
        if code in known:
            raise CodeTaken(code)
        given = {k: values[k] for k in ENTRY_FIELDS if values.get(k) is not None}
        entry = Entry(competition_id=competition_id, code=code, position=len(known) + 1, **given)
        session.add(entry)
        session.flush()
        _arrived(session, competition, [entry])
        done = N_("Added entry {code} to “{title}”")
        note(session, done, union_id=competition.union_id, code=code, title=competition.title)
        return entry.id or 0


def _arrived(session: Session, competition: Competition, entries: Sequence[Entry]) -> None:
    """Give entries that come after the draws their codes and their judges."""
    code_late(session, competition, [entry.code for entry in entries])
    allot_late(session, competition, entries)


def _next_code(known: Mapping[str, Entry]) -> str:
    number = len(known) + 1
    while (code := f"{number:03d}") in known:
        number += 1
    return code


def _update(entry: Entry, values: Mapping[str, Any]) -> bool:
    changed = {k: v for k, v in values.items() if getattr(entry, k) != v}
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.version += bool(changed)
    return bool(changed)


def remove_entries(ws: Workspace, competition_id: int, entry_ids: Sequence[int]) -> int:
    """Take entries out again (an import undone, a row typed wrongly) as long as no mark hangs on them."""
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        entries = [e for e in entries_of(session, competition_id) if e.id in set(entry_ids)]
        marked = session.exec(
            select(Mark.entry_id).where(Mark.entry_id.in_([e.id for e in entries])).limit(1)
        ).first()
        if marked is not None:
            raise MarksExist(next(e.code for e in entries if e.id == marked))
        ids = [entry.id for entry in entries]
        for hanging in (Allotment, Discussion):
            session.execute(delete(hanging).where(hanging.entry_id.in_(ids)))
        for entry in entries:
            session.delete(entry)
        note(
            session,
            N_("Removed {n} entries from “{title}”"),
            union_id=competition.union_id,
            n=len(entries),
            title=competition.title,
        )
        return len(entries)


def _entry(session: Session, competition: Competition, entry_id: int, seen_version: int) -> Entry:
    entry = session.exec(select(Entry).where(Entry.id == entry_id).with_for_update()).first()
    if entry is None or entry.competition_id != competition.id:
        raise NotFound
    if entry.version != seen_version:
        raise EntryStale(entry.code)
    return entry


def edit_entry(
    ws: Workspace, competition_id: int, entry_id: int, values: Mapping[str, Any], seen_version: int
) -> None:
    """Correct an entry's title, contestant, unit, district or multipliers before the result is signed."""
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        entry = _entry(session, competition, entry_id, seen_version)
        _update(entry, {k: v for k, v in values.items() if k in ENTRY_FIELDS and k not in ("state", "panel")})
        note(
            session,
            N_("Changed entry {code} of “{title}”"),
            union_id=competition.union_id,
            code=entry.code,
            title=competition.title,
        )


def set_entry_state(
    ws: Workspace, competition_id: int, entry_id: int, state: EntryState, reason: str, seen_version: int
) -> None:
    """Set an entry to absent, withdrawn, disqualified, guest or competing; its marks are kept."""
    if state != EntryState.COMPETING and not reason.strip():
        raise ReasonMissing
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        entry = _entry(session, competition, entry_id, seen_version)
        entry.state, entry.version = state, entry.version + 1
        note(
            session,
            N_("Set entry {code} of “{title}” to {state}"),
            union_id=competition.union_id,
            reason=reason.strip(),
            code=entry.code,
            title=competition.title,
            state=word(ENTRY_STATES[state]),
        )
