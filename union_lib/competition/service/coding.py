"""Blind marking: lists of codes drawn by different people, opened in reverse order after the signature."""

from __future__ import annotations

import json
from collections.abc import Sequence
from secrets import SystemRandom

from sqlmodel import Session

from ...common.errors import N_, NotAllowed
from ...store.audit import note
from ...store.database import now
from ...workspace import Workspace
from ..queries import blind_lists, coding_of, entries_of
from ..refusals import NothingToCode
from ..rules import Duty, Stage, blind
from ..tables import BlindList, Competition
from .acting import acting

HOLDERS = (Duty.ORGANISER, Duty.CHECKER, Duty.CHIEF, Duty.SUPERVISOR)


def draw_codes(ws: Workspace, competition_id: int, draw: int) -> None:
    """Draw the next list of random codes; whoever draws it holds it, and nobody holds two.

    Raises the refusals of `rules.blind.draw`, and `NothingToCode` while there is no entry.
    """
    with acting(ws, competition_id, *HOLDERS, stages=(Stage.DRAFT,)) as (session, competition):
        state = blind.draw(coding_of(session, competition).state, ws.actor.account_id, draw)
        known = _known(session, competition_id, draw)
        if not known:
            raise NothingToCode
        taken = {entry.code for entry in entries_of(session, competition_id)}
        drawn = blind.drawn_list(known, SystemRandom(), taken)
        session.add(
            BlindList(
                competition_id=competition_id,
                draw=draw,
                holder_id=ws.actor.account_id or 0,
                codes=json.dumps(drawn),
            )
        )
        note(
            session,
            N_("Drew list {draw} of the codes of “{title}”"),
            union_id=competition.union_id,
            draw=draw,
            title=competition.title,
            lists=len(state.holders),
        )


def _known(session: Session, competition_id: int, draw: int) -> list[str]:
    """Return what is coded by a draw: the entries' own codes, or those of the draw before."""
    if draw == 1:
        return [entry.code for entry in entries_of(session, competition_id)]
    before = next((drawn for drawn in blind_lists(session, competition_id) if drawn.draw == draw - 1), None)
    return list(json.loads(before.codes).values()) if before else []


def code_late(session: Session, competition: Competition, codes: Sequence[str]) -> None:
    """Code entries that came after the lists were drawn: every list grows, its holder stays."""
    known = list(codes)
    taken = {entry.code for entry in entries_of(session, competition.id or 0)}
    for drawn in blind_lists(session, competition.id or 0):
        kept = json.loads(drawn.codes)
        added = blind.drawn_list(known, SystemRandom(), taken | set(kept.values()))
        drawn.codes = json.dumps(dict(sorted({**kept, **added}.items(), key=lambda pair: pair[1])))
        known = [added[code] for code in known]


def open_codes(ws: Workspace, competition_id: int, draw: int) -> None:
    """Open a list after the signature, the last one drawn first; only its holder can."""
    with acting(ws, competition_id, *HOLDERS) as (session, competition):
        opened = blind.decode(coding_of(session, competition).state, draw)
        drawn = next(one for one in blind_lists(session, competition_id) if one.draw == draw)
        if drawn.holder_id != ws.actor.account_id:
            raise NotAllowed
        drawn.opened_at = now()
        note(
            session,
            N_("Opened list {draw} of the codes of “{title}”"),
            union_id=competition.union_id,
            draw=draw,
            title=competition.title,
            left=opened.still_coded,
        )
