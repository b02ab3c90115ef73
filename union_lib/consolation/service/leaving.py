"""Rest cures once places are given: who drops out or cannot join a batch, and the least change that fills up."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from ...common.errors import N_, NotFound, RuleViolation, StaleVersion
from ...registry.service import ReasonMissing
from ...store.audit import note
from ...workspace import Workspace
from ..refusals import AllocationChanged
from ..resting import changes_hash, cure_state, rest_batches_of
from ..rules.stages import Hand, Stage
from ..tables import Programme, Recipient, RestPlace
from .acting import acting

NOT_OVER = tuple(stage for stage in Stage if stage not in (Stage.CLOSED, Stage.CANCELLED))


class NothingToRepair(RuleViolation):
    """No free place can be filled and no limit is broken."""

    what = N_("There is nothing to repair: no free place can be filled, and every limit holds.")
    todo = N_("Go on.")


def drop_out(ws: Workspace, programme_id: int, place_id: int, reason: str, *, seen_version: int) -> None:
    """Record that somebody does not go, with the reason; the place becomes free.

    Raises `ReasonMissing`, `StaleVersion`.
    """
    if not reason.strip():
        raise ReasonMissing
    with acting(ws, programme_id, Hand.STAFF, *NOT_OVER) as (session, programme):
        place, name = _open_place(session, programme, place_id, seen_version)
        place.batch_number, place.left_reason = None, reason.strip()[:200]
        note(
            session,
            N_("{name} dropped out of “{title}”"),
            union_id=programme.union_id,
            reason=reason.strip(),
            name=name,
            title=programme.title,
        )


def come_back(ws: Workspace, programme_id: int, place_id: int, *, seen_version: int) -> None:
    """Put somebody who dropped out back on the waiting list, with the lot drawn; raises `StaleVersion`."""
    with acting(ws, programme_id, Hand.STAFF, *NOT_OVER) as (session, programme):
        place, name = _open_place(session, programme, place_id, seen_version)
        place.left_reason = ""
        note(
            session,
            N_("{name} waits again for a place of “{title}”"),
            union_id=programme.union_id,
            name=name,
            title=programme.title,
        )


def refuse_batches(
    ws: Workspace, programme_id: int, place_id: int, numbers: Sequence[int], *, seen_version: int
) -> None:
    """Set which batches somebody cannot join; a place in one of them is given up by the next repair.

    Raises `StaleVersion`, `NotFound` for a batch there is not.
    """
    with acting(ws, programme_id, Hand.STAFF, *NOT_OVER) as (session, programme):
        place, name = _open_place(session, programme, place_id, seen_version)
        known = {batch.number for batch in rest_batches_of(session, programme_id)}
        if not known.issuperset(numbers):
            raise NotFound
        place.refused = {"batches": sorted(set(numbers))} if numbers else {}
        note(
            session,
            N_("{name} cannot join batches {batches} of “{title}”"),
            union_id=programme.union_id,
            name=name,
            batches="、".join(str(number) for number in sorted(set(numbers))) or "—",
            title=programme.title,
        )


def _open_place(
    session: Session, programme: Programme, place_id: int, seen_version: int
) -> tuple[RestPlace, str]:
    place = session.get(RestPlace, place_id)
    if place is None or place.programme_id != programme.id:
        raise NotFound
    name = session.get_one(Recipient, place.recipient_id).name
    if place.version != seen_version:
        raise StaleVersion(name, str(place.version), str(seen_version))
    place.version += 1
    return place, name


def repair_places(ws: Workspace, programme_id: int, seen: str) -> int:
    """Apply the least change that was looked at (its `changes_hash`); return how many places changed.

    Raises `NothingToRepair`, `AllocationChanged` when it is not the one that was seen.
    """
    with acting(ws, programme_id, Hand.STAFF, *NOT_OVER) as (session, programme):
        state = cure_state(session, programme)
        state.figures.check_known()
        changes = state.repair()
        if not changes:
            raise NothingToRepair
        if changes_hash(changes) != seen:
            raise AllocationChanged
        for change in changes:
            change.person.place.batch_number = change.after
            change.person.place.version += 1
        note(
            session,
            N_(
                "Filled up the batches of “{title}”: {moved} moved, {seated} moved up, {out} lost their place"
            ),
            union_id=programme.union_id,
            title=programme.title,
            moved=sum(1 for c in changes if c.before and c.after),
            seated=sum(1 for c in changes if not c.before),
            out=sum(1 for c in changes if not c.after),
        )
        return len(changes)
