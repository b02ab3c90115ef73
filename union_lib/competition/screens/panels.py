"""Who marks what: panels and their judges, the draws by lot, and judges kept from entries."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from traitlets import Dict, List, Unicode

from ...common.errors import N_, NotFound
from ...common.text import translate
from .. import reports, service
from ..reports.reviews import EntryChoice, entry_choices
from ..rules import Adjustment, Duty, Stage
from .desk import CompetitionScreen, stage_tag

SHOWN = 200
BY_PANEL = frozenset({Adjustment.PANEL_SHIFT, Adjustment.PANEL_RATIO, Adjustment.PANEL_ZSCORE})
NOTHING_YET = N_("Nobody marks anything yet.")
NOTHING_YET_TODO = N_("Bring in entries and appoint judges first.")
LINKED = N_("All entries hang together.")
LINKED_TODO = N_("Judges they share link every entry with every other, so their marks can be compared.")
APART = N_("The entries fall into {n} groups that no judge links; the largest has {largest} entries.")
APART_TODO = N_(
    "Marks of different groups cannot be compared. Let a judge mark in several panels, or draw more judges "
    "for each entry."
)
APART_ADJUSTED = N_(
    "Marks of different groups cannot be compared as they are; the scheme brings the panels to a common level."
)


class PanelPlan(CompetitionScreen):
    """Panels, draws and conflicts of interest of one competition."""

    file = "panels.vue"
    words = {
        "all_panels": N_("all panels"),
        "apart": N_("Kept from an entry"),
        "apart_more": N_("{shown} of {all} are shown; search for the others."),
        "apart_none": N_("No judge is kept from an entry."),
        "apart_search": N_("Search judge, code or reason"),
        "cancel": N_("Cancel"),
        "coded": N_("coded"),
        "conflict_hint": N_("The judge's marks for this entry stay in the records and count no more."),
        "declare": N_("Declare a conflict of interest"),
        "declare_do": N_("Keep the judge from the entry"),
        "draw": N_("Draw the judges"),
        "draw_again": N_("Draw again"),
        "draw_hint": N_(
            "Loads come out even, conflicts are kept apart, and all entries of a panel are linked."
        ),
        "draw_title": N_("3  Judges of each entry"),
        "each": N_("Judges for each entry"),
        "empty_text": N_("Bring in the entries and appoint the judges first; then come back here."),
        "empty_title": N_("Nothing to allot yet"),
        "entries_n": N_("{n} entries"),
        "entry": N_("Entry"),
        "entry_hint": N_("Type a part of the code or the title."),
        "judge": N_("Judge"),
        "judges_n": N_("{n} judges"),
        "load": N_("Entries to mark"),
        "lot_panels": N_("Draw entries into panels"),
        "marks": N_("Criteria to mark"),
        "move": N_("Move an entry"),
        "move_do": N_("Move the entry"),
        "move_hint": N_(
            "The new panel marks it from the start. The old panel's marks stay in the records and count no more."
        ),
        "names": N_("Names of the panels"),
        "names_hint": N_("Separate them with commas; then choose a panel for each judge below and save."),
        "no_panel": N_("Without a panel"),
        "nothing": N_("Nothing matches “{text}”."),
        "own_unit": N_("2  Conflicts of interest"),
        "own_unit_do": N_("Keep judges from their own units"),
        "panel": N_("Panel"),
        "panel_of": N_("Panel of {name}"),
        "panels": N_("Panels and judges"),
        "panels_title": N_("1  Panels"),
        "reason": N_("Reason"),
        "replaced": N_("replaced"),
        "save_panels": N_("Save the panels"),
        "seat": N_("Seat"),
        "stat_each": N_("Judges for each entry"),
        "stat_entries": N_("Entries to mark"),
        "stat_judges": N_("Judges"),
        "stat_load": N_("Entries for each judge"),
        "stat_panels": N_("Panels"),
        "title": N_("Panels and allotment"),
        "undo": N_("Undo the draw"),
        "unmarked": N_("{n} entries have no judge."),
        "why": N_("Why"),
        "withdraw": N_("Withdraw"),
        "withdraw_of": N_("Withdraw the conflict of {name}"),
    }
    writable = frozenset({"search"})

    text = Unicode("").tag(sync=True)
    about = Dict().tag(sync=True)
    panels = List().tag(sync=True)
    judges = List().tag(sync=True)
    apart = List().tag(sync=True)
    search = Unicode("").tag(sync=True)
    seed = Unicode("").tag(sync=True)
    drawer = Unicode("").tag(sync=True)
    choices = List().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        self._choices: dict[int, EntryChoice] = {}
        self._seen: reports.Allotments | None = None
        super().__init__(ws, desk, **state)
        self.observe(lambda _: self._list_apart(), "search")

    def visit(self, competition: int | None = None) -> None:
        """Come to this screen; what was drawn for another competition is not shown here."""
        self.seed = self.search = self.drawer = ""
        super().visit(competition)

    def show(self) -> None:
        """Fetch who marks what again."""
        seen = self._seen = reports.allotments(self.ws, self.competition_id)
        self.text = seen.competition.title
        self.judges = [
            {"id": judge.appointment_id, "title": _judge_title(judge)}
            for row in seen.panels
            for judge, _ in row.judges
            if not judge.is_ended
        ]
        most = max((load for row in seen.panels for _, load in row.judges), default=0)
        stages = {group.key: group.title for group in seen.scheme.groups}
        self.panels = [_panel(row, most, stages) for row in seen.panels]
        self.about = self._about(seen)
        self._list_apart()

    def _about(self, seen: reports.Allotments) -> dict[str, Any]:
        stage, organises = seen.competition.stage, Duty.ORGANISER in seen.duties
        entries = sum(row.entries for row in seen.panels)
        loads = [load for row in seen.panels for judge, load in row.judges if not judge.is_ended]
        names = [row.name for row in seen.panels if row.name]
        unmarked = entries - sum(seen.per_entry.values())
        each = [*seen.per_entry, *([0] if unmarked and entries else [])]
        return {
            "stage": stage_tag(stage),
            "is_draft": organises and stage == Stage.DRAFT,
            "is_marking": organises and stage == Stage.MARKING,
            "is_drawn": seen.competition.is_drawn,
            "is_empty": not entries and not loads,
            "entries": entries,
            "judges": len(loads),
            "panels": len(names),
            "names": names,
            "seated": self._seated(),
            "each": _span(each),
            "wanted": max(seen.per_entry, default=0) if seen.competition.is_drawn else min(3, len(loads)),
            "load": _span(loads),
            "unmarked": unmarked if entries else 0,
            "link": _linked(seen),
            "drawn": _drawn(seen),
            "own_unit": seen.own_unit,
            "own_unit_text": _own_unit(seen),
            "apart": len(seen.apart),
        }

    def _seated(self) -> list[str]:
        """The panels on which a judge sits."""
        rows = self._seen.panels if self._seen else []
        return [row.name for row in rows if row.name and any(not j.is_ended for j, _ in row.judges)]

    def _list_apart(self) -> None:
        seen, wanted = self._seen, self.search.strip().casefold()
        rows = [_kept_apart(one) for one in (seen.apart if seen else [])]
        found = [row for row in rows if wanted in f"{row['judge']} {row['code']} {row['reason']}".casefold()]
        self.apart = found[:SHOWN]

    # Panels

    def vue_save_panels(self, panels: Mapping[str, Any]) -> None:
        """Save which panel each judge sits on, by appointment id."""
        judges = {int(appointment_id): str(name or "") for appointment_id, name in panels.items()}
        self._draft("save", lambda: service.set_panels(self.ws, self.competition_id, {}, judges))
        self.is_dirty = False

    def vue_lot_panels(self, _: Any = None) -> None:
        """Draw by lot which panel each entry comes to; ask first where that changes something."""
        names = self._seated()
        if not any(row.name and row.entries for row in self._rows()):
            self.lot_panels()
        elif self.shell:
            self.shell.confirm(
                self.lot_panels,
                title=translate(N_("Draw the panels of all entries anew?")),
                text=translate(N_("Every entry is drawn into one of these panels, whichever it is in now.")),
                facts=["、".join(names)],
                yes=translate(N_("Draw entries into panels")),
            )

    def lot_panels(self) -> None:
        """Draw the panels of the entries."""
        seed = secrets.token_hex(4)
        self._draft(
            "panels", lambda: service.draw_panels(self.ws, self.competition_id, self._seated(), seed), seed
        )

    # Judges of each entry

    def vue_draw(self, wanted: Any) -> None:
        """Draw so many judges for each entry; ask first where there is a draw already."""
        number = int(str(wanted).strip() or 0)
        if not self.about.get("is_drawn"):
            self.draw(number)
        elif self.shell:
            self.shell.confirm(
                lambda: self.draw(number),
                title=translate(N_("Draw again?")),
                text=translate(N_("The earlier draw no longer holds. Both stay in the audit record.")),
                yes=translate(N_("Draw again")),
            )

    def draw(self, wanted: int) -> None:
        """Draw the judges of each entry."""
        seed = secrets.token_hex(4)
        self._draft("draw", lambda: service.draw_judges(self.ws, self.competition_id, wanted, seed), seed)

    def vue_undo(self, _: Any = None) -> None:
        """Ask, then let everybody of a panel mark all its entries again."""
        if self.shell:
            self.shell.confirm(
                self.undo,
                title=translate(N_("Undo the draw?")),
                text=translate(N_("Every judge of a panel then marks all its entries. Conflicts stay.")),
                yes=translate(N_("Undo the draw")),
            )

    def undo(self) -> None:
        """Undo the draw of judges."""
        self._draft("undo", lambda: service.undo_draw(self.ws, self.competition_id))

    def _draft(self, what: str, act: Any, seed: str = "") -> None:
        """Do something about the draft, and say what came of it."""
        was_drawn = bool(self.about.get("is_drawn"))
        act()
        self.seed = translate(SEEDED).format(seed=seed) if seed else ""
        self.show()
        if was_drawn and not self.about["is_drawn"] and what != "undo":
            self.say(
                translate(N_("Saved. The draw of judges no longer holds.")),
                "warn",
                todo=translate(N_("Draw the judges again.")),
            )
        else:
            self.say(translate(DONE[what]))

    # Conflicts of interest, moves

    def vue_own_units(self, _: Any = None) -> None:
        """Keep every judge from the entries of the judge's own unit."""
        kept = service.keep_units_apart(self.ws, self.competition_id)
        self.show()
        self.say(translate(N_("Judges are kept from {n} entries of their own units.")).format(n=kept))

    def vue_open(self, what: str | None) -> None:
        """Open the drawer to declare a conflict or to move an entry, or close it."""
        self.drawer = what if what in ("conflict", "move") else ""
        if self.drawer:
            self.vue_find("")

    def vue_find(self, text: str | None) -> None:
        """Offer entries whose code or title holds what was typed."""
        found = entry_choices(self.ws, self.competition_id, str(text or ""))
        self._choices.update({choice.id: choice for choice in found})
        self.choices = [_choice(choice) for choice in found]

    def vue_declare(self, typed: Mapping[str, Any]) -> None:
        """Keep a judge from an entry."""
        service.declare_conflict(
            self.ws,
            self.competition_id,
            int(typed.get("judge") or 0),
            int(typed.get("entry") or 0),
            str(typed.get("reason") or ""),
        )
        self._acted(N_("The judge is kept from the entry."))

    def vue_withdraw(self, asked: Mapping[str, Any]) -> None:
        """Ask why, then let panels or the draw decide again."""
        judge, entry = int(asked["judge"]), int(asked["entry"])
        if self.shell:
            self.shell.confirm(
                lambda reason: self.withdraw(judge, entry, reason),
                title=translate(N_("Withdraw this conflict of interest?")),
                text=translate(N_("Panels or the draw then decide again whether the judge marks the entry.")),
                yes=translate(N_("Withdraw")),
                reason=True,
            )

    def withdraw(self, judge: int, entry: int, reason: str) -> None:
        """Withdraw a conflict."""
        service.withdraw_conflict(self.ws, self.competition_id, judge, entry, reason)
        self._acted(N_("The conflict of interest is withdrawn."))

    def vue_move(self, typed: Mapping[str, Any]) -> None:
        """Move an entry to another panel."""
        choice = self._choices.get(int(typed.get("entry") or 0))
        if choice is None:
            raise NotFound
        service.move_entry(
            self.ws,
            self.competition_id,
            choice.id,
            str(typed.get("panel") or ""),
            str(typed.get("reason") or ""),
            choice.version,
        )
        self._acted(N_("The entry is moved."))

    def _acted(self, said: str) -> None:
        self.drawer = ""
        self.show()
        self.say(translate(said))

    def _rows(self) -> list[Any]:
        return self._seen.panels if self._seen else []


SEEDED = N_("Seed of the draw: {seed}. With it anybody can draw again; it is kept in the audit record.")
DONE = {
    "save": N_("Saved"),
    "panels": N_("The entries are drawn into panels."),
    "draw": N_("The judges of each entry are drawn."),
    "undo": N_("The draw is undone."),
}


def _judge_title(judge: Any) -> str:
    return " · ".join(part for part in (f"{judge.seat} {judge.name}", judge.unit, judge.panel) if part)


def _panel(row: Any, most: int, stages: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": row.name,
        "entries": row.entries,
        "judges": [
            {
                "id": judge.appointment_id,
                "seat": judge.seat,
                "name": judge.name,
                "unit": judge.unit,
                "panel": judge.panel,
                "stage": stages.get(judge.stage_group, judge.stage_group) or translate(N_("all criteria")),
                "load": load,
                "share": round(100 * load / most) if most else 0,
                "is_ended": judge.is_ended,
            }
            for judge, load in row.judges
        ],
    }


def _kept_apart(one: Any) -> dict[str, Any]:
    return {
        "judge_id": one.judge.appointment_id,
        "entry_id": one.entry_id,
        "judge": one.judge.name,
        "unit": one.judge.unit,
        "code": one.code,
        "reason": one.reason or translate(N_("own unit")),
    }


def _choice(choice: EntryChoice) -> dict[str, Any]:
    shown = choice.shown
    about = " · ".join(part for part in (shown.unit, choice.panel) if part)
    return {
        "id": choice.id,
        "title": f"{shown.code} {shown.title}".strip(),
        "about": about,
        "panel": choice.panel,
    }


def _span(numbers: list[int]) -> str:
    """Return the least and the most, once if they are the same."""
    if not numbers:
        return "—"
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else f"{least}–{most}"


def _linked(seen: reports.Allotments) -> dict[str, str]:
    """Say whether the marks of all entries can be compared."""
    if not seen.groups:
        return {"tone": "mute", "text": translate(NOTHING_YET), "todo": translate(NOTHING_YET_TODO)}
    if seen.groups == 1:
        return {"tone": "ok", "text": translate(LINKED), "todo": translate(LINKED_TODO)}
    told = APART_ADJUSTED if seen.scheme.adjustment in BY_PANEL else APART_TODO
    return {
        "tone": "warn",
        "text": translate(APART).format(n=seen.groups, largest=seen.largest_group),
        "todo": translate(told),
    }


def _drawn(seen: reports.Allotments) -> str:
    """Say in a sentence what decides who marks what."""
    if not seen.competition.is_drawn:
        return translate(N_("No draw: every judge of a panel marks all its entries."))
    return translate(N_("Drawn by lot: {each} judges for each entry.")).format(each=_span([*seen.per_entry]))


def _own_unit(seen: reports.Allotments) -> str:
    if seen.own_unit:
        return translate(N_("{n} times a judge would mark an entry of the own unit.")).format(n=seen.own_unit)
    units = any(judge.unit for row in seen.panels for judge, _ in row.judges)
    if not units:
        return translate(N_("No judge's unit is known; enter it under “Judges and staff”."))
    return translate(N_("No judge marks an entry of the own unit."))
