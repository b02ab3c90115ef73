"""The entries of a competition: the list, corrections, states, and the way in from Excel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field
from traitlets import Bool, Dict, Int, List, Unicode

from ...common.errors import N_, NotFound
from ...common.text import translate
from ...ui.form import form_fields, read_form
from .. import reports, rules, service
from ..imports import ENTRY_IMPORT, folded, uses_time
from ..rules import Duty, EntryState, Stage
from ..tables import Entry
from ..words import ENTRY_STATES
from .desk import XLSX, CompetitionScreen

SIZE = 20
STATE_TONES = {EntryState.COMPETING: "mute", EntryState.GUEST: "info"}


class EntryForm(BaseModel):
    """What is typed to add or correct an entry."""

    code: str = Field(default="", max_length=20)
    title: str = Field(min_length=1, max_length=120, json_schema_extra={"ui": {"wide": True}})
    contestant: str = Field(default="", max_length=80)
    unit: str = Field(default="", max_length=80)
    district: str = Field(default="", max_length=40)


FORM_WORDS = {
    "EntryForm.code": N_("Code"),
    "EntryForm.code.hint": N_("Left empty, the next number is taken."),
    "EntryForm.title": N_("Entry"),
    "EntryForm.contestant": N_("Contestant or team"),
    "EntryForm.unit": N_("Unit"),
    "EntryForm.district": N_("District"),
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
        "multiplier": N_("Multiplier: {criterion}"),
        "nothing": N_("Nothing matches “{text}”."),
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
        self.fields = form_fields(EntryForm, FORM_WORDS) + self._scheme_fields()
        self._page()

    def _scheme_fields(self) -> list[dict[str, Any]]:
        """The fields an entry has because the scheme asks for them: multipliers, the time used."""
        worded = translate(N_("Multiplier: {criterion}"))
        criteria = self._scheme.criteria if self._scheme.uses_multipliers else ()
        fields = [
            {"key": f"multiplier.{c.key}", "label": worded.format(criterion=c.title), "needed": True}
            for c in criteria
        ]
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
        values, self.errors = read_form(EntryForm, plain_values, FORM_WORDS)
        if values is None or not self.edited:
            return
        numbers = {k: rules.parse_mark(str(v)) for k, v in typed.items() if "." in k and v not in ("", None)}
        values |= {"multipliers": {}, "tie_values": {}, **folded({k: str(v) for k, v in numbers.items()})}
        if self.edited["id"]:
            entry = self._entry(self.edited["id"])
            service.edit_entry(self.ws, self.competition_id, entry.id or 0, values, entry.version)
        else:
            service.add_entry(self.ws, self.competition_id, values)
        self.edited = {}
        self.show()
        self.say(translate(N_("Saved")))

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
                N_("Its marks are kept. Only “competing” and “guest” are placed; a guest takes no award.")
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
            **{name: getattr(entry, name) for name in ("title", "contestant", "unit", "district")},
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
        "state": entry.state.value,
        "state_text": translate(ENTRY_STATES[entry.state]),
        "tone": STATE_TONES.get(entry.state, "warn"),
    }
