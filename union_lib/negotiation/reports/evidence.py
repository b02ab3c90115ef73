"""What an evidence pack about a plan is made of: the plan, its letters, the votes of its case, its calculations."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from ...workspace import Workspace
from ..plan_queries import plan_of
from ..queries import require_reader, votes_of
from ..tables import CongressVote, Letter
from .plans import PlanSheet, plan_sheet


@dataclass(frozen=True)
class EvidenceSheet:
    """The facts of an evidence pack; only letters that were sent are evidence."""

    sheet: PlanSheet
    letters: tuple[Letter, ...]
    votes: tuple[CongressVote, ...]


def evidence_sheet(ws: Workspace, plan_id: int) -> EvidenceSheet:
    """Return what proves the arrears of a plan; raises `NotFound`, `NotAllowed`."""
    sheet = plan_sheet(ws, plan_id)
    with ws.reading() as session:
        plan = plan_of(session, plan_id)
        require_reader(session, ws.actor.account_id, plan.union_id)
        sent = session.exec(
            select(Letter).where(Letter.plan_id == plan_id, Letter.sent_on.is_not(None)).order_by(Letter.id)
        ).all()
        votes = votes_of(session, plan.case_id) if plan.case_id else ()
    return EvidenceSheet(sheet, tuple(sent), tuple(votes))
