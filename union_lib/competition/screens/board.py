"""The progress board: every judge against every entry, and the check of submitted sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Dict, Int, List, Unicode

from ...common.errors import N_
from ...common.text import translate
from .. import reports, service
from ..rules import Duty, SheetState, Stage
from ..words import SHEET_STATES
from .desk import CompetitionScreen, local_time

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
        "board": N_("Judges and entries: marks given"),
        "check": N_("Check"),
        "check_text": N_(
            "Compare every mark with the paper sheet. You can confirm or return it, not change it."
        ),
        "code": N_("Code"),
        "confirm": N_("Confirm the sheet"),
        "days": N_("days"),
        "days_left": N_("Until marking closes"),
        "empty_text": N_("Appoint judges and bring in entries first."),
        "empty_title": N_("Nothing to show yet"),
        "given": N_("Marks given"),
        "judge": N_("Judge"),
        "key_all": N_("all marks"),
        "key_none": N_("none yet"),
        "key_some": N_("some marks (the number says how many)"),
        "key_sent": N_("submitted"),
        "look": N_("Look"),
        "more": N_("The first {shown} entries are drawn; {more} more are counted."),
        "open_sheets": N_("Not submitted"),
        "reject": N_("Return to the judge"),
        "seat": N_("Seat {n}"),
        "sheet": N_("Sheet"),
        "title": N_("Marking progress"),
        "to_check": N_("Waiting for check"),
        "total_of": N_("{n} of {all}"),
    }

    text = Unicode("").tag(sync=True)
    stats = Dict().tag(sync=True)
    codes = List().tag(sync=True)
    criteria = Int(0).tag(sync=True)
    more = Int(0).tag(sync=True)
    judges = List().tag(sync=True)
    sheet = Dict().tag(sync=True)

    def show(self) -> None:
        """Fetch the board again."""
        seen = reports.board(self.ws, self.competition_id, SHOWN)
        self.text = seen.title
        self.codes, self.criteria = seen.codes, len(seen.criteria)
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


def _judge(row: reports.BoardRow, may_check: bool) -> dict[str, Any]:
    return {
        "seat": row.judge.seat,
        "name": row.judge.name,
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
