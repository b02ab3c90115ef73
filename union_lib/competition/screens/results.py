"""Places, awards, how each score came about; signing, notice, publication, downloads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from traitlets import Dict, Int, List, Unicode

from ...common.errors import N_
from ...common.text import translate
from ...ui.shown import DOCX, XLSX, local_time
from ...workspace import Workspace
from .. import documents, reports, rules, service
from ..reports import ResultList as Result
from ..reports import ResultRow, plain
from ..reports.fairness import fairness_of
from ..rules import Combine, Criterion, Duty, Group, Scheme, SheetState, Stage, TrimAt
from ..words import ENTRY_STATES
from .derivation import explained, fraction_text, group_text, part_text
from .desk import CompetitionScreen, stage_tag
from .fairness_words import without_text
from .moves import MOVE_WORDS, ONWARD, ask_to_move

MEDALS = ("gold", "silver", "bronze")
SIZE = 100  # lines of a page
FEW, MOST_JUDGES = 6, 9  # criteria, judges that have a column each
BARS = 12
TYPES = {"xlsx": XLSX, "docx": DOCX, "zip": "application/zip"}
PAPERS: dict[str, tuple[str, str, Callable[[Workspace, int], bytes]]] = {
    "list": (N_("{title} result list"), "xlsx", documents.result_workbook),
    "notice": (N_("{title} public notice"), "docx", documents.notice_document),
    "mark_sheets": (N_("{title} signed mark sheets"), "zip", documents.mark_sheets_archive),
    "certificates": (N_("{title} certificates"), "docx", documents.certificates_document),
    "certificate_list": (N_("{title} certificate list"), "xlsx", documents.certificate_workbook),
    "private": (N_("{title} private sheets"), "zip", documents.contestant_archive),
}


class ResultList(CompetitionScreen):
    """The result, live while marking goes on and fixed once it is signed."""

    file = "results.vue"
    words = {
        "agrees": N_("Computed again from the marks: the same as what was signed."),
        "certificate_list": N_("Certificate list for mail merge (Excel)"),
        "certificates": N_("Certificates (Word)"),
        "coded": N_("The entries are still coded: {n} lists must be opened before names appear."),
        "countersign": N_("Confirm as supervisor"),
        "documents": N_("Documents"),
        "find": N_("Find an entry"),
        "mark_sheets": N_("Signed mark sheets (Word)"),
        "nothing": N_("Nothing matches “{text}”."),
        "private": N_("Private sheets for contestants (Word)"),
        "recheck": N_("{n} entries are still to be rechecked."),
        "second_agrees": N_("The second, independent computation agrees to the last digit."),
        "second_differs": N_(
            "The second computation differs in {n} places: nothing goes out until both agree."
        ),
        "second_later": N_("The second computation runs when the result is signed and published."),
        "team": N_("Team"),
        "teams": N_("Team places"),
        "supervisor_open": N_("Waiting for the supervisor's confirmation"),
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
        "severity": N_("Judges: mild and strict"),
        "severity_more": N_("Fairness in full"),
        "severity_text": N_("points beside the colleagues; a reason to look, never a verdict"),
        "sign": N_("Sign the result"),
        "source": N_("Source: {source}"),
        "tied": N_("tied"),
        "title": N_("Results and awards"),
        "waiting": N_("{n} mark sheets are not confirmed yet."),
        "why": N_("Why?"),
        "why_title": N_("How this score came about"),
    }

    writable = frozenset({"search", "page"})

    text = Unicode("").tag(sync=True)
    about = Dict().tag(sync=True)
    judges = List().tag(sync=True)
    columns = List().tag(sync=True)
    rows = List().tag(sync=True)
    pages = Int(1).tag(sync=True)
    page = Int(1).tag(sync=True)
    search = Unicode("").tag(sync=True)
    in_all = Int(0).tag(sync=True)
    awards = List().tag(sync=True)
    teams = List().tag(sync=True)
    severity = Dict().tag(sync=True)
    why = Dict().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        self._result: Result | None = None
        super().__init__(ws, desk, **state)
        self.observe(lambda _: self._guarded_page(), ["search", "page"])

    def show(self) -> None:
        """Compute the result again."""
        seen = self._result = reports.results(self.ws, self.competition_id)
        self.text = f"{seen.competition.title} · {rule_text(seen)}"
        self.judges = [{"seat": j.seat, "name": j.name} for j in seen.judges]
        self.columns = self._columns()
        self.awards = _awards(seen)
        self.teams = _teams(seen)
        self.severity = _severity(seen)
        self.in_all = len(seen.rows)
        self._page()
        self.about = self._about()
        if self.why:
            self.vue_explain(self.why["index"])

    @property
    def _seen(self) -> Result:
        """The result that is shown; fetched at the first need."""
        if self._result is None:
            self.show()
        assert self._result is not None
        return self._result

    def _guarded_page(self) -> None:
        with self.guard():
            self._page()

    def _page(self) -> None:
        """Work out the lines of this page only: a score is explained when somebody looks."""
        wanted = self.search.strip().lower()
        found = [(i, row) for i, row in enumerate(self._seen.rows) if wanted in _words_of(row)]
        self.pages = max(1, -(-len(found) // SIZE))
        at = min(max(1, self.page), self.pages)
        self.rows = [self._row(i, row) for i, row in found[(at - 1) * SIZE : at * SIZE]]

    def _columns(self) -> list[dict[str, str]]:
        """One column per judge where whole sheets are trimmed or one thing is marked, else per stage or criterion."""
        seen = self._seen
        if _by_judge(seen):
            worded = translate(N_("J{n}"))
            return [{"title": worded.format(n=j.seat), "hint": j.name} for j in seen.judges]
        return [{"title": one.title, "hint": one.title} for one in _columns_of(seen)]

    def _row(self, index: int, row: ResultRow) -> dict[str, Any]:
        seen = self._seen
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
            "tone": _tone(seen, row),
        }

    def _about(self) -> dict[str, Any]:
        seen = self._seen
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
            "may_countersign": Duty.SUPERVISOR in seen.duties
            and stage == Stage.SIGNED
            and not seen.supervised_by,
            "supervised": self._supervised(),
            "coded": seen.lists_closed if seen.is_coded and stage != Stage.DRAFT else 0,
            "recheck": seen.recheck_left if stage == Stage.SIGNED else 0,
            "second": -1 if seen.second is None else len(seen.second),
            "hindrance": " ".join(seen.outcome.hindrance.said()) if seen.outcome.hindrance else "",
            "documents": self._documents(),
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

    def _supervised(self) -> str:
        seen = self._seen
        if not (seen.signed and seen.supervised_by):
            return ""
        return translate(N_("Confirmed by {who}, {at}")).format(
            who=seen.supervised_by, at=local_time(seen.signed.supervised_at)
        )

    def _documents(self) -> list[str]:
        """Which papers can be had now."""
        seen = self._seen
        if not seen.is_signed:
            return []
        named = [] if seen.is_coded else ["notice", "private"]
        is_published = seen.competition.stage == Stage.PUBLISHED
        return ["mark_sheets", *named, *(["certificates", "certificate_list"] if is_published else [])]

    def vue_countersign(self, seen_hash: str) -> None:
        """Ask, then confirm the signed result as the supervisor."""
        if self.shell is None:
            return
        self.shell.confirm(
            lambda: self.countersign(str(seen_hash)),
            title=translate(N_("Confirm the signed result?")),
            text=translate(N_("With your confirmation the public notice can be posted.")),
            facts=[translate(N_("Data fingerprint {hash}")).format(hash=str(seen_hash)[:16])],
            yes=translate(N_("Confirm as supervisor")),
        )

    def countersign(self, seen_hash: str) -> None:
        """Confirm and say so."""
        service.countersign(self.ws, self.competition_id, seen_hash)
        self.show()
        self.say(translate(N_("The result is confirmed.")))

    def vue_explain(self, index: int | None) -> None:
        """Open the derivation of one score, or close it."""
        if index is None or not 0 <= int(index) < len(self._seen.rows):
            self.why = {}
            return
        row = self._seen.rows[int(index)]
        self.why = {
            "index": int(index),
            "code": row.shown.code,
            "title": row.shown.title,
            "steps": explained(self._seen, row),
            "award": row.award or "",
            "tone": _tone(self._seen, row),
        }

    def vue_sign(self, seen_hash: str) -> None:
        """Ask, then sign the result that is shown."""
        if self.shell is None:
            return
        placed = sum(1 for r in self._seen.rows if r.rank)
        self.shell.confirm(
            lambda: self.sign(str(seen_hash)),
            title=translate(N_("Sign the result?")),
            text=translate(
                N_("The marks are locked with your signature. Only you can reopen them, with a reason.")
            ),
            facts=[
                translate(N_("{n} entries placed, {judges} judges, every sheet confirmed")).format(
                    n=placed, judges=len(self._seen.judges)
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

    def vue_fairness(self, _: Any = None) -> None:
        """Go to the page about fairness."""
        if self.shell:
            self.shell.go("fairness", competition=self.competition_id)

    def vue_download(self, what: str) -> None:
        """Hand over a paper."""
        if what in PAPERS:
            name, ending, made = PAPERS[what]
            title = translate(name).format(title=self._seen.competition.title)
            self.download(f"{title}.{ending}", TYPES[ending], made(self.ws, self.competition_id))


def _by_judge(seen: Result) -> bool:
    is_narrow = len(seen.judges) <= MOST_JUDGES
    return is_narrow and (seen.scheme.trim_at == TrimAt.SHEET or len(seen.scheme.criteria) == 1)


def _cells(seen: Result, row: ResultRow) -> list[dict[str, Any]]:
    if _by_judge(seen) and seen.scheme.trim_at == TrimAt.SHEET:
        by_judge = {s.judge: s for s in row.score.sheets}
        cells = []
        for judge in seen.judges:
            sheet = by_judge.get(judge.appointment_id)
            text = fraction_text(sheet.total) if sheet and sheet.total is not None else ""
            cells.append(
                {"text": text, "out": bool(sheet and (sheet.is_dropped_high or sheet.is_dropped_low))}
            )
        return cells
    if _by_judge(seen):
        part = row.score.parts[0]
        marks = row.marks[part.criterion_key]
        out = {*part.dropped_high, *part.dropped_low}
        return [
            {"text": plain(marks.get(j.appointment_id)), "out": j.appointment_id in out} for j in seen.judges
        ]
    return [{"text": _cell_text(seen, row, one), "out": False} for one in _columns_of(seen)]


def _columns_of(seen: Result) -> list[Criterion | Group]:
    """Return what has a column: the outermost stages and the criteria in none, or all criteria if few."""
    scheme = seen.scheme
    if not scheme.groups or len(scheme.criteria) <= FEW:
        return list(scheme.criteria)
    return [c for c in scheme.criteria if not c.group] + [g for g in scheme.groups if not g.parent]


def _cell_text(seen: Result, row: ResultRow, one: Criterion | Group) -> str:
    if isinstance(one, Group):
        return group_text(seen, row.score.group(one.key))
    part = row.score.part(one.key)
    return part_text(seen, part) if part else ""


def _tone(seen: Result, row: ResultRow) -> str:
    order = [c.name for c in seen.scheme.awards.classes]
    return MEDALS[order.index(row.award)] if row.award in order[:3] else "mute" if row.award else ""


def _severity(seen: Result) -> dict[str, Any]:
    """The judges' leniency as bars, and what changes without the most striking one; empty for large fields."""
    field = seen.outcome.field
    if len(field.entries) > reports.SECOND_AT_ONCE:
        return {}
    summary = fairness_of(field, seen.outcome).severity
    widest = max((abs(bar.leniency) for bar in summary.bars), default=0.0) or 1.0
    bars = [
        {
            "name": bar.name,
            "text": f"{bar.leniency:+.2f}",
            "width": abs(bar.leniency) / widest * 50,
            "is_mild": bar.leniency >= 0,
            "is_flagged": bool(bar.flags),
        }
        for bar in summary.bars[:BARS]
    ]
    if not bars:
        return {}
    note = ""
    if summary.first and summary.without and summary.first.flags:
        told = {"name": summary.first.judge.name, "what": without_text(summary.without)}
        note = translate(N_("Without {name}: {what}")).format(**told)
    return {"bars": bars, "note": note}


def _words_of(row: ResultRow) -> str:
    shown = row.shown
    return f"{shown.code} {shown.title} {shown.contestant} {shown.unit} {shown.district}".lower()


def _teams(seen: Result) -> list[dict[str, Any]]:
    return [
        {
            "place": str(team.rank),
            "team": team.team,
            "score": plain(team.score),
            "counted": "、".join(str(code) for code in team.counted),
        }
        for team in reports.teams(seen)
    ]


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
    combine = translate(N_("mean")) if scheme.combine == Combine.MEAN else translate(N_("sum"))
    return translate(N_("{n} judges, {drops}, {combine}, rounded half up to {decimals} decimals")).format(
        n=len(seen.judges), drops=_drops_text(scheme), combine=combine, decimals=scheme.decimals
    )


def _drops_text(scheme: Scheme) -> str:
    """Say how many of the highest and lowest are dropped."""
    if scheme.trim_by_size:
        worded = translate(N_("from {n} marks on drop {high} highest and {low} lowest"))
        lines = sorted(scheme.trim_by_size, key=lambda line: line.least)
        told = [worded.format(n=line.least, high=line.drop_high, low=line.drop_low) for line in lines]
        return translate(N_("; ")).join(told)
    if scheme.drop_high or scheme.drop_low:
        worded = N_("drop {high} highest and {low} lowest")
        return translate(worded).format(high=scheme.drop_high, low=scheme.drop_low)
    return translate(N_("drop nothing"))
