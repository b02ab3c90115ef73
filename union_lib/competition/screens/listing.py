"""All competitions one may see, and the way to a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from traitlets import Dict, List

from ...common.errors import N_
from ...common.text import translate
from ...registry.permissions import Permission
from ...registry.queries import unions_where
from ...ui.form import form_fields, read_form
from ...ui.shown import period
from .. import reports, rules, service
from .desk import CompetitionScreen, stage_tag

FORM_WORDS = {
    "CompetitionForm.title": N_("Title"),
    "CompetitionForm.industry": N_("Industry"),
    "CompetitionForm.starts_on": N_("First day"),
    "CompetitionForm.ends_on": N_("Last day (marking closes)"),
    "CompetitionForm.notice_working_days": N_("Public notice (working days)"),
    "CompetitionForm.notice_working_days.hint": N_("5 is usual; 0 publishes without a waiting time."),
    "CompetitionForm.appeal_hours": N_("Appeals within (hours)"),
    "CompetitionForm.appeal_hours.hint": N_("Counted from the posting of the notice; 0 sets no time."),
    "CompetitionForm.recheck_leading": N_("Recheck: leading group (%)"),
    "CompetitionForm.recheck_leading.hint": N_("30 is usual; 0 rechecks no leading group."),
    "CompetitionForm.recheck_sample": N_("Recheck: sample of the others (%)"),
    "CompetitionForm.recheck_sample.hint": N_("At least 15; 0 draws no sample."),
    "CompetitionForm.blind_draws": N_("Blind codes: draws"),
    "CompetitionForm.blind_draws.hint": N_(
        "0 shows the entries as they are; with 1 to 3 judges see codes drawn by different people."
    ),
    "CompetitionForm.shows_titles": N_("Judges may read the titles of coded entries"),
}


class CompetitionList(CompetitionScreen):
    """The list of competitions; a new one is created in a drawer."""

    file = "listing.vue"
    words = {
        "based_on": N_("Start from this scheme"),
        "cancel": N_("Cancel"),
        "create": N_("Create the competition"),
        "dates": N_("Dates"),
        "empty_text": N_("Create the first competition, then import its entries and judges from Excel."),
        "empty_title": N_("No competitions yet"),
        "entries": N_("Entries"),
        "judges": N_("Judges"),
        "new": N_("New competition"),
        "new_text": N_("Everything can be changed until marking opens."),
        "organiser": N_("Organiser"),
        "nothing": N_("Nothing matches “{text}”."),
        "open": N_("Open"),
        "progress": N_("Marks given"),
        "search": N_("Search title or organiser"),
        "stage": N_("Stage"),
        "text": N_("Labour and skill competitions, and reviews of small innovations"),
        "title": N_("Competitions"),
        "title_column": N_("Title"),
    }

    rows = List().tag(sync=True)
    fields = List().tag(sync=True)
    values = Dict().tag(sync=True)
    errors = Dict().tag(sync=True)
    presets = List().tag(sync=True)
    organisers = List().tag(sync=True)

    def show(self) -> None:
        """Fetch the list again."""
        self.rows = [_row(row) for row in reports.competitions(self.ws)]
        self.fields = form_fields(service.CompetitionForm, FORM_WORDS)
        self.presets = [
            {"value": key, "title": translate(made.title), "source": translate(made.source)}
            for key, made in rules.PRESETS.items()
        ]
        today = self.ws.today
        self.values = {
            "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=7)).isoformat(),
            "notice_working_days": "5",
            "appeal_hours": "24",
            "recheck_leading": "30",
            "recheck_sample": "15",
            "blind_draws": "0",
            "shows_titles": False,
        }
        self.organisers = [
            {"value": union_id, "title": name}
            for union_id, name in unions_where(self.ws, Permission.ORGANISE_COMPETITION)
        ]

    def vue_open(self, competition_id: int) -> None:
        """Put a competition on the desk and go to its plan."""
        if self.shell:
            self.shell.go("plan", competition=int(competition_id))

    def vue_create(self, typed: Mapping[str, Any]) -> None:
        """Create a competition of the organisation that was chosen, then open it."""
        values, errors = read_form(service.CompetitionForm, typed["values"], FORM_WORDS)
        self.errors = errors
        if values is None:
            return
        preset = rules.preset(typed["preset"] if typed["preset"] in rules.PRESETS else "five_small")
        form = service.CompetitionForm(**values)
        union_id = int(typed["union"] or 0)
        made = service.create_competition(self.ws, union_id, form, preset)
        self.say(translate(N_("The competition is created. Next: scheme, entries, judges.")))
        self.send({"method": "created", "args": []})
        self.vue_open(made)


def _row(row: reports.CompetitionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "union": row.union,
        "industry": row.industry,
        "dates": period(row.starts_on, row.ends_on),
        "stage": stage_tag(row.stage),
        "entries": row.entries,
        "judges": row.judges,
        "percent": round(row.progress.share * 100),
    }
