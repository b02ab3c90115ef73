"""The public notice with masked names, its root, slips to check inclusion, and what was brought against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Bool, Dict, Int, List

from ...common.errors import N_
from ...common.money import yuan
from ...common.text import translate
from ...ui.shown import DOCX, XLSX, period
from .. import documents, reports, service
from ..rules.kinds import Outcome
from ..rules.stages import Hand, Stage
from ..words import OUTCOMES
from .desk import ProgrammeScreen, stage_tag, tier_tag

LIVE = (Stage.ON_NOTICE, Stage.PAYING, Stage.CLOSED)


class PublicNotice(ProgrammeScreen):
    """The list as the public sees it, and objections."""

    file = "notice.vue"
    writable = frozenset({"page"})
    words = {
        "amount": N_("Amount (yuan)"),
        "answer": N_("Answer"),
        "answer_paper": N_("Answer (Word)"),
        "answer_hint": N_("What was found and why; whoever objected will read it."),
        "brought_by": N_("Brought by"),
        "brought_hint": N_("Kept sealed; leave empty for an anonymous one."),
        "cancel": N_("Cancel"),
        "days": N_("Notice period"),
        "decide": N_("Decide"),
        "dismissed": N_("Not upheld"),
        "empty_text": N_("The notice is made from the allocation that was submitted."),
        "empty_title": N_("There is no allocation yet"),
        "grievance": N_("grievance"),
        "hash": N_("Data hash"),
        "line": N_("Number on the list"),
        "line_hint": N_("Leave empty if it is about the whole list."),
        "list": N_("The list as posted"),
        "name": N_("Name"),
        "new": N_("Record an objection"),
        "no": N_("No."),
        "none": N_("No objections"),
        "none_text": N_("What people bring during the notice, and grievances afterwards, is recorded here."),
        "objection": N_("objection"),
        "objections": N_("Objections and grievances"),
        "open": N_("open"),
        "outcome": N_("Outcome"),
        "place": N_("District or unit"),
        "record": N_("Record"),
        "recipients": N_("Recipients"),
        "root": N_("Root (RFC 6962)"),
        "root_text": N_(
            "Printed on the notice. With a slip anybody on the list can check that the own line belongs to it."
        ),
        "slip": N_("Slip"),
        "text": N_("What is objected to"),
        "tier": N_("Tier"),
        "total": N_("Total (yuan)"),
        "upheld": N_("Upheld"),
        "whole": N_("the whole list"),
        "word": N_("Notice (Word)"),
        "excel": N_("List (Excel)"),
    }

    about = Dict().tag(sync=True)
    lines = List().tag(sync=True)
    total = Int(0).tag(sync=True)
    page = Dict({"page": 1, "size": 20}).tag(sync=True)
    objections = List().tag(sync=True)
    is_recording = Bool(False).tag(sync=True)
    deciding = Dict().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self.sheet: reports.NoticeSheet | None = None
        self.observe(lambda _: self._page(), "page")

    def show(self) -> None:
        """Fetch notice and objections again."""
        self.sheet = reports.notice_sheet(self.ws, self.programme_id)
        seen = reports.overview(self.ws, self.programme_id)
        programme = seen.programme
        live = programme.stage in LIVE
        self.about = {
            "title": programme.title,
            "stage": stage_tag(programme.stage),
            "is_empty": self.sheet is None,
            "is_live": live,
            "may_record": live and Hand.STAFF in seen.hands,
            "may_decide": live and Hand.REVIEWER in seen.hands,
            "days": period(programme.notice_posted_on, programme.notice_last_day)
            if programme.notice_posted_on and programme.notice_last_day
            else "—",
            "total": yuan(self.sheet.allocation.total_fen) if self.sheet else "",
            "recipients": f"{len(self.sheet.lines):,}" if self.sheet else "",
            "root": self.sheet.allocation.root if self.sheet else "",
            "hash": self.sheet.allocation.data_hash if self.sheet else "",
        }
        self._page()
        self.objections = [
            {
                "id": row.id,
                "text": row.text,
                "about": row.about,
                "brought_by": row.brought_by,
                "is_grievance": row.is_grievance,
                "received": row.received_on.isoformat(),
                "outcome": translate(OUTCOMES[row.outcome]) if row.outcome else "",
                "answer": row.answer,
                "decided_by": row.decided_by,
            }
            for row in reports.objections(self.ws, self.programme_id)
        ]

    def _page(self) -> None:
        lines = self.sheet.lines if self.sheet else []
        size = int(self.page.get("size") or 20)
        start = (int(self.page.get("page") or 1) - 1) * size
        self.total = len(lines)
        self.lines = [
            {
                "number": line.number,
                "name": line.name,
                "place": line.place,
                "tier": tier_tag(line.tier),
                "amount": yuan(line.amount_fen),
            }
            for line in lines[start : start + size]
        ]

    def vue_show_recording(self, is_recording: bool) -> None:
        """Open or close the drawer to record an objection."""
        self.is_recording = bool(is_recording)

    def vue_record_it(self, typed: Mapping[str, Any]) -> None:
        """Record an objection or grievance."""
        line = str(typed.get("line") or "").strip()
        service.record_objection(
            self.ws,
            self.programme_id,
            str(typed.get("text") or ""),
            position=int(line) if line.isdecimal() else None,
            brought_by=str(typed.get("brought_by") or ""),
        )
        self.is_recording = False
        self.show()
        self.say(translate(N_("Recorded")))

    def vue_show_deciding(self, objection_id: int | None) -> None:
        """Open the drawer to decide an objection, or close it."""
        self.deciding = next((o for o in self.objections if o["id"] == objection_id), {})

    def vue_decide_it(self, typed: Mapping[str, Any]) -> None:
        """Decide the objection in the drawer."""
        service.decide_objection(
            self.ws,
            self.programme_id,
            int(self.deciding.get("id") or 0),
            Outcome(str(typed["outcome"])),
            str(typed.get("answer") or ""),
        )
        self.deciding = {}
        self.show()
        self.say(translate(N_("Decided")))

    def vue_word(self, _: Any = None) -> None:
        """Hand over the notice as Word."""
        name, content = documents.notice(self.ws, self.programme_id)
        self.download(name, DOCX, content)

    def vue_excel(self, _: Any = None) -> None:
        """Hand over the posted list as Excel."""
        name, content = documents.notice_list(self.ws, self.programme_id)
        self.download(name, XLSX, content)

    def vue_answer_paper(self, objection_id: int) -> None:
        """Hand over the answer to an objection as Word."""
        name, content = documents.objection_answer(self.ws, self.programme_id, int(objection_id))
        self.download(name, DOCX, content)

    def vue_slip(self, number: int) -> None:
        """Hand over the slip with which one recipient checks the own line."""
        name, content = documents.slip_paper(self.ws, self.programme_id, int(number))
        self.download(name, DOCX, content)
