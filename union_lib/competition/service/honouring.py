"""From awards to honours: winners nominated, and the shares of workers that the notice asks for."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from sqlmodel import Session, select

from ...common.errors import N_, NotFound
from ...registry.service import ReasonMissing
from ...store.audit import note
from ...workspace import Workspace
from ..queries import field_of
from ..refusals import AlreadyNominated, CodesClosed, NoAward, ShareUnfit
from ..rules import Bound, Stage, WorkerClass
from ..scored import outcome_of
from ..tables import Competition, HonourShare, Nomination
from .acting import organising

DECIDED = (Stage.SIGNED, Stage.ON_NOTICE, Stage.PUBLISHED)


def nominate(
    ws: Workspace,
    competition_id: int,
    entry_id: int,
    honour: str,
    person: str,
    classes: Collection[WorkerClass],
) -> int:
    """Put the winner of an award forward for an honour; `CodesClosed`, `NoAward`, `AlreadyNominated`."""
    honour, person = honour.strip()[:60], person.strip()[:40]
    if not (honour and person):
        raise ReasonMissing
    with organising(ws, competition_id, *DECIDED) as (session, competition):
        field = field_of(session, competition_id)
        if field.coding.is_closed:
            raise CodesClosed(field.coding.state.still_coded)
        outcome = outcome_of(field)
        standing = outcome.standing_of.get(entry_id)
        if standing is None or standing.award is None:
            raise NoAward
        chosen = select(Nomination).where(Nomination.entry_id == entry_id, Nomination.honour == honour)
        if session.exec(chosen).first() is not None:
            raise AlreadyNominated(person)
        made = Nomination(
            competition_id=competition_id,
            entry_id=entry_id,
            honour=honour,
            person=person,
            classes={"held": sorted(c.value for c in classes)},
        )
        session.add(made)
        session.flush()
        _noted(session, competition, N_("Nominated a winner of “{title}” for {honour}"), honour)
        return made.id or 0


def set_classes(
    ws: Workspace, competition_id: int, nomination_id: int, classes: Collection[WorkerClass]
) -> None:
    """Say which classes of workers a nominated person belongs to."""
    with organising(ws, competition_id, *DECIDED) as (session, competition):
        made = _nomination(session, competition_id, nomination_id)
        made.classes, made.version = {"held": sorted(c.value for c in classes)}, made.version + 1
        _noted(session, competition, N_("Changed a nomination of “{title}” for {honour}"), made.honour)


def withdraw_nomination(ws: Workspace, competition_id: int, nomination_id: int) -> None:
    """Take a nomination back."""
    with organising(ws, competition_id, *DECIDED) as (session, competition):
        made = _nomination(session, competition_id, nomination_id)
        session.delete(made)
        _noted(session, competition, N_("Withdrew a nomination of “{title}” for {honour}"), made.honour)


def _nomination(session: Session, competition_id: int, nomination_id: int) -> Nomination:
    made = session.get(Nomination, nomination_id)
    if made is None or made.competition_id != competition_id:
        raise NotFound
    return made


def set_share(
    ws: Workspace,
    competition_id: int,
    honour: str,
    worker_class: WorkerClass,
    bound: Bound,
    share: Decimal | None,
    citation: str,
) -> None:
    """Record the share of workers that a notice asks for (percent), or take it out with None.

    The figures differ by year and place: none is built in, and none counts without its notice (`ShareUnfit`).
    """
    honour = honour.strip()[:60]
    if not honour or (share is not None and not (0 <= share <= 100 and citation.strip())):
        raise ShareUnfit
    with organising(ws, competition_id, *DECIDED) as (session, competition):
        chosen = select(HonourShare).where(
            HonourShare.competition_id == competition_id,
            HonourShare.honour == honour,
            HonourShare.worker_class == worker_class,
            HonourShare.bound == bound,
        )
        kept = session.exec(chosen).first()
        if share is None:
            if kept is not None:
                session.delete(kept)
        else:
            told = {
                "share": share,
                "citation": citation.strip()[:120],
                "entered_by": ws.actor.account_id or 0,
            }
            if kept is None:
                kept = HonourShare(
                    competition_id=competition_id,
                    honour=honour,
                    worker_class=worker_class,
                    bound=bound,
                    **told,
                )
            for name, value in told.items():
                setattr(kept, name, value)
            session.add(kept)
        _noted(session, competition, N_("Set a share of workers for {honour} in “{title}”"), honour)


def _noted(session: Session, competition: Competition, done: str, honour: str) -> None:
    note(session, done, union_id=competition.union_id, title=competition.title, honour=honour)
