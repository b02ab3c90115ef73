"""All cases by stage, the nearest date first, as a board and as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from traitlets import Bool, Dict, List

from ...common.errors import N_
from ...common.text import translate
from ...ui.form import form_fields, read_form
from ...ui.shown import XLSX
from .. import documents, reports, service
from ..rules.kinds import Scope, Side, Subject, Track
from ..rules.stages import ENDED, Stage
from ..words import SCOPES, SIDES, SUBJECTS, TRACKS
from .desk import CaseScreen, due_card, stage_tag
from .paging import PagedScreen

COLUMNS: tuple[tuple[str, tuple[Stage, ...]], ...] = (
    (N_("Invitation and reply"), (Stage.INVITATION, Stage.REPLY_DUE)),
    (N_("Negotiation"), (Stage.PREPARATION, Stage.ROUNDS, Stage.DISPUTE)),
    (N_("Draft and vote"), (Stage.DRAFT, Stage.VOTED)),
    (N_("Signing and review"), (Stage.SIGNED, Stage.FILED, Stage.IN_REVIEW)),
    (N_("Performance of the agreement"), (Stage.IN_FORCE, Stage.PUBLISHED, Stage.RENEWAL)),
)
CARDS_SHOWN = 30
SOON_DAYS = 7
CALENDAR = "text/calendar"
FORM_WORDS = {
    "CaseForm.employer": N_("Employer"),
    "CaseForm.district_code": N_("District"),
    "CaseForm.industry": N_("Industry"),
    "CaseForm.track": N_("Procedure"),
    "CaseForm.subject": N_("Matters"),
    "CaseForm.scope": N_("Binds"),
    "CaseForm.invited_by": N_("Invited by"),
    "CaseForm.workers": N_("Workers"),
    **{f"Track.{track}": word for track, word in TRACKS.items()},
    **{f"Subject.{subject}": word for subject, word in SUBJECTS.items()},
    **{f"Scope.{scope}": word for scope, word in SCOPES.items()},
    **{f"Side.{side}": word for side, word in SIDES.items()},
}
ALL, LATE, SOON, OVER = "all", "late", "soon", "ended"


class CaseBoard(PagedScreen, CaseScreen):
    """Every case one may read; a new one is opened in a drawer."""

    file = "board.vue"
    writable = frozenset({"wanted", "page"})
    words = {
        "all_districts": N_("All districts"),
        "as_board": N_("Board"),
        "as_list": N_("List"),
        "cancel": N_("Cancel"),
        "case": N_("Case"),
        "create": N_("Open the new case"),
        "dates": N_("Dates (.ics)"),
        "district": N_("District"),
        "due": N_("Deadline"),
        "employer": N_("Employer"),
        "empty_text": N_("A case begins with an invitation to negotiate."),
        "empty_title": N_("No cases yet"),
        "ended": N_("Ended"),
        "excel": N_("List (Excel)"),
        "firm": N_("Enterprise on file"),
        "firm_hint": N_("Its name, district and industry are taken over; or type them below."),
        "firm_none": N_("No enterprise “{text}” on file."),
        "import": N_("Import from Excel"),
        "late": N_("Overdue"),
        "more": N_("{n} more in the list"),
        "new": N_("New case"),
        "new_text": N_("Number and dates follow by themselves."),
        "next": N_("Next step"),
        "no_case": N_("No case"),
        "none": N_("Nothing matches."),
        "running": N_("Running"),
        "search": N_("Search employer or number"),
        "show": N_("Show"),
        "soon": N_("Due within 7 days"),
        "stage": N_("Stage"),
        "title": N_("All cases"),
        "type": N_("Type"),
        "union": N_("Union"),
        "workers": N_("Workers"),
    }

    wanted = Dict({"district": "", "text": "", "which": ALL}).tag(sync=True)
    columns = List().tag(sync=True)
    about = Dict().tag(sync=True)
    districts = List().tag(sync=True)
    unions = List().tag(sync=True)
    fields = List().tag(sync=True)
    values = Dict().tag(sync=True)
    errors = Dict().tag(sync=True)
    firms = List().tag(sync=True)
    is_making = Bool(False).tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self._rows: Sequence[reports.CaseRow] = ()
        self.observe(lambda _: self._narrow(), "wanted")

    def show(self) -> None:
        """Fetch the cases again."""
        self._rows = reports.board(self.ws, with_ended=True)
        self.districts = [{"value": code, "title": name} for code, name in reports.districts(self.ws)]
        self.unions = [{"value": key, "title": name} for key, name in reports.officer_unions(self.ws)]
        self.fields = [
            field | ({"kind": "select", "choices": self.districts} if field["key"] == "district_code" else {})
            for field in form_fields(service.CaseForm, FORM_WORDS)
        ]
        self._narrow()

    def _narrow(self) -> None:
        """Show what is wanted: counts of all running cases, cards and lines of those chosen."""
        running = [row for row in self._rows if row.stage not in ENDED]
        left = [self._days(row) for row in running]
        text = translate(N_("{n} running · {soon} due within 7 days · {late} overdue"))
        late = sum(days is not None and days < 0 for days in left)
        soon = sum(days is not None and 0 <= days <= SOON_DAYS for days in left)
        self.about = {
            "text": text.format(n=f"{len(running):,}", soon=f"{soon:,}", late=f"{late:,}"),
            "is_empty": not self._rows,
        }
        self.choose([row for row in self._rows if self._wants(row)])
        self.columns = [self._column(title, stages) for title, stages in COLUMNS]
        if self.shell:
            self.shell.badge("board", f"{late:,}" if late else "")

    def _days(self, row: reports.CaseRow) -> int | None:
        return (row.due.last_day - self.ws.today).days if row.due else None

    def _wants(self, row: reports.CaseRow) -> bool:
        which, days = self.wanted.get("which") or ALL, self._days(row)
        if (row.stage in ENDED) != (which == OVER):
            return False
        if which == LATE and not (days is not None and days < 0):
            return False
        if which == SOON and not (days is not None and 0 <= days <= SOON_DAYS):
            return False
        district, text = self.wanted.get("district"), str(self.wanted.get("text") or "").strip().lower()
        return (
            not district or row.district_code == district
        ) and text in f"{row.employer} {row.number}".lower()

    def _column(self, title: str, stages: tuple[Stage, ...]) -> dict[str, Any]:
        held = [row for row in self._chosen if row.stage in stages]
        return {
            "title": translate(title),
            "count": len(held),
            "cards": [self.line(row) for row in held[:CARDS_SHOWN]],
            "more": max(0, len(held) - CARDS_SHOWN),
        }

    def line(self, row: reports.CaseRow) -> dict[str, Any]:
        """Return how a case is shown, on a card and in the list."""
        kind = translate(TRACKS[row.track])
        if row.subject not in (Subject.GENERAL, Subject.WAGES):
            kind = translate(SUBJECTS[row.subject])
        return {
            "id": row.id,
            "number": row.number,
            "employer": row.employer,
            "kind": kind,
            "district": row.district,
            "workers": f"{row.workers:,}",
            "stage": stage_tag(row.stage),
            "due": due_card(row.due, self.ws.today),
        }

    def vue_open(self, case_id: int) -> None:
        """Put a case on the desk and go to its file."""
        if self.shell:
            self.shell.go("case", case=int(case_id))

    def vue_bring(self, _: Any = None) -> None:
        """Go to the import of a list of cases."""
        if self.shell:
            self.shell.go("import_cases")

    def vue_make(self, is_making: bool) -> None:
        """Open or close the drawer of a new case."""
        self.errors, self.firms = {}, []
        self.values = {
            "track": Track.WAGE_AGREEMENT,
            "subject": Subject.WAGES,
            "scope": Scope.ENTERPRISE,
            "invited_by": Side.UNION,
            "workers": "",
        }
        self.is_making = bool(is_making)

    def vue_find_firm(self, text: str) -> None:
        """Look for an enterprise on file."""
        found = reports.firms_like(self.ws, str(text or ""))
        names = dict(reports.districts(self.ws))
        self.firms = [
            {
                "id": firm.id,
                "title": firm.name,
                "about": f"{names.get(firm.district_code, '')} · {firm.industry}",
                "district_code": firm.district_code,
                "industry": firm.industry,
            }
            for firm in found
        ]

    def vue_create(self, typed: Mapping[str, Any]) -> None:
        """Open a case, then go to its file."""
        given = {**typed["values"], "workers": typed["values"].get("workers") or "0"}
        values, self.errors = read_form(service.CaseForm, given, FORM_WORDS)
        if values is None:
            return
        firm = typed.get("firm")
        made = service.open_case(
            self.ws,
            int(typed.get("union") or 0),
            service.CaseForm(**values),
            enterprise_id=int(firm) if firm else None,
        )
        self.is_making, self.is_dirty = False, False
        self.say(translate(N_("The case is open. Next: the invitation.")))
        self.vue_open(made)

    def vue_dates(self, _: Any = None) -> None:
        """Hand over the dates of the chosen cases for an office calendar."""
        ids = [row.id for row in self._chosen]
        with self.working(translate(N_("Collecting the dates"))):
            name, content = documents.dates_of_cases(self.ws, ids)
        self.download(name, CALENDAR, content)

    def vue_excel(self, _: Any = None) -> None:
        """Hand over the chosen cases as Excel."""
        with self.working(translate(N_("Writing the list"))):
            name, content = documents.case_list(self.ws, self._chosen)
        self.download(name, XLSX, content)
