"""Opening a transaction for somebody with a duty, in a competition at the right stage; moving it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from ...common.errors import N_
from ...registry.service import ReasonMissing
from ...store.audit import note, word
from ...workspace import Workspace
from .. import rules
from ..queries import competition_of, duties, require_duty
from ..rules import Duty, Stage
from ..tables import Competition, StageMove
from ..words import STAGES


@contextmanager
def acting(
    ws: Workspace, competition_id: int, *wanted: Duty, stages: tuple[Stage, ...] = ()
) -> Iterator[tuple[Session, Competition]]:
    """Open a transaction of somebody with one of the duties, on a competition in one of the stages."""
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        require_duty(session, ws.actor.account_id, competition, *wanted)
        if stages:
            rules.check_stage(competition.stage, *stages)
        yield session, competition


@contextmanager
def organising(ws: Workspace, competition_id: int, *stages: Stage) -> Iterator[tuple[Session, Competition]]:
    """Open a transaction of the organiser on one competition that is in one of the stages."""
    with acting(ws, competition_id, Duty.ORGANISER, stages=stages) as (session, competition):
        yield session, competition


def change_stage(
    session: Session, ws: Workspace, competition: Competition, to: Stage, reason: str = ""
) -> None:
    """Move the competition if the table of moves lets this account do it, and write it down."""
    held = duties(session, ws.actor.account_id, competition)
    move = rules.check_move(competition.stage, to, held)
    if move.wants_reason and not reason.strip():
        raise ReasonMissing
    session.add(
        StageMove(
            competition_id=competition.id or 0,
            from_stage=competition.stage,
            to_stage=to,
            account_id=ws.actor.account_id or 0,
            moved_at=ws.now,
            reason=reason.strip()[:400],
        )
    )
    competition.stage = to
    competition.version += 1
    note(
        session,
        N_("Moved “{title}” to the stage {stage}"),
        union_id=competition.union_id,
        reason=reason.strip(),
        title=competition.title,
        stage=word(STAGES[to]),
    )
