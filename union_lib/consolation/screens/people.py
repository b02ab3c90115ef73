"""A programme's list: made from the files, assessed by the rules of its day, corrected by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Dict, Int, List

from ...common.errors import N_
from ...common.money import yuan
from ...common.text import translate
from ...ui.shown import XLSX
from .. import documents, reports, service
from ..figures import FIGURE_NAMES
from ..rules.kinds import Kind
from ..rules.stages import Hand
from ..rules.terms import Tier
from ..words import CAUSES, TIERS
from .desk import ProgrammeScreen, cause_text, stage_tag, tier_tag


class CandidateList(ProgrammeScreen):
    """Who is on a programme's list, who may receive, and why the others may not."""

    file = "people.vue"
    writable = frozenset({"wanted"})
    words = {
        "again": N_("Assess again"),
        "back_in": N_("Take back in"),
        "block": N_(
            "These figures are not known for the programme's day, so nobody who needs them can receive:"
        ),
        "cancel": N_("Cancel"),
        "district": N_("District"),
        "due": N_("Due (yuan)"),
        "empty_text": N_("Choose who is meant; the rules of the programme's day say who may receive."),
        "empty_title": N_("The list is empty"),
        "enter": N_("Enter the figures"),
        "excel": N_("Download (Excel)"),
        "everyone": N_("Everyone"),
        "figures": N_("Figures in force"),
        "hard_hit": N_("hard hit"),
        "leave_out": N_("Leave out"),
        "make": N_("Make the list"),
        "make_text": N_("The list is made anew from the files of this union and those below it."),
        "members": N_("Members"),
        "name": N_("Name"),
        "no": N_("No."),
        "next": N_("Look at the rules"),
        "only_hard_hit": N_("Only hard-hit industries and units"),
        "room": N_("Room left (yuan)"),
        "search": N_("Name or unit"),
        "take_all": N_("Nothing chosen means everybody."),
        "text": N_("Who may receive, and why others may not"),
        "tier": N_("Tier or cause"),
        "to_confirm": N_("to be confirmed"),
        "unit": N_("Unit"),
        "who": N_("Who is meant"),
    }

    about = Dict().tag(sync=True)
    items = List().tag(sync=True)
    total = Int(0).tag(sync=True)
    groups = List().tag(sync=True)
    figures = List().tag(sync=True)
    kinds = List().tag(sync=True)
    districts = List().tag(sync=True)
    wanted: Dict[str, Any] = Dict({"search": "", "group": "", "page": 1, "size": 20}).tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self.observe(lambda _: self._page(), "wanted")

    def show(self) -> None:
        """Fetch the list again."""
        seen = reports.overview(self.ws, self.programme_id)
        self.kinds = [{"value": key, "title": word} for key, word in reports.kind_words().items()]
        self.districts = reports.districts(self.ws)
        used = reports.figures_used(self.ws, self.programme_id)
        self.figures = [
            {
                "name": translate(FIGURE_NAMES[one.policy]),
                "value": "" if one.value is None else reports.shown_value(one.policy, one.value),
                "is_unknown": one.value is None,
                "citation": one.citation,
                "is_sure": one.confidence not in ("to_confirm", ""),
            }
            for one in used
        ]
        self.about = {
            "title": seen.programme.title,
            "stage": stage_tag(seen.programme.stage),
            "may_change": seen.is_draft and Hand.STAFF in seen.hands,
            "candidates": seen.candidates,
            "eligible": seen.eligible,
            "decided_on": seen.programme.decided_on.isoformat(),
            "unknown": [one["name"] for one in self.figures if one["is_unknown"]],
        }
        self._page()

    def _page(self) -> None:
        asked = self.wanted
        found = reports.candidate_page(
            self.ws,
            self.programme_id,
            reports.ListWanted(
                search=str(asked.get("search") or ""),
                group=str(asked.get("group") or ""),
                page=int(asked.get("page") or 1),
                size=int(asked.get("size") or 20),
            ),
        )
        self.items, self.total = [_line(line) for line in found.lines], found.total
        self.groups = [
            {"key": tier, "text": translate(TIERS[Tier(tier)]), "n": n, **_tone(tier)}
            for tier, n in found.tiers
        ] + [
            {"key": f"!{cause}", "text": translate(CAUSES[cause]), "n": n, "tone": "mute"}
            for cause, n in found.causes
        ]

    def vue_make(self, typed: Mapping[str, Any]) -> None:
        """Make the list anew from the files."""
        choice = service.Choice(
            kinds=tuple(Kind(kind) for kind in typed.get("kinds") or ()),
            districts=tuple(str(d) for d in typed.get("districts") or ()),
            only_hard_hit=bool(typed.get("only_hard_hit")),
        )
        with self.working(translate(N_("Making the list"))) as progress:
            made = service.take_list(self.ws, self.programme_id, choice, progress)
        self.send({"method": "made", "args": []})
        self.show()
        self._told(made)

    def vue_again(self, _: Any = None) -> None:
        """Assess the list by the files and figures as they are now."""
        with self.working(translate(N_("Assessing the list"))) as progress:
            made = service.assess_list(self.ws, self.programme_id, progress)
        self.show()
        self._told(made)

    def _told(self, made: service.Listed) -> None:
        said = translate(N_("{n} on the list, {eligible} may receive.")).format(
            n=f"{made.candidates:,}", eligible=f"{made.eligible:,}"
        )
        self.say(said, "ok" if made.eligible else "warn")

    def vue_leave_out(self, candidate_id: int) -> None:
        """Ask why, then leave somebody out."""

        def left(reason: str = "") -> None:
            service.leave_out(self.ws, self.programme_id, int(candidate_id), reason)
            self.show()
            self.say(translate(N_("Left out; the reason stands in the list.")))

        if self.shell:
            self.shell.confirm(
                left,
                title=translate(N_("Leave this person out?")),
                text=translate(N_("The reason is kept and shown wherever the list is.")),
                yes=translate(N_("Leave out")),
                reason=True,
            )

    def vue_back_in(self, candidate_id: int) -> None:
        """Take back in somebody who was left out by hand."""
        service.take_in_again(self.ws, self.programme_id, int(candidate_id))
        self.show()
        self.say(translate(N_("Saved")))

    def vue_excel(self, _: Any = None) -> None:
        """Hand over the list with causes as Excel."""
        name, content = documents.candidate_list(self.ws, self.programme_id)
        self.download(name, XLSX, content)

    def vue_visit(self, screen: str) -> None:
        """Go on to the rules, or to the figures."""
        if self.shell and screen == "figures":
            self.shell.go("figures")
        elif self.shell and screen == "scenario":
            self.shell.go("scenario", programme=self.programme_id)


def _tone(tier: str) -> dict[str, str]:
    return {"tone": tier_tag(tier)["tone"]}


def _line(line: reports.CandidateLine) -> dict[str, Any]:
    tag = tier_tag(line.tier) if line.tier else {"text": "", "tone": "mute"}
    return {
        "id": line.id,
        "position": line.position,
        "name": line.name,
        "identity": line.identity,
        "unit": line.unit,
        "district": line.district,
        "members": line.members,
        "is_hard_hit": line.is_hard_hit,
        "tag": tag,
        "cause": line.reason or cause_text(line.cause),
        "due": yuan(line.entitled_fen) if line.tier else "",
        "room": yuan(line.room_fen) if line.room_fen is not None else "",
        "is_in": bool(line.tier),
        "is_by_hand": line.cause == "by_hand",
    }
