"""The entries of a competition: the list, corrections, states, and the way in from Excel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field
from traitlets import Bool, Dict, Int, List, Unicode

from ...common.errors import N_, NotFound, RuleViolation
from ...common.tabular import parsed
from ...common.text import translate
from ...ui.form import form_fields, read_form
from ...ui.shown import XLSX
from .. import reports, rules, service
from ..imports import ENTRY_IMPORT, brought_columns, folded, time_columns, uses_time
from ..rules import Duty, EntryState, Stage
from ..tables import Entry
from ..words import ENTRY_STATES
from .desk import CompetitionScreen

SIZE = 20
STATE_TONES = {EntryState.COMPETING: "mute", EntryState.GUEST: "info", EntryState.INELIGIBLE: "info"}


class EntryForm(BaseModel):
    """What is typed to add or correct an entry."""

    code: str = Field(default="", max_length=20)
    title: str = Field(min_length=1, max_length=120, json_schema_extra={"ui": {"wide": True}})
    contestant: str = Field(default="", max_length=80)
    unit: str = Field(default="", max_length=80)
    district: str = Field(default="", max_length=40)
    panel: str = Field(default="", max_length=20)


FORM_WORDS = {
    "EntryForm.code": N_("Code"),
    "EntryForm.code.hint": N_("Left empty, the next number is taken."),
    "EntryForm.title": N_("Entry"),
    "EntryForm.contestant": N_("Contestant or team"),
    "EntryForm.unit": N_("Unit"),
    "EntryForm.district": N_("District"),
    "EntryForm.panel": N_("Panel"),
}


class EntryList(CompetitionScreen):
    """The entries, page by page."""

    file = "entries.vue"
    words = {
        "add": N_("Add an entry"),
        "cancel": N_("Cancel"),
        "code": N_("Code"),
        "contestant": N_("Contestant or team"),
        "district": N_("District"),
        "download": N_("Download the list"),
        "edit": N_("Edit"),
        "edit_entry": N_("Edit entry {code}"),
        "empty_text": N_("Bring them in from Excel; a blank form can be downloaded on the next page."),
        "empty_title": N_("No entries yet"),
        "entry_title": N_("Entry"),
        "import": N_("Import from Excel"),
        "move": N_("Move"),
        "move_entry": N_("Move entry {code} to another panel"),
        "move_hint": N_(
            "The new panel marks it from the start. The old panel's marks stay in the records and count no more."
        ),
        "nothing": N_("Nothing matches “{text}”."),
        "panel": N_("Panel"),
        "reason": N_("Reason"),
        "remove": N_("Remove"),
        "save": N_("Save"),
        "search": N_("Search code, title or unit"),
        "set_state": N_("Change the state"),
        "state": N_("State"),
        "table": N_("Entries"),
        "title": N_("Entries"),
        "unit": N_("Unit"),
    }
    writable = frozenset({"search", "options"})

    text = Unicode("").tag(sync=True)
    rows = List().tag(sync=True)
    total = Int(0).tag(sync=True)
    in_all = Int(0).tag(sync=True)
    search = Unicode("").tag(sync=True)
    options = Dict({"page": 1, "itemsPerPage": SIZE, "sortBy": []}).tag(sync=True)
    states = List().tag(sync=True)
    fields = List().tag(sync=True)
    edited = Dict().tag(sync=True)
    errors = Dict().tag(sync=True)
    may_edit = Bool(False).tag(sync=True)
    panels = List().tag(sync=True)
    moved = Dict().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        self._entries: dict[int, Entry] = {}
        super().__init__(ws, desk, **state)
        self.observe(lambda _: self._guarded_page(), ["search", "options"])

    def show(self) -> None:
        """Fetch the competition and this page of its entries again."""
        seen = reports.overview(self.ws, self.competition_id)
        self._scheme = seen.scheme
        self.may_edit = Duty.ORGANISER in seen.duties and seen.competition.stage in (
            Stage.DRAFT,
            Stage.MARKING,
        )
        self.in_all = sum(seen.entry_states.values())
        self.text = f"{seen.competition.title} · " + translate(N_("{n} entries")).format(n=self.in_all)
        self.states = [
            {"value": state.value, "title": translate(text)} for state, text in ENTRY_STATES.items()
        ]
        self.panels = list(dict.fromkeys(a.panel for a, _, _ in seen.staff if a.panel and a.ended_at is None))
        self.fields = self._entry_fields() + self._scheme_fields()
        self._page()

    def _entry_fields(self) -> list[dict[str, Any]]:
        """The fields every entry has; the panel is chosen from those of the judges, if there are any."""
        fields = [f for f in form_fields(EntryForm, FORM_WORDS) if f["key"] != "panel" or self.panels]
        choices = [{"value": name, "title": name} for name in self.panels]
        return [{**f, "kind": "select", "choices": choices} if f["key"] == "panel" else f for f in fields]

    def _scheme_fields(self) -> list[dict[str, Any]]:
        """The fields an entry has because the scheme asks: multipliers, base values, the time used."""
        columns = brought_columns(self._scheme)
        fields = [{"key": column.key, "label": column.title, "needed": True} for column in columns]
        if uses_time(self._scheme):
            label = translate(N_("Time used (minutes)"))
            fields.append({"key": f"tie.{rules.TIME}", "label": label, "needed": False})
        return [{**field, "kind": "number"} for field in fields]

    def _guarded_page(self) -> None:
        with self.guard():
            self._page()

    def _page(self) -> None:
        asked: dict[str, Any] = dict(self.options)
        sort: dict[str, Any] = next(iter(asked.get("sortBy") or []), {})
        size = min(100, max(1, int(asked.get("itemsPerPage") or SIZE)))
        page = reports.entry_page(
            self.ws,
            self.competition_id,
            search=self.search,
            sort=str(sort.get("key", "position")),
            is_descending=sort.get("order") == "desc",
            page=max(1, int(asked.get("page") or 1)),
            size=size,
        )
        self._entries = {entry.id or 0: entry for entry in page.rows}
        self.rows, self.total = [_row(entry) for entry in page.rows], page.total

    def _entry(self, entry_id: int) -> Entry:
        if entry_id not in self._entries:
            raise NotFound
        return self._entries[entry_id]

    def vue_import(self, _: Any = None) -> None:
        """Go to the import of entries."""
        if self.shell:
            self.shell.go("import_entries", competition=self.competition_id)

    def vue_edit(self, entry_id: int | None) -> None:
        """Open the drawer for an entry, for a new one (0), or close it (None)."""
        self.errors = {}
        if entry_id is None:
            self.edited = {}
            return
        if entry_id == 0:
            self.edited = {"id": 0, "values": {}}
            return
        entry = self._entry(int(entry_id))
        values = {name: getattr(entry, name) for name in EntryForm.model_fields}
        values.update({f"multiplier.{k}": str(v) for k, v in entry.multipliers.items()})
        values.update({f"tie.{k}": str(v) for k, v in entry.tie_values.items()})
        self.edited = {"id": entry.id, "code": entry.code, "values": values}

    def vue_save(self, typed: Mapping[str, Any]) -> None:
        """Save the entry of the drawer."""
        plain_values = {k: v for k, v in typed.items() if "." not in k}
        values, errors = read_form(EntryForm, plain_values, FORM_WORDS)
        numbers, refused = self._numbers(typed)
        self.errors = {**errors, **refused}
        if values is None or self.errors or not self.edited:
            return
        values |= {"multipliers": {}, "tie_values": {}, **folded(numbers)}
        if self.edited["id"]:
            entry = self._entry(self.edited["id"])
            service.edit_entry(self.ws, self.competition_id, entry.id or 0, values, entry.version)
        else:
            service.add_entry(self.ws, self.competition_id, values)
        self.edited = {}
        self.show()
        self.say(translate(N_("Saved")))

    def _numbers(self, typed: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return what the scheme asks of an entry as it was typed, and what is wrong with it, by field."""
        values, errors = {}, {}
        for column in (*brought_columns(self._scheme), *time_columns(self._scheme)):
            try:
                value = parsed(column, str(typed.get(column.key) or ""))
            except RuleViolation as refusal:
                errors[column.key] = str(refusal)
            else:
                values |= {column.key: value} if value is not None else {}
        return values, errors

    def vue_moving(self, entry_id: int | None) -> None:
        """Open the drawer to move an entry to another panel, or close it."""
        if entry_id is None:
            self.moved = {}
            return
        entry = self._entry(int(entry_id))
        others = [name for name in self.panels if name != entry.panel]
        self.moved = {
            "id": entry.id,
            "code": entry.code,
            "title": entry.title,
            "panel": entry.panel,
            "to": others,
        }

    def vue_move(self, typed: Mapping[str, Any]) -> None:
        """Move an entry to another panel, with the reason."""
        entry = self._entry(int(typed["id"]))
        panel, reason = str(typed.get("panel") or ""), str(typed.get("reason") or "")
        service.move_entry(self.ws, self.competition_id, entry.id or 0, panel, reason, entry.version)
        self.moved = {}
        self.show()
        self.say(
            translate(N_("Entry {code} is moved to panel {panel}.")).format(code=entry.code, panel=panel)
        )

    def vue_set_state(self, asked: Mapping[str, Any]) -> None:
        """Ask for the reason, then set an entry's state."""
        entry, state = self._entry(int(asked["id"])), EntryState(str(asked["state"]))
        if entry.state == state or self.shell is None:
            return
        told = {"code": entry.code, "state": translate(ENTRY_STATES[state])}
        is_back = state == EntryState.COMPETING
        self.shell.confirm(
            (lambda: self.set_state_of(entry, state, ""))
            if is_back
            else (lambda reason: self.set_state_of(entry, state, reason)),
            title=translate(N_("Set entry {code} to “{state}”?")).format(**told),
            text=translate(
                N_(
                    "Its marks are kept. “Competing”, “guest” and “not eligible” are placed; "
                    "only who competes can win an award."
                )
            ),
            yes=translate(N_("Set to “{state}”")).format(**told),
            reason=not is_back,
        )

    def set_state_of(self, entry: Entry, state: EntryState, reason: str) -> None:
        """Set an entry's state."""
        service.set_entry_state(self.ws, self.competition_id, entry.id or 0, state, reason, entry.version)
        self.show()
        self.say(translate(N_("Saved")))

    def vue_remove(self, entry_id: int) -> None:
        """Take an entry out, with an undo."""
        entry = self._entry(int(entry_id))
        row = {
            "code": entry.code,
            **{name: getattr(entry, name) for name in ("title", "contestant", "unit", "district", "panel")},
            "state": entry.state,
            "multipliers": entry.multipliers,
            "tie_values": entry.tie_values,
        }
        service.remove_entries(self.ws, self.competition_id, [entry.id or 0])
        self.show()
        self.say(
            translate(N_("Entry {code} is removed.")).format(code=entry.code),
            "info",
            action=translate(N_("Undo")),
            on_action=lambda: self._put_back(row),
        )

    def _put_back(self, row: dict[str, Any]) -> None:
        with self.guard():
            service.import_entries(self.ws, self.competition_id, [row])
            self.show()

    def vue_download(self, _: Any = None) -> None:
        """Hand the whole list over as Excel, in the layout that can be imported again."""
        content = ENTRY_IMPORT.workbook(self.ws, self.competition_id)
        self.download(translate(N_("Entries")) + ".xlsx", XLSX, content)


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "code": entry.code,
        "title": entry.title,
        "contestant": entry.contestant,
        "unit": entry.unit,
        "district": entry.district,
        "panel": entry.panel,
        "state": entry.state.value,
        "state_text": translate(ENTRY_STATES[entry.state]),
        "tone": STATE_TONES.get(entry.state, "warn"),
    }
