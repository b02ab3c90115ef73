"""All programmes one may see, and the way to a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from traitlets import Dict, List

from ...common.errors import N_
from ...common.money import yuan
from ...common.text import translate
from ...ui.form import form_fields, read_form
from ...ui.shown import period
from .. import reports, service
from ..presets import PRESETS
from ..words import PURPOSES
from .desk import ProgrammeScreen, stage_tag

FORM_WORDS = {
    "ProgrammeForm.title": N_("Title"),
    "ProgrammeForm.purpose": N_("Purpose"),
    "ProgrammeForm.source": N_("Founded on"),
    "ProgrammeForm.source.hint": N_("Number and article of the document, such as 株工通字〔2020〕1号 四."),
    "ProgrammeForm.fund_id": N_("Fund"),
    "ProgrammeForm.budget_fen": N_("Budget"),
    "ProgrammeForm.granularity_fen": N_("Smallest step"),
    "ProgrammeForm.starts_on": N_("First day"),
    "ProgrammeForm.ends_on": N_("Last day"),
    "ProgrammeForm.decided_on": N_("Rules of which day"),
    "ProgrammeForm.decided_on.hint": N_("Figures and files count as of this day."),
    "ProgrammeForm.notice_working_days": N_("Public notice (working days)"),
    **{f"Purpose.{purpose}": word for purpose, word in PURPOSES.items()},
}
STEP_WORDS = {1: N_("one fen"), 100: N_("whole yuan"), 10_000: N_("whole hundreds of yuan")}


class ProgrammeList(ProgrammeScreen):
    """The list of programmes; a new one is created in a drawer."""

    file = "listing.vue"
    words = {
        "based_on": N_("Start from these terms"),
        "budget": N_("Budget (yuan)"),
        "cancel": N_("Cancel"),
        "create": N_("Create the programme"),
        "empty_text": N_("Record a fund under “Funds and figures”, then create the first programme."),
        "empty_title": N_("No programmes yet"),
        "eligible": N_("Recipients"),
        "fund": N_("Fund"),
        "new": N_("New programme"),
        "new_text": N_("Everything can be changed until it is handed in for review."),
        "no_fund": N_("There is no fund yet: record one under “Funds and figures”."),
        "nothing": N_("Nothing matches “{text}”."),
        "open": N_("Open"),
        "organiser": N_("Union"),
        "paid": N_("Paid (yuan)"),
        "period": N_("Period"),
        "search": N_("Search title or union"),
        "stage": N_("Stage"),
        "step": N_("Smallest step"),
        "text": N_("Consolation money from the list to the receipt"),
        "title": N_("Consolation programmes"),
        "title_column": N_("Title"),
    }

    rows = List().tag(sync=True)
    fields = List().tag(sync=True)
    values = Dict().tag(sync=True)
    errors = Dict().tag(sync=True)
    organisers = List().tag(sync=True)
    funds = List().tag(sync=True)
    presets = List().tag(sync=True)
    steps = List().tag(sync=True)

    def show(self) -> None:
        """Fetch the list again."""
        self.rows = [_row(row) for row in reports.programmes(self.ws)]
        self.fields = programme_fields()
        self.organisers = [
            {"value": union_id, "title": name} for union_id, name in reports.organising_unions(self.ws)
        ]
        self.presets = [
            {"value": key, "title": translate(made.title), "text": translate(made.text)}
            for key, made in PRESETS.items()
        ]
        self.steps = granularity_steps()
        today = self.ws.today
        self.values = {
            "purpose": "warmth",
            "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=60)).isoformat(),
            "decided_on": today.isoformat(),
            "notice_working_days": "5",
        }

    def vue_open(self, programme_id: int) -> None:
        """Put a programme on the desk and go to its overview."""
        if self.shell:
            self.shell.go("plan", programme=int(programme_id))

    def vue_funds_of(self, union_id: int) -> None:
        """Show the funds the chosen union may draw on."""
        self.funds = [
            {
                "value": fund.id,
                "title": f"{fund.title}（{fund.year}）",
                "free": translate(N_("{amount} yuan free")).format(amount=yuan(fund.free_fen)),
            }
            for fund in reports.funds_for(self.ws, int(union_id))
        ]

    def vue_create(self, typed: Mapping[str, Any]) -> None:
        """Create a programme of the union that was chosen, then open it."""
        given = {**typed["values"], "fund_id": typed.get("fund"), "granularity_fen": typed.get("step") or 1}
        values, self.errors = read_form(service.ProgrammeForm, given, FORM_WORDS)
        if values is None:
            return
        preset = PRESETS.get(str(typed.get("preset"))) or next(iter(PRESETS.values()))
        form = service.ProgrammeForm(**values)
        made = service.create_programme(self.ws, int(typed["union"] or 0), form, preset.terms)
        self.say(translate(N_("The programme is created. Next: its list, then its rule.")))
        self.send({"method": "created", "args": []})
        self.vue_open(made)


def programme_fields() -> list[dict[str, Any]]:
    """Return the fields of a programme's form; fund and step have their own."""
    fields = form_fields(service.ProgrammeForm, FORM_WORDS)
    return [field for field in fields if field["key"] not in ("fund_id", "granularity_fen")]


def granularity_steps() -> list[dict[str, Any]]:
    """Return the steps an amount may go in."""
    return [{"value": fen, "title": translate(word)} for fen, word in STEP_WORDS.items()]


def _row(row: reports.ProgrammeRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "union": row.union,
        "purpose": translate(PURPOSES[row.purpose]),
        "stage": stage_tag(row.stage),
        "period": period(row.starts_on, row.ends_on),
        "eligible": f"{row.eligible:,}" if row.candidates else "—",
        "budget": yuan(row.budget_fen),
        "paid": yuan(row.paid_fen) if row.paid_fen else "—",
    }
