"""Doubtful pairs: looked for among the files, decided by a person, never merged by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import insert
from sqlmodel import Session, select

from ...common.errors import N_, NotFound
from ...store.audit import note
from ...workspace import Workspace
from ..matching import CAUSES, column_matches
from ..queries import require_hand, unions_under
from ..refusals import DecidedAlready
from ..rules.kinds import PairVerdict
from ..rules.stages import Hand
from ..tables import DoubtfulPair, Recipient

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Looked:
    """How many doubtful pairs are new, and how many crowds there are.

    In a crowd so many share a number or a phone that only pairs with the first of them are listed.
    """

    pairs: int
    crowds: int


def look_for_pairs(ws: Workspace, union_id: int, progress: Progress = lambda done, total: None) -> Looked:
    """Look for recipients who may be one person, at a union and below."""
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.STAFF)
        rows = session.exec(
            select(Recipient.id, Recipient.name, Recipient.identity, Recipient.phone).where(
                Recipient.union_id.in_(unions_under(session, union_id)),
                Recipient.merged_into.is_(None),
            )
        ).all()
        progress(1, 3)
        ids, names, identities, phones = zip(*rows, strict=True) if rows else ((), (), (), ())
        found = column_matches(names, [i or "" for i in identities], [p or "" for p in phones], ws.today)
        known = _known(session)
        fresh = [
            (ids[first], ids[second], CAUSES[cause])
            for piece in found.pieces()
            for first, second, cause in zip(piece.first, piece.second, piece.cause, strict=True)
            if (ids[first], ids[second]) not in known
        ]
        progress(2, 3)
        if fresh:
            session.execute(
                insert(DoubtfulPair),
                [
                    {
                        "union_id": union_id,
                        "first_id": first,
                        "second_id": second,
                        "cause": cause.value,
                        "reason": "",
                    }
                    for first, second, cause in fresh
                ],
            )
        note(
            session,
            N_("Looked for doubles: {n} new doubtful pairs among {people}"),
            union_id=union_id,
            n=len(fresh),
            people=len(rows),
        )
        progress(3, 3)
        return Looked(len(fresh), len(found.crowds))


def _known(session: Session) -> set[tuple[int, int]]:
    return set(session.exec(select(DoubtfulPair.first_id, DoubtfulPair.second_id)).all())


def decide_pair(ws: Workspace, pair_id: int, verdict: PairVerdict, reason: str = "") -> None:
    """Say whether a pair is one person; then the second file is kept, but counts as the first."""
    with ws.transaction() as session:
        pair = session.exec(select(DoubtfulPair).where(DoubtfulPair.id == pair_id).with_for_update()).first()
        if pair is None:
            raise NotFound
        require_hand(session, ws.actor.account_id, pair.union_id, Hand.STAFF)
        if pair.verdict is not None:
            raise DecidedAlready
        pair.verdict, pair.reason = verdict, reason.strip()[:200]
        pair.decided_by, pair.decided_at = ws.actor.account_id, ws.now
        if verdict == PairVerdict.SAME:
            second = session.get_one(Recipient, pair.second_id)
            first = session.get_one(Recipient, pair.first_id)
            second.merged_into = first.merged_into or first.id
            second.version += 1
        note(
            session,
            N_("Decided a doubtful pair: {first} and {second}"),
            union_id=pair.union_id,
            reason=reason.strip(),
            first=pair.first_id,
            second=pair.second_id,
        )
