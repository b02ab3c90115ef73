"""The progress board: every judge against every entry, marks far apart, and the check of submitted sheets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from traitlets import Bool, Dict, Int, List, Unicode

from ...common.errors import N_
from ...common.text import translate
from ...ui.shown import local_time
from .. import reports, service
from ..reports import plain
from ..rules import Criterion, Duty, SheetState, Stage
from ..words import SHEET_STATES
from .desk import CompetitionScreen

SHOWN = 30
TONES = {
    SheetState.NONE: "mute",
    SheetState.WAITING: "warn",
    SheetState.REJECTED: "bad",
    SheetState.CONFIRMED: "ok",
    SheetState.LOCKED: "ok",
}


class ProgressBoard(CompetitionScreen):
    """Where the marking stands; it refreshes by itself."""

    file = "board.vue"
    words = {
        "alarms": N_("Marks far apart"),
        "alarms_none": N_("No marks lie further apart than the scheme allows."),
        "alarms_unlimited": N_("The scheme sets no limit for how far marks may lie apart."),
        "apart": N_("Widest difference between judges"),
        "ask": N_("Ask to look again"),
        "asked": N_("{open} of {asked} have not answered"),
        "board": N_("Judges and entries: marks given"),
        "by_judge": N_("Marks from low to high"),
        "by_spread": N_("Differences"),
        "by_progress": N_("Progress"),
        "check": N_("Check"),
        "check_text": N_(
            "Compare every mark with the paper sheet. You can confirm or return it, not change it."
        ),
        "code": N_("Code"),
        "confirm": N_("Confirm the sheet"),
        "days": N_("days"),
        "days_left": N_("Until marking closes"),
        "criterion": N_("Criterion"),
        "dots": N_("Marks from {low} to {high}"),
        "empty_text": N_("Appoint judges and bring in entries first."),
        "empty_title": N_("Nothing to show yet"),
        "given": N_("Marks given"),
        "judge": N_("Judge"),
        "kept": N_("{n} kept the mark"),
        "key_all": N_("all marks"),
        "key_far": N_("beyond the limit"),
        "key_near": N_("near the limit"),
        "key_not": N_("not this judge's"),
        "key_small": N_("small"),
        "key_none": N_("none yet"),
        "key_some": N_("some marks (the number says how many)"),
        "key_sent": N_("submitted"),
        "look": N_("Look"),
        "limit": N_("limit {n}"),
        "more": N_("The first {shown} entries are drawn; {more} more are counted."),
        "open_sheets": N_("Not submitted"),
        "reject": N_("Return to the judge"),
        "seat": N_("Seat {n}"),
        "sheet": N_("Sheet"),
        "state": N_("State"),
        "title": N_("Marking progress"),
        "view": N_("What is shown"),
        "to_check": N_("Waiting for check"),
        "total_of": N_("{n} of {all}"),
    }

    text = Unicode("").tag(sync=True)
    stats = Dict().tag(sync=True)
    codes = List().tag(sync=True)
    criteria = List().tag(sync=True)
    alarms = List().tag(sync=True)
    has_limits = Bool(False).tag(sync=True)
    may_ask = Bool(False).tag(sync=True)
    more = Int(0).tag(sync=True)
    judges = List().tag(sync=True)
    sheet = Dict().tag(sync=True)

    def show(self) -> None:
        """Fetch the board again."""
        seen = reports.board(self.ws, self.competition_id, SHOWN)
        self.text = seen.title
        self.codes = seen.codes
        self.criteria = [_spreads(c, row) for c, row in zip(seen.criteria, seen.spreads, strict=True)]
        self.alarms = [_alarm(alarm) for alarm in seen.alarms[:SHOWN]]
        self.has_limits = any(c.spread_limit is not None for c in seen.criteria)
        self.may_ask = seen.stage == Stage.MARKING and bool(seen.duties & {Duty.CHIEF, Duty.ORGANISER})
        self.more = max(0, seen.entries - len(seen.codes))
        may_check = bool(seen.duties & {Duty.CHECKER, Duty.CHIEF}) and seen.stage == Stage.MARKING
        self._may_return = Duty.CHIEF in seen.duties and seen.stage == Stage.MARKING
        self.judges = [_judge(row, may_check) for row in seen.rows]
        progress = seen.progress
        self.stats = {
            "percent": round(progress.share * 100),
            "given": progress.given,
            "needed": progress.needed,
            "waiting": progress.sheets[SheetState.WAITING],
            "open": progress.sheets[SheetState.NONE] + progress.sheets[SheetState.REJECTED],
            "days": (seen.ends_on - self.ws.today).days,
            "ends_on": seen.ends_on.isoformat(),
            "is_marking": seen.stage == Stage.MARKING,
            "alarms": len(seen.alarms),
        }

    def vue_refresh(self, _: Any = None) -> None:
        """Look again (the page asks every few seconds)."""
        self.show()

    def vue_look(self, sheet_id: int | None) -> None:
        """Open a judge's sheet in the drawer, or close it."""
        if sheet_id is None:
            self.sheet = {}
            return
        seen = reports.sheet_to_check(self.ws, self.competition_id, int(sheet_id))
        row = next(j for j in self.judges if j["sheet"] == seen.sheet_id)
        self.sheet = {
            "id": seen.sheet_id,
            "version": seen.version,
            "judge": seen.judge.name,
            "state": translate(SHEET_STATES[seen.state]),
            "tone": TONES[seen.state],
            "may_check": row["may_check"],
            "may_reject": row["may_check"] or (self._may_return and seen.state == SheetState.CONFIRMED),
            "criteria": [c.title for c in seen.criteria],
            "rows": [
                {"code": r.code, "title": r.title, "marks": [c.text for c in r.cells]} for r in seen.rows
            ],
        }

    def vue_ask(self, asked: Mapping[str, Any]) -> None:
        """Ask the judges far from the panel to look at their mark again."""
        n = service.ask_again(self.ws, self.competition_id, int(asked["entry"]), str(asked["criterion"]))
        self.show()
        self.say(
            translate(N_("{n} judges are asked to look again; each may change the mark or keep it.")).format(
                n=n
            )
        )

    def vue_confirm(self, asked: Mapping[str, Any]) -> None:
        """Confirm the sheet that is open."""
        service.confirm_sheet(self.ws, int(asked["id"]), int(asked["version"]))
        judge = self.sheet.get("judge", "")
        self.sheet = {}
        self.show()
        self.say(translate(N_("The mark sheet of {judge} is confirmed.")).format(judge=judge))

    def vue_reject(self, asked: Mapping[str, Any]) -> None:
        """Ask for the reason, then give the sheet back."""
        if self.shell:
            self.shell.confirm(
                lambda reason: self.reject(int(asked["id"]), int(asked["version"]), reason),
                title=translate(N_("Return the mark sheet?")),
                text=translate(N_("Its judge can change it again and sees your reason.")),
                yes=translate(N_("Return to the judge")),
                reason=True,
                danger=True,
            )

    def reject(self, sheet_id: int, version: int, reason: str) -> None:
        """Give a submitted sheet back; a confirmed one only as the chief judge."""
        row = next((j for j in self.judges if j["sheet"] == sheet_id), None)
        is_confirmed = row is not None and row["state_code"] == SheetState.CONFIRMED.value
        act = service.return_sheet if is_confirmed else service.reject_sheet
        act(self.ws, sheet_id, version, reason)
        self.sheet = {}
        self.show()
        self.say(translate(N_("The mark sheet is returned to its judge.")), "info")


def _spreads(criterion: Criterion, row: list[Decimal | None]) -> dict[str, Any]:
    """A criterion's line of the grid of differences: small, near the limit, or beyond it."""
    limit = criterion.spread_limit

    def tone(apart: Decimal) -> str:
        if limit is None:
            return "d0"
        return (
            "beyond"
            if apart > limit
            else "near"
            if apart * 5 >= limit * 4
            else "d2"
            if apart * 2 >= limit
            else "d0"
        )

    return {
        "title": criterion.title,
        "limit": "" if limit is None else plain(limit),
        "cells": [
            {"text": "", "tone": "no"} if apart is None else {"text": plain(apart), "tone": tone(apart)}
            for apart in row
        ],
    }


def _alarm(alarm: reports.SpreadAlarm) -> dict[str, Any]:
    low, high = alarm.marks[0], alarm.marks[-1]
    return {
        "entry": alarm.entry_id,
        "code": alarm.code,
        "key": alarm.criterion.key,
        "criterion": alarm.criterion.title,
        "spread": plain(alarm.spread),
        "limit": plain(alarm.criterion.spread_limit),
        "low": plain(low),
        "high": plain(high),
        "dots": [
            {"at": float((mark - low) / (high - low)) * 100, "text": plain(mark)} for mark in alarm.marks
        ],
        "asked": alarm.asked,
        "open": alarm.open,
        "kept": alarm.kept,
    }


def _judge(row: reports.BoardRow, may_check: bool) -> dict[str, Any]:
    return {
        "seat": row.judge.seat,
        "name": row.judge.name,
        "is_ended": row.judge.is_ended,
        "sheet": row.sheet_id,
        "state": translate(SHEET_STATES[row.state]),
        "state_code": row.state.value,
        "tone": TONES[row.state],
        "is_sent": row.state in (SheetState.WAITING, SheetState.CONFIRMED, SheetState.LOCKED),
        "may_check": may_check and row.state == SheetState.WAITING,
        "given": row.given,
        "criteria": row.criteria,
        "done": row.done,
        "all": row.needed,
        "last": local_time(row.last_at),
        "note": row.reason if row.state == SheetState.REJECTED else row.checked_by,
    }
