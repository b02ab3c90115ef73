"""What a competition wants from whom, and the area's card on the workbench."""

from __future__ import annotations

from typing import Any

from ..common.errors import N_
from ..common.todos import Card, Todo
from ..workspace import Workspace
from .queries import (
    appeals_of,
    blind_lists,
    coding_of,
    competition_of,
    judges_of,
    newest_result,
    recheck_items,
    sheets_of,
)
from .reports import CompetitionRow, competitions
from .rules import AppealState, Duty, SheetState, Stage


def todos(ws: Workspace) -> list[Todo]:
    """Return what waits for the acting account in its competitions."""
    return [todo for row in competitions(ws) for todo in _todos_of(ws, row)]


def _todos_of(ws: Workspace, row: CompetitionRow) -> list[Todo]:
    found = []
    if row.stage == Stage.MARKING:
        if Duty.JUDGE in row.duties:
            found += _marking(ws, row)
        if Duty.CHECKER in row.duties and row.progress.sheets[SheetState.WAITING]:
            found.append(_todo(row, "board", **_CHECK, n=row.progress.sheets[SheetState.WAITING]))
        if Duty.CHIEF in row.duties and row.progress.sheets[SheetState.CONFIRMED] == row.judges:
            found.append(_todo(row, "results", **_SIGN))
    if Duty.ORGANISER in row.duties:
        found += _organising(row)
    if row.duties - {Duty.JUDGE} and row.stage != Stage.PUBLISHED:
        found += _codes(ws, row)
    if Duty.SUPERVISOR in row.duties and row.stage in (Stage.SIGNED, Stage.ON_NOTICE):
        found += _supervising(ws, row)
    return found


_MARK = {
    "kind": N_("Marking"),
    "title": N_("Mark: {title}"),
    "act": N_("Go on"),
    "icon": "mdi-pencil-outline",
}
_RETURNED = {
    "kind": N_("Marking"),
    "title": N_("Correct your mark sheet: {title}"),
    "act": N_("Correct"),
    "icon": "mdi-pencil-off-outline",
}
_CHECK = {
    "kind": N_("Check"),
    "title": N_("Check {n} mark sheets: {title}"),
    "act": N_("Check"),
    "icon": "mdi-check-decagram-outline",
}
_SIGN = {
    "kind": N_("Sign"),
    "title": N_("Sign the result: {title}"),
    "act": N_("Look and sign"),
    "icon": "mdi-draw-pen",
}
_PLAN = {
    "kind": N_("Prepare"),
    "title": N_("Prepare: {title}"),
    "act": N_("Prepare"),
    "icon": "mdi-clipboard-list-outline",
}
_NOTICE = {
    "kind": N_("Notice"),
    "title": N_("Post the public notice: {title}"),
    "act": N_("Post"),
    "icon": "mdi-bullhorn-outline",
}
_PUBLISH = {
    "kind": N_("Notice"),
    "title": N_("Publish after the notice: {title}"),
    "act": N_("Look"),
    "icon": "mdi-bullhorn-outline",
}


_DRAW = {
    "kind": N_("Blind codes"),
    "title": N_("Draw list {n} of the codes: {title}"),
    "act": N_("Draw"),
    "icon": "mdi-incognito",
}
_OPEN = {
    "kind": N_("Blind codes"),
    "title": N_("Open your list of codes: {title}"),
    "act": N_("Open"),
    "icon": "mdi-lock-open-outline",
}
_CONFIRM = {
    "kind": N_("Sign"),
    "title": N_("Confirm the signed result: {title}"),
    "act": N_("Look and confirm"),
    "icon": "mdi-check-decagram-outline",
}
_RECHECK = {
    "kind": N_("Recheck"),
    "title": N_("Recheck {n} entries: {title}"),
    "act": N_("Recheck"),
    "icon": "mdi-magnify-scan",
}
_RULE = {
    "kind": N_("Appeals"),
    "title": N_("Rule on {n} appeals: {title}"),
    "act": N_("Rule"),
    "icon": "mdi-gavel",
}


FACTS = ("n", "done", "all", "entries", "judges")


def _todo(row: CompetitionRow, screen: str, **words: Any) -> Todo:
    facts = {"title": row.title, **{name: words.pop(name) for name in FACTS if name in words}}
    words.setdefault("due_on", row.ends_on)
    href = f"competition?screen={screen}&competition={row.id}"
    return Todo(href=href, facts=facts, **words)


def _marking(ws: Workspace, row: CompetitionRow) -> list[Todo]:
    with ws.reading() as session:
        judges = judges_of(session, row.id)
        judge = next(j for j in judges if j.account_id == ws.actor.account_id)
        sheet = sheets_of(session, row.id)[judge.appointment_id]
    if sheet.state == SheetState.REJECTED:
        return [_todo(row, "marks", **_RETURNED, note=sheet.reason)]
    if sheet.state != SheetState.NONE:
        return []
    progress, own = row.progress, judge.appointment_id
    done, everything = progress.given_by.get(own, 0), progress.needed_of.get(own, 0)
    return [_todo(row, "marks", **_MARK, note=N_("{done} of {all} marks given"), done=done, all=everything)]


def _organising(row: CompetitionRow) -> list[Todo]:
    if row.stage == Stage.DRAFT:
        note = N_("{entries} entries, {judges} judges")
        return [
            _todo(
                row, "plan", **_PLAN, note=note, entries=row.entries, judges=row.judges, due_on=row.starts_on
            )
        ]
    if row.stage == Stage.SIGNED:
        return [_todo(row, "results", **_NOTICE)]
    if row.stage == Stage.ON_NOTICE:
        return [_todo(row, "results", **_PUBLISH, due_on=row.notice_last_day or row.ends_on)]
    return []


def _codes(ws: Workspace, row: CompetitionRow) -> list[Todo]:
    """A list to draw that somebody must hold, or an own list that is the next to be opened."""
    with ws.reading() as session:
        competition = competition_of(session, row.id)
        lists = blind_lists(session, row.id)
        state = coding_of(session, competition).state
    holds = [drawn.draw for drawn in lists if drawn.holder_id == ws.actor.account_id]
    if row.stage == Stage.DRAFT and not holds and len(lists) < competition.blind_draws:
        return [_todo(row, "codes", **_DRAW, n=len(lists) + 1, due_on=row.starts_on)]
    if state.is_signed and state.still_coded in holds:
        return [_todo(row, "codes", **_OPEN)]
    return []


def _supervising(ws: Workspace, row: CompetitionRow) -> list[Todo]:
    """A result to confirm, entries to recheck, appeals to rule on."""
    with ws.reading() as session:
        result = newest_result(session, row.id)
        items = recheck_items(session, result.id or 0) if result else []
        appeals = [a for a in appeals_of(session, row.id) if a.state == AppealState.FILED]
    found = []
    if result is not None and result.supervised_by is None:
        found.append(_todo(row, "results", **_CONFIRM))
    if row.stage == Stage.SIGNED and (left := sum(1 for item in items if item.verdict is None)):
        found.append(_todo(row, "review", **_RECHECK, n=left))
    if appeals:
        found.append(_todo(row, "review", **_RULE, n=len(appeals)))
    return found


def card(ws: Workspace) -> Card:
    """Return the area's card: competitions running, marks given, sheets waiting for their check."""
    rows = competitions(ws)
    marking = [row for row in rows if row.stage == Stage.MARKING]
    given, needed = sum(r.progress.given for r in marking), sum(r.progress.needed for r in marking)
    waiting = sum(r.progress.sheets[SheetState.WAITING] for r in marking)
    return Card(
        key="competition",
        figures=(
            (N_("Competitions running"), str(sum(1 for r in rows if r.stage != Stage.PUBLISHED))),
            (N_("Marks given"), f"{round(100 * given / needed)}%" if needed else "—"),
        ),
        warning=N_("{n} mark sheets wait for their check") if waiting else "",
        facts={"n": waiting},
    )
