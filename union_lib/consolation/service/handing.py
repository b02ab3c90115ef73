"""Handing goods over to units against a receipt, and taking a wrong record back.

Goods are handed over from the approval on. A programme that is for goods alone pays nobody, so its goods may go
as soon as they are divided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ...common.errors import N_, NotFound, RuleViolation, StaleVersion
from ...registry.service import ReasonMissing
from ...store.audit import note
from ...workspace import Workspace
from ..goods import good_of
from ..refusals import ReceiverMissing
from ..rules.kinds import Purpose
from ..rules.stages import HOLDS_MONEY, Hand, Stage, check_stage
from ..tables import Good, GoodsShare, Programme
from .acting import acting
from .goods import HandedOverAlready

HANDED_OUT = HOLDS_MONEY - {Stage.CLOSED}
HANDED_OUT_OF_GOODS = frozenset(Stage) - {Stage.CLOSED, Stage.CANCELLED}


@dataclass(eq=False)
class NothingToHandOver(RuleViolation):
    """A share of nothing, or one that nobody received, was to be handed over or taken back."""

    what = N_("There is nothing to hand over, or to take back, for this unit.")
    todo = N_("Divide the good first, and look at the newest table.")


def hand_goods_over(
    ws: Workspace,
    programme_id: int,
    share_id: int,
    received_by: str,
    received_on: date | None = None,
    *,
    seen_version: int,
) -> None:
    """Record that a unit received its share against a receipt.

    Raises `WrongStage`, `ReceiverMissing`, `NothingToHandOver`, `HandedOverAlready`, `StaleVersion`.
    """
    if not received_by.strip():
        raise ReceiverMissing
    with acting(ws, programme_id, Hand.STAFF) as (session, programme):
        good, share = _share_to_hand(session, programme, share_id)
        if share.received_on is not None:
            raise HandedOverAlready(good.name, share.unit)
        if share.version != seen_version:
            raise StaleVersion(share.unit, str(share.version), str(seen_version))
        if good.way is None or not share.quantity:
            raise NothingToHandOver
        share.received_by, share.received_on = received_by.strip()[:40], received_on or ws.today
        share.handed_by, share.version = ws.actor.account_id, share.version + 1
        note(
            session,
            N_("Handed {n} of “{good}” to {unit} for “{title}”"),
            union_id=programme.union_id,
            n=share.quantity,
            good=good.name,
            unit=share.unit,
            title=programme.title,
        )


def take_goods_back(
    ws: Workspace, programme_id: int, share_id: int, reason: str, *, seen_version: int
) -> None:
    """Take a hand-over that was recorded wrongly back; what was recorded stays in the audit.

    Raises `WrongStage`, `ReasonMissing`, `NothingToHandOver`, `StaleVersion`.
    """
    if not reason.strip():
        raise ReasonMissing
    with acting(ws, programme_id, Hand.STAFF) as (session, programme):
        good, share = _share_to_hand(session, programme, share_id)
        if share.version != seen_version:
            raise StaleVersion(share.unit, str(share.version), str(seen_version))
        if share.received_on is None:
            raise NothingToHandOver
        share.received_by, share.received_on, share.handed_by = "", None, None
        share.version += 1
        note(
            session,
            N_("Took back the hand-over of “{good}” to {unit} for “{title}”"),
            union_id=programme.union_id,
            reason=reason.strip(),
            good=good.name,
            unit=share.unit,
            title=programme.title,
        )


def hands_out_at(purpose: Purpose) -> frozenset[Stage]:
    """Return the stages at which goods of such a programme are handed over."""
    return HANDED_OUT_OF_GOODS if purpose == Purpose.GOODS else HANDED_OUT


def _share_to_hand(session: Session, programme: Programme, share_id: int) -> tuple[Good, GoodsShare]:
    check_stage(programme.stage, *hands_out_at(programme.purpose))
    share = session.get(GoodsShare, share_id, with_for_update=True)
    if share is None:
        raise NotFound
    good = good_of(session, share.good_id)
    if good.programme_id != programme.id:
        raise NotFound
    return good, share
