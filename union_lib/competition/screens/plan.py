"""A competition's plan: how far it has come, how it is run, and who moves it on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Bool, Dict, List

from ...common.errors import N_
from ...common.text import translate
from ...ui.form import form_fields, read_form
from ...ui.shown import local_time, period
from .. import reports, rules, service
from ..rules import Duty, Stage
from ..tables import Competition
from ..words import STAGES
from .desk import CompetitionScreen, stage_tag
from .listing import FORM_WORDS
from .moves import MOVE_WORDS, ONWARD, ask_to_move

NEEDED = frozenset({Duty.CHECKER, Duty.CHIEF, Duty.SUPERVISOR})
STEPS = (Stage.DRAFT, Stage.MARKING, Stage.SIGNED, Stage.ON_NOTICE, Stage.PUBLISHED)


class CompetitionPlan(CompetitionScreen):
    """Stages, dates and procedure of one competition."""

    file = "plan.vue"
    words = {
        "cancel": N_("Cancel"),
        "edit": N_("Edit"),
        "edit_text": N_("Title, dates and procedure can be changed until the result is signed."),
        "history": N_("What happened"),
        "no_history": N_("Nothing yet."),
        "procedure": N_("Procedure"),
        "ready": N_("Before marking opens"),
        "save": N_("Save"),
        "source": N_("Source: {source}"),
        "steps": N_("Stages of the competition"),
    }

    about = Dict().tag(sync=True)
    fields = List().tag(sync=True)
    errors = Dict().tag(sync=True)
    is_editing = Bool(False).tag(sync=True)

    def show(self) -> None:
        """Fetch the competition again."""
        seen = reports.overview(self.ws, self.competition_id)
        self._version = seen.competition.version
        self.fields = form_fields(service.CompetitionForm, FORM_WORDS)
        self.about = self._about(seen)

    def _about(self, seen: reports.Overview) -> dict[str, Any]:
        competition = seen.competition
        organises = Duty.ORGANISER in seen.duties
        return {
            "id": competition.id,
            "title": competition.title,
            "text": " · ".join(
                part
                for part in (
                    seen.union,
                    competition.industry,
                    period(competition.starts_on, competition.ends_on),
                )
                if part
            ),
            "source": competition.source,
            "stage": stage_tag(competition.stage),
            "at": STEPS.index(competition.stage) + (competition.stage == Stage.PUBLISHED),
            "steps": self._steps(seen),
            "moves": self._moves(seen),
            "may_edit": organises and competition.stage in (Stage.DRAFT, Stage.MARKING),
            "procedure": _procedure(competition),
            "ready": self._ready(seen) if competition.stage == Stage.DRAFT else [],
            "values": {
                "title": competition.title,
                "industry": competition.industry,
                "starts_on": competition.starts_on.isoformat(),
                "ends_on": competition.ends_on.isoformat(),
                "notice_working_days": str(competition.notice_working_days),
                "appeal_hours": str(competition.appeal_hours),
                "recheck_leading": str(competition.recheck_leading),
                "recheck_sample": str(competition.recheck_sample),
                "blind_draws": str(competition.blind_draws),
                "shows_titles": competition.shows_titles,
            },
            "history": [
                {
                    "at": local_time(move.moved_at),
                    "who": who,
                    "text": translate(N_("{was} → {now}")).format(
                        was=translate(STAGES[move.from_stage]), now=translate(STAGES[move.to_stage])
                    ),
                    "reason": move.reason,
                }
                for move, who in reversed(seen.moves)
            ],
        }

    def _steps(self, seen: reports.Overview) -> list[dict[str, str]]:
        notes = {
            Stage.DRAFT: translate(N_("{entries} entries, {judges} judges")).format(
                entries=sum(seen.entry_states.values()),
                judges=sum(1 for a, _, _ in seen.staff if a.duty == Duty.JUDGE),
            ),
            Stage.MARKING: translate(N_("{n}% of the marks given")).format(
                n=round(seen.progress.share * 100)
            ),
            Stage.ON_NOTICE: translate(N_("until {day}")).format(day=seen.competition.notice_last_day)
            if seen.competition.notice_last_day
            else "",
            Stage.PUBLISHED: local_time(seen.competition.published_at),
        }
        return [{"title": translate(STAGES[stage]), "note": notes.get(stage, "")} for stage in STEPS]

    def _moves(self, seen: reports.Overview) -> list[dict[str, Any]]:
        """The moves this account may make from here; signing happens on the result page."""
        return [
            {"name": move.name, "title": translate(MOVE_WORDS[move.name]), "is_main": move.name in ONWARD}
            for (stage, _), move in rules.MOVES.items()
            if stage == seen.competition.stage and move.duty in seen.duties and move.name in MOVE_WORDS
            if move.name != "return_to_draft" or not seen.progress.given
        ]

    def _ready(self, seen: reports.Overview) -> list[dict[str, Any]]:
        """What must be there before marking opens, what is, and where it is done."""
        held = {a.duty for a, _, _ in seen.staff}
        coding = reports.code_lists(self.ws, self.competition_id) if seen.competition.blind_draws else None
        lines = [
            (N_("Entries"), sum(seen.entry_states.values()) > 0, "entries"),
            (N_("Judges"), Duty.JUDGE in held, "staff"),
            (N_("Mark checker, chief judge, supervisor"), held >= NEEDED, "staff"),
        ]
        if coding is not None:
            drawn = len(coding.coding.state.holders) == seen.competition.blind_draws
            lines.append((N_("Lists of codes drawn"), drawn, "codes"))
        return [{"title": translate(text), "is_done": done, "screen": screen} for text, done, screen in lines]

    def vue_visit(self, screen: str) -> None:
        """Go to another page about this competition."""
        if self.shell and screen in ("entries", "staff", "codes"):
            self.shell.go(screen, competition=self.competition_id)

    def vue_edit(self, is_editing: bool) -> None:
        """Open or close the drawer of title and dates."""
        self.errors, self.is_editing = {}, bool(is_editing)

    def vue_save(self, typed: Mapping[str, Any]) -> None:
        """Save title, dates and notice days."""
        values, self.errors = read_form(service.CompetitionForm, typed, FORM_WORDS)
        if values is None:
            return
        form = service.CompetitionForm(**values)
        service.edit_competition(self.ws, self.competition_id, form, self._version)
        self.is_editing = False
        self.show()
        self.say(translate(N_("Saved")))

    def vue_move(self, name: str) -> None:
        """Ask, then move the competition on."""
        ask_to_move(self, name)


def _procedure(competition: Competition) -> list[str]:
    """Say how the competition is run, a line each."""
    c = competition
    lines = [
        translate(N_("Public notice for {n} working days")).format(n=c.notice_working_days)
        if c.notice_working_days
        else translate(N_("No public notice before publishing")),
        translate(N_("Appeals within {n} hours of the notice")).format(n=c.appeal_hours)
        if c.appeal_hours
        else translate(N_("No time set for appeals")),
        translate(N_("Recheck: the leading {leading} %, and {sample} % of the others")).format(
            leading=c.recheck_leading, sample=c.recheck_sample
        )
        if c.recheck_leading or c.recheck_sample
        else translate(N_("No recheck")),
        translate(N_("Coded {n} times before judges see the entries")).format(n=c.blind_draws)
        if c.blind_draws
        else translate(N_("Entries are not coded")),
    ]
    if c.blind_draws:
        titles = N_("Judges may read titles") if c.shows_titles else N_("Judges see codes only")
        lines.append(translate(titles))
    return lines
