"""Wage calculations that are kept with a case, as they were made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...common.errors import N_, RuleViolation
from ...store.audit import note
from ...store.columns import canonical
from ...workspace import Workspace
from ..rules.month_facts import WorkerMonth
from ..rules.standstill import month_of
from ..rules.worker_month import monthly_wage
from ..tables import Calculation
from ..wage_facts import facts_record
from ..wage_law import area_law
from ..wage_record import wage_record
from .acting import acting

LONGEST_TITLE = 80


@dataclass(eq=False)
class TitleMissing(RuleViolation):
    """A calculation was to be kept without a title."""

    what = N_("The calculation has no title.")
    todo = N_("Say whose month it is, such as: Press shop, February.")


@dataclass(eq=False)
class ResultBlocked(RuleViolation):
    """A result was to be kept though a figure is missing."""

    figures: int

    what = N_("The result is not complete: {figures} figures are not known.")
    todo = N_("Enter them with their notice under “Rules and figures”, then compute again.")


def save_calculation(
    ws: Workspace, case_id: int, title: str, facts: WorkerMonth, area: str, *, as_of: date | None = None
) -> int:
    """Compute a month and keep it with a case, inputs and articles included; return its id.

    Raises `TitleMissing`, `ResultBlocked`, `AreaUnknown`, `NotFound`, `NotAllowed`, and what `monthly_wage` raises.
    """
    if not title.strip():
        raise TitleMissing
    with acting(ws, case_id) as (session, case):
        wage = monthly_wage(facts, area_law(session, area, union_id=case.union_id, as_of=as_of))
        if wage.total_fen is None:
            raise ResultBlocked(len(wage.missing))
        first, _ = month_of(facts.month)
        law_on = as_of or first
        inputs = {**facts_record(facts), "area": area, "law_on": str(as_of or "")}
        result = wage_record(wage)
        kept = Calculation(
            union_id=case.union_id,
            case_id=case.id,
            title=title.strip()[:LONGEST_TITLE],
            month=first,
            area=area,
            law_on=law_on,
            inputs=inputs,
            result=result,
            total_fen=wage.total_fen,
            data_hash=calculation_hash(inputs, result),
            made_by=ws.actor.account_id,
            made_at=ws.now,
        )
        session.add(kept)
        session.flush()
        note(
            session,
            N_("Kept a wage calculation with {number}"),
            union_id=case.union_id,
            number=case.number,
        )
        return kept.id or 0


def calculation_hash(inputs: dict[str, Any], result: dict[str, Any]) -> str:
    """Return SHA-256 over inputs and result in their one spelling."""
    return hashlib.sha256(canonical({"inputs": inputs, "result": result}).encode()).hexdigest()
