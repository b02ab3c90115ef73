"""Who marks what: panels, a draw of k judges for each entry, entries moved, conflicts kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlmodel import Session, delete, select

from ...common.errors import N_, NotFound
from ...registry.service import ReasonMissing
from ...store.audit import note
from ...store.database import now
from ...workspace import Workspace
from .. import rules
from ..queries import Field, Judge, data_hash, entries_of, exceptions_of, field_of, judges_of
from ..refusals import EntryStale, PanelUnknown
from ..rules import AllotmentCause, Stage
from ..tables import Allotment, Appointment, Competition, Entry
from .acting import organising


def set_panels(
    ws: Workspace, competition_id: int, entries: Mapping[int, str], judges: Mapping[int, str]
) -> None:
    """Put entries (by id) and judges (by appointment id) into panels, before marking opens.

    An empty name takes somebody out; a judge without a panel marks the entries of all of them. A draw of
    judges made before holds no longer.
    """
    with organising(ws, competition_id, Stage.DRAFT) as (session, competition):
        for entry in entries_of(session, competition_id):
            entry.panel = entries.get(entry.id or 0, entry.panel).strip()[:20]
        chosen = select(Appointment).where(Appointment.competition_id == competition_id)
        for appointment in session.exec(chosen):
            appointment.panel = judges.get(appointment.id or 0, appointment.panel).strip()[:20]
        forget_draw(session, competition)
        note(
            session,
            N_("Put {entries} entries and {judges} judges of “{title}” into panels"),
            union_id=competition.union_id,
            entries=len(entries),
            judges=len(judges),
            title=competition.title,
        )


def draw_panels(ws: Workspace, competition_id: int, names: Sequence[str], seed: str) -> None:
    """Draw by lot which panel each entry comes to, as evenly as can be; before marking opens.

    Without a name it is `PanelUnknown`. A draw of judges made before holds no longer.
    """
    from random import Random

    panels = [name for name in dict.fromkeys(name.strip()[:20] for name in names) if name]
    if not panels:
        raise PanelUnknown("")
    with organising(ws, competition_id, Stage.DRAFT) as (session, competition):
        entries = entries_of(session, competition_id)
        lot = [panels[at % len(panels)] for at in range(len(entries))]
        Random(seed).shuffle(lot)
        for entry, panel in zip(entries, lot, strict=True):
            entry.panel = panel
        forget_draw(session, competition)
        note(
            session,
            N_("Drew the panels of {n} entries of “{title}” by lot"),
            union_id=competition.union_id,
            n=len(entries),
            title=competition.title,
            seed=seed,
        )


def draw_judges(ws: Workspace, competition_id: int, wanted: int, seed: str) -> None:
    """Draw so many judges for each entry, within its panel, apart from conflicts, evenly and linked.

    Before marking opens; the seed is kept, so that anybody can draw again. Raises `TooFewJudges`,
    `TooManyConflicts` or `NotLinkable` with the reason.
    """
    with organising(ws, competition_id, Stage.DRAFT) as (session, competition):
        _clear(session, competition_id)
        field = field_of(session, competition_id)
        drawn = [pair for panel in _panels(field) for pair in _drawn(field, panel, wanted, seed)]
        _add(session, competition_id, drawn, AllotmentCause.DRAWN)
        competition.is_drawn, competition.version = True, competition.version + 1
        note(
            session,
            N_("Drew {wanted} judges for each entry of “{title}” by lot"),
            union_id=competition.union_id,
            wanted=wanted,
            title=competition.title,
            seed=seed,
            hash=data_hash({"pairs": sorted(drawn)}),
        )


def _panels(field: Field) -> list[str]:
    return list(dict.fromkeys(entry.panel for entry in field.marked_entries()))


def _drawn(field: Field, panel: str, wanted: int, seed: str) -> list[tuple[int, int]]:
    """Return a panel's draw as pairs of entry and appointment id."""
    by_code = {entry.code: entry for entry in field.marked_entries() if entry.panel == panel}
    judges = [j for j in field.judges if not j.is_ended and (not j.panel or j.panel == panel)]
    conflicts = conflicts_of(field, list(by_code.values()), judges)
    drawn = rules.allotted(
        list(by_code),
        [judge.appointment_id for judge in judges],
        wanted,
        conflicts={(entry.code, judge) for entry, judge in conflicts},
        seed=f"{seed} {panel}",
    )
    return [
        (by_code[str(code)].id or 0, int(str(judge)))
        for code, own in drawn.judges_of.items()
        for judge in own
    ]


def conflicts_of(field: Field, entries: Sequence[Entry], judges: Sequence[Judge]) -> list[tuple[Entry, int]]:
    """Return who must not mark what: judges of the entry's own unit, and conflicts that were declared."""
    return [
        (entry, judge.appointment_id)
        for entry in entries
        for judge in judges
        if (judge.unit and judge.unit == entry.unit)
        or field.exceptions.get((entry.id or 0, judge.appointment_id)) is False
    ]


def undo_draw(ws: Workspace, competition_id: int) -> None:
    """Let everybody of a panel mark all its entries again, before marking opens."""
    with organising(ws, competition_id, Stage.DRAFT) as (session, competition):
        forget_draw(session, competition)
        note(
            session,
            N_("Undid the draw of judges of “{title}”"),
            union_id=competition.union_id,
            title=competition.title,
        )


def forget_draw(session: Session, competition: Competition) -> None:
    """Let a draw of judges hold no longer, as when panels change; conflicts of interest stay."""
    if competition.is_drawn:
        _clear(session, competition.id or 0)
        competition.is_drawn, competition.version = False, competition.version + 1


def keep_units_apart(ws: Workspace, competition_id: int) -> int:
    """Keep every judge from the entries of the judge's own unit; return how many pairs were kept apart."""
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        field = field_of(session, competition_id)
        pairs = [
            (entry, judge)
            for entry, judge in conflicts_of(field, field.entries, field.judges)
            if field.exceptions.get((entry.id or 0, judge)) is not False
        ]
        for entry, judge in pairs:
            if competition.is_drawn and field.exceptions.get((entry.id or 0, judge)):
                _keep_apart(session, competition, entry, judge, "")
            else:
                set_exception(session, competition_id, entry.id or 0, judge, False, AllotmentCause.CONFLICT)
        note(
            session,
            N_("Kept judges of “{title}” from {n} entries of their own units"),
            union_id=competition.union_id,
            n=len(pairs),
            title=competition.title,
        )
        return len(pairs)


def declare_conflict(
    ws: Workspace, competition_id: int, appointment_id: int, entry_id: int, reason: str
) -> None:
    """Keep a judge from an entry because of a declared conflict of interest; a mark given stays, uncounted."""
    _except(ws, competition_id, appointment_id, entry_id, reason, False)


def withdraw_conflict(
    ws: Workspace, competition_id: int, appointment_id: int, entry_id: int, reason: str
) -> None:
    """Let panels or the draw decide again whether a judge marks an entry."""
    _except(ws, competition_id, appointment_id, entry_id, reason, True)


def _except(
    ws: Workspace, competition_id: int, appointment_id: int, entry_id: int, reason: str, is_over: bool
) -> None:
    if not reason.strip():
        raise ReasonMissing
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        entry, judge = session.get(Entry, entry_id), session.get(Appointment, appointment_id)
        if entry is None or judge is None or {entry.competition_id, judge.competition_id} != {competition_id}:
            raise NotFound
        told = reason.strip()[:200]
        if is_over:
            _forget(session, entry_id, appointment_id)
        else:
            _keep_apart(session, competition, entry, appointment_id, told)
        done = (
            N_("Let the judge of seat {seat} mark entry {code} of “{title}” again")
            if is_over
            else N_("Kept the judge of seat {seat} from entry {code} of “{title}”")
        )
        facts = {"seat": judge.seat, "code": entry.code, "title": competition.title}
        note(session, done, union_id=competition.union_id, reason=told, **facts)


def _forget(session: Session, entry_id: int, appointment_id: int) -> None:
    session.execute(
        delete(Allotment).where(
            Allotment.entry_id == entry_id,
            Allotment.appointment_id == appointment_id,
            Allotment.cause == AllotmentCause.CONFLICT,
        )
    )


def _keep_apart(
    session: Session, competition: Competition, entry: Entry, appointment_id: int, reason: str
) -> None:
    """Keep a judge from an entry; where judges are drawn, another one takes over."""
    competition_id, entry_id = competition.id or 0, entry.id or 0
    was_on = exceptions_of(session, competition_id).get((entry_id, appointment_id), False)
    set_exception(session, competition_id, entry_id, appointment_id, False, AllotmentCause.CONFLICT, reason)
    session.flush()
    if was_on and competition.is_drawn:
        _give_judges(session, competition, entry, 1)


def move_entry(
    ws: Workspace, competition_id: int, entry_id: int, panel: str, reason: str, seen_version: int
) -> None:
    """Give an entry to another panel, also while it is being marked.

    The old panel's marks stay in the tables and count no more; they count again if the entry comes back.
    """
    if not reason.strip():
        raise ReasonMissing
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        entry = session.get(Entry, entry_id)
        if entry is None or entry.competition_id != competition_id:
            raise NotFound
        if entry.version != seen_version:
            raise EntryStale(entry.code)
        judges = [j for j in judges_of(session, competition_id) if not j.is_ended]
        if not any(judge.panel == panel for judge in judges):
            raise PanelUnknown(panel)
        was, entry.panel, entry.version = entry.panel, panel, entry.version + 1
        session.flush()
        if competition.is_drawn:
            _redraw(session, competition, entry)
        note(
            session,
            N_("Moved entry {code} of “{title}” from panel {was} to {panel}"),
            union_id=competition.union_id,
            reason=reason.strip(),
            code=entry.code,
            title=competition.title,
            was=was,
            panel=panel,
        )


def _redraw(session: Session, competition: Competition, entry: Entry) -> None:
    """Take an entry from the judges of its old panel; its new panel's judges get it, those who had it first."""
    rows = session.exec(select(Allotment).where(Allotment.entry_id == entry.id)).all()
    panels = {judge.appointment_id: judge.panel for judge in judges_of(session, competition.id or 0)}
    wanted = sum(1 for row in rows if row.is_on)
    for row in rows:
        is_here = panels[row.appointment_id] in ("", entry.panel)
        if row.is_on and not is_here:
            row.is_on, row.cause = False, AllotmentCause.MOVED
        elif row.cause == AllotmentCause.MOVED and is_here:
            row.is_on, row.cause = True, AllotmentCause.DRAWN
    session.flush()
    _give_judges(session, competition, entry, wanted - sum(1 for row in rows if row.is_on))


def allot_late(session: Session, competition: Competition, entries: Sequence[Entry]) -> None:
    """Give entries that came after the draw as many judges as the others have, least busy first."""
    if not competition.is_drawn or not entries:
        return
    known = exceptions_of(session, competition.id or 0)
    per_entry = Counter(entry_id for (entry_id, _), is_on in known.items() if is_on)
    wanted = Counter(per_entry.values()).most_common(1)[0][0] if per_entry else 1
    for entry in entries:
        _give_judges(session, competition, entry, wanted)


def _give_judges(session: Session, competition: Competition, entry: Entry, wanted: int) -> None:
    """Give an entry more judges of its panel: not of its unit, not kept from it, the least busy first."""
    competition_id, entry_id = competition.id or 0, entry.id or 0
    known = exceptions_of(session, competition_id)
    load = Counter(judge for (_, judge), is_on in known.items() if is_on)
    free = [
        judge
        for judge in judges_of(session, competition_id)
        if judge.panel in ("", entry.panel)
        and not judge.is_ended
        and not (judge.unit and judge.unit == entry.unit)
        and (entry_id, judge.appointment_id) not in known
    ]
    if len(free) < wanted:
        raise rules.TooManyConflicts(entry.code, len(free), wanted)
    for judge in sorted(free, key=lambda judge: (load[judge.appointment_id], judge.seat))[: max(0, wanted)]:
        set_exception(session, competition_id, entry_id, judge.appointment_id, True, AllotmentCause.DRAWN)
    session.flush()


def set_exception(
    session: Session,
    competition_id: int,
    entry_id: int,
    appointment_id: int,
    is_on: bool,
    cause: AllotmentCause,
    reason: str = "",
) -> None:
    """Say expressly whether a judge marks an entry."""
    chosen = select(Allotment).where(
        Allotment.entry_id == entry_id, Allotment.appointment_id == appointment_id
    )
    kept = session.exec(chosen).first() or Allotment(
        competition_id=competition_id, entry_id=entry_id, appointment_id=appointment_id, cause=cause
    )
    kept.is_on, kept.cause, kept.reason = is_on, cause, reason
    session.add(kept)


def _clear(session: Session, competition_id: int) -> None:
    """Take out what a draw, moves and replacements said before marking opened; conflicts of interest stay."""
    session.execute(
        delete(Allotment).where(
            Allotment.competition_id == competition_id, Allotment.cause != AllotmentCause.CONFLICT
        )
    )
    session.flush()


def _add(
    session: Session, competition_id: int, pairs: Sequence[tuple[int, int]], cause: AllotmentCause
) -> None:
    session.execute(
        Allotment.__table__.insert(),
        [
            {
                "competition_id": competition_id,
                "entry_id": entry,
                "appointment_id": judge,
                "is_on": True,
                "cause": cause,
                "reason": "",
                "made_at": now(),
            }
            for entry, judge in pairs
        ],
    )
