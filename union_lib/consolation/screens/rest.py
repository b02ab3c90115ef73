"""Rest cures: batches, who goes and who waits, the draw, and the least change after somebody drops out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from traitlets import Dict, Int, List

from ...common.errors import N_
from ...common.money import parse_yuan, yuan
from ...common.text import translate
from ...common.typed import day, whole
from ...ui.shown import DOCX, XLSX, period
from .. import reports, service
from ..documents.rest import draw_notice, rest_list
from ..reports import RestChangeRow, RestPersonRow, RestSheet
from ..rest_words import BARS, FIGURES
from ..rules.stages import Hand, Stage
from .desk import ProgrammeScreen, stage_tag

CHANGES_SHOWN = 12
GROUPS = ("going", "waiting", "barred", "left")


class RestDesk(ProgrammeScreen):
    """The rest cure of a programme."""

    file = "rest.vue"
    writable = frozenset({"wanted"})
    words = {
        "a_day": N_("Most for a day (yuan)"),
        "a_year": N_("Most for a year (yuan)"),
        "all": N_("Everybody"),
        "apply": N_("Apply"),
        "assign": N_("Give places"),
        "away": N_("Away at once from one ward, at most"),
        "away_other": N_("Other wards"),
        "back": N_("Back on the waiting list"),
        "barred": N_("May not go now"),
        "batch": N_("Batch"),
        "batch_n": N_("Batch {n}"),
        "batches": N_("Batches and limits"),
        "cancel": N_("Cancel"),
        "cannot": N_("Cannot join"),
        "citation": N_("Number of the notice or minutes"),
        "cost": N_("Cost of a day for one person (yuan)"),
        "days": N_("Most days"),
        "draw": N_("Draw lots"),
        "draw_back": N_("Take the draw back"),
        "drop": N_("Drops out"),
        "empty_text": N_("Set the batches, then take the people over from the programme's list."),
        "empty_title": N_("No batch yet"),
        "ends": N_("Last day"),
        "enter": N_("Enter the figures"),
        "excel": N_("List (Excel)"),
        "figures": N_("Quota and limits"),
        "figures_text": N_("From the programme's day on; without them nobody is drawn."),
        "gap": N_("Years between two cures of one person (0: no rule)"),
        "going": N_("Going"),
        "headcount": N_("Headcount of the units"),
        "headcount_text": N_("The yearly quota goes by it."),
        "large_share": N_("Share of other units"),
        "left": N_("Dropped out"),
        "limit": N_("Limits of a cure"),
        "lot": N_("Lot"),
        "move_text": N_("The least change that fills up; nothing changes before you apply it."),
        "name": N_("Name"),
        "next_batch": N_("Add a batch"),
        "no_rule": N_("Decided not to set one"),
        "notice": N_("Draw to post (Word)"),
        "number": N_("Number"),
        "people": N_("People"),
        "places": N_("Places"),
        "quota": N_("Yearly quota of a unit"),
        "remove_row": N_("Remove this row"),
        "repair": N_("Places can be filled up"),
        "save": N_("Save"),
        "search": N_("Name or unit"),
        "seed": N_("Seed"),
        "seed_hint": N_(
            "Nobody may be able to choose it to suit: a published lottery number. Order by SHA-256 of “seed|number”."
        ),
        "set": N_("Set the batches"),
        "small_max": N_("Small units: up to"),
        "small_share": N_("Share of small units"),
        "starts": N_("First day"),
        "state": N_("State"),
        "take": N_("Take over the list"),
        "text": N_("Who goes when: by lot, within the batches and without emptying a ward"),
        "unknown": N_("These figures are not known for the programme's day, so nobody can be drawn:"),
        "waiting": N_("Waiting"),
        "ward": N_("Unit and ward"),
    }

    about = Dict().tag(sync=True)
    batches = List().tag(sync=True)
    items = List().tag(sync=True)
    total = Int(0).tag(sync=True)
    wanted: Dict[str, Any] = Dict({"search": "", "group": "", "page": 1, "size": 20}).tag(sync=True)
    groups = List().tag(sync=True)
    repair = Dict().tag(sync=True)
    form = Dict().tag(sync=True)
    opened = Dict().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self.sheet: RestSheet | None = None
        self.observe(lambda _: self._page(), "wanted")

    def show(self) -> None:
        """Fetch the rest cure again."""
        sheet = self.sheet = reports.rest_sheet(self.ws, self.programme_id)
        is_staff = Hand.STAFF in sheet.hands
        is_draft = sheet.programme.stage == Stage.DRAFT
        self.about = {
            "title": sheet.programme.title,
            "stage": stage_tag(sheet.programme.stage),
            "may_plan": is_staff and is_draft,
            "may_change": is_staff and sheet.programme.stage not in (Stage.CLOSED, Stage.CANCELLED),
            "unknown": [translate(FIGURES[refusal.id]) for refusal in sheet.unknown],
            "citations": list(dict.fromkeys(sheet.citations.values())),
            "seed": sheet.cure.seed,
            "drawn_on": str(sheet.cure.drawn_on or ""),
            "people": sum(1 for p in sheet.people if not p.left_reason),
            "places": sheet.places,
            "going": sheet.going,
            "waiting": sheet.waiting,
            "has_batches": bool(sheet.batches),
        }
        self.batches = [
            {
                "number": row.number,
                "days": period(row.starts_on, row.ends_on),
                "capacity": row.capacity,
                "going": row.going,
                "percent": round(100 * row.going / row.capacity) if row.capacity else 0,
                "wards": [[ward, n] for ward, n in sorted(row.wards.items(), key=lambda one: -one[1])],
            }
            for row in sheet.batches
        ]
        self.repair = _repair(sheet)
        self.form = _typed_form(sheet)
        self._page()

    def _page(self) -> None:
        asked, people = self.wanted, list(self.sheet.people if self.sheet else ())
        counted = {key: sum(1 for p in people if _group(p) == key) for key in GROUPS}
        self.groups = [
            {"key": key, "text": translate(self.words[key]), "n": n} for key, n in counted.items() if n
        ]
        text, group = str(asked.get("search") or "").strip(), str(asked.get("group") or "")
        found = [
            p
            for p in people
            if (not group or _group(p) == group or group == f"b{p.batch}")
            and (not text or text in p.name or text in p.ward)
        ]
        size = int(asked.get("size") or 20)
        start = (max(int(asked.get("page") or 1), 1) - 1) * size
        self.total, self.items = len(found), [_line(p) for p in found[start : start + size]]

    def vue_save(self, typed: Mapping[str, Any]) -> None:
        """Save batches, limits and headcounts."""
        form = service.CureForm(
            [
                service.BatchRow(
                    day(row.get("starts")), day(row.get("ends")), whole(row.get("capacity") or 0)
                )
                for row in typed.get("batches") or ()
                if any(str(value or "").strip() for value in row.values())
            ],
            whole(typed.get("away_most") or 0),
            _numbers(typed.get("away")),
            _numbers(typed.get("staff")),
            whole(typed.get("gap_years") or 0),
            parse_yuan(str(typed.get("cost") or "0")),
        )
        service.save_cure(self.ws, self.programme_id, form, seen_version=int(typed.get("version") or 0))
        self._done(N_("Saved"))

    def vue_take(self, _: Any = None) -> None:
        """Take the people over from the programme's list."""
        n = service.take_applicants(self.ws, self.programme_id)
        self.show()
        self.say(translate(N_("{n} people want to go.")).format(n=n))

    def vue_draw(self, seed: str) -> None:
        """Draw lots."""
        n = service.draw_lots(self.ws, self.programme_id, str(seed or ""))
        self.send({"method": "done", "args": []})
        self.show()
        self.say(translate(N_("Lots are drawn among {n} people; post the draw.")).format(n=n))

    def vue_draw_back(self, _: Any = None) -> None:
        """Ask why, then take the draw back."""

        def taken(reason: str = "") -> None:
            service.take_draw_back(self.ws, self.programme_id, reason)
            self.show()
            self.say(translate(N_("The draw is taken back; the audit keeps it.")))

        if self.shell:
            self.shell.confirm(
                taken,
                title=translate(N_("Take the draw back?")),
                text=translate(N_("Lots and places are lost. A second draw could be a wished one: say why.")),
                yes=translate(N_("Take back")),
                reason=True,
            )

    def vue_assign(self, _: Any = None) -> None:
        """Give first places."""
        version = self.sheet.cure.version if self.sheet else 0
        n, waiting = service.assign_places(self.ws, self.programme_id, seen_version=version)
        self.show()
        self.say(translate(N_("{n} have a place, {waiting} wait.")).format(n=n, waiting=waiting))

    def vue_open(self, place_id: int | None) -> None:
        """Open the drawer of somebody, or close it."""
        found = next((p for p in (self.sheet.people if self.sheet else ()) if p.id == place_id), None)
        self.opened = _card(found) if found else {}

    def vue_cannot(self, numbers: Sequence[int]) -> None:
        """Set which batches the opened person cannot join."""
        service.refuse_batches(
            self.ws,
            self.programme_id,
            int(self.opened.get("id") or 0),
            [int(number) for number in numbers],
            seen_version=int(self.opened.get("version") or 0),
        )
        self.opened = {}
        self._done(N_("Saved"))

    def vue_drop(self, _: Any = None) -> None:
        """Ask why, then let the opened person drop out."""
        one = dict(self.opened)

        def dropped(reason: str = "") -> None:
            service.drop_out(
                self.ws, self.programme_id, int(one["id"]), reason, seen_version=int(one["version"])
            )
            self.opened = {}
            self._done(N_("The place is free; look at who moves up."))

        if self.shell and one:
            self.shell.confirm(
                dropped,
                title=translate(N_("{name} does not go?")).format(name=one["name"]),
                text=translate(N_("The reason is kept with the name.")),
                yes=translate(N_("Drops out")),
                reason=True,
            )

    def vue_back(self, _: Any = None) -> None:
        """Put the opened person back on the waiting list."""
        service.come_back(
            self.ws,
            self.programme_id,
            int(self.opened.get("id") or 0),
            seen_version=int(self.opened.get("version") or 0),
        )
        self.opened = {}
        self._done(N_("Saved"))

    def vue_apply(self, _: Any = None) -> None:
        """Apply the repair as it is shown."""
        n = service.repair_places(self.ws, self.programme_id, str(self.repair.get("hash") or ""))
        self.show()
        self.say(translate(N_("{n} places changed.")).format(n=n))

    def vue_enter(self, typed: Mapping[str, Any]) -> None:
        """Enter quota and limits, or that there are none."""
        citation = str(typed.get("citation") or "")
        asked = {key: str(typed.get(key) or "") for key in typed}
        quota = None if typed.get("no_quota") else asked
        limit = None if typed.get("no_limit") else asked
        service.enter_rest_quota(self.ws, self.programme_id, quota, citation)
        service.enter_rest_limit(self.ws, self.programme_id, limit, citation)
        self._done(N_("Entered; they hold from the programme's day on."))

    def vue_excel(self, _: Any = None) -> None:
        """Hand over the list by batches."""
        name, content = rest_list(self.ws, self.programme_id)
        self.download(name, XLSX, content)

    def vue_notice(self, _: Any = None) -> None:
        """Hand over the draw to be posted."""
        name, content = draw_notice(self.ws, self.programme_id)
        self.download(name, DOCX, content)

    def _done(self, message: str) -> None:
        self.send({"method": "done", "args": []})
        self.show()
        self.say(translate(message))


def _group(person: RestPersonRow) -> str:
    if person.left_reason:
        return "left"
    if person.batch is not None:
        return "going"
    return "waiting" if person.is_waiting else "barred"


TONES = {"going": "ok", "waiting": "info", "barred": "warn", "left": "mute"}


def _state(person: RestPersonRow) -> dict[str, str]:
    group = _group(person)
    if person.batch is not None:
        text = translate(N_("batch {n}")).format(n=person.batch)
    else:
        text = translate(RestDesk.words[group])
    return {"text": text, "tone": TONES[group]}


def _why(person: RestPersonRow) -> str:
    if person.left_reason or person.bar is None:
        return person.left_reason
    years = "、".join(str(year) for year in person.years_gone)
    return translate(BARS[person.bar]).format(years=years)


def _line(person: RestPersonRow) -> dict[str, Any]:
    return {
        "id": person.id,
        "lot": "" if person.lot is None else person.lot,
        "number": person.number,
        "name": person.name,
        "ward": person.ward,
        "state": _state(person),
        "why": _why(person),
        "cannot": "、".join(str(n) for n in person.refused),
    }


def _card(person: RestPersonRow) -> dict[str, Any]:
    return {
        **_line(person),
        "identity": person.identity,
        "phone": person.phone,
        "refused": list(person.refused),
        "has_left": bool(person.left_reason),
        "version": person.version,
    }


def _repair(sheet: RestSheet) -> dict[str, Any]:
    if not sheet.repair:
        return {}
    rows = [{"name": c.name, "ward": c.ward, "text": _change(c)} for c in sheet.repair[:CHANGES_SHOWN]]
    more = len(sheet.repair) - len(rows)
    return {
        "hash": sheet.repair_hash,
        "rows": rows,
        "more": translate(N_("and {n} more")).format(n=more) if more else "",
    }


def _change(change: RestChangeRow) -> str:
    if change.before is None:
        return translate(N_("moves up into batch {n}")).format(n=change.after)
    if change.after is None:
        return translate(N_("loses the place in batch {n}")).format(n=change.before)
    return translate(N_("moves from batch {a} to batch {b}")).format(a=change.before, b=change.after)


def _typed_form(sheet: RestSheet) -> dict[str, Any]:
    cure = sheet.cure
    wards = sorted({p.ward for p in sheet.people if not p.left_reason})
    return {
        "version": cure.version,
        "batches": [
            {"starts": str(row.starts_on), "ends": str(row.ends_on), "capacity": str(row.capacity)}
            for row in sheet.batches
        ]
        or [{"starts": str(sheet.programme.starts_on), "ends": "", "capacity": ""}],
        "away_most": str(cure.away_most),
        "away": [{"name": ward, "n": str(cure.away.get(ward, ""))} for ward in wards],
        "staff": [
            {
                "name": unit,
                "n": str(cure.staff.get(unit, "")),
                "about": translate(N_("{n} want to go")).format(n=n)
                + (
                    translate(N_(", {most} may")).format(most=sheet.quotas[unit])
                    if unit in sheet.quotas
                    else ""
                ),
            }
            for unit, n in sorted(sheet.units.items())
        ],
        "gap_years": str(cure.gap_years),
        "cost": yuan(cure.day_fen) if cure.day_fen else "",
    }


def _numbers(rows: Any) -> dict[str, int]:
    """Return the numbers of a typed table by name; rows left empty say nothing."""
    return {str(row["name"]): whole(row["n"]) for row in rows or () if str(row.get("n") or "").strip()}
