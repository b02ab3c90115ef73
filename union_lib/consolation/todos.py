"""What a programme wants from whom, and the area's card on the workbench."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..common.errors import N_
from ..common.money import yuan
from ..common.todos import Card, Todo
from ..registry.permissions import Permission, scopes
from ..workspace import Workspace
from .reports import ProgrammeRow, overview, payment_sheet, programmes
from .rules.kinds import PayState
from .rules.stages import Hand, Stage

ENDED = (Stage.CLOSED, Stage.CANCELLED)


def may_read(ws: Workspace) -> bool:
    """Tell whether the account reads any union's consolation at all."""
    if ws.actor.account_id is None:
        return True
    with ws.reading() as session:
        return bool(scopes(session, ws.actor.account_id, Permission.READ_CONSOLATION))


def todos(ws: Workspace) -> list[Todo]:
    """Return what waits for the acting account in its programmes."""
    running = [row for row in programmes(ws) if row.stage not in ENDED and row.hands]
    return [todo for row in running for todo in _todos_of(ws, row)]


def _todos_of(ws: Workspace, row: ProgrammeRow) -> list[Todo]:
    found: list[Todo] = []
    if row.stage in (Stage.IN_REVIEW, Stage.IN_APPROVAL):
        hand = Hand.REVIEWER if row.stage == Stage.IN_REVIEW else Hand.APPROVER
        if hand in row.hands and ws.actor.account_id not in _busy(ws, row):
            words = _REVIEW if hand == Hand.REVIEWER else _APPROVE
            found.append(_todo(row, "plan", row.starts_on, **words))
    if row.objections and Hand.REVIEWER in row.hands:
        found.append(_todo(row, "notice", row.notice_last_day, n=row.objections, **_DECIDE))
    if Hand.STAFF in row.hands:
        found += _staff(ws, row)
    if row.stage == Stage.PAYING and Hand.CASHIER in row.hands:
        found += _paying(ws, row)
    return found


def _busy(ws: Workspace, row: ProgrammeRow) -> set[int]:
    """Return who has taken a step already, those who have approved included."""
    seen = overview(ws, row.id)
    return set(seen.took_part) | set(seen.approved_by)


def _staff(ws: Workspace, row: ProgrammeRow) -> list[Todo]:
    if row.stage == Stage.DRAFT:
        screen = "scenario" if row.eligible else "people"
        return [_todo(row, screen, row.starts_on, n=row.eligible, **_PREPARE)]
    if row.stage == Stage.APPROVED:
        return [_todo(row, "plan", row.starts_on, **_POST)]
    if row.stage == Stage.ON_NOTICE and row.notice_last_day and ws.today > row.notice_last_day:
        return [_todo(row, "plan", row.ends_on, **_START)]
    if row.stage == Stage.PAYING and row.paid_fen and row.ends_on < ws.today:
        return [_todo(row, "plan", row.ends_on, **_CLOSE)]
    return []


def _paying(ws: Workspace, row: ProgrammeRow) -> list[Todo]:
    sheet = payment_sheet(ws, row.id)
    if sheet.to_bank or sheet.to_cash:
        return [_todo(row, "payments", row.ends_on, n=sheet.to_bank + sheet.to_cash, **_ORDER)]
    waiting = sum(batch.states[PayState.INSTRUCTED] for batch in sheet.batches)
    return [_todo(row, "payments", row.ends_on, n=waiting, **_SETTLE)] if waiting else []


_PREPARE: dict[str, Any] = {
    "kind": N_("Prepare"),
    "title": N_("Prepare: {title}"),
    "act": N_("Prepare"),
    "icon": "mdi-hand-heart-outline",
    "note": N_("{n} may receive"),
}
_REVIEW: dict[str, Any] = {
    "kind": N_("Review"),
    "title": N_("Review: {title}"),
    "act": N_("Look and review"),
    "icon": "mdi-check-decagram-outline",
}
_APPROVE: dict[str, Any] = {
    "kind": N_("Approval"),
    "title": N_("Approve: {title}"),
    "act": N_("Look and approve"),
    "icon": "mdi-draw-pen",
}
_POST: dict[str, Any] = {
    "kind": N_("Notice"),
    "title": N_("Post the public notice: {title}"),
    "act": N_("Post"),
    "icon": "mdi-bullhorn-outline",
}
_DECIDE: dict[str, Any] = {
    "kind": N_("Notice"),
    "title": N_("Decide {n} objections: {title}"),
    "act": N_("Decide"),
    "icon": "mdi-gavel",
}
_START: dict[str, Any] = {
    "kind": N_("Payment"),
    "title": N_("The notice is over, begin to pay: {title}"),
    "act": N_("Look"),
    "icon": "mdi-bank-outline",
}
_ORDER: dict[str, Any] = {
    "kind": N_("Payment"),
    "title": N_("Order {n} payments: {title}"),
    "act": N_("Order"),
    "icon": "mdi-bank-outline",
}
_SETTLE: dict[str, Any] = {
    "kind": N_("Payment"),
    "title": N_("Settle {n} payments: {title}"),
    "act": N_("Settle"),
    "icon": "mdi-bank-transfer-in",
}
_CLOSE: dict[str, Any] = {
    "kind": N_("Payment"),
    "title": N_("Complete: {title}"),
    "act": N_("Complete"),
    "icon": "mdi-flag-checkered",
}


def _todo(row: ProgrammeRow, screen: str, due_on: date | None, n: int | None = None, **words: Any) -> Todo:
    facts: dict[str, Any] = {"title": row.title} | ({} if n is None else {"n": f"{n:,}"})
    href = f"consolation?screen={screen}&programme={row.id}"
    return Todo(href=href, facts=facts, due_on=due_on, **words)


def card(ws: Workspace) -> Card:
    """Return the area's card: programmes running, paid this year, objections open."""
    rows = programmes(ws)
    running = sum(1 for row in rows if row.stage not in ENDED)
    paid = sum(row.paid_fen for row in rows if row.starts_on.year == ws.today.year)
    open_ = sum(row.objections for row in rows)
    return Card(
        key="consolation",
        figures=(
            (N_("Programmes running"), str(running)),
            (N_("Paid this year (yuan)"), yuan(paid).removesuffix(".00")),
        ),
        warning=N_("{n} objections are undecided") if open_ else "",
        facts={"n": open_},
    )
