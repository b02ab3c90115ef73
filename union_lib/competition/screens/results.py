"""Places, awards, how each score came about; signing, notice, publication, downloads."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Dict, List, Unicode

from ...common.errors import N_
from ...common.text import translate
from .. import reports, rules, service
from ..documents import notice_document, result_workbook
from ..reports import ResultList as Result
from ..reports import ResultRow, plain
from ..rules import Combine, Duty, SheetState, Stage, TrimAt
from ..words import ENTRY_STATES
from .derivation import explained, fraction_text, part_text
from .desk import DOCX, XLSX, CompetitionScreen, local_time, stage_tag
from .moves import MOVE_WORDS, ONWARD, ask_to_move

MEDALS = ("gold", "silver", "bronze")


class ResultList(CompetitionScreen):
    """The result, live while marking goes on and fixed once it is signed."""

    file = "results.vue"
    words = {
        "agrees": N_("Computed again from the marks: the same as what was signed."),
        "award": N_("Award"),
        "awards": N_("Awards"),
        "differs": N_("The marks no longer give what was signed. Tell the supervisor at once."),
        "download": N_("Result list (Excel)"),
        "download_notice": N_("Public notice (Word)"),
        "dropped_high": N_("highest, dropped"),
        "dropped_low": N_("lowest, dropped"),
        "empty_text": N_("Results appear here as soon as there are entries."),
        "empty_title": N_("No results yet"),
        "entry": N_("Entry and unit"),
        "fingerprint": N_("Data fingerprint"),
        "given_of": N_("{given} of {planned}"),
        "live": N_("Preliminary: these places change as marks come in."),
        "no_award": N_("no award"),
        "place": N_("Place"),
        "score": N_("Score"),
        "sign": N_("Sign the result"),
        "source": N_("Source: {source}"),
        "tied": N_("tied"),
        "title": N_("Results and awards"),
        "waiting": N_("{n} mark sheets are not confirmed yet."),
        "why": N_("Why?"),
        "why_title": N_("How this score came about"),
    }

    text = Unicode("").tag(sync=True)
    about = Dict().tag(sync=True)
    judges = List().tag(sync=True)
    columns = List().tag(sync=True)
    rows = List().tag(sync=True)
    awards = List().tag(sync=True)
    why = Dict().tag(sync=True)
    is_busy = Bool(False).tag(sync=True)

    def show(self) -> None:
        """Compute the result again."""
        self._result = reports.results(self.ws, self.competition_id)
        seen = self._result
        self.text = f"{seen.competition.title} · {rule_text(seen)}"
        self.judges = [{"seat": j.seat, "name": j.name} for j in seen.judges]
        self.columns = self._columns()
        self.awards = _awards(seen)
        self.rows = [self._row(i, row) for i, row in enumerate(seen.rows)]
        self.about = self._about()
        if self.why:
            self.vue_explain(self.why["index"])

    def _columns(self) -> list[dict[str, str]]:
        """One column per judge when whole sheets are trimmed or there is one criterion, else per criterion."""
        seen = self._result
        if _by_judge(seen):
            worded = translate(N_("J{n}"))
            return [{"title": worded.format(n=j.seat), "hint": j.name} for j in seen.judges]
        return [{"title": c.title, "hint": c.title} for c in seen.scheme.criteria]

    def _row(self, index: int, row: ResultRow) -> dict[str, Any]:
        seen = self._result
        order = [c.name for c in seen.scheme.awards.classes]
        tone = MEDALS[order.index(row.award)] if row.award in order[:3] else "mute" if row.award else ""
        is_placed = row.entry.state in rules.PLACED_STATES
        return {
            "index": index,
            "code": row.shown.code,
            "title": row.shown.title,
            "unit": " · ".join(
                p
                for p in (row.shown.contestant, row.shown.unit, row.shown.district)
                if p and p != row.shown.title
            ),
            "state": "" if row.entry.state.value == "competing" else translate(ENTRY_STATES[row.entry.state]),
            "place": row.rank,
            "is_tied": row.is_tied,
            "cells": _cells(seen, row),
            "score": str(row.total) if is_placed and row.total is not None else "",
            "award": row.award or "",
            "tone": tone,
        }

    def _about(self) -> dict[str, Any]:
        seen = self._result
        unconfirmed = (
            seen.sheets[SheetState.NONE] + seen.sheets[SheetState.WAITING] + seen.sheets[SheetState.REJECTED]
        )
        stage = seen.competition.stage
        return {
            "stage": stage_tag(stage),
            "hash": seen.data_hash,
            "is_signed": seen.is_signed,
            "agrees": seen.agrees,
            "signed": translate(N_("Signed by {who}, {at}")).format(
                who=seen.signed_by, at=local_time(seen.signed.signed_at)
            )
            if seen.signed
            else "",
            "unconfirmed": unconfirmed if stage == Stage.MARKING else 0,
            "is_live": stage in (Stage.DRAFT, Stage.MARKING),
            "may_sign": Duty.CHIEF in seen.duties and stage == Stage.MARKING,
            "source": seen.competition.source,
            "moves": [
                {
                    "name": move.name,
                    "title": translate(MOVE_WORDS[move.name]),
                    "is_main": move.name in ONWARD,
                }
                for (from_stage, _), move in rules.MOVES.items()
                if from_stage == stage
                and stage != Stage.DRAFT
                and move.duty in seen.duties
                and move.name in MOVE_WORDS
                and move.name != "return_to_draft"
            ],
            "notice": translate(N_("Public notice until {day}")).format(day=seen.competition.notice_last_day)
            if seen.competition.notice_last_day
            else "",
        }

    def vue_explain(self, index: int | None) -> None:
        """Open the derivation of one score, or close it."""
        if index is None or not 0 <= int(index) < len(self._result.rows):
            self.why = {}
            return
        row = self._result.rows[int(index)]
        self.why = {
            "index": int(index),
            "code": row.shown.code,
            "title": row.shown.title,
            "steps": explained(self._result, row),
            "award": row.award or "",
            "tone": self.rows[int(index)]["tone"] if self.rows else "",
        }

    def vue_sign(self, seen_hash: str) -> None:
        """Ask, then sign the result that is shown."""
        if self.shell is None:
            return
        placed = sum(1 for r in self._result.rows if r.rank)
        self.shell.confirm(
            lambda: self.sign(str(seen_hash)),
            title=translate(N_("Sign the result?")),
            text=translate(
                N_("The marks are locked with your signature. Only you can reopen them, with a reason.")
            ),
            facts=[
                translate(N_("{n} entries placed, {judges} judges, every sheet confirmed")).format(
                    n=placed, judges=len(self._result.judges)
                ),
                translate(N_("Data fingerprint {hash}")).format(hash=str(seen_hash)[:16]),
            ],
            yes=translate(N_("Sign the result")),
        )

    def sign(self, seen_hash: str) -> None:
        """Sign and say so."""
        service.sign(self.ws, self.competition_id, seen_hash)
        self.show()
        self.say(translate(N_("The result is signed and the marks are locked.")))

    def vue_move(self, name: str) -> None:
        """Ask, then move the competition on."""
        ask_to_move(self, name)

    def vue_download(self, what: str) -> None:
        """Hand over the result list or the notice."""
        title = self._result.competition.title
        if what == "notice":
            content = notice_document(self.ws, self.competition_id)
            self.download(translate(N_("{title} public notice")).format(title=title) + ".docx", DOCX, content)
        else:
            content = result_workbook(self.ws, self.competition_id)
            self.download(translate(N_("{title} result list")).format(title=title) + ".xlsx", XLSX, content)


def _by_judge(seen: Result) -> bool:
    return seen.scheme.trim_at == TrimAt.SHEET or len(seen.scheme.criteria) == 1


def _cells(seen: Result, row: ResultRow) -> list[dict[str, Any]]:
    if seen.scheme.trim_at == TrimAt.SHEET:
        by_judge = {s.judge: s for s in row.score.sheets}
        cells = []
        for judge in seen.judges:
            sheet = by_judge.get(judge.appointment_id)
            text = fraction_text(sheet.total) if sheet and sheet.total is not None else ""
            cells.append(
                {"text": text, "out": bool(sheet and (sheet.is_dropped_high or sheet.is_dropped_low))}
            )
        return cells
    if len(seen.scheme.criteria) == 1:
        part = row.score.parts[0]
        marks = row.marks[part.criterion_key]
        out = {*part.dropped_high, *part.dropped_low}
        return [
            {"text": plain(marks.get(j.appointment_id)), "out": j.appointment_id in out} for j in seen.judges
        ]
    return [{"text": part_text(seen, part), "out": False} for part in row.score.parts]


def _awards(seen: Result) -> list[dict[str, Any]]:
    given: dict[str, int] = {}
    for row in seen.rows:
        if row.award:
            given[row.award] = given.get(row.award, 0) + 1
    counts = rules.nominal_counts(seen.scheme.awards, seen.eligible)
    tones = (*MEDALS, *("mute",) * len(seen.scheme.awards.classes))
    return [
        {
            "name": c.name,
            "tone": tones[i],
            "given": given.get(c.name, 0),
            "planned": counts[i],
            "rule": f"{plain(c.ratio)}%" if c.ratio is not None else "",
        }
        for i, c in enumerate(seen.scheme.awards.classes)
    ]


def rule_text(seen: Result) -> str:
    """Say the scheme in one line."""
    scheme = seen.scheme
    drops = (
        translate(N_("drop {high} highest and {low} lowest")).format(
            high=scheme.drop_high, low=scheme.drop_low
        )
        if scheme.drop_high or scheme.drop_low
        else translate(N_("drop nothing"))
    )
    combine = translate(N_("mean")) if scheme.combine == Combine.MEAN else translate(N_("sum"))
    return translate(N_("{n} judges, {drops}, {combine}, rounded half up to {decimals} decimals")).format(
        n=len(seen.judges), drops=drops, combine=combine, decimals=scheme.decimals
    )
