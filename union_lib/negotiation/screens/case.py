"""The file of one case: its clock, clauses side by side, delegates, rounds, votes, and the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from traitlets import Dict, List, Unicode

from ...common.errors import N_
from ...common.money import parse_yuan, yuan
from ...common.text import translate
from ...ui.form import form_fields, read_form, typed_form
from ...ui.shown import DOCX, XLSX
from .. import documents, reports, service
from ..reports.wages import calculations
from ..rules.clauses import ClauseText
from ..rules.floors import Promise
from ..rules.kinds import Author, Side, Topic
from ..rules.stages import MOVES, Hand, Step, steps_open
from ..words import HANDS, PROMISES, SIDES, STEP_ACTS, STEPS, SUBJECTS, TOPICS, TRACKS
from . import case_view as view
from .board import CALENDAR
from .desk import CaseScreen, stage_tag

PLAN_WORDS = {
    "PlanForm.workers": N_("Workers"),
    "PlanForm.meeting_on": N_("Next round planned on"),
    "PlanForm.vote_on": N_("Congress planned on"),
    "PlanForm.term_from": N_("Term from"),
    "PlanForm.term_to": N_("Term to"),
}
DELEGATE_WORDS = {
    "DelegateForm.side": N_("Side"),
    "DelegateForm.name": N_("Name"),
    "DelegateForm.post": N_("Post"),
    "DelegateForm.is_chief": N_("Chief delegate"),
    "DelegateForm.is_external": N_("From outside the enterprise"),
    "DelegateForm.valid_from": N_("Mandate from"),
    "DelegateForm.valid_to": N_("Mandate to"),
    **{f"Side.{side}": word for side, word in SIDES.items()},
}
ROUND_WORDS = {
    "RoundForm.held_on": N_("Held on"),
    "RoundForm.place": N_("Venue"),
    "RoundForm.minutes": N_("Minutes"),
    "RoundForm.next_on": N_("Next round on"),
}
VOTE_WORDS = {
    "VoteForm.held_on": N_("Held on"),
    "VoteForm.total": N_("Representatives in all"),
    "VoteForm.total.hint": N_("All representatives of the congress, or all workers where everybody votes."),
    "VoteForm.attending": N_("Attending"),
    "VoteForm.in_favour": N_("In favour"),
    "VoteForm.is_whole_staff": N_("All workers voted"),
}
CHECK_FORM = ("kept", "broken")
MAIN_STEPS = frozenset(Step) - {
    Step.REFUSE,
    Step.DISPUTE,
    Step.BREAK_OFF,
    Step.REOPEN,
    Step.OBJECT,
    Step.CHECK,
    Step.EXPIRE,
    Step.INFORM,
}
"""Steps that lead on; the others are offered beside them."""

FORMS = {
    Step.MEET: "round",
    Step.VOTE_PASSED: "vote",
    Step.CHECK: "check",
    Step.OPEN_RENEWAL: "renew",
}


class CaseFile(CaseScreen):
    """One case on its way from invitation to renewal."""

    file = "case.vue"
    writable = frozenset({"tab", "base"})
    words = {
        "add_clause": N_("Add a clause"),
        "agreed": N_("State"),
        "all_attended": N_("Who was there"),
        "area": N_("Area"),
        "attending": N_("Attending"),
        "enter_figure": N_("Enter the figure"),
        "back": N_("Take the last step back"),
        "base_employer": N_("against the employer's"),
        "base_previous": N_("against the version before"),
        "base_union": N_("against the union's"),
        "broken": N_("Clauses not kept"),
        "cancel": N_("Cancel"),
        "change": N_("Change"),
        "check": N_("Check of performance"),
        "checks": N_("Checks of performance"),
        "chief": N_("chief"),
        "citation": N_("Source"),
        "clause": N_("Clause"),
        "clauses": N_("Rounds and clauses"),
        "compare": N_("Compared"),
        "correct": N_("Correct"),
        "date": N_("Day"),
        "dates": N_("Dates (.ics)"),
        "delegates": N_("Delegates and votes"),
        "delegates_only": N_("Delegates"),
        "down": N_("Move down"),
        "edit": N_("Edit"),
        "edit_text": N_("Edit the text"),
        "employer": N_("Employer"),
        "external": N_("from outside"),
        "fill": N_("Fill from both proposals"),
        "findings": N_("What was found"),
        "flaws": N_("The delegations do not fit yet"),
        "from": N_("In force from"),
        "hash": N_("Fingerprint of the text"),
        "history": N_("History"),
        "in_favour": N_("In favour"),
        "joint": N_("Common text"),
        "calculations": N_("Wage calculations"),
        "kept": N_("Clauses kept"),
        "no_calculations": N_("None kept yet."),
        "late": N_("late"),
        "links": N_("This case"),
        "link_audit": N_("Payroll audit"),
        "link_plans": N_("Deferred payment"),
        "link_rights": N_("Rights cases"),
        "link_table": N_("Negotiator's table"),
        "link_wages": N_("Wage calculator"),
        "mandate": N_("Mandate"),
        "minutes": N_("Minutes"),
        "minutes_paper": N_("Minutes (Word)"),
        "more": N_("Further steps"),
        "name": N_("Name"),
        "needs": N_("At least {quorum} must attend and {favour} be in favour."),
        "new_delegate": N_("Add a delegate"),
        "no_checks": N_("No check yet."),
        "no_clauses": N_("No text on the table yet"),
        "no_clauses_text": N_("Each side's proposal is entered clause by clause, then both are compared."),
        "no_delegates": N_("No delegates yet"),
        "no_delegates_text": N_("At least three on each side, equal in number, one chief each."),
        "no_rounds": N_("No round yet."),
        "no_votes": N_("No vote yet."),
        "nobody": N_("Add the delegates first; then tick who was there."),
        "not_passed": N_("not passed"),
        "number": N_("Checkable number"),
        "opens": N_("from"),
        "papers": N_("Papers"),
        "passed": N_("passed"),
        "post": N_("Post"),
        "provisional": N_("provisional"),
        "reason": N_("Reason or remark"),
        "record": N_("Record"),
        "remove": N_("Remove"),
        "renew": N_("Ask for renewal"),
        "renew_text": N_("A new case begins with the old text as the union's proposal."),
        "round": N_("Record a round"),
        "rounds": N_("Rounds"),
        "save": N_("Save"),
        "save_text": N_("Save as a new version"),
        "settled": N_("settled"),
        "since": N_("from {day}"),
        "taken_back": N_("taken back"),
        "text": N_("Text"),
        "to_confirm": N_("to be confirmed"),
        "topic": N_("Topic"),
        "total": N_("In all"),
        "union": N_("Union"),
        "up": N_("Move up"),
        "value": N_("Value"),
        "version": N_("version {n}"),
        "versions": N_("Versions"),
        "vote": N_("Record the vote"),
        "vote_text": N_("The vote is bound to this text; if the text changes, the vote no longer counts."),
        "votes": N_("Votes"),
        "what": N_("What happened"),
        "who": N_("By"),
        "why": N_("Where this comes from"),
    }

    about = Dict().tag(sync=True)
    tab = Unicode("clauses").tag(sync=True)
    base = Unicode(Author.EMPLOYER.value).tag(sync=True)
    clock = List().tag(sync=True)
    acts = List().tag(sync=True)
    clauses = List().tag(sync=True)
    texts = Dict().tag(sync=True)
    people = List().tag(sync=True)
    flaws = List().tag(sync=True)
    rounds = List().tag(sync=True)
    votes = List().tag(sync=True)
    checks = List().tag(sync=True)
    history = List().tag(sync=True)
    kept = List().tag(sync=True)
    choices = Dict().tag(sync=True)
    fields = Dict().tag(sync=True)
    errors = Dict().tag(sync=True)
    opened = Dict().tag(sync=True)
    why = Dict().tag(sync=True)
    needs = Dict().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self.sheet: reports.CaseSheet | None = None
        self.observe(lambda _: self._line_up(), "base")
        self.observe(lambda _: self.set_trait("is_dirty", False), "opened")

    def visit(self, case: int | None = None, tab: str = "") -> None:
        """Come to a case, at one of its tabs when one is named."""
        self.opened, self.why = {}, {}
        if tab in ("clauses", "people", "history"):
            self.tab = tab
        super().visit(case)

    def show(self) -> None:
        """Fetch the case again."""
        sheet = self.sheet = reports.case_sheet(self.ws, self.case_id)
        case = sheet.case
        may_edit = Hand.OFFICER in sheet.hands
        self.about = {
            "title": case.employer,
            "text": " · ".join(_line(sheet)),
            "stage": stage_tag(case.stage),
            "may_edit": may_edit,
            "may_draft": may_edit and view.is_open_for_texts(case.stage),
            "may_take_back": may_edit and any(not step.is_taken_back for step in sheet.history),
            "renews": sheet.renews,
            "waits": _waits(sheet),
            "papers": [{"key": key, "title": title} for key, title in documents.papers_of(sheet)],
        }
        self.clock = view.clock(sheet, self.ws.today)
        self.acts = [
            {"step": step.value, "title": translate(STEP_ACTS[step]), "is_main": step in MAIN_STEPS}
            for step in sheet.steps
            if step in STEP_ACTS
        ]
        self.texts = {author.value: view.text_card(sheet.newest(author), author) for author in Author}
        self.people = view.people_rows(sheet, self.ws.today)
        self.flaws = view.flaw_texts(sheet) if sheet.delegates else []
        self.rounds, self.votes = view.round_rows(sheet), view.vote_rows(sheet)
        self.checks = [
            {"on": c.checked_on.isoformat(), "kept": c.kept, "broken": c.broken, "findings": c.findings}
            for c in reversed(sheet.checks)
        ]
        self.history = view.history_rows(sheet)
        self.kept = [
            {"title": row.title, "month": f"{row.month:%Y-%m}", "total": yuan(row.total_fen or 0)}
            for row in calculations(self.ws, self.case_id)
        ]
        self._offer()
        self._line_up()

    def _offer(self) -> None:
        self.choices = {
            "topics": [{"value": topic.value, "title": translate(word)} for topic, word in TOPICS.items()],
            "promises": [{"value": "", "title": "—"}]
            + [{"value": promise.value, "title": translate(word)} for promise, word in PROMISES.items()],
        }
        self.fields = {
            "plan": form_fields(service.PlanForm, PLAN_WORDS),
            "delegate": form_fields(service.DelegateForm, DELEGATE_WORDS),
            "round": [
                field | ({"kind": "long", "wide": True} if field["key"] == "minutes" else {})
                for field in form_fields(service.RoundForm, ROUND_WORDS)
            ],
            "vote": form_fields(service.VoteForm, VOTE_WORDS),
        }

    def _line_up(self) -> None:
        if self.sheet is not None:
            base = self.base if self.base in view.BASES else Author.UNION.value
            self.clauses = view.clause_rows(self.sheet, base)

    @property
    def _seen(self) -> int:
        return self.sheet.case.version if self.sheet else 0

    # Steps

    def vue_begin(self, step: str) -> None:
        """Open the form a step needs."""
        wanted = Step(step)
        if self.sheet is None or wanted not in self.sheet.steps:
            return
        form = FORMS.get(wanted, "step")
        self.errors, self.needs = {}, {}
        self.opened = {
            "form": form,
            "step": wanted.value,
            "title": translate(STEP_ACTS[wanted]),
            "text": self._hint(wanted),
            "wants_reason": MOVES[self.sheet.case.stage, wanted].wants_reason,
            "values": self._defaults(form, wanted),
            "hash": self.texts[Author.JOINT.value]["hash"],
        }

    def _hint(self, step: Step) -> str:
        effect = self.sheet.effect_on if self.sheet else None
        if step == Step.TAKE_EFFECT and effect:
            return translate(N_("Without an objection it takes effect on {day}, by the rule.")).format(
                day=effect
            )
        if step == Step.BREAK_OFF:
            return translate(N_("The case ends here. What was recorded stays on file."))
        return ""

    def _defaults(self, form: str, step: Step) -> dict[str, Any]:
        today = self.ws.today.isoformat()
        effect = self.sheet.effect_on if self.sheet else None
        if step == Step.TAKE_EFFECT and effect is not None:
            return {"on": effect.isoformat(), "reason": ""}
        if form == "round":
            on = self.ws.today
            names = {
                side.value: [
                    d.name
                    for d in (self.sheet.delegates if self.sheet else ())
                    if d.side == side and d.valid_from <= on and (d.valid_to is None or on <= d.valid_to)
                ]
                for side in Side
            }
            return {"held_on": today, "present": names, "known": names}
        return {"on": today, "held_on": today, "reason": "", "kept": "", "broken": "0", "findings": ""}

    def vue_close(self, _: Any = None) -> None:
        """Close the form that is open."""
        self.opened, self.errors = {}, {}

    def vue_take(self, typed: Mapping[str, Any]) -> None:
        """Record a step with its day and reason."""
        step, on = Step(str(typed["step"])), date.fromisoformat(str(typed["on"]))
        reason = str(typed.get("reason") or "")
        if step == Step.BREAK_OFF and self.shell and reason.strip():
            self.shell.confirm(
                lambda: self._take(step, on, reason),
                title=translate(N_("Break off this negotiation?")),
                text=translate(N_("The case ends here. What was recorded stays on file.")),
                facts=[self.about["title"]],
                yes=translate(N_("Break off")),
                danger=True,
            )
            return
        self._take(step, on, reason)

    def _take(self, step: Step, on: date, reason: str) -> None:
        service.take_step(self.ws, self.case_id, step, on, reason, seen_version=self._seen)
        self._done(translate(STEPS[step]))

    def vue_take_back(self, _: Any = None) -> None:
        """Ask for the reason, then take the last step back."""
        if self.shell is None or self.sheet is None:
            return
        last = next((step for step in reversed(self.sheet.history) if not step.is_taken_back), None)
        self.shell.confirm(
            lambda reason: self._take_back(reason),
            title=translate(N_("Take the last step back?")),
            text=translate(N_("It stays on file as taken back.")),
            facts=[translate(STEPS[last.step])] if last else [],
            yes=translate(N_("Take back")),
            reason=True,
            danger=True,
        )

    def _take_back(self, reason: str) -> None:
        with self.guard():
            service.take_back(self.ws, self.case_id, reason, seen_version=self._seen)
            self._done(translate(N_("Taken back")))

    def vue_hold(self, typed: Mapping[str, Any]) -> None:
        """Record a round with who was there."""
        values, self.errors = read_form(service.RoundForm, typed["values"], ROUND_WORDS)
        if values is None:
            return
        present = {side.value: [str(name) for name in typed["present"].get(side.value, ())] for side in Side}
        form = service.RoundForm(**values)
        number = service.hold_round(self.ws, self.case_id, form, present, seen_version=self._seen)
        self._done(translate(N_("Round {n} is recorded.")).format(n=number))

    def vue_needed(self, total: Any) -> None:
        """Say how many must attend and agree, as soon as the number of all is typed."""
        self.needs = {}
        if str(total).isdecimal() and int(total) > 0:
            needed = reports.vote_needs(self.ws, self.case_id, int(total))
            self.needs = {"quorum": needed.quorum_min, "favour": needed.favour_min}

    def vue_vote(self, typed: Mapping[str, Any]) -> None:
        """Record the congress's vote on the text that is shown."""
        values, self.errors = read_form(service.VoteForm, typed["values"], VOTE_WORDS)
        if values is None:
            return
        form = service.VoteForm(**values)
        passed = service.record_vote(self.ws, self.case_id, form, str(typed["hash"]), seen_version=self._seen)
        said = N_("The congress passed the draft.") if passed else N_("The congress did not pass the draft.")
        self._done(translate(said), "ok" if passed else "warn")

    def vue_check(self, typed: Mapping[str, Any]) -> None:
        """Record a look at how the agreement is kept."""
        numbers = [str(typed.get(name) or "0").strip() for name in CHECK_FORM]
        kept, broken = (int(number) if number.isdecimal() else 0 for number in numbers)
        service.record_check(
            self.ws,
            self.case_id,
            date.fromisoformat(str(typed["on"])),
            kept=kept,
            broken=broken,
            findings=str(typed.get("findings") or ""),
            seen_version=self._seen,
        )
        self._done(translate(N_("The check is recorded.")))

    def vue_renew(self, typed: Mapping[str, Any]) -> None:
        """Ask for renewal and go to the new case."""
        on = date.fromisoformat(str(typed["on"]))
        made = service.renew_case(self.ws, self.case_id, on, seen_version=self._seen)
        self._done(translate(N_("The new case is open.")))
        if self.shell:
            self.shell.go("case", case=made)

    # Dates and people

    def vue_edit(self, _: Any = None) -> None:
        """Open the form of dates and term."""
        if self.sheet is None:
            return
        case = self.sheet.case
        form = service.PlanForm(**{name: getattr(case, name) for name in service.PlanForm.model_fields})
        self.errors = {}
        self.opened = {"form": "plan", "title": translate(N_("Edit")), "values": typed_form(form)}

    def vue_save_plan(self, typed: Mapping[str, Any]) -> None:
        """Save dates, term and number of workers."""
        values, self.errors = read_form(service.PlanForm, typed, PLAN_WORDS)
        if values is None:
            return
        service.change_plan(self.ws, self.case_id, service.PlanForm(**values), seen_version=self._seen)
        self._done(translate(N_("Saved")))

    def vue_delegate(self, delegate_id: int | None) -> None:
        """Open the form of a delegate, a new one when none is named."""
        known = next((row for row in self.people if row["id"] == delegate_id), None)
        values: dict[str, Any] = {"side": Side.UNION.value, "valid_from": self.ws.today.isoformat()}
        if known:
            values = {
                **{name: known[name] for name in ("side", "name", "post", "is_chief", "is_external")},
                "valid_from": known["from"],
                "valid_to": known["to"],
            }
        self.errors = {}
        self.opened = {
            "form": "delegate",
            "id": delegate_id,
            "version": known["version"] if known else 0,
            "title": translate(N_("Change the delegate") if known else N_("Add a delegate")),
            "values": values,
        }

    def vue_save_delegate(self, typed: Mapping[str, Any]) -> None:
        """Save the delegate of the open form."""
        values, self.errors = read_form(service.DelegateForm, typed, DELEGATE_WORDS)
        if values is None:
            return
        service.save_delegate(
            self.ws,
            self.case_id,
            service.DelegateForm(**values),
            delegate_id=self.opened.get("id"),
            seen_version=int(self.opened.get("version") or 0),
        )
        self._done(translate(N_("Saved")))

    def vue_correct(self, number: int) -> None:
        """Open the minutes of a round for correction."""
        held = next((row for row in self.rounds if row["number"] == int(number)), None)
        if held:
            title = translate(N_("Minutes of round {n}")).format(n=held["number"])
            self.opened = {"form": "minutes", "title": title, "values": held}

    def vue_save_minutes(self, typed: Mapping[str, Any]) -> None:
        """Save corrected minutes."""
        service.correct_minutes(
            self.ws,
            self.case_id,
            int(typed["number"]),
            str(typed.get("minutes") or ""),
            seen_version=int(typed["version"]),
        )
        self._done(translate(N_("Saved")))

    # Texts

    def vue_edit_text(self, author: str) -> None:
        """Open a text in its editor; one that is not there yet begins with the other side's points."""
        if self.sheet is None:
            return
        card = dict(self.texts[Author(author).value])
        if not card["version"]:
            card["clauses"] = view.first_text(self.sheet, Author(author))
        if not card["clauses"]:
            card["clauses"] = [_blank()]
        self.opened = {
            "form": "text",
            "title": card["title"],
            "text": translate(N_("Saved as a new version. Points left empty are not part of this text.")),
            "values": card,
        }

    def vue_save_text(self, typed: Mapping[str, Any]) -> None:
        """Put the text of the editor on the table as the next version."""
        clauses = _read_clauses(typed["clauses"])
        version = service.table_text(
            self.ws,
            self.case_id,
            Author(str(typed["author"])),
            clauses,
            seen_version=int(typed["version"]),
        )
        self._done(translate(N_("Saved as version {n}.")).format(n=version))

    # Where it comes from, papers, other pages

    def vue_explain(self, asked: Mapping[str, str]) -> None:
        """Show where a date or a floor comes from."""
        if self.sheet is None:
            return
        if asked.get("due"):
            self.why = view.due_why(self.sheet, asked["due"])
        elif asked.get("promise"):
            self.why = view.promise_why(self.sheet, asked["promise"])
        else:
            self.why = {}

    def vue_paper(self, key: str) -> None:
        """Hand over one of the papers as Word."""
        name, content = documents.case_paper(self.ws, self.case_id, str(key))
        self.download(name, XLSX if name.endswith("xlsx") else DOCX, content)

    def vue_minutes_paper(self, number: int) -> None:
        """Hand over the minutes of a round as Word."""
        name, content = documents.minutes_paper(self.ws, self.case_id, int(number))
        self.download(name, DOCX, content)

    def vue_dates(self, _: Any = None) -> None:
        """Hand over the dates of this case for an office calendar."""
        name, content = documents.dates_of_cases(self.ws, [self.case_id])
        self.download(name, CALENDAR, content)

    def vue_visit(self, screen: str) -> None:
        """Go to another page about this case."""
        if self.shell and screen in ("wages", "table", "audit", "plans", "rights", "board"):
            self.shell.go(screen, case=self.case_id)
        elif self.shell and screen == "figures":
            self.shell.go("figures")

    def _done(self, said: str, kind: str = "ok") -> None:
        self.opened, self.errors = {}, {}
        self.show()
        self.say(said, kind)


def _waits(sheet: reports.CaseSheet) -> str:
    """Return whose turn it is when the next main step is somebody else's."""
    mine = set(sheet.steps)
    for step in steps_open(sheet.case.stage):
        if step in MAIN_STEPS and step not in mine and not mine & MAIN_STEPS:
            hand = MOVES[sheet.case.stage, step].by
            text = translate(N_("Next: {step}. This is for: {hand}."))
            return text.format(step=translate(STEP_ACTS[step]), hand=translate(HANDS[hand]))
    return ""


def _line(sheet: reports.CaseSheet) -> list[str]:
    case = sheet.case
    kind = translate(TRACKS[case.track])
    about = translate(SUBJECTS[case.subject])
    chiefs = [d.name for d in sheet.delegates if d.is_chief]
    parts = [
        case.number,
        translate(N_("{kind} ({about})")).format(kind=kind, about=about),
        sheet.district,
        translate(N_("{n} workers")).format(n=f"{case.workers:,}"),
    ]
    if chiefs:
        parts.append(translate(N_("chief delegates: {names}")).format(names=" / ".join(chiefs)))
    if case.term_from and case.term_to:
        parts.append(f"{case.term_from} – {case.term_to}")
    return parts


def _blank() -> dict[str, Any]:
    return {
        "key": "",
        "topic": Topic.PAY.value,
        "title": "",
        "text": "",
        "promise": "",
        "value": "",
        "settled": False,
    }


def _read_clauses(typed: Sequence[Mapping[str, Any]]) -> list[ClauseText]:
    """Return the clauses as typed, without the points left empty; amounts are typed in yuan."""
    return [
        ClauseText(
            str(clause.get("key") or ""),
            Topic(str(clause.get("topic") or Topic.OTHER)),
            str(clause.get("title") or ""),
            str(clause.get("text") or ""),
            _promises(clause),
            bool(clause.get("settled")),
        )
        for clause in typed
        if not clause.get("key") or str(clause.get("text") or "").strip()
    ]


def _promises(clause: Mapping[str, Any]) -> dict[str, str]:
    name, value = str(clause.get("promise") or ""), str(clause.get("value") or "").strip()
    if not name or not value:
        return {}
    if name == Promise.BASE_WAGE_FEN:
        return {name: str(parse_yuan(value))}
    return {name: value}
