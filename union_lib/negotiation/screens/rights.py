"""Rights cases: the list by clock, the green channel first; one case with its clocks and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from traitlets import Dict, List, Unicode

from ...common.errors import N_
from ...common.text import translate
from ...common.typed import day
from ...ui.form import form_fields, read_form, typed_form
from .. import reports
from ..plan_words import CLAIMS, RIGHTS
from ..reports.plans import cases_open, plan_sheet
from ..reports.rights import SOON_DAYS, RightsRow, RightsSheet, rights_list, rights_sheet
from ..rules.kinds import RightsKind
from ..rules.limitation import ClaimKind
from ..rules.rights import Act, Happened, RightsStage
from ..rules.stages import Hand
from ..service import rights
from . import rights_view as view
from .paging import PagedScreen

FORM_WORDS = {
    "RightsForm.kind": N_("Way"),
    "RightsForm.employer": N_("Employer"),
    "RightsForm.district_code": N_("District"),
    "RightsForm.claimant": N_("Who asks"),
    "RightsForm.claimant.hint": N_("Sealed; shown only to those who work on the case."),
    "RightsForm.workers": N_("Workers concerned"),
    "RightsForm.claim_fen": N_("Amount claimed"),
    "RightsForm.is_green": N_("Green channel"),
    "RightsForm.facts": N_("What it is about"),
    "RightsForm.claim_kind": N_("Kind of claim (for the limitation)"),
    "RightsForm.claim_start": N_("Counts from"),
    "RightsForm.claim_start.hint": N_("The day the right was known to be hurt, or the conduct ended."),
    "RightsForm.interrupted_on": N_("Last claimed or promised on"),
    "RightsForm.suspended_from": N_("Suspended from"),
    "RightsForm.suspended_to": N_("Suspended until"),
    "RightsForm.employment_ended": N_("Employment ended on"),
    **{f"RightsKind.{kind}": word for kind, word in RIGHTS.items()},
    **{f"ClaimKind.{kind}": word for kind, word in CLAIMS.items()},
}
OPEN, LATE, SOON, OVER = "open", "late", "soon", "over"
WHICH_WORDS = {
    OPEN: N_("Being handled"),
    LATE: N_("Overdue"),
    SOON: N_("Due within 7 days"),
    OVER: N_("Ended"),
}


class RightsScreen(PagedScreen):
    """Every rights case one may read, and one whole."""

    file = "rights.vue"
    writable = frozenset({"wanted", "page"})
    words = {
        "all_kinds": N_("All ways"),
        "back": N_("All rights cases"),
        "cancel": N_("Cancel"),
        "case": N_("Case"),
        "change": N_("Edit"),
        "claim": N_("Amount claimed"),
        "claim_yuan": N_("Claim (yuan)"),
        "claimant": N_("Who asks"),
        "clocks": N_("Clocks"),
        "clocks_text": N_("By the law of the day on which each began."),
        "create": N_("Record the rights case"),
        "date": N_("Day"),
        "employer": N_("Employer"),
        "empty_text": N_("Legal aid, supervision, petition, mediation, arbitration: each with its clocks."),
        "empty_title": N_("No rights cases yet"),
        "ended": N_("Done on"),
        "facts": N_("What it is about"),
        "final": N_("Final award"),
        "green": N_("green channel"),
        "history": N_("What happened"),
        "limit": N_("Limitation"),
        "linked_case": N_("Linked case"),
        "more": N_("Further steps"),
        "new": N_("New rights case"),
        "next": N_("Next step"),
        "no_clocks": N_("No clock runs yet. Record the first step, or enter the claim for its limitation."),
        "none": N_("No rights case matches."),
        "note": N_("Note"),
        "of_case": N_("Rights cases of one case or plan"),
        "opened": N_("Opened on"),
        "outcome": N_("Outcome"),
        "plan": N_("Deferred plan"),
        "provisional": N_("provisional: the holidays of that year are not published yet"),
        "record": N_("Record"),
        "save": N_("Save"),
        "search": N_("Search employer or number"),
        "show": N_("Show"),
        "show_all": N_("Show all rights cases"),
        "state": N_("State"),
        "take_back": N_("Take the last step back"),
        "taken_back": N_("taken back"),
        "title": N_("Rights cases"),
        "to_confirm": N_("to be confirmed"),
        "union": N_("Union"),
        "until": N_("Day it sets (answer wanted, hearing)"),
        "way": N_("Way"),
        "what": N_("About the case"),
        "workers": N_("Workers"),
        "yuan": N_("yuan"),
    }

    wanted = Dict({"text": "", "kind": "", "which": OPEN}).tag(sync=True)
    about = Dict().tag(sync=True)
    kinds = List().tag(sync=True)
    unions = List().tag(sync=True)
    case = Dict().tag(sync=True)
    fields = List().tag(sync=True)
    errors = Dict().tag(sync=True)
    opened = Dict().tag(sync=True)
    place = Unicode("list").tag(sync=True)

    def __init__(self, ws: Any = None, **state: Any) -> None:
        super().__init__(ws, **state)
        self._rows: Sequence[RightsRow] = ()
        self._id, self._case, self._plan = 0, 0, 0
        self.sheet: RightsSheet | None = None
        self.observe(lambda _: self._narrow(), "wanted")
        self.observe(lambda _: self.set_trait("is_dirty", False), "opened")

    def visit(
        self,
        rights: int | None = None,
        case: int | None = None,
        plan: int | None = None,
        about: int | None = None,
    ) -> None:
        """Come to a rights case, to those of a case or a plan, or begin one `about` a plan."""
        self.opened, self.errors = {}, {}
        self._id, self._case, self._plan = int(rights or 0), int(case or 0), int(plan or about or 0)
        self.show()
        if about:
            self.vue_make()

    def show(self) -> None:
        """Fetch the list, or the case, again."""
        self.kinds = [{"value": kind.value, "title": translate(word)} for kind, word in RIGHTS.items()]
        self.unions = [{"value": key, "title": name} for key, name in reports.officer_unions(self.ws)]
        districts = [{"value": code, "title": name} for code, name in reports.districts(self.ws)]
        more: dict[str, dict[str, Any]] = {
            "district_code": {"kind": "select", "choices": districts},
            "facts": {"kind": "long"},
        }
        self.fields = [
            field | more.get(field["key"], {}) for field in form_fields(rights.RightsForm, FORM_WORDS)
        ]
        if self._id:
            self._show_case()
        else:
            self._show_list()

    # ---------------------------------------------------------------- the list

    def _show_list(self) -> None:
        self.sheet, self.case = None, {}
        self._rows = rights_list(self.ws)
        self.place = "list"
        self._narrow()

    def _mine(self) -> list[RightsRow]:
        return [
            row
            for row in self._rows
            if (not self._case or row.case_id == self._case) and (not self._plan or row.plan_id == self._plan)
        ]

    def _narrow(self) -> None:
        rows = self._mine()
        counts = {key: sum(self._is(row, key) for row in rows) for key in WHICH_WORDS}
        green = sum(row.is_green for row in rows if row.stage != RightsStage.CLOSED)
        text = translate(N_("{n} being handled · {green} on the green channel · {late} overdue"))
        self.about = {
            "text": text.format(n=f"{counts[OPEN]:,}", green=f"{green:,}", late=f"{counts[LATE]:,}"),
            "is_empty": not rows,
            "is_narrow": bool(self._case or self._plan),
            "which": [
                {"key": key, "text": translate(word), "n": counts[key]} for key, word in WHICH_WORDS.items()
            ],
        }
        self.choose([row for row in rows if self._wants(row)])
        if self.shell and not (self._case or self._plan):
            self.shell.badge("rights", str(counts[LATE]) if counts[LATE] else "")

    def _is(self, row: RightsRow, which: str) -> bool:
        is_over = row.stage == RightsStage.CLOSED
        days = row.next.days_left(self.ws.today) if row.next else None
        if which == OVER or is_over:
            return is_over and which == OVER
        if which == LATE:
            return days is not None and days < 0
        return which == OPEN or (days is not None and 0 <= days <= SOON_DAYS)

    def _wants(self, row: RightsRow) -> bool:
        kind, text = self.wanted.get("kind"), str(self.wanted.get("text") or "").strip().lower()
        return (
            self._is(row, str(self.wanted.get("which") or OPEN))
            and (not kind or row.kind == kind)
            and text in f"{row.employer} {row.number}".lower()
        )

    def line(self, row: RightsRow) -> dict[str, Any]:
        """Return how a row of the list is shown."""
        return view.line(row, self.ws.today)

    def vue_open(self, rights_id: int | None) -> None:
        """Go to a rights case, or back to the list."""
        if self.shell:
            self.shell.go("rights", **({"rights": int(rights_id)} if rights_id else {}))

    # ---------------------------------------------------------------- one case

    def _show_case(self) -> None:
        sheet = self.sheet = rights_sheet(self.ws, self._id)
        self.case = {
            **view.head(sheet),
            "clocks": view.clock_rows(sheet.clocks, sheet.next, self.ws.today),
            "history": view.history_rows(sheet.history),
            "acts": view.act_rows(sheet),
        }
        self.place = "case"

    @property
    def _seen(self) -> int:
        return self.sheet.case.version if self.sheet else 0

    def vue_close_drawer(self, _: Any = None) -> None:
        """Close the drawer."""
        self.opened, self.errors = {}, {}

    def vue_make(self, _: Any = None) -> None:
        """Open the form of a new rights case, taking over what is known from its plan or case."""
        self.errors = {}
        union = self.unions[0]["value"] if self.unions else 0
        values, union, case = self._taken_over(union)
        self.opened = {
            "form": "new",
            "title": translate(self.words["new"]),
            "values": {"kind": RightsKind.SUPERVISION.value, **values},
            "union": union,
            "case": case,
            "cases": self._cases(union),
        }

    def _cases(self, union_id: int) -> list[dict[str, Any]]:
        if not union_id:
            return []
        return [{"value": key, "title": title} for key, title in cases_open(self.ws, union_id)]

    def vue_cases_of(self, union_id: int | None) -> None:
        """Offer the cases of another organisation."""
        self.send({"method": "cases", "args": [self._cases(int(union_id or 0))]})

    def _taken_over(self, union: int) -> tuple[dict[str, Any], int, int | None]:
        if self._plan:
            sheet = plan_sheet(self.ws, self._plan)
            plan = sheet.plan
            values = {
                "employer": plan.employer,
                "district_code": plan.district_code,
                "workers": str(plan.workers),
                "claim_fen": f"{sheet.standing.overdue_fen / 100:.2f}" if sheet.standing.overdue_fen else "",
                "is_green": True,
            }
            return values, plan.union_id, plan.case_id
        if self._case:
            case = reports.case_sheet(self.ws, self._case).case
            values = {"employer": case.employer, "district_code": case.district_code, "workers": "1"}
            return values, case.union_id, self._case
        return {"workers": "1"}, union, None

    def vue_edit(self, _: Any = None) -> None:
        """Open the form of the rights case."""
        if self.sheet is None or Hand.OFFICER not in self.sheet.hands:
            return
        case = self.sheet.case
        kept = {key: getattr(case, key) for key in rights.RightsForm.model_fields}
        form = rights.RightsForm(
            **{
                **kept,
                "claimant": self.sheet.claimant,
                "claim_kind": ClaimKind(case.claim_kind) if case.claim_kind else None,
            }
        )
        self.errors = {}
        self.opened = {
            "form": "edit",
            "title": translate(self.words["change"]),
            "text": case.number,
            "values": typed_form(form),
        }

    def vue_save(self, typed: Mapping[str, Any]) -> None:
        """Save the rights case, new or changed."""
        values, self.errors = read_form(rights.RightsForm, typed["values"], FORM_WORDS)
        if values is None:
            return
        form = rights.RightsForm(**values)
        if self.opened.get("form") != "new":
            rights.change_rights(self.ws, self._id, form, seen_version=self._seen)
            self._done(N_("Saved"))
            return
        case = typed.get("case")
        made = rights.open_rights(
            self.ws,
            int(typed.get("union") or 0),
            form,
            case_id=int(case) if case else None,
            plan_id=self._plan or None,
        )
        self.opened, self._id = {}, made
        self.say(translate(N_("The rights case is open.")))
        if self.shell:
            self.shell.go("rights", rights=made)

    def vue_begin(self, act: str) -> None:
        """Open the form of an act."""
        found = next((one for one in self.case.get("acts", ()) if one["act"] == act), None)
        if found:
            values = {"act": act, "on": self.ws.today.isoformat(), "until": "", "note": ""}
            self.opened = {"form": "act", **found, "values": values}

    def vue_record(self, typed: Mapping[str, Any]) -> None:
        """Record an act on its day."""
        until = str(typed.get("until") or "")
        happened = Happened(Act(str(typed.get("act"))), day(typed.get("on")), day(until) if until else None)
        rights.record_act(self.ws, self._id, happened, str(typed.get("note") or ""), seen_version=self._seen)
        self._done(N_("Recorded."))

    def vue_take_back(self, _: Any = None) -> None:
        """Ask why, then take the last act back."""

        def taken(reason: str = "") -> None:
            rights.take_act_back(self.ws, self._id, reason, seen_version=self._seen)
            self._done(N_("Taken back; it stays in the history."))

        if self.shell and self.sheet:
            self.shell.confirm(
                taken,
                title=translate(N_("Take the last step back?")),
                text=translate(N_("The step stays in the history, struck out. Say why.")),
                yes=translate(N_("Take back")),
                reason=True,
            )

    def vue_go(self, asked: Mapping[str, Any]) -> None:
        """Go to the case or the plan."""
        if self.shell and asked.get("screen") in ("case", "plans"):
            params = {key: int(value) for key, value in asked.items() if key != "screen" and value}
            self.shell.go(str(asked["screen"]), **params)

    def _done(self, message: str) -> None:
        self.opened, self.errors = {}, {}
        self.show()
        self.say(translate(message))
