"""What an evidence pack about a plan is made of: the plan, its letters, the votes of its case, its calculations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from ...common.text import translate
from ...registry.tables import District
from ...workspace import Workspace
from ..figure_names import AREA_NAMES
from ..plan_queries import plan_of
from ..queries import require_reader, votes_of
from ..tables import Calculation, CongressVote, Letter
from .plans import PlanSheet, plan_sheet


@dataclass(frozen=True)
class EvidenceSheet:
    """The facts of an evidence pack; only letters that were sent are evidence.

    `areas` names areas by code, in Chinese.
    """

    sheet: PlanSheet
    letters: tuple[Letter, ...]
    votes: tuple[CongressVote, ...]
    areas: Mapping[str, str]


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
        areas = _area_names(session, sheet.calculations)
    return EvidenceSheet(sheet, tuple(sent), tuple(votes), areas)


def _area_names(session: Session, kept: Iterable[Calculation]) -> dict[str, str]:
    """Return the country and the provinces, and the districts of calculations and their figures, by code."""
    codes = {one.area for one in kept} | {
        basis["area"] for one in kept for line in one.result["lines"] for basis in line["bases"]
    }
    by: Any = District.code
    districts = session.exec(select(District).where(by.in_(codes))).all()
    return {code: translate(name, "zh") for code, name in AREA_NAMES.items()} | {
        one.code: one.name for one in districts
    }
