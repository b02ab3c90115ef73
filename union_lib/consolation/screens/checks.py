"""Verification: a sample that anyone can draw again, and what each look found."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from traitlets import Dict, List

from ...common.errors import N_
from ...common.money import yuan
from ...common.text import translate
from ...ui.shown import XLSX
from .. import documents, reports, service
from ..rules.kinds import Finding
from ..rules.stages import Hand
from ..service.sampling import SAMPLED
from ..words import FINDINGS
from .desk import ProgrammeScreen, stage_tag, tier_tag

TONES = {Finding.CONFIRMED: "ok", Finding.DIFFERS: "bad", Finding.NOT_REACHED: "warn"}


class Verification(ProgrammeScreen):
    """The recipients drawn for verification."""

    file = "checks.vue"
    words = {
        "amount": N_("Amount (yuan)"),
        "done": N_("Looked at"),
        "draw": N_("Draw"),
        "drawn": N_("Drawn"),
        "empty_text": N_(
            "Write a seed that nobody can choose to suit, such as a published number; then draw."
        ),
        "empty_title": N_("No sample has been drawn"),
        "excel": N_("Visiting list (Excel)"),
        "finding": N_("Finding"),
        "formula": N_("By formula (95 %, ± 5 %)"),
        "how_many": N_("How many"),
        "name": N_("Name"),
        "no": N_("No."),
        "not_yet": N_("A sample can be drawn once the allocation is approved."),
        "remark": N_("Remark"),
        "seed": N_("Seed"),
        "seed_hint": N_("Order by SHA-256 of “seed|number”: anyone can draw it again."),
        "share": N_("30 % of all"),
        "stratum": N_("District or unit"),
        "text": N_("A sample is visited or called: did the money reach the right person?"),
        "tier": N_("Tier"),
        "wrong": N_("Differ"),
    }

    about = Dict().tag(sync=True)
    items = List().tag(sync=True)
    findings = List().tag(sync=True)

    def show(self) -> None:
        """Fetch the sample again."""
        seen = reports.overview(self.ws, self.programme_id)
        rows = reports.sample_rows(self.ws, self.programme_id)
        looked = [row for row in rows if row.finding is not None]
        may = Hand.REVIEWER in seen.hands and seen.programme.stage in SAMPLED
        self.findings = [{"value": f.value, "title": translate(word)} for f, word in FINDINGS.items()]
        self.about = {
            "title": seen.programme.title,
            "stage": stage_tag(seen.programme.stage),
            "may_draw": may and not looked,
            "may_record": may,
            "is_early": seen.programme.stage not in SAMPLED,
            "drawn": len(rows),
            "done": len(looked),
            "differ": sum(1 for row in looked if row.finding == Finding.DIFFERS),
            "seed": seen.programme.sample_seed,
            "all": seen.allocation.recipients if seen.allocation else 0,
        }
        self.items = [
            {
                "id": row.id,
                "stratum": row.stratum,
                "position": row.position,
                "name": row.name,
                "unit": row.unit,
                "tier": tier_tag(row.tier),
                "amount": yuan(row.amount_fen),
                "finding": row.finding.value if row.finding else "",
                "tag": {"text": translate(FINDINGS[row.finding]), "tone": TONES[row.finding]}
                if row.finding
                else {},
                "remark": row.remark,
                "who": f"{row.found_by} {row.found_on or ''}".strip(),
                "version": row.version,
            }
            for row in rows
        ]

    def vue_draw(self, typed: Mapping[str, Any]) -> None:
        """Draw the sample."""
        share = Fraction("0.3") if typed.get("how") == "share" else None
        n = service.draw_sample(self.ws, self.programme_id, str(typed.get("seed") or ""), share)
        self.show()
        self.say(translate(N_("{n} recipients are drawn.")).format(n=n))

    def vue_record(self, typed: Mapping[str, Any]) -> None:
        """Record what a look found."""
        item = next(one for one in self.items if one["id"] == typed["id"])
        service.record_finding(
            self.ws,
            self.programme_id,
            int(item["id"]),
            Finding(str(typed["finding"])),
            str(typed.get("remark") or ""),
            seen_version=int(item["version"]),
        )
        self.show()
        self.say(translate(N_("Saved")))

    def vue_excel(self, _: Any = None) -> None:
        """Hand over the list to take along."""
        name, content = documents.sample_list(self.ws, self.programme_id)
        self.download(name, XLSX, content)
