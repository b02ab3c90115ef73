"""The payroll audit: a payroll held against the law, every underpayment with its article, the claim in all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Dict, Int, List

from ...common.errors import N_
from ...common.money import yuan
from ...common.text import translate
from ...common.typed import day
from ...ui.shown import XLSX, local_time
from ..documents.payroll_claim import payroll_claim
from ..reports.figures import figure_areas
from ..reports.payrolls import Audit, ClaimDays, PayrollCard, payroll_audit, payrolls
from ..reports.wages import case_facts
from ..rules.limitation import ClaimKind, Limitation
from ..rules.payroll_check import Underpayment
from ..service.payrolls import remove_payroll
from ..wage_words import PARTS, SITUATIONS
from . import wage_view as view
from .desk import CaseScreen

CLAIMS = {
    ClaimKind.ARBITRATION_WAGE_IN_SERVICE: N_("Arbitration, wages owed in employment"),
    ClaimKind.LABOUR_INSPECTION: N_("Complaint to labour inspection"),
}


class PayrollAuditScreen(CaseScreen):
    """A payroll of the case, what it falls short of, and what can be claimed."""

    file = "payroll_audit.vue"
    writable = frozenset({"page"})
    words = {
        "all": N_("All workers"),
        "area": N_("Area"),
        "blocked": N_("Blocked"),
        "blocked_text": N_("Not judged, because figures are not known; nothing is claimed for them:"),
        "cancel": N_("Cancel"),
        "claim": N_("Claim in all"),
        "claimed_on": N_("Last asked for on"),
        "contract": N_("Contract wage"),
        "due": N_("Wage due"),
        "empty_text": N_("Import the payroll of a month: contract wage, days by situation, overtime, paid."),
        "empty_title": N_("No payroll on file"),
        "ended": N_("Employment ended on"),
        "excel": N_("Claim (Excel)"),
        "final": N_("Ends with the award up to"),
        "final_no": N_("may go to court"),
        "final_unknown": N_("minimum wage not known"),
        "final_yes": N_("ends with the award"),
        "import": N_("Import a payroll"),
        "import_text": N_("The facts count under the law of that month and area."),
        "limits": N_("Until when it may be claimed"),
        "month": N_("Month"),
        "name": N_("Name"),
        "next": N_("Choose the file"),
        "nobody": N_("Nobody matches."),
        "none_short": N_("Nobody was paid less than is due."),
        "only_blocked": N_("Blocked"),
        "only_underpaid": N_("Underpaid"),
        "open": N_("Open"),
        "in_yuan": N_("{what} (yuan)"),
        "paid": N_("Paid"),
        "payroll": N_("Payroll"),
        "provisional": N_("The holidays of that year are not published yet: weekends alone are counted."),
        "remove": N_("Take the payroll back"),
        "search": N_("Name or staff number"),
        "short": N_("Still owed"),
        "show": N_("Show"),
        "since": N_("in force from"),
        "title": N_("Payroll audit"),
        "unchecked": N_("Nobody was held against the minimum wage, because it is not known:"),
        "underpaid": N_("Underpaid"),
        "why": N_("Why?"),
        "workers": N_("Workers"),
        "yuan": N_("yuan"),
    }

    about = Dict().tag(sync=True)
    cards = List().tag(sync=True)
    areas = List().tag(sync=True)
    audit = Dict().tag(sync=True)
    items = List().tag(sync=True)
    total = Int(0).tag(sync=True)
    page: Dict[str, Any] = Dict({"page": 1, "size": 20, "text": "", "only": "underpaid"}).tag(sync=True)
    days = Dict({"ended": "", "claimed": ""}).tag(sync=True)
    opened = Dict().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self._audit: Audit | None = None
        self._payroll: int | None = None
        self.observe(lambda _: self._turn(), "page")

    def visit(self, case: int | None = None, payroll: int | None = None) -> None:
        """Come to the payrolls of a case, to the named one or the newest."""
        self._payroll = payroll
        super().visit(case)

    def show(self) -> None:
        """Fetch the payrolls of the case and hold the chosen one against the law."""
        case = case_facts(self.ws, self.case_id)
        self._names = figure_areas(self.ws)
        self.areas = [{"value": code, "title": translate(name)} for code, name in self._names.items()]
        found = payrolls(self.ws, case.id)
        self.about = {
            "case": case.id,
            "employer": case.employer,
            "number": case.number,
            "area": case.area,
            "month": self.ws.today.isoformat()[:7],
            "may_change": case.may_save,
        }
        self.cards = [self._card(one) for one in found]
        if self._payroll not in {one.id for one in found}:
            self._payroll = found[0].id if found else None
        self._hold()

    def _card(self, one: PayrollCard) -> dict[str, Any]:
        text = translate(N_("{month} · {area} · {n} workers"))
        area = translate(self._names.get(one.area, one.area))
        return {
            "value": one.id,
            "title": text.format(month=one.month.isoformat()[:7], area=area, n=f"{one.workers:,}"),
            "made": f"{one.made_by} {local_time(one.made_at)}".strip(),
        }

    def _hold(self) -> None:
        self._audit, self.audit, self.opened = None, {}, {}
        if self._payroll is not None:
            with self.working(translate(N_("Holding the payroll against the law"))):
                self._audit = payroll_audit(self.ws, self._payroll, self._claim_days)
            self.audit = self._summary(self._audit)
        self._turn()

    @property
    def _claim_days(self) -> ClaimDays:
        ended, claimed = self.days.get("ended"), self.days.get("claimed")
        return ClaimDays(day(ended) if ended else None, day(claimed) if claimed else None)

    def _summary(self, audit: Audit) -> dict[str, Any]:
        award = audit.award
        return {
            "id": audit.payroll.id,
            "month": audit.payroll.month.isoformat()[:7],
            "workers": f"{len(audit.people):,}",
            "underpaid": f"{audit.underpaid:,}",
            "blocked": f"{int(audit.check.blocked_rows.size):,}",
            "claim": yuan(audit.check.claim_fen),
            "missing": [{"id": one, "name": view.figure_name(one)} for one in audit.missing],
            "unchecked": [{"id": one, "name": view.figure_name(one)} for one in audit.unchecked],
            "is_provisional": audit.check.slips.law.is_provisional,
            "award": {"limit": yuan(award.limit_fen), "citation": award.citation} if award else {},
            "limits": [self._limit(kind, one) for kind, one in audit.limits.items()],
        }

    def _limit(self, kind: ClaimKind, one: Limitation) -> dict[str, Any]:
        if one.last_day is None:
            text, tone = translate(N_("no limit while the employment lasts")), "ok"
        else:
            is_open = one.is_open(self.ws.today)
            text = translate(N_("until {day}") if is_open else N_("was over on {day}")).format(
                day=one.last_day
            )
            tone = "ok" if is_open else "bad"
        return {"title": translate(CLAIMS[kind]), "text": text, "tone": tone, "citation": one.citation}

    # The lines

    def _turn(self) -> None:
        """Show the page that was asked for."""
        if self._audit is None:
            self.items, self.total = [], 0
            return
        asked = self.page
        rows = self._audit.rows(only=str(asked.get("only") or ""), text=str(asked.get("text") or ""))
        size = min(max(int(asked.get("size") or 20), 1), 100)
        start = (max(int(asked.get("page") or 1), 1) - 1) * size
        self.total = len(rows)
        self.items = [self._item(self._audit, row) for row in rows[start : start + size]]

    def _item(self, audit: Audit, row: int) -> dict[str, Any]:
        line = audit.line(row)
        return {
            "row": row,
            "no": line.position,
            "name": line.worker,
            "staff_number": line.staff_number,
            "contract": yuan(line.contract_fen),
            "due": yuan(line.due_fen) if not line.is_blocked else "",
            "paid": yuan(line.paid_fen),
            "short": yuan(line.shortfall_fen) if line.shortfall_fen else "",
            "is_blocked": line.is_blocked,
        }

    def vue_open(self, row: int | None) -> None:
        """Open one worker's lines with their articles, or close them."""
        audit = self._audit
        if audit is None or not isinstance(row, int) or not 0 <= row < len(audit.people):
            self.opened = {}
            return
        self.opened = {
            **self._item(audit, row),
            "parts": [self._part(audit, one) for one in audit.check.of_row(row)],
        }

    def _part(self, audit: Audit, one: Underpayment) -> dict[str, Any]:
        is_final = audit.is_final(one)
        return {
            "title": translate(PARTS[one.part]),
            "due": yuan(one.due_fen),
            "paid": yuan(one.paid_fen),
            "short": yuan(one.shortfall_fen),
            "final": "unknown" if is_final is None else "yes" if is_final else "no",
            "lines": [
                {
                    "situation": translate(SITUATIONS[line.situation]),
                    "due": yuan(line.due_fen),
                    "bases": [view.basis_row(basis, self._names) for basis in line.bases],
                }
                for line in one.lines
            ],
        }

    # Doing

    def vue_choose(self, payroll: int) -> None:
        """Look at another payroll of the case."""
        self._payroll = int(payroll)
        self.show()

    def vue_claim_days(self, asked: Mapping[str, Any]) -> None:
        """Take what decides until when may be claimed."""
        self.days = {"ended": str(asked.get("ended") or ""), "claimed": str(asked.get("claimed") or "")}
        self._hold()

    def vue_import(self, asked: Mapping[str, Any]) -> None:
        """Go on to the file of a month."""
        if self.shell:
            area = str(asked.get("area") or self.about["area"])
            self.shell.go("import_payroll", case=self.case_id, month=str(asked.get("month") or ""), area=area)

    def vue_figure(self, figure: str) -> None:
        """Go to a figure, for the payroll's area and month, to read or to enter it."""
        if self.shell and self._audit is not None:
            payroll = self._audit.payroll
            self.shell.go("figures", policy=str(figure), area=payroll.area, on=payroll.month.isoformat())

    def vue_excel(self, _: Any = None) -> None:
        """Hand over the claim as Excel."""
        if self._payroll is not None:
            name, content = payroll_claim(self.ws, self._payroll, self._claim_days)
            self.download(name, XLSX, content)

    def vue_remove(self, _: Any = None) -> None:
        """Ask, then take the payroll back."""
        if self.shell and self._audit is not None:
            self.shell.confirm(
                self._remove,
                title=translate(N_("Take the payroll back?")),
                facts=[card["title"] for card in self.cards if card["value"] == self._payroll],
                yes=translate(N_("Take back")),
                no=translate(N_("Cancel")),
                danger=True,
            )

    def _remove(self, *_: Any) -> None:
        remove_payroll(self.ws, self._payroll or 0)
        self._payroll = None
        self.show()
        self.say(translate(N_("The payroll was taken back.")), "info")
