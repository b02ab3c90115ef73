"""Who serves in a competition: judges by seat, the checker, the chief judge, the supervisor.

A judge's unit, panel and stage are edited here, and a judge who drops out is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Bool, Dict, List, Unicode

from ...common.errors import N_, NotFound
from ...common.tabular import write_sheet
from ...common.text import translate
from ...ui.shown import XLSX
from .. import reports, service
from ..rules import Duty, Stage
from ..tables import Appointment
from ..words import DUTIES
from .desk import CompetitionScreen

APPOINTED = (Duty.JUDGE, Duty.CHECKER, Duty.CHIEF, Duty.SUPERVISOR)


class StaffList(CompetitionScreen):
    """Judges and staff of one competition."""

    file = "staff.vue"
    words = {
        "add": N_("Appoint"),
        "all_criteria": N_("all criteria"),
        "all_panels": N_("all panels"),
        "cancel": N_("Cancel"),
        "dismiss": N_("Dismiss"),
        "duty": N_("Duty"),
        "edit": N_("Edit"),
        "edit_judge": N_("Edit the judge {name}"),
        "fixed": N_("Panel and stage are fixed while marking is open."),
        "empty_text": N_("Import the judges from Excel, or appoint colleagues by their user names."),
        "empty_title": N_("Nobody has been appointed yet"),
        "import": N_("Import judges from Excel"),
        "name": N_("Name"),
        "needed": N_("Still needed: {duties}"),
        "marks": N_("Criteria to mark"),
        "new": N_("Appoint somebody"),
        "panel": N_("Panel"),
        "panel_hint": N_("Empty: marks the entries of all panels."),
        "reason": N_("Reason"),
        "replace": N_("Replace"),
        "replace_1": N_("Entries marked completely keep their marks; they are handed in for the check."),
        "replace_2": N_("All others are marked by the successor, from the first criterion on."),
        "replace_3": N_("Marks on half-marked entries stay in the records and count no more."),
        "replace_judge": N_("Replace the judge {name}"),
        "replaced": N_("replaced"),
        "save": N_("Save"),
        "seat": N_("Seat"),
        "stage": N_("Stage"),
        "successor": N_("User name of the successor"),
        "successor_hint": N_("Somebody who does not serve in this competition yet."),
        "slips": N_("Download the sign-in slips"),
        "slips_text": N_(
            "First passwords of new accounts. They are shown only now: download them and hand them out."
        ),
        "title": N_("Judges and staff"),
        "unit": N_("Unit"),
        "username": N_("User name"),
        "username_hint": N_("A judge of a competition cannot check or sign it."),
    }

    text = Unicode("").tag(sync=True)
    people = List().tag(sync=True)
    duties = List().tag(sync=True)
    needed = Unicode("").tag(sync=True)
    stages = List().tag(sync=True)
    panels = List().tag(sync=True)
    has_slips = Bool(False).tag(sync=True)
    is_draft = Bool(False).tag(sync=True)
    edited = Dict().tag(sync=True)
    replaced = Dict().tag(sync=True)
    may_edit = Bool(False).tag(sync=True)

    def show(self) -> None:
        """Fetch the appointments again."""
        seen = reports.overview(self.ws, self.competition_id)
        self.text = seen.competition.title
        self.may_edit = Duty.ORGANISER in seen.duties and seen.competition.stage in (
            Stage.DRAFT,
            Stage.MARKING,
        )
        self.duties = [{"value": d.value, "title": translate(DUTIES[d])} for d in APPOINTED]
        self.is_draft = seen.competition.stage == Stage.DRAFT
        self.stages = [{"value": group.key, "title": group.title} for group in seen.scheme.groups]
        self._titles = {group.key: group.title for group in seen.scheme.groups}
        serving = [a for a, _, _ in seen.staff if a.ended_at is None]
        self.panels = list(dict.fromkeys(a.panel for a in serving if a.panel))
        self.people = [
            self._person(*row)
            for row in sorted(seen.staff, key=lambda s: (APPOINTED.index(s[0].duty), s[0].seat))
        ]
        held = {a.duty for a in serving}
        self.needed = "、".join(translate(DUTIES[d]) for d in APPOINTED if d not in held)
        self.has_slips = bool(self.desk.slips)

    def _person(self, appointment: Appointment, name: str, username: str) -> dict[str, Any]:
        is_judge = appointment.duty == Duty.JUDGE
        return {
            "id": appointment.id,
            "seat": appointment.seat or "",
            "name": name,
            "username": username,
            "unit": appointment.unit,
            "panel": appointment.panel,
            "stage": appointment.stage_group,
            "stage_title": self._titles.get(appointment.stage_group, appointment.stage_group),
            "duty": translate(DUTIES[appointment.duty]),
            "tone": "info" if is_judge else "mute",
            "is_judge": is_judge,
            "is_ended": appointment.ended_at is not None,
        }

    def vue_import(self, _: Any = None) -> None:
        """Go to the import of judges."""
        if self.shell:
            self.shell.go("import_judges", competition=self.competition_id)

    def vue_appoint(self, typed: Mapping[str, Any]) -> None:
        """Appoint an account by its user name; a judge with unit and panel."""
        duty = Duty(str(typed.get("duty") or Duty.JUDGE))
        unit, panel = (str(typed.get(name) or "") if duty == Duty.JUDGE else "" for name in ("unit", "panel"))
        username = str(typed.get("username") or "")
        service.appoint(self.ws, self.competition_id, username, duty, unit, panel)
        self.show()
        self.send({"method": "appointed", "args": []})
        self.say(translate(N_("Saved")))

    def vue_dismiss(self, appointment_id: int) -> None:
        """Ask, then end an appointment."""
        person = self._found(appointment_id)
        if self.shell is None:
            return
        self.shell.confirm(
            lambda: self.dismiss(int(appointment_id)),
            title=translate(N_("Dismiss {name}?")).format(name=person["name"]),
            text=translate(
                N_("Whoever has given marks stays. A judge who is appointed again gets a new seat.")
            ),
            facts=[person["duty"]],
            yes=translate(N_("Dismiss")),
        )

    def dismiss(self, appointment_id: int) -> None:
        """End an appointment."""
        service.dismiss(self.ws, self.competition_id, appointment_id)
        self.show()
        self.say(translate(N_("Saved")))

    def _found(self, appointment_id: Any) -> dict[str, Any]:
        person = next((p for p in self.people if p["id"] == appointment_id), None)
        if person is None:
            raise NotFound
        return dict(person)

    def vue_edit(self, appointment_id: int | None) -> None:
        """Open the drawer for a judge, or close it."""
        self.edited = self._found(appointment_id) if appointment_id is not None else {}

    def vue_save(self, typed: Mapping[str, Any]) -> None:
        """Save a judge's unit, panel and stage."""
        was = {p["id"]: p["panel"] for p in self.people}
        appointment_id, panel = int(typed["id"]), str(typed.get("panel") or "")
        was_drawn = reports.overview(self.ws, self.competition_id).competition.is_drawn
        service.edit_judge(
            self.ws,
            self.competition_id,
            appointment_id,
            unit=str(typed.get("unit") or ""),
            panel=panel,
            stage_group=str(typed.get("stage") or ""),
        )
        self.edited = {}
        self.show()
        if was_drawn and self.is_draft and panel.strip() != was.get(appointment_id, ""):
            told = translate(N_("Saved. The draw of judges no longer holds."))
            self.say(told, "warn", todo=translate(N_("Draw the judges again.")))
        else:
            self.say(translate(N_("Saved")))

    def vue_replacing(self, appointment_id: int | None) -> None:
        """Open the drawer to replace a judge, or close it."""
        self.replaced = self._found(appointment_id) if appointment_id is not None else {}

    def vue_replace(self, typed: Mapping[str, Any]) -> None:
        """Let somebody else go on for a judge who drops out."""
        person = self._found(typed.get("id"))
        service.replace_judge(
            self.ws,
            self.competition_id,
            int(person["id"]),
            str(typed.get("username") or ""),
            str(typed.get("unit") or ""),
            str(typed.get("reason") or ""),
        )
        self.replaced = {}
        self.show()
        told = translate(
            N_("{name} is replaced; the successor finds the remaining entries on the mark sheet.")
        )
        self.say(told.format(name=person["name"]))

    def vue_slips(self, _: Any = None) -> None:
        """Hand over the first passwords of accounts made by the last import."""
        heads = [translate(N_("Name")), translate(N_("User name")), translate(N_("First password"))]
        rows = [[s["name"], s["username"], s["password"]] for s in self.desk.slips]
        title = translate(N_("Sign-in slips"))
        self.download(f"{title}.xlsx", XLSX, write_sheet(title, heads, rows))
