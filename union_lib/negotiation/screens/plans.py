"""Deferred plans: the list by how pressing they are, one plan with its chart, payments and letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ipywidgets import widget_serialization
from traitlets import Any as Anything
from traitlets import Dict, List, Unicode

from ...common.calendar import Unit, deadline
from ...common.errors import N_
from ...common.money import largest_remainder, parse_yuan, yuan
from ...common.text import translate
from ...common.typed import day, whole
from ...ui.form import form_fields, read_form, typed_form
from ...ui.shown import DOCX, XLSX
from .. import reports
from ..documents.evidence import evidence_pack, ledger
from ..documents.letters import letter_paper
from ..documents.paper import file_name
from ..plan_words import LETTERS
from ..reports.plans import PlanMark, PlanRow, PlanSheet, cases_open, plan_list, plan_sheet
from ..rules.deferred import Instalment, Payment
from ..rules.kinds import LetterKind
from ..rules.letters import Release
from ..service import letters, plans
from . import plan_view as view
from .paging import PagedScreen

ZIP = "application/zip"
FORM_WORDS = {
    "DeferralForm.employer": N_("Employer"),
    "DeferralForm.district_code": N_("District"),
    "DeferralForm.industry": N_("Industry"),
    "DeferralForm.wages_from": N_("Wages of, first day"),
    "DeferralForm.wages_to": N_("Wages of, last day"),
    "DeferralForm.wages_due_on": N_("They were due on"),
    "DeferralForm.workers": N_("Workers concerned"),
    "DeferralForm.has_migrants": N_("Migrant workers among them"),
    "DeferralForm.total_fen": N_("Deferred in all"),
    "DeferralForm.most_to_one_fen": N_("Most owed to one worker"),
    "DeferralForm.grace_days": N_("Grace (days)"),
    "DeferralForm.default_instalments": N_("Default: instalments overdue"),
    "DeferralForm.default_days": N_("Default: or one overdue for days"),
    "DeferralForm.consented_on": N_("The enterprise's union consented on"),
    "DeferralForm.opinion_asked": N_("Workers asked"),
    "DeferralForm.opinion_in_favour": N_("Of them in favour"),
    "DeferralForm.limit_days": N_("Longest deferral here (days)"),
    "DeferralForm.limit_days.hint": N_("Only needed where the figure of the area is not known."),
    "DeferralForm.limit_citation": N_("Number of the notice that allows it"),
}
ALL, OVER = "all", "over"
WHICH: dict[str, tuple[PlanMark, ...]] = {
    ALL: (PlanMark.DEFAULT, PlanMark.LATE, PlanMark.ON_TRACK, PlanMark.DRAFT),
    "default": (PlanMark.DEFAULT,),
    "late": (PlanMark.LATE,),
    "on_track": (PlanMark.ON_TRACK,),
    "draft": (PlanMark.DRAFT,),
    OVER: (PlanMark.COMPLETED, PlanMark.CLOSED),
}
WHICH_WORDS = {
    ALL: N_("Open plans"),
    "default": N_("In default"),
    "late": N_("Late"),
    "on_track": N_("On track"),
    "draft": N_("Drafts"),
    OVER: N_("Ended"),
}
ANSWER_DAYS = 10
"""How long a demand gives to answer unless somebody sets another day; a habit, no rule of law."""


class PlansScreen(PagedScreen):
    """Every plan one may read, and one plan whole."""

    file = "plans.vue"
    writable = frozenset({"wanted", "page"})
    words = {
        "add_row": N_("Add an instalment"),
        "addressee": N_("Addressee"),
        "all_districts": N_("All districts"),
        "amount": N_("Promised (yuan)"),
        "amount_paid": N_("Amount (yuan)"),
        "answer_by": N_("Answer wanted by"),
        "arrived": N_("Settled on"),
        "articles": N_("Articles of today"),
        "back": N_("All plans"),
        "basis": N_("What the plan rests on"),
        "begin": N_("Let it begin"),
        "begin_on": N_("Agreed with the employer on"),
        "begin_text": N_(
            "From then on the plan is supervised, and what it promises is not changed any more."
        ),
        "cancel": N_("Cancel"),
        "cancel_it": N_("Cancel it"),
        "cancel_payment": N_("Cancel this payment"),
        "cancelled": N_("cancelled"),
        "case": N_("Case"),
        "chart": N_("Promised and paid"),
        "close": N_("Close the plan"),
        "demand": N_("Draft the demand letter"),
        "differs": N_("no longer agrees with what was drafted"),
        "district": N_("District"),
        "divide": N_("Divide evenly"),
        "divide_first": N_("First instalment on"),
        "divide_n": N_("Into equal instalments"),
        "draft": N_("Save the draft"),
        "due": N_("Due on"),
        "edit": N_("Edit the draft"),
        "employer": N_("Employer"),
        "empty_text": N_(
            "A plan defers wages with the union's consent, and is supervised to its last instalment."
        ),
        "empty_title": N_("No deferred plans yet"),
        "evidence": N_("Evidence pack (zip)"),
        "in_grace": N_("in grace"),
        "instalment": N_("No."),
        "instalments": N_("Instalments"),
        "law": N_("What follows by law"),
        "ledger": N_("Ledger (Excel)"),
        "letters": N_("Letters"),
        "letters_text": N_("One person drafts, another sends. Nothing leaves by itself."),
        "linked_case": N_("Linked case"),
        "missing": N_("Evidence still missing:"),
        "more": N_("Further steps"),
        "new": N_("New plan"),
        "new_rights": N_("Open a rights case"),
        "next": N_("Next due"),
        "no_case": N_("without a case"),
        "no_letters": N_("No letter yet."),
        "no_payments": N_("No payment yet."),
        "none": N_("No plan matches."),
        "not_whole": N_("The instalments do not sum to the total."),
        "note": N_("Remark"),
        "of_case": N_("Plans of one case"),
        "on": N_("Received on"),
        "outstanding": N_("Still to be paid"),
        "overdue": N_("Overdue"),
        "overdue_yuan": N_("Overdue (yuan)"),
        "overpaid": N_("Paid beyond the total: {amount} yuan"),
        "paid": N_("Received"),
        "paid_yuan": N_("Received (yuan)"),
        "pay": N_("Record a payment"),
        "pay_text": N_("Payments settle the oldest instalment first."),
        "payments": N_("Payments received"),
        "print": N_("Letter (Word)"),
        "reason": N_("Why the referral cannot wait (only then)"),
        "record": N_("Record"),
        "referral": N_("Draft the referral"),
        "release": N_("Record as sent"),
        "release_text": N_("Read the letter first. After this it is never changed."),
        "remove_row": N_("Remove this row"),
        "rights": N_("Rights cases"),
        "search": N_("Search employer or number"),
        "sent_on": N_("Sent on"),
        "show": N_("Show"),
        "show_all": N_("Show all plans"),
        "state": N_("State"),
        "sum": N_("Sum of the instalments: {sum} yuan"),
        "title": N_("Deferred payment"),
        "to_confirm": N_("to be confirmed"),
        "total": N_("Deferred in all"),
        "total_yuan": N_("Deferred (yuan)"),
        "union": N_("Union"),
        "waits": N_("waits for somebody else to release it"),
        "why": N_("Articles"),
        "withdraw": N_("Withdraw"),
        "workers": N_("Workers"),
        "yuan": N_("yuan"),
    }

    wanted = Dict({"text": "", "district": "", "which": ALL}).tag(sync=True)
    about = Dict().tag(sync=True)
    districts = List().tag(sync=True)
    unions = List().tag(sync=True)
    plan = Dict().tag(sync=True)
    chart = Anything(None, allow_none=True).tag(sync=True, **widget_serialization)
    fields = List().tag(sync=True)
    errors = Dict().tag(sync=True)
    opened = Dict().tag(sync=True)
    place = Unicode("list").tag(sync=True)

    def __init__(self, ws: Any = None, **state: Any) -> None:
        super().__init__(ws, **state)
        self._rows: Sequence[PlanRow] = ()
        self._plan = 0
        self._case = 0
        self.sheet: PlanSheet | None = None
        self.observe(lambda _: self._narrow(), "wanted")
        self.observe(lambda _: self.set_trait("is_dirty", False), "opened")

    def visit(self, plan: int | None = None, case: int | None = None) -> None:
        """Come to a plan, to the plans of a case, or to all of them."""
        self.opened, self.errors = {}, {}
        self._plan, self._case = int(plan or 0), int(case or 0)
        self.show()
        of_case = [row for row in self._rows if row.case_id == self._case]
        if self._case and len(of_case) == 1:
            self._plan = of_case[0].id
            self.show()

    def show(self) -> None:
        """Fetch the list, or the plan, again."""
        self.districts = [{"value": code, "title": name} for code, name in reports.districts(self.ws)]
        self.unions = [{"value": key, "title": name} for key, name in reports.officer_unions(self.ws)]
        self.fields = [
            field | ({"kind": "select", "choices": self.districts} if field["key"] == "district_code" else {})
            for field in form_fields(plans.DeferralForm, FORM_WORDS)
        ]
        if self._plan:
            self._show_plan()
        else:
            self._show_list()

    # ---------------------------------------------------------------- the list

    def _show_list(self) -> None:
        self.sheet, self.plan, self.chart = None, {}, None
        self._rows = plan_list(self.ws)
        self.place = "list"
        self._narrow()

    def _narrow(self) -> None:
        rows = [row for row in self._rows if not self._case or row.case_id == self._case]
        counts = {key: sum(row.mark in marks for row in rows) for key, marks in WHICH.items()}
        overdue = sum(row.overdue_fen for row in rows)
        text = translate(N_("{n} open · {default} in default · {amount} yuan overdue"))
        self.about = {
            "text": text.format(n=f"{counts[ALL]:,}", default=f"{counts['default']:,}", amount=yuan(overdue)),
            "is_empty": not rows,
            "case": self._case,
            "which": [
                {"key": key, "text": translate(word), "n": counts[key]} for key, word in WHICH_WORDS.items()
            ],
        }
        self.choose([row for row in rows if self._wants(row)])
        if self.shell and not self._case:
            self.shell.badge("plans", str(counts["default"]) if counts["default"] else "")

    def _wants(self, row: PlanRow) -> bool:
        district, text = self.wanted.get("district"), str(self.wanted.get("text") or "").strip().lower()
        marks = WHICH.get(str(self.wanted.get("which") or ALL), WHICH[ALL])
        return (
            row.mark in marks
            and (not district or row.district_code == district)
            and text in f"{row.employer} {row.number}".lower()
        )

    def line(self, row: PlanRow) -> dict[str, Any]:
        """Return how a row of the list is shown."""
        return view.line(row, self.ws.today)

    def vue_open(self, plan_id: int | None) -> None:
        """Go to a plan, or back to the list."""
        if self.shell:
            self.shell.go("plans", **({"plan": int(plan_id)} if plan_id else {}))

    # ---------------------------------------------------------------- one plan

    def _show_plan(self) -> None:
        sheet = self.sheet = plan_sheet(self.ws, self._plan)
        today = self.ws.today
        self.chart = view.chart_of(sheet, today)
        self.plan = {
            **view.head(sheet),
            "alarm": view.alarm(sheet),
            "instalments": view.instalment_rows(sheet, today),
            "payments": view.payment_rows(sheet.payments),
            "letters": view.letter_rows(sheet),
            "basis": view.basis(sheet),
            "law": view.law(sheet),
            "articles": view.articles(sheet),
            "chart_label": view.chart_label(sheet),
        }
        self.place = "plan"

    @property
    def _seen(self) -> int:
        return self.sheet.plan.version if self.sheet else 0

    def vue_close_drawer(self, _: Any = None) -> None:
        """Close the drawer."""
        self.opened, self.errors = {}, {}

    def vue_make(self, _: Any = None) -> None:
        """Open the form of a new plan, taking over what is known from the case."""
        self.errors = {}
        taken, union = self._taken_over()
        self.opened = {
            "form": "plan",
            "title": translate(self.words["new"]),
            "text": translate(N_("It is a draft until it begins.")),
            "values": {
                **taken,
                "grace_days": "0",
                "default_instalments": "2",
                "default_days": "30",
            },
            "rows": [{"due": "", "amount": ""}],
            "union": union,
            "case": self._case or None,
            "cases": self._cases(union),
            "is_new": True,
        }

    def _taken_over(self) -> tuple[dict[str, Any], int]:
        """Return what a plan takes over from its case, and whose it is."""
        if not self._case:
            return {}, self.unions[0]["value"] if self.unions else 0
        case = reports.case_sheet(self.ws, self._case).case
        values = {
            "employer": case.employer,
            "district_code": case.district_code,
            "industry": case.industry,
            "workers": str(case.workers or ""),
        }
        return values, case.union_id

    def vue_cases_of(self, union_id: int | None) -> None:
        """Offer the cases of another organisation."""
        self.send({"method": "cases", "args": [self._cases(int(union_id or 0))]})

    def _cases(self, union_id: int) -> list[dict[str, Any]]:
        if not union_id:
            return []
        return [{"value": key, "title": title} for key, title in cases_open(self.ws, union_id)]

    def vue_edit(self, _: Any = None) -> None:
        """Open the form of the draft."""
        if self.sheet is None:
            return
        plan = self.sheet.plan
        form = plans.DeferralForm(**{key: getattr(plan, key) for key in plans.DeferralForm.model_fields})
        self.errors = {}
        self.opened = {
            "form": "plan",
            "title": translate(self.words["edit"]),
            "text": plan.number,
            "values": typed_form(form),
            "rows": [
                {"due": one.due.isoformat(), "amount": yuan(one.amount_fen)}
                for one in self.sheet.terms.instalments
            ],
            "is_new": False,
        }

    def vue_divide(self, asked: Mapping[str, Any]) -> None:
        """Divide the total into equal instalments, a month apart; the page puts them into its rows."""
        total, n = parse_yuan(str(asked.get("total") or "")), min(max(whole(asked.get("n") or 1), 1), 60)
        first = day(asked.get("first"))
        dues = [first, *(deadline(first, at, Unit.MONTH, rolls=False).last_day for at in range(1, n))]
        amounts = largest_remainder(total, [1] * n)
        rows = [{"due": due.isoformat(), "amount": yuan(fen)} for due, fen in zip(dues, amounts, strict=True)]
        self.send({"method": "divided", "args": [rows]})

    def vue_save(self, typed: Mapping[str, Any]) -> None:
        """Save the draft, new or changed."""
        values, self.errors = read_form(plans.DeferralForm, typed["values"], FORM_WORDS)
        if values is None:
            return
        form, instalments = plans.DeferralForm(**values), _instalments(typed.get("rows") or ())
        if self.opened.get("is_new"):
            case = typed.get("case")
            made = plans.draft_plan(
                self.ws,
                int(typed.get("union") or 0),
                form,
                instalments,
                case_id=int(case) if case else None,
            )
            self.opened = {}
            self.say(translate(N_("The draft is saved. Next: let it begin.")))
            self._plan = made
            if self.shell:
                self.shell.go("plans", plan=made)
            return
        plans.change_draft(self.ws, self._plan, form, instalments, seen_version=self._seen)
        self._done(N_("Saved"))

    def vue_begin(self, on: str | None = None) -> None:
        """Let the plan begin on the day given; without one, ask for it."""
        if not on:
            values = {"on": self.ws.today.isoformat()}
            self.opened = {"form": "begin", "title": translate(self.words["begin"]), "values": values}
            return
        plans.begin_plan(self.ws, self._plan, day(on), seen_version=self._seen)
        self._done(N_("The plan has begun."))

    def vue_pay(self, typed: Mapping[str, Any] | None = None) -> None:
        """Record a payment; without anything typed, ask for it."""
        if not typed:
            values = {"on": self.ws.today.isoformat(), "amount": "", "note": ""}
            self.opened = {"form": "pay", "title": translate(self.words["pay"]), "values": values}
            return
        paid = Payment(day(typed.get("on")), parse_yuan(str(typed.get("amount") or "")))
        plans.record_payment(self.ws, self._plan, paid, str(typed.get("note") or ""), seen_version=self._seen)
        self._done(N_("Payment recorded."))

    def vue_cancel_payment(self, payment_id: int) -> None:
        """Ask why, then cancel a payment."""
        found = next(
            (one for one in (self.sheet.payments if self.sheet else ()) if one.id == payment_id), None
        )

        def cancelled(reason: str = "") -> None:
            plans.cancel_payment(self.ws, self._plan, int(payment_id), reason, seen_version=self._seen)
            self._done(N_("Payment cancelled; the row stays with the reason."))

        if self.shell and found:
            self.shell.confirm(
                cancelled,
                title=translate(N_("Cancel the payment of {amount} yuan?")).format(
                    amount=yuan(found.amount_fen)
                ),
                text=translate(N_("It stays in the list with the reason, and counts no more.")),
                yes=translate(self.words["cancel_payment"]),
                reason=True,
            )

    def vue_close_plan(self, _: Any = None) -> None:
        """Ask why, then end the supervision."""

        def closed(reason: str = "") -> None:
            plans.close_plan(self.ws, self._plan, reason, seen_version=self._seen)
            self._done(N_("The plan is closed."))

        if self.shell and self.sheet:
            self.shell.confirm(
                closed,
                title=translate(N_("Close this plan?")),
                text=translate(N_("Nothing more is recorded for it. What is owed stays owed.")),
                facts=[self.sheet.plan.employer, self.plan["outstanding"]],
                yes=translate(self.words["close"]),
                reason=True,
                danger=True,
            )

    # ---------------------------------------------------------------- letters

    def vue_letter(self, typed: Mapping[str, Any]) -> None:
        """Draft a letter; a demand without its day asks for it first."""
        kind = LetterKind(str(typed.get("kind")))
        if kind == LetterKind.DEMAND and not typed.get("answer_by"):
            on = self.ws.today + timedelta(days=ANSWER_DAYS)
            self.opened = {
                "form": "letter",
                "title": translate(self.words["demand"]),
                "values": {"kind": kind.value, "answer_by": on.isoformat()},
            }
            return
        answer_by = day(typed["answer_by"]) if kind == LetterKind.DEMAND else None
        letters.draft_letter(self.ws, self._plan, kind, answer_by, seen_version=self._seen)
        self._done(N_("The draft is there. Somebody else reads and sends it."))

    def vue_release(self, typed: Mapping[str, Any]) -> None:
        """Record a letter as sent; without a day, ask for it."""
        found = self._letter(typed.get("id"))
        if found is None:
            return
        if not typed.get("on"):
            self.opened = {
                "form": "release",
                "title": translate(self.words["release"]),
                "text": f"{translate(LETTERS[found.kind])} {found.number}",
                "is_referral": found.kind == LetterKind.REFERRAL,
                "values": {
                    "id": found.id,
                    "addressee": found.addressee,
                    "on": self.ws.today.isoformat(),
                    "reason": "",
                },
            }
            return
        release = Release(str(typed.get("addressee") or ""), day(typed["on"]), str(typed.get("reason") or ""))
        letters.release_letter(self.ws, found.id, release, seen_version=found.version)
        self._done(N_("Recorded as sent. The letter is not changed any more."))

    def vue_withdraw(self, letter_id: int) -> None:
        """Ask why, then withdraw a draft."""
        found = self._letter(letter_id)

        def withdrawn(reason: str = "") -> None:
            assert found is not None
            letters.withdraw_letter(self.ws, found.id, reason, seen_version=found.version)
            self._done(N_("The draft is withdrawn."))

        if self.shell and found:
            self.shell.confirm(
                withdrawn,
                title=translate(N_("Withdraw the draft {number}?")).format(number=found.number),
                yes=translate(self.words["withdraw"]),
                reason=True,
            )

    def _letter(self, letter_id: Any) -> Any:
        return next((one for one in (self.sheet.letters if self.sheet else ()) if one.id == letter_id), None)

    def vue_law(self, letter_id: int | None) -> None:
        """Show the articles of a letter, or those of today."""
        found = next((one for one in self.plan.get("letters", ()) if one["id"] == letter_id), None)
        self.opened = {
            "form": "law",
            "title": translate(self.words["why"]),
            "text": found["number"] if found else str(self.ws.today),
            "values": {},
            "rows": found["law"] if found else self.plan.get("articles", []),
        }

    # ---------------------------------------------------------------- papers and ways

    def vue_print(self, letter_id: int) -> None:
        """Hand over a letter as Word."""
        name, content = letter_paper(self.ws, int(letter_id))
        self.download(name, DOCX, content)

    def vue_ledger(self, _: Any = None) -> None:
        """Hand over instalments and payments as Excel."""
        if self.sheet:
            plan = self.sheet.plan
            name = file_name(plan.employer, f"延期支付台账 {plan.number}", "xlsx")
            self.download(name, XLSX, ledger(self.sheet, self.ws.today))

    def vue_evidence(self, _: Any = None) -> None:
        """Hand over the evidence pack."""
        with self.working(translate(N_("Putting the evidence together"))):
            name, content = evidence_pack(self.ws, self._plan)
        self.download(name, ZIP, content)

    def vue_go(self, asked: Mapping[str, Any]) -> None:
        """Go to the case, to a rights case, or open a new one about this plan."""
        if self.shell and asked.get("screen") in ("case", "rights", "figures"):
            params = {key: int(value) for key, value in asked.items() if key != "screen" and value}
            self.shell.go(str(asked["screen"]), **params)

    def _done(self, message: str) -> None:
        self.opened, self.errors = {}, {}
        self.show()
        self.say(translate(message))


def _instalments(rows: Sequence[Mapping[str, Any]]) -> list[Instalment]:
    """Return the instalments as they were typed, empty rows left out."""
    return [
        Instalment(_due(row), parse_yuan(str(row.get("amount") or "")))
        for row in rows
        if any(str(value or "").strip() for value in row.values())
    ]


def _due(row: Mapping[str, Any]) -> date:
    return day(row.get("due"))
