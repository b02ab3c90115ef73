"""Who may receive: the files, one opened, one added, people who left, pairs that may be one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field
from traitlets import Bool, Dict, Int, List, Unicode

from ...common.errors import N_, NotFound
from ...common.identifiers import mobile, resident_id
from ...common.money import yuan
from ...common.text import translate
from ...ui.form import form_fields, read_form
from ...ui.kit import Screen
from ...ui.shown import XLSX
from .. import documents, reports, service
from ..rules.kinds import Kind, PairVerdict
from ..rules.stages import Stage
from ..words import KINDS, PAIR_CAUSES, STAGES, TIERS
from .desk import cause_text

FILE_WORDS = {
    "RecipientForm.name": N_("Name"),
    "RecipientForm.kind": N_("On file as"),
    "RecipientForm.identity": N_("Identity number"),
    "RecipientForm.identity.hint": N_("18 characters; the last may be X."),
    "RecipientForm.phone": N_("Mobile phone"),
    "RecipientForm.card": N_("Bank card"),
    "RecipientForm.unit": N_("Unit"),
    "RecipientForm.district": N_("District"),
    "RecipientForm.industry": N_("Industry"),
    "RecipientForm.household": N_("Household file number"),
    "RecipientForm.household.hint": N_("Only for workers in hardship; the same number for one household."),
    "RecipientForm.members": N_("Members"),
    "RecipientForm.income_fen": N_("Income of the year"),
    "RecipientForm.rigid_fen": N_("Rigid expenses of the year"),
    "RecipientForm.accident_fen": N_("Cost of the accident"),
    **{f"Kind.{kind}": word for kind, word in KINDS.items()},
}


class RecipientForm(BaseModel):
    """What is typed to put one recipient on file."""

    name: str = Field(min_length=2, max_length=40)
    kind: Kind = Kind.HARDSHIP
    identity: str = Field(default="", max_length=20, json_schema_extra={"ui": {"wide": True}})
    phone: str = Field(default="", max_length=20)
    card: str = Field(default="", max_length=24)
    unit: str = Field(default="", max_length=80, json_schema_extra={"ui": {"wide": True}})
    district: str = Field(default="", max_length=40)
    industry: str = Field(default="", max_length=40)
    household: str = Field(default="", max_length=40)
    members: int = Field(default=1, ge=1, le=20)
    income_fen: int | None = Field(default=None, ge=0, le=10**11)
    rigid_fen: int = Field(default=0, ge=0, le=10**11)
    accident_fen: int = Field(default=0, ge=0, le=10**11)


class RecipientFiles(Screen):
    """The files of recipients, with what is doubtful about them."""

    file = "files.vue"
    writable = frozenset({"wanted"})
    words = {
        "add": N_("Add a recipient"),
        "all_districts": N_("All districts"),
        "all_kinds": N_("All kinds"),
        "cancel": N_("Cancel"),
        "card": N_("Bank card"),
        "change": N_("Change"),
        "decide": N_("One person or two?"),
        "different": N_("Two people"),
        "district": N_("District"),
        "doubtful": N_("Doubtful pairs"),
        "empty_text": N_("Import the list you keep in Excel; columns are matched by their names."),
        "empty_title": N_("Nobody is on file yet"),
        "export": N_("Download (Excel)"),
        "history": N_("On the list of"),
        "household": N_("Household"),
        "identity": N_("Identity number"),
        "import": N_("Import from Excel"),
        "income": N_("Income of the year"),
        "kind": N_("On file as"),
        "keep_empty": N_("Identity number, phone and card: leave empty to keep what is on file."),
        "leave": N_("Close the file"),
        "look": N_("Look for doubles"),
        "members": N_("Members"),
        "name": N_("Name"),
        "no_history": N_("On no programme's list yet."),
        "no_pairs": N_("No undecided pairs"),
        "no_pairs_text": N_(
            "“Look for doubles” compares names by sound, phones, birthdays and identity numbers."
        ),
        "phone": N_("Phone"),
        "recipients": N_("Recipients"),
        "rigid": N_("Rigid expenses of the year"),
        "same": N_("One person"),
        "save": N_("Save"),
        "search": N_("Name, unit or file number"),
        "text": N_("Workers in hardship, front-line staff and everybody else on file"),
        "title": N_("Recipients"),
        "unit": N_("Unit"),
        "unmask": N_("Show in full"),
        "yuan": N_("yuan"),
    }

    wanted: Dict[str, Any] = Dict(
        {"search": "", "kind": "", "district": "", "page": 1, "size": 20, "sort": []}
    ).tag(sync=True)
    items = List().tag(sync=True)
    total = Int(0).tag(sync=True)
    kinds = List().tag(sync=True)
    districts = List().tag(sync=True)
    pairs = List().tag(sync=True)
    open_pairs = Int(0).tag(sync=True)
    may_manage = Bool(False).tag(sync=True)
    opened = Dict().tag(sync=True)
    fields = List().tag(sync=True)
    errors = Dict().tag(sync=True)
    unions = List().tag(sync=True)
    tab = Unicode("files").tag(sync=True)

    def __init__(self, ws: Any = None, **state: Any) -> None:
        super().__init__(ws, **state)
        self.observe(lambda _: self._page(), "wanted")

    def show(self) -> None:
        """Fetch everything again."""
        self.kinds = [{"value": key, "title": word} for key, word in reports.kind_words().items()]
        self.districts = reports.districts(self.ws)
        self.unions = [
            {"value": union_id, "title": name} for union_id, name in reports.organising_unions(self.ws)
        ]
        self.may_manage = bool(self.unions)
        self.fields = form_fields(RecipientForm, FILE_WORDS)
        self._page()
        self._pairs()

    def _page(self) -> None:
        asked = self.wanted
        sort = (asked.get("sort") or [{}])[0]
        found = reports.file_page(
            self.ws,
            reports.Wanted(
                search=str(asked.get("search") or ""),
                kind=Kind(asked["kind"]) if asked.get("kind") in set(Kind) else None,
                district=str(asked.get("district") or ""),
                page=int(asked.get("page") or 1),
                size=int(asked.get("size") or 20),
                sort=str(sort.get("key") or ""),
                is_descending=sort.get("order") == "desc",
            ),
        )
        self.items, self.total = [_line(line) for line in found.lines], found.total

    def _pairs(self) -> None:
        self.open_pairs = reports.open_pair_count(self.ws)
        self.pairs = [
            {
                "id": pair.id,
                "cause": translate(PAIR_CAUSES[pair.cause]),
                "people": [_line(pair.first), _line(pair.second)],
            }
            for pair in reports.doubtful_pairs(self.ws)
        ]

    def vue_excel(self, _: Any = None) -> None:
        """Hand over everybody on file as Excel."""
        name, content = documents.recipient_list(self.ws)
        self.download(name, XLSX, content)

    def vue_show_tab(self, tab: str) -> None:
        """Show the files or the doubtful pairs."""
        self.tab = tab if tab in ("files", "pairs") else "files"

    def vue_bring(self, _: Any = None) -> None:
        """Go to the import."""
        if self.shell:
            self.shell.go("import_recipients")

    def vue_open(self, recipient_id: int | None) -> None:
        """Open somebody's file in a drawer, or close it."""
        self.opened = _card(reports.file_card(self.ws, int(recipient_id))) if recipient_id else {}

    def vue_unmask(self, recipient_id: int) -> None:
        """Ask why, then show the sealed columns; the look is written down."""

        def shown(reason: str = "") -> None:
            clear = service.unmask_recipient(self.ws, int(recipient_id), reason)
            self.opened = {
                **self.opened,
                "identity": clear.identity or "",
                "phone": clear.phone or "",
                "card": clear.card or "",
                "is_clear": True,
            }

        if self.shell and self.opened.get("id") == recipient_id:
            self.shell.confirm(
                shown,
                title=translate(N_("Show identity number, phone and card?")),
                text=translate(N_("Who looked, when and why is written into the audit.")),
                yes=translate(N_("Show in full")),
                reason=True,
            )

    def vue_leave(self, recipient_id: int) -> None:
        """Ask why, then close somebody's file."""

        def left(reason: str = "") -> None:
            service.leave(self.ws, int(recipient_id), self.ws.today, reason)
            self.opened = {}
            self.show()
            self.say(translate(N_("The file is closed.")))

        if self.shell and self.opened.get("id") == recipient_id:
            self.shell.confirm(
                left,
                title=translate(N_("Close this file?")),
                text=translate(N_("It stays readable; nobody with a closed file comes onto a list.")),
                yes=translate(N_("Close the file")),
                reason=True,
                danger=True,
            )

    def vue_put(self, typed: Mapping[str, Any]) -> None:
        """Put one recipient on file, or change the file that is opened."""
        values, self.errors = read_form(RecipientForm, typed["values"], FILE_WORDS)
        if values is None:
            return
        if typed.get("id"):
            service.save_recipient(
                self.ws,
                0,
                self._row(values),
                recipient_id=int(typed["id"]),
                seen_version=int(self.opened.get("version") or 0),
            )
            self.opened = _card(reports.file_card(self.ws, int(typed["id"])))
        else:
            service.save_recipient(self.ws, int(typed["union"] or 0), self._row(values))
        self.send({"method": "added", "args": []})
        self.show()
        self.say(translate(N_("Saved")))

    def _row(self, values: Mapping[str, Any]) -> service.FileRow:
        from ..imports import bank_card

        identity = resident_id(values["identity"], self.ws.today).number if values["identity"] else None
        house = None
        if values["household"]:
            house = service.HouseholdRow(
                values["household"],
                values["members"],
                values["income_fen"],
                values["rigid_fen"],
                values["accident_fen"],
                verified_on=self.ws.today,
            )
        return service.FileRow(
            values["name"],
            values["kind"],
            identity,
            mobile(values["phone"]) if values["phone"] else None,
            bank_card(values["card"]) if values["card"] else None,
            house,
            is_head=house is not None,
            more={name: values[name] for name in ("unit", "district", "industry")},
        )

    def vue_look(self, _: Any = None) -> None:
        """Look for doubles in the files of the account's upper union."""
        if not self.unions:
            raise NotFound
        with self.working(translate(N_("Looking for doubles"))) as progress:
            found = service.look_for_pairs(self.ws, self.unions[0]["value"], progress)
        self._pairs()
        said = translate(N_("{n} new doubtful pairs")).format(n=found.pairs)
        if not found.crowds:
            self.say(said)
            return
        crowds = N_("{n} numbers or phones are shared by so many that only pairs with the first are listed.")
        self.say(said, "warn", todo=translate(crowds).format(n=found.crowds))

    def vue_decide(self, asked: Mapping[str, Any]) -> None:
        """Say whether a pair is one person."""
        verdict = PairVerdict(str(asked["verdict"]))
        service.decide_pair(self.ws, int(asked["id"]), verdict)
        self._pairs()
        self._page()
        self.say(translate(N_("Decided: {n} pairs left")).format(n=self.open_pairs))


def _line(line: reports.FileLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "kind": translate(KINDS[line.kind]),
        "identity": line.identity,
        "phone": line.phone,
        "card": line.card,
        "unit": line.unit,
        "district": line.district,
        "household": line.household,
        "has_left": line.has_left,
    }


def _card(card: reports.FileCard) -> dict[str, Any]:
    row, house = card.recipient, card.household
    line = reports.file_line(row, house.number if house else "")
    return {
        **_line(line),
        "version": row.version,
        "typed": _typed(card),
        "relation": row.relation,
        "industry": row.industry,
        "note": row.note,
        "is_clear": False,
        "may_change": card.may_change,
        "house": {
            "number": house.number,
            "members": house.members,
            "income": yuan(house.income_fen) if house.income_fen is not None else "—",
            "rigid": yuan(house.rigid_fen),
            "accident": yuan(house.accident_fen) if house.accident_fen else "",
            "closed": house.closed_on.isoformat() if house.closed_on else "",
        }
        if house
        else {},
        "people": [_line(member) for member in card.members],
        "history": [
            {
                "title": told.title,
                "stage": translate(STAGES[Stage(told.stage)]),
                "text": translate(TIERS[told.tier]) if told.tier else cause_text(told.cause),  # type: ignore[index]
            }
            for told in card.history
        ],
    }


def _typed(card: reports.FileCard) -> dict[str, Any]:
    """Return a file as somebody would have typed it; sealed columns stay empty and unchanged."""
    row, house = card.recipient, card.household
    is_head = house is not None and row.head_of is not None
    return {
        "name": row.name,
        "kind": row.kind.value,
        "unit": row.unit,
        "district": row.district,
        "industry": row.industry,
        "household": house.number if house and is_head else "",
        "members": str(house.members) if house and is_head else "1",
        "income_fen": "" if not (house and is_head) or house.income_fen is None else _plain(house.income_fen),
        "rigid_fen": _plain(house.rigid_fen) if house and is_head else "0",
        "accident_fen": _plain(house.accident_fen) if house and is_head else "0",
    }


def _plain(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
