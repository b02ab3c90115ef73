"""Who serves in a competition: judges by seat, the checker, the chief judge, the supervisor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Bool, List, Unicode

from ...common.errors import N_
from ...common.tabular import write_sheet
from ...common.text import translate
from .. import reports, service
from ..rules import Duty, Stage
from ..words import DUTIES
from .desk import XLSX, CompetitionScreen

APPOINTED = (Duty.JUDGE, Duty.CHECKER, Duty.CHIEF, Duty.SUPERVISOR)


class StaffList(CompetitionScreen):
    """Judges and staff of one competition."""

    file = "staff.vue"
    words = {
        "add": N_("Appoint"),
        "dismiss": N_("Dismiss"),
        "duty": N_("Duty"),
        "empty_text": N_("Import the judges from Excel, or appoint colleagues by their user names."),
        "empty_title": N_("Nobody has been appointed yet"),
        "import": N_("Import judges from Excel"),
        "name": N_("Name"),
        "needed": N_("Still needed: {duties}"),
        "new": N_("Appoint somebody"),
        "seat": N_("Seat"),
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
    has_slips = Bool(False).tag(sync=True)
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
        self.people = [
            {
                "id": a.id,
                "seat": a.seat or "",
                "name": name,
                "username": username,
                "unit": a.unit,
                "duty": translate(DUTIES[a.duty]),
                "tone": "info" if a.duty == Duty.JUDGE else "mute",
            }
            for a, name, username in sorted(seen.staff, key=lambda s: (APPOINTED.index(s[0].duty), s[0].seat))
        ]
        held = {a.duty for a, _, _ in seen.staff}
        missing = [translate(DUTIES[d]) for d in APPOINTED[:3] if d not in held]
        self.needed = "、".join(missing)
        self.has_slips = bool(self.desk.slips)

    def vue_import(self, _: Any = None) -> None:
        """Go to the import of judges."""
        if self.shell:
            self.shell.go("import_judges", competition=self.competition_id)

    def vue_appoint(self, typed: Mapping[str, Any]) -> None:
        """Appoint an account by its user name."""
        duty = Duty(str(typed.get("duty") or Duty.JUDGE))
        service.appoint(self.ws, self.competition_id, str(typed.get("username") or ""), duty)
        self.show()
        self.send({"method": "appointed", "args": []})
        self.say(translate(N_("Saved")))

    def vue_dismiss(self, appointment_id: int) -> None:
        """Ask, then end an appointment."""
        person = next((p for p in self.people if p["id"] == appointment_id), None)
        if person is None or self.shell is None:
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

    def vue_slips(self, _: Any = None) -> None:
        """Hand over the first passwords of accounts made by the last import."""
        heads = [translate(N_("Name")), translate(N_("User name")), translate(N_("First password"))]
        rows = [[s["name"], s["username"], s["password"]] for s in self.desk.slips]
        title = translate(N_("Sign-in slips"))
        self.download(f"{title}.xlsx", XLSX, write_sheet(title, heads, rows))
