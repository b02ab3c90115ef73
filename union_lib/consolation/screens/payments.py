"""Payments: batches for the bank or in cash, the bank's return read back, what came back paid again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Dict, Int, List

from ...common.errors import N_
from ...common.money import yuan
from ...common.text import translate
from ...ui.shown import DOCX, XLSX, local_time
from ...ui.uploading import Uploading
from .. import documents, reports, service
from ..bank_files import read_bank_return
from ..rules.kinds import PayState, PayWay
from ..rules.stages import Hand, Stage
from ..words import PAY_STATES, PAY_WAYS
from .desk import ProgrammeScreen, stage_tag

STATE_TONES = {
    PayState.INSTRUCTED: "info",
    PayState.PAID: "ok",
    PayState.PARTIAL: "warn",
    PayState.FAILED: "bad",
    PayState.REPAID: "mute",
}


class PaymentDesk(Uploading, ProgrammeScreen):
    """Ordering payments and settling them."""

    file = "payments.vue"
    writable = frozenset({"wanted"})
    words = {
        "all": N_("All states"),
        "amount": N_("Amount (yuan)"),
        "back": N_("Came back"),
        "bank": N_("Order by bank ({n})"),
        "bank_file": N_("Bank file"),
        "batch": N_("Batch"),
        "batches": N_("Batches"),
        "came_back": N_("{n} came back and are in the next batch."),
        "cancel": N_("Cancel"),
        "card": N_("Card"),
        "cash": N_("Order in cash ({n})"),
        "cash_sheet": N_("Receipts (Word)"),
        "empty_text": N_("Payments can be ordered once the public notice is over."),
        "empty_title": N_("Nothing is being paid yet"),
        "excel": N_("Payments (Excel)"),
        "hand": N_("Hand over"),
        "hint": N_("The .xlsx the bank sent back for this batch."),
        "made": N_("Ordered"),
        "name": N_("Name"),
        "no": N_("No."),
        "not_yet": N_("Not paid yet"),
        "paid": N_("Paid"),
        "payments": N_("Payments"),
        "read": N_("Read the return"),
        "read_text": N_("The same file a second time changes nothing."),
        "received_by": N_("Received by"),
        "search": N_("Name or number"),
        "state": N_("State"),
        "total": N_("Total"),
        "two": N_("Cash is handed over by two people against a signed receipt."),
        "unit": N_("Unit"),
        "upload": N_("Return file of the bank"),
        "why": N_("Why"),
        "witness": N_("User name of the witness"),
        "yuan": N_("yuan"),
    }

    about = Dict().tag(sync=True)
    batches = List().tag(sync=True)
    items = List().tag(sync=True)
    total = Int(0).tag(sync=True)
    wanted: Dict[str, Any] = Dict({"search": "", "state": "", "page": 1, "size": 20}).tag(sync=True)
    states = List().tag(sync=True)
    reading = Dict().tag(sync=True)
    handing = Dict().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self.sheet: reports.PaymentSheet | None = None
        self.observe(lambda _: self._page(), "wanted")

    def show(self) -> None:
        """Fetch batches and payments again."""
        sheet = self.sheet = reports.payment_sheet(self.ws, self.programme_id)
        may_pay = Hand.CASHIER in sheet.hands and sheet.programme.stage == Stage.PAYING
        self.about = {
            "title": sheet.programme.title,
            "stage": stage_tag(sheet.programme.stage),
            "is_paying": sheet.programme.stage in (Stage.PAYING, Stage.CLOSED),
            "may_pay": may_pay,
            "total": yuan(sheet.total_fen),
            "paid": yuan(sheet.paid_fen),
            "open": yuan(sheet.open_fen),
            "percent": round(100 * sheet.paid_fen / sheet.total_fen) if sheet.total_fen else 0,
            "to_bank": sheet.to_bank,
            "to_cash": sheet.to_cash,
            "came_back": sheet.came_back,
        }
        self.states = [{"value": state.value, "title": translate(word)} for state, word in PAY_STATES.items()]
        self.batches = [_batch(row) for row in sheet.batches]
        self._page()

    def _page(self) -> None:
        asked, rows = self.wanted, list(self.sheet.payments if self.sheet else ())
        text, state = str(asked.get("search") or "").strip(), asked.get("state")
        rows = [
            row
            for row in reversed(rows)
            if (not state or row.state == state)
            and (not text or text in row.name or text == str(row.position))
        ]
        size = int(asked.get("size") or 20)
        start = (int(asked.get("page") or 1) - 1) * size
        self.total = len(rows)
        self.items = [_payment(row) for row in rows[start : start + size]]

    def vue_order(self, way: str) -> None:
        """Ask, then order a batch."""
        pay_way = PayWay(way)
        n = self.about["to_bank"] if pay_way == PayWay.BANK else self.about["to_cash"]

        def ordered() -> None:
            service.make_batch(self.ws, self.programme_id, pay_way)
            self.show()
            self.say(translate(N_("The batch is ordered; download its file.")))

        if self.shell:
            self.shell.confirm(
                ordered,
                title=translate(N_("Order {n} payments by {way}?")).format(
                    n=n, way=translate(PAY_WAYS[pay_way])
                ),
                text=translate(
                    N_("Each recipient is ordered once; what comes back goes into a later batch.")
                ),
                yes=translate(N_("Order")),
            )

    def vue_bank_file(self, batch_id: int) -> None:
        """Hand over the file for the bank."""
        name, content = documents.bank_file(self.ws, int(batch_id))
        self.download(name, XLSX, content)

    def vue_receipts(self, batch_id: int) -> None:
        """Hand over the receipts of a cash batch."""
        name, content = documents.receipts(self.ws, int(batch_id))
        self.download(name, DOCX, content)

    def vue_excel(self, _: Any = None) -> None:
        """Hand over all payments as Excel."""
        name, content = documents.payment_list(self.ws, self.programme_id)
        self.download(name, XLSX, content)

    def vue_show_reading(self, batch_id: int | None) -> None:
        """Open the drawer to read a batch's return, or close it."""
        self.reading = next((b for b in self.batches if b["id"] == batch_id), {})

    def read(self, name: str, content: bytes) -> None:
        """Read a return file into the batch of the drawer."""
        lines, digest = read_bank_return(content)
        told = service.read_return(self.ws, int(self.reading.get("id") or 0), lines, digest)
        self.reading = {}
        self.show()
        kind = "ok" if not (told["failed"] or told["partial"] or told["unmatched"]) else "warn"
        said = translate(
            N_("{paid} paid, {partial} paid in part, {failed} returned, {unmatched} rows of no payment here.")
        ).format(**told)
        self.say(said, kind)

    def vue_show_handing(self, payment_id: int | None) -> None:
        """Open the drawer to hand cash over, or close it."""
        self.handing = next((p for p in self.items if p["id"] == payment_id), {})

    def vue_hand(self, typed: Mapping[str, Any]) -> None:
        """Record cash as handed over."""
        service.hand_over(
            self.ws,
            int(self.handing.get("id") or 0),
            str(typed.get("received_by") or ""),
            str(typed.get("witness") or ""),
        )
        self.handing = {}
        self.show()
        self.say(translate(N_("Handed over")))


def _batch(row: reports.BatchRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "way": translate(PAY_WAYS[row.way]),
        "is_bank": row.way == PayWay.BANK,
        "payments": f"{row.payments:,}",
        "total": yuan(row.total_fen),
        "paid": yuan(row.paid_fen),
        "percent": round(100 * row.paid_fen / row.total_fen) if row.total_fen else 0,
        "back": row.states[PayState.FAILED] + row.states[PayState.PARTIAL],
        "waits": row.states[PayState.INSTRUCTED],
        "returns": row.returns,
        "made": f"{local_time(row.made_at)} {row.made_by}",
    }


def _payment(row: reports.PaymentRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "batch": row.batch,
        "position": row.position,
        "name": row.name,
        "unit": row.unit,
        "card": row.card,
        "amount": yuan(row.amount_fen),
        "state": {"text": translate(PAY_STATES[row.state]), "tone": STATE_TONES[row.state]},
        "why": row.why or (row.received_by and f"{translate(N_('Received by'))} {row.received_by}"),
        "may_hand": row.way == PayWay.CASH and row.state == PayState.INSTRUCTED,
    }
