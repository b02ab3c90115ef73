"""After the signature: entries rechecked against the paper, and appeals with their rulings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Dict, Int, List, Unicode

from ...common.errors import N_
from ...common.text import translate
from ...ui.shown import local_time
from .. import reports, rules, service
from ..reports import plain
from ..reports.reviews import RecheckRow, entry_choices
from ..rules import AppealState, Duty, RecheckCause, Stage, Verdict
from ..rules.rechecks import MOST_ERRORS
from ..words import APPEAL_STATES, RECHECK_CAUSES, VERDICTS
from .desk import CompetitionScreen, stage_tag

SHOWN = 200
VERDICT_TONES = {Verdict.RIGHT: "ok", Verdict.WRONG: "bad"}
CAUSE_TONES = {RecheckCause.LEADING: "info", RecheckCause.SAMPLE: "mute", RecheckCause.ALL: "warn"}
APPEAL_TONES = {AppealState.FILED: "warn", AppealState.UPHELD: "bad", AppealState.DISMISSED: "mute"}
MOST_WRONG = int(MOST_ERRORS * 100)


class RecheckAndAppeals(CompetitionScreen):
    """The recheck of the newest signed result, and every appeal."""

    file = "review.vue"
    words = {
        "all": N_("All"),
        "appeal": N_("Record an appeal"),
        "appeal_hint": N_("Write down who appeals and why, as it was said. The supervisor rules on it."),
        "appeals": N_("Appeals"),
        "appeals_none": N_("No appeal has been recorded."),
        "appellant": N_("Who appeals"),
        "cancel": N_("Cancel"),
        "cause": N_("Why this entry"),
        "compare": N_("Compare"),
        "compare_hint": N_("Compare every mark with the judges' paper sheets."),
        "compare_of": N_("Compare entry {code}"),
        "criterion": N_("Criterion"),
        "deadline": N_("Appeals until {deadline}"),
        "dismiss": N_("Dismiss the appeal"),
        "done": N_("Looked at"),
        "done_of": N_("of {n}"),
        "entry": N_("Entry"),
        "entry_hint": N_("Type a part of the code or the title."),
        "filter": N_("Which entries are shown"),
        "grounds": N_("Grounds"),
        "more": N_("{shown} of {all} are shown; search for the others."),
        "nothing": N_("Nothing matches “{text}”."),
        "open": N_("To do"),
        "place": N_("Place"),
        "recheck": N_("Recheck against the paper"),
        "remark": N_("What is wrong"),
        "remark_hint": N_(
            "Needed when something is wrong: which judge, which criterion, what the paper says."
        ),
        "right": N_("Agrees"),
        "rule": N_("Rule on it"),
        "rule_hint": N_(
            "An upheld appeal lets the organiser withdraw the notice; the ruling stays on record."
        ),
        "rule_of": N_("Rule on the appeal of {name}"),
        "ruling": N_("Ruling and reason"),
        "save": N_("Save"),
        "score": N_("Score"),
        "search": N_("Search code or title"),
        "share": N_("Share of errors"),
        "share_limit": N_("above {n} % all are rechecked"),
        "state": N_("Found"),
        "title": N_("Recheck and appeals"),
        "uphold": N_("Uphold the appeal"),
        "wrong": N_("Something is wrong"),
        "wrong_n": N_("Wrong"),
    }
    writable = frozenset({"search", "filter"})

    text = Unicode("").tag(sync=True)
    about = Dict().tag(sync=True)
    rows = List().tag(sync=True)
    search = Unicode("").tag(sync=True)
    filter = Unicode("open").tag(sync=True)
    found = Int(0).tag(sync=True)
    looked = Dict().tag(sync=True)
    appeals = List().tag(sync=True)
    drawer = Unicode("").tag(sync=True)
    ruled = Dict().tag(sync=True)
    choices = List().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        self._seen: reports.Review | None = None
        super().__init__(ws, desk, **state)
        self.observe(lambda _: self._list(), ["search", "filter"])

    def visit(self, competition: int | None = None) -> None:
        """Come to this screen with everything still to be done in sight."""
        self.search, self.filter, self.drawer, self.looked, self.ruled = "", "open", "", {}, {}
        super().visit(competition)
        if not self.rows:
            self.filter = "all"

    def show(self) -> None:
        """Fetch recheck and appeals again."""
        seen = self._seen = reports.review(self.ws, self.competition_id)
        self.text = seen.competition.title
        self._list()
        self.appeals = [_appeal(appeal, shown) for appeal, shown in seen.appeals]
        self.about = self._about(seen)
        if self.looked:
            self.vue_look(self.looked["entry"])

    def _about(self, seen: reports.Review) -> dict[str, Any]:
        stage, state = seen.competition.stage, seen.state
        supervises = Duty.SUPERVISOR in seen.duties
        waiting = sum(1 for appeal, _ in seen.appeals if appeal.state == AppealState.FILED)
        return {
            "stage": stage_tag(stage),
            "to_do": state.to_do,
            "done": state.done,
            "wrong": state.wrong,
            "share": f"{float(state.error_share * 100):.1f}%",
            "limit": MOST_WRONG,
            "percent": round(100 * state.done / state.to_do) if state.to_do else 0,
            "tone": "bad" if state.wrong else "ok" if state.to_do and state.is_passed else "",
            "told": _told(seen),
            "empty": _nothing_to_recheck(seen),
            "may_verdict": supervises and stage == Stage.SIGNED,
            "may_rule": supervises,
            "may_appeal": stage == Stage.ON_NOTICE and bool(seen.duties & {Duty.ORGANISER, Duty.SUPERVISOR}),
            "waiting": waiting,
            "appeals_hint": _appeals_hint(seen),
            "deadline": local_time(seen.deadline),
            "is_late": bool(seen.deadline and self.ws.now > seen.deadline),
        }

    def _list(self) -> None:
        seen, wanted = self._seen, self.search.strip().casefold()
        rows = seen.recheck if seen else []
        keeps = {
            "open": lambda row: row.verdict is None,
            "wrong": lambda row: row.verdict == Verdict.WRONG,
        }.get(self.filter, lambda row: True)
        found = [
            row for row in rows if keeps(row) and wanted in f"{row.shown.code} {row.shown.title}".casefold()
        ]
        self.rows = [_row(row) for row in found[:SHOWN]]
        self.found = len(found)

    # Recheck

    def vue_look(self, entry_id: int | None) -> None:
        """Open an entry's signed marks beside the paper, or close them."""
        rows = self._seen.recheck if self._seen else []
        row = next((row for row in rows if row.entry_id == entry_id), None)
        self.looked = self._marks(row) if row else {}

    def _marks(self, row: RecheckRow) -> dict[str, Any]:
        seen = self._seen
        if seen is None:
            return {}
        seats = sorted({seat for given in row.marks.values() for seat in given}, key=int)
        known = {c.key: c.title for c in seen.scheme.criteria if c.key in row.marks}
        titles = known | {key: key for key in row.marks if key not in known}
        return {
            "entry": row.entry_id,
            **_row(row),
            "judges": [{"seat": seat, "name": seen.seats.get(seat, seat)} for seat in seats],
            "marks": [
                {"title": title, "cells": [_cell(row.marks[key], seat) for seat in seats]}
                for key, title in titles.items()
            ],
            "remark": row.remark,
        }

    def vue_verdict(self, told: Mapping[str, Any]) -> None:
        """Record whether an entry's marks agree with the paper, and go on to the next one."""
        verdict, entry_id = Verdict(str(told["verdict"])), int(told["entry"])
        remark = str(told.get("remark") or "") if verdict == Verdict.WRONG else ""
        known = self._seen.state.to_do if self._seen else 0
        state = service.recheck(self.ws, self.competition_id, entry_id, verdict, remark)
        following = self._following(entry_id)
        self.looked = {}
        self.show()
        self.vue_look(following)
        if state.to_do > known:
            self.say(
                translate(N_("More than {n} % were wrong, so every entry is rechecked now.")).format(
                    n=MOST_WRONG
                ),
                "warn",
                todo=translate(N_("{n} entries have been added to the list.")).format(n=state.to_do - known),
            )
        else:
            self.say(
                translate(N_("Recorded: {done} of {all} looked at.")).format(done=state.done, all=state.to_do)
            )

    def _following(self, entry_id: int) -> int | None:
        """The next entry to look at, in the order shown."""
        rows = self._seen.recheck if self._seen else []
        at = next((n for n, row in enumerate(rows) if row.entry_id == entry_id), 0)
        later = [row.entry_id for row in rows[at + 1 :] + rows[:at] if row.verdict is None]
        return later[0] if later else None

    # Appeals

    def vue_appeal(self, is_open: bool) -> None:
        """Open the drawer to record an appeal, or close it."""
        self.drawer = "appeal" if is_open else ""
        if is_open:
            self.vue_find("")

    def vue_find(self, text: str | None) -> None:
        """Offer entries whose code or title holds what was typed."""
        found = entry_choices(self.ws, self.competition_id, str(text or ""))
        self.choices = [
            {"id": c.id, "title": f"{c.shown.code} {c.shown.title}".strip(), "about": c.shown.unit}
            for c in found
        ]

    def vue_file(self, typed: Mapping[str, Any]) -> None:
        """Record an appeal."""
        service.file_appeal(
            self.ws,
            self.competition_id,
            int(typed.get("entry") or 0),
            str(typed.get("appellant") or ""),
            str(typed.get("grounds") or ""),
        )
        self.drawer = ""
        self.show()
        self.say(translate(N_("The appeal is recorded; the supervisor rules on it.")))

    def vue_take(self, appeal_id: int | None) -> None:
        """Open an appeal to rule on it, or close it."""
        self.ruled = next((appeal for appeal in self.appeals if appeal["id"] == appeal_id), {})

    def vue_rule(self, typed: Mapping[str, Any]) -> None:
        """Ask, then rule on an appeal."""
        appeal_id, state = int(typed["id"]), AppealState(str(typed["state"]))
        ruling = str(typed.get("ruling") or "")
        appeal = next((a for a in self.appeals if a["id"] == appeal_id), None)
        if appeal is None or self.shell is None:
            return
        upholds = state == AppealState.UPHELD
        self.shell.confirm(
            lambda: self.rule(appeal_id, state, ruling),
            title=translate(N_("Uphold this appeal?") if upholds else N_("Dismiss this appeal?")),
            text=translate(N_("A ruling is final here and stays on record with its reason.")),
            facts=[f"{appeal['code']} {appeal['title']}".strip(), appeal["appellant"], ruling[:120]],
            yes=translate(N_("Uphold the appeal") if upholds else N_("Dismiss the appeal")),
        )

    def rule(self, appeal_id: int, state: AppealState, ruling: str) -> None:
        """Rule on an appeal."""
        service.rule_on_appeal(self.ws, self.competition_id, appeal_id, state, ruling)
        self.ruled = {}
        self.show()
        if state == AppealState.UPHELD:
            self.say(
                translate(N_("The appeal is upheld.")),
                "warn",
                todo=translate(
                    N_(
                        "Let the organiser withdraw the notice and the chief judge reopen marking to correct it."
                    )
                ),
            )
        else:
            self.say(translate(N_("The appeal is dismissed.")))


def _row(row: RecheckRow) -> dict[str, Any]:
    return {
        "id": row.entry_id,
        "code": row.shown.code,
        "title": row.shown.title,
        "place": row.rank,
        "score": row.score,
        "cause": translate(RECHECK_CAUSES[row.cause]),
        "cause_tone": CAUSE_TONES[row.cause],
        "verdict": translate(VERDICTS[row.verdict]) if row.verdict else "",
        "tone": VERDICT_TONES[row.verdict] if row.verdict else "mute",
    }


def _cell(given: Mapping[str, str | None], seat: str) -> str:
    """Return a judge's mark; a dash where it is missing, nothing where the judge does not mark."""
    if seat not in given:
        return ""
    text = given[seat]
    return plain(rules.parse_mark(text)) if text else "—"


def _appeal(appeal: Any, shown: Any) -> dict[str, Any]:
    return {
        "id": appeal.id,
        "code": shown.code,
        "title": shown.title,
        "appellant": appeal.appellant,
        "grounds": appeal.grounds,
        "filed": local_time(appeal.filed_at),
        "state": translate(APPEAL_STATES[appeal.state]),
        "tone": APPEAL_TONES[appeal.state],
        "is_open": appeal.state == AppealState.FILED,
        "ruling": appeal.ruling,
        "ruled": local_time(appeal.ruled_at),
    }


def _nothing_to_recheck(seen: reports.Review) -> str:
    """Say why there is nothing to recheck; empty when there is."""
    competition = seen.competition
    if seen.recheck:
        return ""
    if not (competition.recheck_leading or competition.recheck_sample):
        return translate(
            N_(
                "This competition asks for no recheck. The shares are set when you edit the plan, before signing."
            )
        )
    if competition.stage in (Stage.DRAFT, Stage.MARKING):
        return translate(
            N_(
                "Once the chief judge has signed, {leading} % of the best and {sample} % of the others appear here."
            )
        ).format(leading=competition.recheck_leading, sample=competition.recheck_sample)
    return translate(N_("No entry was placed, so there is nothing to recheck."))


def _told(seen: reports.Review) -> str:
    """Say how the recheck stands and what follows from it."""
    state = seen.state
    if not state.to_do:
        return ""
    if state.wrong:
        return translate(
            N_(
                "{wrong} entries are wrong. The notice cannot be posted: let the chief judge reopen marking, "
                "correct the marks and sign again; a new sample is then drawn."
            )
        ).format(wrong=state.wrong)
    if state.is_passed:
        return translate(N_("The recheck is through: every mark looked at agrees with the paper."))
    return translate(
        N_(
            "Compare the signed marks with the paper. When more than {n} % are wrong, all entries are rechecked."
        )
    ).format(n=MOST_WRONG)


def _appeals_hint(seen: reports.Review) -> str:
    """Say whether appeals can be recorded now."""
    stage = seen.competition.stage
    if stage == Stage.ON_NOTICE:
        if seen.deadline is None:
            return translate(N_("Appeals can be recorded as long as the result is on public notice."))
        return ""
    if stage == Stage.PUBLISHED:
        return translate(N_("The result is published; the time for appeals is over."))
    return translate(N_("Appeals can be recorded once the result is on public notice."))
