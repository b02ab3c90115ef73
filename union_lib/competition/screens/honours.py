"""From awards to honours: winners nominated, and the shares of workers a notice asks for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field
from traitlets import Dict, Int, List, Unicode

from ...common.errors import N_, NotFound
from ...common.tabular import write_sheet
from ...common.text import translate
from ...ui.form import form_fields, read_form
from ...ui.shown import XLSX
from .. import reports, service
from ..reports import plain
from ..reports.reviews import NominationRow
from ..rules import Bound, Duty, ShareCheck, Stage, WorkerClass
from ..words import BOUNDS, WORKER_CLASSES
from .desk import CompetitionScreen, stage_tag

SHOWN = 200
MEDALS = ("gold", "silver", "bronze")
DECIDED = (Stage.SIGNED, Stage.ON_NOTICE, Stage.PUBLISHED)


class ShareForm(BaseModel):
    """What is typed to ask for a share of workers; figures and notice both, none is built in."""

    worker_class: WorkerClass
    bound: Bound = Bound.AT_LEAST
    share: Decimal = Field(ge=0, le=100, json_schema_extra={"ui": {"unit": "%"}})
    citation: str = Field(min_length=2, max_length=120, json_schema_extra={"ui": {"wide": True}})


FORM_WORDS = {
    "ShareForm.worker_class": N_("Class of workers"),
    "ShareForm.bound": N_("Bound"),
    "ShareForm.share": N_("Share of the nominated"),
    "ShareForm.citation": N_("Notice it comes from"),
    "ShareForm.citation.hint": N_("Number and title of the notice that sets this figure for this year."),
    **{f"WorkerClass.{c.value}": text for c, text in WORKER_CLASSES.items()},
    **{f"Bound.{b.value}": text for b, text in BOUNDS.items()},
}


class HonourList(CompetitionScreen):
    """Nominations of a competition's winners for one honour at a time."""

    file = "honours.vue"
    words = {
        "add_rule": N_("Add a share"),
        "all_in": N_("Every winner has been nominated for this honour."),
        "cancel": N_("Cancel"),
        "choose": N_("Choose"),
        "classes_of": N_("Classes of {name}"),
        "download": N_("Nomination list (Excel)"),
        "empty_text": N_("Choose winners, then tick the classes of workers each belongs to."),
        "empty_title": N_("Nobody has been nominated for “{honour}” yet"),
        "have": N_("{count} of {needed} needed"),
        "have_most": N_("{count} of {needed} allowed"),
        "honour": N_("Honour"),
        "honour_hint": N_("As the notice calls it, for example May Day Labour Medal."),
        "new_honour": N_("Another honour"),
        "no_award": N_("no award any more"),
        "nominate": N_("Nominate"),
        "nominate_winners": N_("Nominate winners"),
        "nominated": N_("Nominated"),
        "nothing": N_("Nothing matches “{text}”."),
        "person": N_("Person nominated for entry {code}"),
        "remove": N_("Remove"),
        "remove_rule": N_("Remove the share of {workers}"),
        "rules": N_("Shares the notice asks for"),
        "rules_none": N_(
            "The figures differ by year and place, so none is built in. Enter each one with the notice it comes from."
        ),
        "save": N_("Save"),
        "search": N_("Search code, title, name or unit"),
        "source": N_("Source: {source}"),
        "start_text": N_(
            "Enter the honour winners are put forward for; then choose them from the award list."
        ),
        "start_title": N_("Which honour is it?"),
        "title": N_("Nominations for honours"),
        "winners_hint": N_("Winners of an award who are not yet nominated for “{honour}”."),
        "winners_more": N_("{shown} of {all} are shown; search for the others."),
        "withdraw": N_("Withdraw"),
        "withdraw_of": N_("Withdraw the nomination of {name}"),
    }
    writable = frozenset({"search"})

    text = Unicode("").tag(sync=True)
    about = Dict().tag(sync=True)
    honours = List().tag(sync=True)
    honour = Unicode("").tag(sync=True)
    classes = List().tag(sync=True)
    people = List().tag(sync=True)
    checks = List().tag(sync=True)
    winners = List().tag(sync=True)
    left = Int(0).tag(sync=True)
    search = Unicode("").tag(sync=True)
    drawer = Unicode("").tag(sync=True)
    fields = List().tag(sync=True)
    errors = Dict().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        self._seen: reports.Honours | None = None
        super().__init__(ws, desk, **state)
        self.observe(lambda _: self._list_winners(), "search")

    def visit(self, competition: int | None = None) -> None:
        """Come to this screen; another competition has honours of its own."""
        self.honour = self.search = self.drawer = ""
        super().visit(competition)

    def show(self) -> None:
        """Fetch nominations, shares and winners again."""
        seen = self._seen = reports.honours(self.ws, self.competition_id)
        self.text = seen.competition.title
        known = seen.honours
        if not self.honour and known:
            self.honour = known[0]
        self.honours = [*known, self.honour] if self.honour and self.honour not in known else known
        self.classes = [{"value": c.value, "title": translate(text)} for c, text in WORKER_CLASSES.items()]
        self.fields = form_fields(ShareForm, FORM_WORDS)
        awards = list(dict.fromkeys(award for _, _, award in seen.winners))
        self._tones = {award: MEDALS[n] if n < len(MEDALS) else "mute" for n, award in enumerate(awards)}
        self.people = [self._person(row) for row in self._nominations()]
        self.checks = [_check(check) for check in seen.checks.get(self.honour, [])]
        self._list_winners()
        self.about = self._about(seen)

    def _about(self, seen: reports.Honours) -> dict[str, Any]:
        is_decided = seen.competition.stage in DECIDED
        may_edit = Duty.ORGANISER in seen.duties and is_decided
        return {
            "stage": stage_tag(seen.competition.stage),
            "may_edit": may_edit,
            "may_nominate": may_edit and bool(seen.winners),
            "closed": _closed(seen),
            "lacking": [check["lacking"] for check in self.checks if check["lacking"]],
            "kept": translate(N_("Every share is kept.")) if self.checks and self.people else "",
        }

    def _nominations(self) -> list[NominationRow]:
        rows = self._seen.nominations if self._seen else []
        return [row for row in rows if row.nomination.honour == self.honour]

    def _person(self, row: NominationRow) -> dict[str, Any]:
        return {
            "id": row.nomination.id,
            "person": row.nomination.person,
            "code": row.shown.code,
            "title": row.shown.title,
            "unit": " · ".join(part for part in (row.shown.unit, row.shown.district) if part),
            "award": row.award or "",
            "tone": self._tones.get(row.award or "", "mute"),
            "classes": sorted(c.value for c in row.classes),
        }

    def _list_winners(self) -> None:
        """Offer the winners who are not nominated for this honour, as far as they match the search."""
        seen, wanted = self._seen, self.search.strip().casefold()
        if seen is None:
            return
        taken = {row.nomination.entry_id for row in self._nominations()}
        free = [(entry, shown, award) for entry, shown, award in seen.winners if entry.id not in taken]
        found = [
            {
                "id": entry.id,
                "code": shown.code,
                "title": shown.title,
                "person": (shown.contestant or shown.title)[:40],
                "unit": shown.unit,
                "award": award,
                "tone": self._tones.get(award, "mute"),
            }
            for entry, shown, award in free
            if wanted in f"{shown.code} {shown.title} {shown.contestant} {shown.unit}".casefold()
        ]
        self.winners, self.left = found[:SHOWN], len(found)

    # Nominations

    def vue_choose(self, honour: str) -> None:
        """Turn to an honour by its name."""
        named = str(honour or "").strip()[:60]
        if named:
            self.honour = named
            self.show()

    def vue_open(self, what: str | None) -> None:
        """Open the drawer with the winners, or the one for a share, or close it."""
        self.errors, self.search = {}, ""
        self.drawer = what if what in ("winners", "rule") else ""

    def vue_nominate(self, asked: Mapping[str, Any]) -> None:
        """Put a winner forward."""
        person = str(asked.get("person") or "")
        service.nominate(self.ws, self.competition_id, int(asked["entry"]), self.honour, person, ())
        self.show()
        self.say(
            translate(N_("{name} is nominated. Tick the classes in the list.")).format(name=person.strip())
        )

    def vue_set_classes(self, asked: Mapping[str, Any]) -> None:
        """Say which classes a nominated person belongs to."""
        held = [WorkerClass(str(value)) for value in asked["classes"]]
        service.set_classes(self.ws, self.competition_id, int(asked["id"]), held)
        self.show()

    def vue_withdraw(self, nomination_id: int) -> None:
        """Ask, then take a nomination back."""
        person = next((p for p in self.people if p["id"] == nomination_id), None)
        if person is None:
            raise NotFound
        if self.shell:
            self.shell.confirm(
                lambda: self.withdraw(int(nomination_id)),
                title=translate(N_("Withdraw the nomination of {name}?")).format(name=person["person"]),
                text=translate(N_("The classes ticked for this person are lost; the award stays.")),
                yes=translate(N_("Withdraw")),
            )

    def withdraw(self, nomination_id: int) -> None:
        """Take a nomination back."""
        service.withdraw_nomination(self.ws, self.competition_id, nomination_id)
        self.show()
        self.say(translate(N_("The nomination is withdrawn.")))

    # Shares

    def vue_save_rule(self, typed: Mapping[str, Any]) -> None:
        """Save a share with the notice that asks for it."""
        values, self.errors = read_form(ShareForm, typed, FORM_WORDS)
        if values is None:
            return
        service.set_share(
            self.ws,
            self.competition_id,
            self.honour,
            values["worker_class"],
            values["bound"],
            values["share"],
            values["citation"],
        )
        self.drawer = ""
        self.show()
        self.say(translate(N_("Saved")))

    def vue_remove_rule(self, asked: Mapping[str, Any]) -> None:
        """Ask, then take a share out."""
        worker_class, bound = WorkerClass(str(asked["worker_class"])), Bound(str(asked["bound"]))
        if self.shell:
            self.shell.confirm(
                lambda: self.remove_rule(worker_class, bound),
                title=translate(N_("Remove this share?")),
                facts=[c["title"] for c in self.checks if c["key"] == f"{worker_class}-{bound}"],
                yes=translate(N_("Remove")),
            )

    def remove_rule(self, worker_class: WorkerClass, bound: Bound) -> None:
        """Take a share out."""
        service.set_share(self.ws, self.competition_id, self.honour, worker_class, bound, None, "")
        self.show()
        self.say(translate(N_("The share is removed.")))

    def vue_download(self, _: Any = None) -> None:
        """Hand over the nominations for this honour as Excel."""
        heads = [N_("Person"), N_("Code"), N_("Entry"), N_("Unit"), N_("District"), N_("Award")]
        rows = [
            [
                row.nomination.person,
                row.shown.code,
                row.shown.title,
                row.shown.unit,
                row.shown.district,
                row.award or "",
                *(translate(N_("yes")) if c in row.classes else "" for c in WORKER_CLASSES),
            ]
            for row in self._nominations()
        ]
        named = translate(N_("{honour} nominations")).format(honour=self.honour)
        columns = [translate(head) for head in (*heads, *WORKER_CLASSES.values())]
        self.download(f"{self.text} {named}.xlsx", XLSX, write_sheet(named, columns, rows))


def _check(check: ShareCheck) -> dict[str, Any]:
    rule = check.rule
    workers, is_most = translate(WORKER_CLASSES[rule.worker_class]), rule.bound == Bound.AT_MOST
    worded = N_("at most {share} % {workers}") if is_most else N_("at least {share} % {workers}")
    lacking = N_("{n} {workers} too many") if is_most else N_("{n} {workers} lacking")
    reached = 100 * check.count / check.needed if check.needed else 100 if check.count or not is_most else 0
    return {
        "key": f"{rule.worker_class}-{rule.bound}",
        "worker_class": rule.worker_class.value,
        "bound": rule.bound.value,
        "workers": workers,
        "title": translate(worded).format(share=plain(rule.share), workers=workers),
        "count": check.count,
        "needed": check.needed,
        "percent": min(100, round(reached)),
        "is_most": is_most,
        "lacking": translate(lacking).format(n=check.lacking, workers=workers) if check.lacking else "",
        "citation": rule.citation,
    }


def _closed(seen: reports.Honours) -> str:
    """Say why nobody can be nominated now; empty when winners can."""
    if seen.competition.stage not in DECIDED:
        return translate(N_("Winners can be nominated once the chief judge has signed the result."))
    if not seen.winners:
        return translate(
            N_("There is no winner to nominate: no award was given, or names are still behind codes.")
        )
    return ""
