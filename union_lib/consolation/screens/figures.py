"""Funds, dated figures with their notices, and who counts as hard hit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from traitlets import Bool, Dict, List

from ...common.errors import N_
from ...common.money import parse_yuan, yuan
from ...common.text import translate
from ...ui.form import form_fields, read_form
from ...ui.kit import Screen
from ...ui.shown import entered_words
from .. import reports, service
from ..figures import FIGURE_NAMES

FUND_WORDS = {
    "FundForm.title": N_("Name of the fund"),
    "FundForm.source": N_("Where the money comes from"),
    "FundForm.year": N_("Year"),
    "FundForm.amount_fen": N_("Amount"),
}


class FundsAndFigures(Screen):
    """The money there is, and the figures the rules use."""

    file = "figures.vue"
    words = {
        "add_fund": N_("Record a fund"),
        "amount": N_("Amount (yuan)"),
        "area": N_("Area"),
        "bound": N_("Bound (yuan)"),
        "cancel": N_("Cancel"),
        "change": N_("Change"),
        "citation": N_("Number of the notice"),
        "citation_hint": N_("Number and article, so that anyone can look it up."),
        "enter": N_("Enter"),
        "enter_figure": N_("Enter a figure"),
        "enter_text": N_("A new figure supersedes the old one from its day on; nothing is overwritten."),
        "figure": N_("Figure"),
        "figures": N_("Figures of the rules"),
        "free": N_("Free (yuan)"),
        "from": N_("In force from"),
        "fund": N_("Fund"),
        "funds": N_("Funds"),
        "hard_hit": N_("Hard-hit industries and units"),
        "hard_hit_add": N_("Add"),
        "hard_hit_none": N_("None named yet."),
        "industry": N_("Industry"),
        "new_amount": N_("New amount (yuan)"),
        "no_funds": N_("No fund yet"),
        "no_funds_text": N_(
            "Record where the money comes from; approvals can never bind more than there is."
        ),
        "reason": N_("Reason"),
        "save": N_("Save"),
        "state": N_("State"),
        "text": N_("Money there is, and the dated figures with their notices"),
        "title": N_("Funds and figures"),
        "to": N_("until"),
        "union": N_("Union"),
        "uscc": N_("Credit code"),
        "value": N_("Value"),
        "value_hint": N_("Amounts in yuan. For a cap, “none” means a decision not to cap."),
        "year": N_("Year"),
    }

    funds = List().tag(sync=True)
    fields = List().tag(sync=True)
    values = Dict().tag(sync=True)
    errors = Dict().tag(sync=True)
    figures = List().tag(sync=True)
    enterable = List().tag(sync=True)
    hard_hit = List().tag(sync=True)
    unions = List().tag(sync=True)
    may_manage = Bool(False).tag(sync=True)

    def show(self) -> None:
        """Fetch funds and figures again."""
        self.unions = [
            {"value": union_id, "title": name} for union_id, name in reports.organising_unions(self.ws)
        ]
        self.may_manage = bool(self.unions)
        self.funds = [
            {
                "id": row.id,
                "title": row.title,
                "source": row.source,
                "year": row.year,
                "union": row.union,
                "amount": yuan(row.amount_fen),
                "bound": yuan(row.committed_fen),
                "free": yuan(row.free_fen),
                "percent": round(100 * row.committed_fen / row.amount_fen) if row.amount_fen else 0,
                "version": row.version,
                "may_change": row.may_change,
            }
            for row in reports.funds(self.ws)
        ]
        self.fields = form_fields(service.FundForm, FUND_WORDS)
        self.values = {"year": str(self.ws.today.year)}
        self.figures = [_figure(row) for row in reports.figure_rows(self.ws)]
        self.enterable = [{"value": key, "title": translate(name)} for key, name in FIGURE_NAMES.items()]
        self.hard_hit = [
            {
                "id": row.id,
                "what": row.industry or row.uscc,
                "from": row.valid_from.isoformat(),
                "to": row.valid_to.isoformat() if row.valid_to else "",
                "citation": row.citation,
            }
            for row in reports.hard_hit_rows(self.ws)
        ]

    def vue_add_fund(self, typed: Mapping[str, Any]) -> None:
        """Record a fund."""
        values, self.errors = read_form(service.FundForm, typed["values"], FUND_WORDS)
        if values is None:
            return
        service.create_fund(self.ws, int(typed["union"] or 0), service.FundForm(**values))
        self._done()

    def vue_change_fund(self, typed: Mapping[str, Any]) -> None:
        """Set what a fund holds."""
        fund = next(f for f in self.funds if f["id"] == typed["id"])
        amount = parse_yuan(str(typed["amount"]))
        service.change_fund(
            self.ws, fund["id"], amount, str(typed.get("reason") or ""), seen_version=fund["version"]
        )
        self._done()

    def vue_enter(self, typed: Mapping[str, Any]) -> None:
        """Enter a dated figure with its notice."""
        service.enter_local_figure(
            self.ws,
            int(typed["union"] or 0),
            str(typed["policy"]),
            str(typed.get("area") or ""),
            date.fromisoformat(str(typed["from"])),
            str(typed["value"]),
            str(typed.get("citation") or ""),
        )
        self._done()

    def vue_add_hard_hit(self, typed: Mapping[str, Any]) -> None:
        """Name an industry or a unit as hard hit."""
        service.name_hard_hit(
            self.ws,
            int(typed["union"] or 0),
            industry=str(typed.get("industry") or ""),
            uscc=str(typed.get("uscc") or ""),
            valid_from=date.fromisoformat(str(typed["from"])),
            valid_to=date.fromisoformat(str(typed["to"])) if typed.get("to") else None,
            citation=str(typed.get("citation") or ""),
        )
        self._done()

    def _done(self) -> None:
        self.send({"method": "done", "args": []})
        self.show()
        self.say(translate(N_("Saved")))


def _figure(row: reports.FigureRow) -> dict[str, Any]:
    return {
        "key": f"{row.policy}/{row.area}/{row.valid_from}",
        "name": translate(row.name),
        "value": row.shown,
        "is_unknown": row.is_unknown,
        "area": row.area,
        "from": row.valid_from.isoformat() if row.valid_from.year > 1 else "",
        "citation": row.citation,
        "confidence": translate(row.state.words),
        "tone": row.state.tone,
        "entered": entered_words(row.state),
    }
