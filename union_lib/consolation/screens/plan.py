"""A programme at a glance: how far it has come, who must act, what its allocation is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from traitlets import Bool, Dict, List

from ...common.errors import N_
from ...common.money import in_capitals, yuan
from ...common.text import translate
from ...ui.form import form_fields, read_form, typed_form
from ...ui.shown import DOCX, XLSX, local_time, period
from .. import documents, reports, service
from ..rules.stages import Hand, Stage
from ..words import METHODS, PURPOSES, STAGES
from .desk import ProgrammeScreen, stage_tag
from .listing import FORM_WORDS, granularity_steps

STEPS = (Stage.DRAFT, Stage.IN_REVIEW, Stage.IN_APPROVAL, Stage.APPROVED, Stage.ON_NOTICE, Stage.PAYING)
STEP_TITLES = {
    Stage.DRAFT: N_("Draft"),
    Stage.IN_REVIEW: N_("Review"),
    Stage.IN_APPROVAL: N_("Approval"),
    Stage.APPROVED: N_("Approved"),
    Stage.ON_NOTICE: N_("Public notice"),
    Stage.PAYING: N_("Payment"),
}


class ProgrammePlan(ProgrammeScreen):
    """Stages, people and money of one programme."""

    file = "plan.vue"
    words = {
        "allocation": N_("Allocation"),
        "approvals": N_("Approvals"),
        "budget": N_("Budget"),
        "cancel": N_("Cancel"),
        "capitals": N_("In words"),
        "checked": N_("Checked independently; data hash"),
        "edit": N_("Edit"),
        "edit_text": N_("Title, budget and dates can be changed until it is handed in for review."),
        "form": N_("Approval form (Word)"),
        "free": N_("Free in the fund"),
        "fund": N_("Fund"),
        "history": N_("What happened"),
        "left": N_("Not allocated"),
        "method": N_("Rule of division"),
        "next": N_("Next step"),
        "no_history": N_("Nothing yet."),
        "none_yet": N_("Nothing has been submitted yet."),
        "recipients": N_("Recipients"),
        "root": N_("Root of the published list"),
        "save": N_("Save"),
        "source": N_("Founded on: {source}"),
        "step": N_("Smallest step"),
        "steps": N_("Steps of the programme"),
        "total": N_("Total"),
        "upper": N_("List for the upper union (Excel)"),
        "version": N_("version {number}"),
        "yuan": N_("yuan"),
    }

    about = Dict().tag(sync=True)
    fields = List().tag(sync=True)
    choices = Dict().tag(sync=True)
    errors = Dict().tag(sync=True)
    is_editing = Bool(False).tag(sync=True)

    def show(self) -> None:
        """Fetch the programme again."""
        seen = reports.overview(self.ws, self.programme_id)
        self._seen = seen
        self.fields = [
            f
            for f in form_fields(service.ProgrammeForm, FORM_WORDS)
            if f["key"] not in ("fund_id", "granularity_fen")
        ]
        self.choices = {
            "steps": granularity_steps(),
            "funds": [
                {"value": fund.id, "title": f"{fund.title}（{fund.year}）"}
                for fund in reports.funds_for(self.ws, seen.programme.union_id)
            ],
        }
        self.about = _about(seen, self.ws.actor.account_id)

    def vue_visit(self, screen: str) -> None:
        """Go to another page about this programme."""
        if self.shell and screen in ("people", "scenario", "notice", "payments"):
            self.shell.go(screen, programme=self.programme_id)

    def vue_upper(self, _: Any = None) -> None:
        """Hand over the list for the upper union as Excel."""
        name, content = documents.upper_list(self.ws, self.programme_id)
        self.download(name, XLSX, content)

    def vue_form(self, _: Any = None) -> None:
        """Hand over the approval form as Word."""
        name, content = documents.approval_form(self.ws, self.programme_id)
        self.download(name, DOCX, content)

    def vue_edit(self, is_editing: bool) -> None:
        """Open or close the drawer of title and dates."""
        self.errors, self.is_editing = {}, bool(is_editing)

    def vue_save(self, typed: Mapping[str, Any]) -> None:
        """Save title, budget, fund and dates."""
        given = {**typed["values"], "fund_id": typed.get("fund"), "granularity_fen": typed.get("step")}
        values, self.errors = read_form(service.ProgrammeForm, given, FORM_WORDS)
        if values is None:
            return
        form = service.ProgrammeForm(**values)
        version = self._seen.programme.version
        service.change_programme(self.ws, self.programme_id, form, seen_version=version)
        self.is_editing = False
        self.show()
        self.say(translate(N_("Saved")))

    def vue_act(self, name: str) -> None:
        """Ask, then take a step of the programme."""
        if name not in {act["name"] for act in self.about["acts"]} or self.shell is None:
            return
        asked = ACTS[name]

        def done(reason: str = "") -> None:
            self._take(name, reason)

        self.shell.confirm(
            done,
            title=translate(asked["title"]),
            text=translate(asked["text"]),
            facts=self.about["facts"],
            yes=translate(asked["button"]),
            reason=asked["reason"],
            danger=asked["reason"],
        )

    def _take(self, name: str, reason: str) -> None:
        ws, programme_id = self.ws, self.programme_id
        seen_hash = self._seen.allocation.data_hash if self._seen.allocation else ""
        said = translate(ACTS[name]["done"])
        steps: dict[str, Callable[[], Any]] = {
            "cancel": lambda: service.cancel_programme(ws, programme_id, reason),
            "review": lambda: service.review(ws, programme_id, seen_hash),
            "approve": lambda: service.approve(ws, programme_id, seen_hash),
            "send_back": lambda: service.send_back(ws, programme_id, reason),
            "post_notice": lambda: service.post_notice(ws, programme_id),
            "start_paying": lambda: service.start_paying(ws, programme_id),
            "close": lambda: service.close_programme(ws, programme_id, reason),
        }
        if steps[name]() is False:
            said = translate(N_("Approved; another approver must approve it too."))
        self.show()
        self.say(said)


ACTS: dict[str, dict[str, Any]] = {
    "cancel": {
        "button": N_("Cancel the programme"),
        "title": N_("Cancel the programme?"),
        "text": N_("It stays readable, but nothing more can be done with it."),
        "done": N_("The programme is cancelled."),
        "reason": True,
    },
    "review": {
        "button": N_("Pass the review"),
        "title": N_("Pass the review?"),
        "text": N_("You confirm that list, rule and amounts were examined. It goes on for approval."),
        "done": N_("The review is passed; it awaits approval."),
        "reason": False,
    },
    "approve": {
        "button": N_("Approve"),
        "title": N_("Approve the allocation?"),
        "text": N_("With the last approval the money is bound in the fund."),
        "done": N_("Approved; the money is bound."),
        "reason": False,
    },
    "send_back": {
        "button": N_("Return to draft"),
        "title": N_("Return to draft?"),
        "text": N_("What was submitted is kept; bound money becomes free again."),
        "done": N_("The programme is a draft again."),
        "reason": True,
    },
    "post_notice": {
        "button": N_("Post the public notice"),
        "title": N_("Post the public notice?"),
        "text": N_("The list with masked names is posted from today for the working days of this programme."),
        "done": N_("The notice is posted."),
        "reason": False,
    },
    "start_paying": {
        "button": N_("Begin to pay"),
        "title": N_("Begin to pay?"),
        "text": N_("The notice must be over and every objection decided."),
        "done": N_("Payments can be ordered now."),
        "reason": False,
    },
    "close": {
        "button": N_("Complete the programme"),
        "title": N_("Complete the programme?"),
        "text": N_("What could not be paid is given up with your reason, and goes back to the fund."),
        "done": N_("The programme is complete."),
        "reason": True,
    },
}
OPEN_ACTS: dict[Stage, tuple[tuple[str, Hand], ...]] = {
    Stage.DRAFT: (("cancel", Hand.STAFF),),
    Stage.IN_REVIEW: (("review", Hand.REVIEWER), ("send_back", Hand.REVIEWER)),
    Stage.IN_APPROVAL: (("approve", Hand.APPROVER), ("send_back", Hand.APPROVER)),
    Stage.APPROVED: (("post_notice", Hand.STAFF), ("send_back", Hand.APPROVER)),
    Stage.ON_NOTICE: (("start_paying", Hand.STAFF), ("send_back", Hand.APPROVER)),
    Stage.PAYING: (("close", Hand.STAFF),),
}
ONWARD = frozenset({"review", "approve", "post_notice", "start_paying"})
NEXT: dict[Stage, tuple[str, str]] = {
    Stage.DRAFT: (N_("Make the list, look at the rules side by side, then submit."), "people"),
    Stage.IN_REVIEW: (N_("A reviewer examines list and amounts; not whoever submitted them."), "scenario"),
    Stage.IN_APPROVAL: (N_("{given} of {needed} approvals are given."), "scenario"),
    Stage.APPROVED: (N_("Post the public notice."), "notice"),
    Stage.ON_NOTICE: (N_("The notice runs until {day}; objections are recorded and decided."), "notice"),
    Stage.PAYING: (N_("A cashier orders the payments and reads back the bank's return."), "payments"),
    Stage.CLOSED: (N_("Everything is paid and settled."), "payments"),
    Stage.CANCELLED: (N_("Nothing more to do."), "people"),
}


def _about(seen: reports.Overview, account_id: int | None) -> dict[str, Any]:
    programme, kept = seen.programme, seen.allocation
    sentence, screen = NEXT[programme.stage]
    at = {Stage.CLOSED: len(STEPS), Stage.CANCELLED: 0}.get(programme.stage)
    return {
        "id": programme.id,
        "title": programme.title,
        "text": " · ".join(
            (
                seen.union,
                translate(PURPOSES[programme.purpose]),
                period(programme.starts_on, programme.ends_on),
            )
        ),
        "source": programme.source,
        "stage": stage_tag(programme.stage),
        "at": STEPS.index(programme.stage) if at is None else at,
        "steps": [{"title": translate(STEP_TITLES[step]), "note": _note(seen, step)} for step in STEPS],
        "next": translate(sentence).format(
            given=len(seen.approvals), needed=seen.approvals_needed, day=programme.notice_last_day
        ),
        "next_screen": screen,
        "acts": _acts(seen),
        "facts": _facts(seen),
        "may_edit": Hand.STAFF in seen.hands and seen.is_draft,
        "took_part": account_id in seen.took_part and programme.stage in (Stage.IN_REVIEW, Stage.IN_APPROVAL),
        "budget": yuan(programme.budget_fen),
        "fund": seen.fund.title,
        "free": yuan(seen.fund.amount_fen - seen.fund.committed_fen),
        "is_short": programme.budget_fen > seen.fund.amount_fen - seen.fund.committed_fen,
        "candidates": seen.candidates,
        "eligible": seen.eligible,
        "kept": _kept(seen) if kept else {},
        "values": {
            "values": typed_form(service.ProgrammeForm(**programme.model_dump())),
            "fund": programme.fund_id,
            "step": programme.granularity_fen,
        },
        "history": [
            {
                "at": local_time(move.moved_at),
                "who": who,
                "text": translate(N_("{was} → {now}")).format(
                    was=translate(STAGES[move.from_stage]), now=translate(STAGES[move.to_stage])
                ),
                "reason": move.reason,
            }
            for move, who in reversed(seen.moves)
        ],
    }


def _note(seen: reports.Overview, step: Stage) -> str:
    programme = seen.programme
    if step == Stage.DRAFT:
        return translate(N_("{n} may receive")).format(n=f"{seen.eligible:,}") if seen.candidates else ""
    if step == Stage.IN_APPROVAL and seen.approvals_needed:
        return translate(N_("{given} of {needed}")).format(
            given=len(seen.approvals), needed=seen.approvals_needed
        )
    if step == Stage.ON_NOTICE and programme.notice_last_day:
        return translate(N_("until {day}")).format(day=programme.notice_last_day)
    return ""


def _acts(seen: reports.Overview) -> list[dict[str, Any]]:
    return [
        {"name": name, "title": translate(ACTS[name]["button"]), "is_main": name in ONWARD}
        for name, hand in OPEN_ACTS.get(seen.programme.stage, ())
        if hand in seen.hands
    ]


def _facts(seen: reports.Overview) -> list[str]:
    """Say what is decided on, for the question before a step."""
    kept = seen.allocation
    if kept is None or seen.is_draft:
        return [translate(N_("Budget: {amount} yuan")).format(amount=yuan(seen.programme.budget_fen))]
    return [
        translate(N_("{n} recipients")).format(n=f"{kept.recipients:,}"),
        translate(N_("Total: {amount} yuan ({capitals})")).format(
            amount=yuan(kept.total_fen), capitals=in_capitals(kept.total_fen)
        ),
        translate(N_("Fund: {title}, {free} yuan free")).format(
            title=seen.fund.title, free=yuan(seen.fund.amount_fen - seen.fund.committed_fen)
        ),
    ]


def _kept(seen: reports.Overview) -> dict[str, Any]:
    kept = seen.allocation
    assert kept is not None
    return {
        "number": kept.number,
        "total": yuan(kept.total_fen),
        "capitals": in_capitals(kept.total_fen),
        "left": yuan(kept.body["budget_fen"] - kept.total_fen),
        "recipients": f"{kept.recipients:,}",
        "method": translate(METHODS[kept.body["terms"]["method"]]),
        "hash": kept.data_hash,
        "root": kept.root,
        "made_at": local_time(kept.made_at),
        "approvals": [f"{name} {day}" for name, day in seen.approvals],
        "needed": seen.approvals_needed,
    }
