"""Opening a transaction for somebody with the right hand, on a programme at the right stage; moving it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from ...common.errors import N_
from ...registry.service import ReasonMissing
from ...store.audit import note, word
from ...workspace import Workspace
from ..queries import moves_of, programme_of, require_hand
from ..rules.stages import MOVES, Hand, Stage, check_move, check_other_hands, check_stage
from ..tables import Programme, ProgrammeMove
from ..words import STAGES


@contextmanager
def acting(
    ws: Workspace, programme_id: int, hand: Hand, *stages: Stage
) -> Iterator[tuple[Session, Programme]]:
    """Open a transaction of somebody who may take that step, on a programme at one of the stages."""
    with ws.transaction() as session:
        programme = programme_of(session, programme_id, lock=True)
        require_hand(session, ws.actor.account_id, programme.union_id, hand)
        if stages:
            check_stage(programme.stage, *stages)
        yield session, programme


def move(session: Session, ws: Workspace, programme: Programme, to: Stage, reason: str = "") -> None:
    """Move the programme if the table of moves lets this account do it, and write it down.

    Raises `MoveNotOpen`, `NotAllowed`, `ReasonMissing`.
    """
    step = check_move(programme.stage, to)
    require_hand(session, ws.actor.account_id, programme.union_id, step.by)
    if step.wants_reason and not reason.strip():
        raise ReasonMissing
    session.add(
        ProgrammeMove(
            programme_id=programme.id or 0,
            from_stage=programme.stage,
            to_stage=to,
            hand=step.by,
            account_id=ws.actor.account_id or 0,
            moved_at=ws.now,
            reason=reason.strip()[:400],
        )
    )
    programme.stage = to
    programme.version += 1
    note(
        session,
        N_("Moved “{title}” to the stage {stage}"),
        union_id=programme.union_id,
        reason=reason.strip(),
        title=programme.title,
        stage=word(STAGES[to]),
    )


def check_new_hand(session: Session, ws: Workspace, programme: Programme) -> None:
    """Refuse whoever has taken an earlier step since the programme was last a draft, or made it."""
    taken = [programme.made_by]
    for made, _ in moves_of(session, programme.id or 0):
        if made.to_stage == Stage.DRAFT:
            taken = [programme.made_by]
        elif MOVES[made.from_stage, made.to_stage].by != Hand.CASHIER:
            taken.append(made.account_id)
    check_other_hands(ws.actor.account_id or 0, ws.actor.name, taken)
