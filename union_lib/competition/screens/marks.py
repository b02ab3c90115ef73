"""The judge's mark sheet: a grid for the keyboard at a desk, one entry at a time on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from traitlets import Dict, List

from ...common.errors import N_, NotFound, RuleViolation
from ...common.text import translate
from ...ui.kit import Screen
from ...ui.shown import XLSX
from ...ui.uploading import Uploading
from .. import mark_files, reports, rules, service, words
from ..reports import plain
from ..rules import (
    Criterion,
    Duty,
    MarkNotANumber,
    MarkOffStep,
    MarkOutOfRange,
    MarkOutside,
    Scheme,
    SheetState,
    Stage,
)

WRONG_SHOWN = 200
OPEN = frozenset({SheetState.NONE, SheetState.REJECTED})


class MarkSheet(Uploading, Screen):
    """One judge's marks for every entry of a competition; others' marks are never in its state."""

    file = "marks.vue"
    words = {
        "above": MarkOutOfRange.what,
        "above_todo": MarkOutOfRange.todo,
        "again": N_("This mark lies far from the panel's. Please look again; it may also stay."),
        "anchors": N_("Guide: {criterion}"),
        "by_level": N_("a level from 0 to {max}"),
        "code": N_("Code"),
        "conflict": N_("{who} changed this mark at {time} to {theirs}. You typed {yours}."),
        "conflict_nobody": N_("This mark was changed meanwhile. It is now {theirs}; you typed {yours}."),
        "empty_cell": N_("empty"),
        "entry_title": N_("Entry"),
        "full_mark": N_("full mark {max}"),
        "grid": N_("Mark sheet: a row for each entry, a column for each criterion"),
        "hidden": N_("Unit and names are hidden while entries are being marked."),
        "fail": N_("fail"),
        "column": N_("Column"),
        "file": N_("Excel"),
        "file_hint": N_(
            "The file you downloaded here, filled in; at most {limit} MB. Empty cells change nothing."
        ),
        "file_load": N_("Read marks from Excel"),
        "file_save": N_("Download this sheet (Excel)"),
        "keep_it": N_("The mark stays"),
        "keep_mine": N_("Keep mine"),
        "key_escape": N_("undo typing"),
        "key_next_column": N_("next criterion"),
        "key_next_row": N_("next entry"),
        "key_paste": N_("paste from Excel"),
        "less": N_("{criterion}: less by {step}"),
        "marked": N_("{done} of {all} entries marked"),
        "missing": N_("{n} marks missing: go to the next"),
        "more": N_("{criterion}: more by {step}"),
        "my_place": N_("my place {n}"),
        "next": N_("Next"),
        "no_anchor": N_("full mark {max}, in steps of {step}"),
        "none_text": N_(
            "When a competition appoints you as a judge and opens marking, its mark sheet is here."
        ),
        "none_title": N_("No competition to mark"),
        "measured": N_("nominal value {nominal}; write down what you measured"),
        "not_a_number": MarkNotANumber.what,
        "not_a_number_todo": MarkNotANumber.todo,
        "number_of": N_("{n} of {all}"),
        "off_step": MarkOffStep.what,
        "off_step_todo": MarkOffStep.todo,
        "outside": MarkOutside.what,
        "outside_todo": MarkOutside.todo,
        "pass": N_("pass"),
        "pass_fail": N_("1 passes, 0 fails"),
        "pasted": N_("{n} marks pasted."),
        "pasted_bad": N_("{n} marks pasted; {bad} are wrong, shown in red and not saved."),
        "place": N_("Place"),
        "previous": N_("Previous"),
        "problem": N_("Problem and remedy"),
        "returned": N_("Returned for correction: {reason}"),
        "row": N_("Row"),
        "saved_at": N_("Saved {time}"),
        "saved_never": N_("Every mark is saved as you leave its cell"),
        "saving": N_("Saving…"),
        "saving_late": N_("The network is slow; trying again by itself"),
        "some_wrong": N_("{n} wrong"),
        "submit": N_("Submit the mark sheet"),
        "take_theirs": N_("Take the other"),
        "total": N_("Total"),
        "undo": N_("Undo"),
        "unfinished": N_("not finished"),
        "unsaved": N_("Not saved"),
        "which": N_("Competition"),
        "window": N_("{from} to {to} of {all}"),
    }
    shortcuts = (
        ("Enter / ↓", N_("next entry")),
        ("Tab / →", N_("next criterion")),
        ("Esc", N_("undo typing")),
        ("Ctrl+Z", N_("Undo")),
        ("F8", N_("next missing mark")),
        ("Ctrl+V", N_("paste from Excel")),
    )

    sheet = Dict().tag(sync=True)
    entries = List().tag(sync=True)
    choices = List().tag(sync=True)
    wrong_rows = List().tag(sync=True)

    def __init__(self, ws: Any = None, **state: Any) -> None:
        self.competition_id: int | None = None
        super().__init__(ws, **state)

    def visit(self, competition: int | None = None) -> None:
        """Come to the sheet of a competition; to the one being marked when none is named."""
        self.competition_id = competition or self.competition_id
        self.show()

    def show(self) -> None:
        """Fetch the sheet again."""
        rows = [r for r in reports.competitions(self.ws) if Duty.JUDGE in r.duties]
        self.choices = [{"value": r.id, "title": r.title} for r in rows if r.stage != Stage.DRAFT]
        if self.competition_id is None:
            marking = [r.id for r in rows if r.stage == Stage.MARKING]
            started = [c["value"] for c in self.choices]
            self.competition_id = next(iter(marking + started), None)
        if self.competition_id is None:
            self.sheet, self.entries = {}, []
            return
        sheet = reports.mark_sheet(self.ws, self.competition_id)
        self._scheme = sheet.scheme
        self.entries = [
            {
                "code": row.code,
                "title": row.title,
                "marks": [cell.text for cell in row.cells],
                "seen": [cell.version for cell in row.cells],
                "asked": [cell.is_asked for cell in row.cells],
            }
            for row in sheet.rows
        ]
        self._entry_ids = {row.code: row.entry_id for row in sheet.rows}
        self.sheet = self._told(sheet)

    def _told(self, sheet: reports.MarkSheet) -> dict[str, Any]:
        is_open = sheet.state in OPEN and sheet.stage == Stage.MARKING
        return {
            "id": sheet.competition_id,
            "title": sheet.title,
            "text": translate(N_("Judge {seat} of {judges} · open until {day}")).format(
                seat=sheet.seat, judges=sheet.judges, day=sheet.ends_on.isoformat()
            ),
            "is_open": is_open,
            "state": translate(words.SHEET_STATES[sheet.state]),
            "tone": "warn" if sheet.state == SheetState.REJECTED else "mute" if is_open else "ok",
            "reason": sheet.reason if sheet.state == SheetState.REJECTED else "",
            "ranks": sheet.shows_totals,
            "criteria": [_criterion(c, sheet.scheme) for c in sheet.criteria],
            "is_titled": any(row.title for row in sheet.rows),
        }

    def vue_choose(self, competition_id: int) -> None:
        """Go to the sheet of another competition."""
        if self.shell:
            self.shell.go("marks", competition=int(competition_id))

    def vue_save(self, cells: list[dict[str, Any]]) -> None:
        """Keep several cells in one transaction and answer each: saved, or changed by somebody else."""
        try:
            given = [self._given(cell) for cell in cells]
            saved = service.give_marks(self.ws, self._open_id(), given)
        except RuleViolation:
            self.send({"method": "unsaved", "args": [cells]})
            raise
        self.send({"method": "saved", "args": [self._answer(cells, saved)]})

    def _open_id(self) -> int:
        if self.competition_id is None:
            raise NotFound
        return self.competition_id

    def _given(self, cell: Mapping[str, Any]) -> service.GivenMark:
        value = rules.parse_mark(str(cell["text"]))
        entry_id = self._entry_id(str(cell["entry"]))
        return service.GivenMark(entry_id, str(cell["criterion"]), value, int(cell["seen"]))

    def _entry_id(self, code: str) -> int:
        """The entry behind a code of the sheet; the page knows codes only, which follow no order."""
        if code not in self._entry_ids:
            raise NotFound
        return self._entry_ids[code]

    def _answer(self, cells: list[dict[str, Any]], saved: service.Saved) -> dict[str, Any]:
        codes = {entry_id: code for code, entry_id in self._entry_ids.items()}
        keys = [(self._entry_id(str(cell["entry"])), str(cell["criterion"])) for cell in cells]
        return {
            "at": f"{datetime.now():%H:%M:%S}",
            "cells": [
                {"entry": codes[e], "criterion": c, "seen": saved.versions[e, c]}
                for e, c in keys
                if (e, c) in saved.versions
            ],
            "conflicts": [
                {
                    "entry": codes[conflict.entry_id],
                    "criterion": conflict.criterion,
                    "theirs": plain(conflict.theirs),
                    "yours": plain(conflict.yours),
                    "version": conflict.version,
                    "who": conflict.who,
                    "time": f"{datetime.fromisoformat(conflict.at).astimezone():%H:%M:%S}"
                    if conflict.at
                    else "",
                }
                for conflict in saved.conflicts
            ],
        }

    def vue_excel(self, _: Any = None) -> None:
        """Hand the sheet over as Excel, to be filled in and read again."""
        content = mark_files.mark_workbook(self.ws, self._open_id())
        self.download(f"{self.sheet['title']} {translate(N_('Mark sheet'))}.xlsx", XLSX, content)

    def read(self, name: str, content: bytes) -> None:
        """Save the marks of a filled-in file; when a cell is wrong none is saved and each is listed."""
        found = mark_files.read_marks(self.ws, self._open_id(), content)
        self.wrong_rows = [
            {"row": p.row, "column": p.column, "value": p.value, "what": p.what, "todo": p.todo}
            for p in found.problems[:WRONG_SHOWN]
        ]
        if found.problems:
            self.send({"method": "file_wrong", "args": []})
            told = translate(N_("Nothing was saved: {n} cells of the file are wrong.")).format(
                n=len(found.problems)
            )
            self.say(told, "warn")
            return
        saved = service.give_marks(self.ws, self._open_id(), found.given)
        self.show()
        self.send({"method": "file_read", "args": []})
        facts = {"n": len(saved.versions), "same": found.unchanged, "clash": len(saved.conflicts)}
        worded = N_("{n} marks saved from the file; {same} were the same already.")
        if saved.conflicts:
            worded = N_(
                "{n} marks saved; {clash} were changed meanwhile and stay. Look at them, then decide."
            )
        self.say(translate(worded).format(**facts), "warn" if saved.conflicts else "ok")

    def vue_keep(self, cell: Mapping[str, Any]) -> None:
        """Answer that a mark was looked at again and stays."""
        entry_id = self._entry_id(str(cell["entry"]))
        service.keep_mark(self.ws, self._open_id(), entry_id, str(cell["criterion"]))
        self.send({"method": "stays", "args": [{"entry": cell["entry"], "criterion": cell["criterion"]}]})
        self.say(translate(N_("The mark stays as it is.")))

    def vue_submit(self, _: Any = None) -> None:
        """Ask, then hand the sheet in for checking."""
        count = len(self.entries)
        facts = [
            translate(N_("{n} entries, {marks} marks, all of them given")).format(
                n=count, marks=count * len(self.sheet["criteria"])
            )
        ]
        if self.shell:
            self.shell.confirm(
                self.submit,
                title=translate(N_("Submit the mark sheet?")),
                text=translate(
                    N_(
                        "Then you cannot change it. If something is wrong, the checker returns it with a reason."
                    )
                ),
                facts=facts,
                yes=translate(N_("Submit the mark sheet")),
            )

    def submit(self) -> None:
        """Hand the sheet in."""
        service.submit_sheet(self.ws, self._open_id())
        self.show()
        self.say(translate(N_("The mark sheet is submitted. A second person checks it now.")))

    def vue_tell(self, told: Mapping[str, Any]) -> None:
        """Show what the page has to say about a paste."""
        self.say(str(told["text"])[:300], "warn" if told.get("kind") == "warn" else "info")


def _criterion(criterion: Criterion, scheme: Scheme) -> dict[str, Any]:
    return {
        "key": criterion.key,
        "title": criterion.title,
        "kind": criterion.kind.value,
        "max": "" if criterion.highest is None else plain(criterion.highest),
        "min": plain(criterion.lowest),
        "full": plain(criterion.full_mark),
        "step": plain(criterion.written_step),
        "weight": plain(scheme.weight_of(criterion)),
        "levels": list(criterion.levels),
        "nominal": plain(criterion.nominal),
        "brackets": [{"limit": plain(b.limit), "points": plain(b.points)} for b in criterion.brackets],
        "bands": [
            {"low": plain(band.low), "high": plain(band.high), "wording": band.wording}
            for band in criterion.bands
        ],
    }
