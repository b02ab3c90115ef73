"""What a case wants from whom, and the area's card on the workbench."""

from __future__ import annotations

from typing import Any

from ..common.errors import N_
from ..common.text import translate
from ..common.todos import Card, Todo
from ..registry.permissions import Permission, scopes
from ..workspace import Workspace
from .reports import CaseRow, board, officer_unions
from .reports.plans import plan_todos
from .reports.rights import rights_todos
from .rules.procedure import DueKind
from .rules.stages import Stage
from .words import DUES, STAGES

SOON_DAYS = 7
IN_FORCE = (Stage.IN_FORCE, Stage.PUBLISHED, Stage.RENEWAL)


def may_read(ws: Workspace) -> bool:
    """Tell whether the account reads any union's negotiations at all."""
    if ws.actor.account_id is None:
        return True
    with ws.reading() as session:
        return bool(scopes(session, ws.actor.account_id, Permission.READ_NEGOTIATION))


def todos(ws: Workspace) -> list[Todo]:
    """Return what waits for the acting account: dates that are near or over, plans in default, letters."""
    cases = board(ws) if officer_unions(ws) else []
    near = [_todo(row) for row in cases if row.due and (row.due.last_day - ws.today).days <= SOON_DAYS]
    return [*near, *plan_todos(ws), *rights_todos(ws)]


def _todo(row: CaseRow) -> Todo:
    assert row.due is not None
    is_window = row.due.kind == DueKind.RENEWAL
    facts: dict[str, Any] = {
        "employer": row.employer,
        "what": translate(DUES[row.due.kind]),
        "stage": translate(STAGES[row.stage]),
    }
    return Todo(
        kind=N_("Deadline"),
        title=N_("{what}: {employer}"),
        act=N_("Ask for renewal") if is_window else N_("Open the case"),
        icon="mdi-handshake-outline",
        note=N_("{stage}"),
        href=f"negotiation?screen=case&case={row.id}",
        due_on=row.due.last_day,
        facts=facts,
    )


def card(ws: Workspace) -> Card:
    """Return the area's card: cases running, agreements in force, dates missed."""
    rows = board(ws)
    late = sum(1 for row in rows if row.due and row.due.last_day < ws.today)
    in_force = sum(1 for row in rows if row.stage in IN_FORCE)
    return Card(
        key="negotiation",
        figures=(
            (N_("Cases running"), f"{len(rows) - in_force:,}"),
            (N_("Agreements in force"), f"{in_force:,}"),
        ),
        warning=N_("{n} dates are overdue") if late else "",
        facts={"n": late},
    )
