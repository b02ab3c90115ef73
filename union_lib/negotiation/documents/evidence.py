"""The evidence pack of a plan: one zip of Word and Excel files, a cover list, and the SHA-256 of each."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ...common.books import Book
from ...common.money import yuan
from ...common.papers import Template, day_text, file_name
from ...common.text import translate
from ...ui.shown import local_time
from ...workspace import Workspace
from ..plan_words import EVIDENCE, INSTALMENT_STATES
from ..reports.evidence import EvidenceSheet, evidence_sheet
from ..reports.plans import PlanSheet
from ..rules.kinds import LetterKind
from ..rules.letters import Evidence, missing_evidence
from ..rules.periods import PeriodUnset, set_period
from .calculation import calculation_book
from .case_law import UNIT_WORDS
from .letter_words import capitals, ground_said
from .letters import written_letter
from .paper import TEMPLATES, Document, cited, day_or_blank, fingerprint

SUMS = "SHA256SUMS.txt"
COVER = "00 证据目录.docx"
LEDGER_HEADS = (
    ("期次", 8),
    ("到期日", 14),
    ("应付（元）", 16),
    ("已付（元）", 16),
    ("付清日", 14),
    ("状态", 14),
    ("逾期（天）", 12),
)
PAYMENT_HEADS = (
    ("到账日", 14),
    ("金额（元）", 16),
    ("备注", 40),
    ("记录人", 14),
    ("记录时间", 20),
    ("撤销原因", 40),
)


def evidence_pack(ws: Workspace, plan_id: int) -> Document:
    """Return what proves the arrears of a plan as one zip.

    Inside: a cover list (Word), the plan, consent and votes, the ledger (Excel), the letters that were sent, the wage
    calculations, and `SHA256SUMS.txt` as `sha256sum -c` reads it. Raises `NotFound`, `NotAllowed`.
    """
    found = evidence_sheet(ws, plan_id)
    files = [
        (f"{at:02} {name}", title, content)
        for at, (name, title, content) in enumerate(_files(found, ws.today), 1)
    ]
    hashes = [(name, title, hashlib.sha256(content).hexdigest()) for name, title, content in files]
    cover = _cover(found.sheet, hashes, ws.today)
    sums = [(name, digest) for name, _, digest in hashes] + [(COVER, hashlib.sha256(cover).hexdigest())]
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums))
    packed = [(COVER, cover), *((name, content) for name, _, content in files), (SUMS, listed.encode())]
    return f"{file_name(f'{found.sheet.plan.employer} 证据材料 {found.sheet.plan.number}')}.zip", _zipped(
        packed
    )


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return out.getvalue()


def _files(found: EvidenceSheet, today: date) -> Iterable[tuple[str, str, bytes]]:
    """Return the files of the pack: name, what it proves, content."""
    sheet = found.sheet
    said = _said(sheet, today)
    yield "延期支付计划.docx", _title(Evidence.PLAN), _word("plan", said | _plan(sheet))
    yield (
        "工会同意和职工意见.docx",
        _title(Evidence.CONSENT, Evidence.OPINION),
        _word("opinion", said | _votes(found)),
    )
    yield "欠付台账.xlsx", _title(Evidence.LEDGER), ledger(sheet, today)
    for letter in found.letters:
        name, content = written_letter(letter)
        yield name, _title(Evidence.NOTICES), content
    for kept in sheet.calculations:
        yield (
            f"{file_name(f'工资测算 {kept.title}')}.xlsx",
            _title(Evidence.CALCULATION),
            calculation_book(kept, found.areas),
        )


def _title(*kinds: Evidence) -> str:
    return "、".join(translate(EVIDENCE[kind], "zh") for kind in kinds)


def _word(template: str, facts: Mapping[str, Any]) -> bytes:
    return Template(TEMPLATES / f"{template}.docx").filled({**facts, "hash": fingerprint(facts)}).written()


def _said(sheet: PlanSheet, today: date) -> dict[str, Any]:
    plan, standing = sheet.plan, sheet.standing
    return {
        "number": plan.number,
        "draft": "" if plan.agreed_on else "（草稿）",
        "plan": plan.number,
        "employer": plan.employer,
        "union": sheet.union,
        "workers": f"{plan.workers:,}",
        "wages": f"{day_text(plan.wages_from)}至{day_text(plan.wages_to)}",
        "wages_due": day_text(plan.wages_due_on),
        "agreed": day_or_blank(plan.agreed_on),
        "consented": day_or_blank(plan.consented_on),
        "asked": plan.opinion_asked,
        "in_favour": plan.opinion_in_favour,
        "grace": plan.grace_days,
        "total": yuan(plan.total_fen),
        "capitals": capitals(plan.total_fen),
        "paid": yuan(standing.paid_fen),
        "due": yuan(standing.overdue_fen),
        "days": standing.most_overdue_days,
        "law_on": day_text(today),
        "day": day_text(today),
    }


def _plan(sheet: PlanSheet) -> dict[str, Any]:
    plan = sheet.plan
    return {
        "terms": f"逾期达 {plan.default_instalments} 期，或者一期逾期满 {plan.default_days} 天，视为违约。",
        "longest": _longest(sheet),
        "instalments": [
            {"number": one.number, "due": str(one.due), "amount": yuan(one.amount_fen)}
            for one in sheet.standing.instalments
        ],
    }


def _longest(sheet: PlanSheet) -> str:
    if sheet.longest is None:
        return "标准待录入"
    try:
        period = set_period(sheet.longest)
    except PeriodUnset:
        return cited(sheet.longest)
    return f"{period.count} {UNIT_WORDS[period.unit]}（{cited(sheet.longest)}），至{day_or_blank(sheet.latest)}。"


def _votes(found: EvidenceSheet) -> dict[str, Any]:
    return {
        "votes": [
            {
                "on": str(vote.held_on),
                "total": vote.total,
                "attending": vote.attending,
                "favour": vote.in_favour,
                "result": "通过" if vote.has_passed else "未通过",
                "hash": vote.text_hash,
            }
            for vote in found.votes
        ]
    }


def _cover(sheet: PlanSheet, files: Iterable[tuple[str, str, str]], today: date) -> bytes:
    missing = missing_evidence(LetterKind.REFERRAL, sheet.at_hand)
    facts = _said(sheet, today) | {
        "files": [{"file": name, "title": title, "hash": digest} for name, title, digest in files],
        "missing": "、".join(translate(EVIDENCE[one], "zh") for one in missing),
        "grounds": [ground_said(g.policy, g.citation, g.confidence) for g in sheet.law],
    }
    return _word("evidence", facts)


def ledger(sheet: PlanSheet, today: date) -> bytes:
    """Return instalments and payments of a plan as Excel, cancelled payments with the reason; amounts in yuan."""
    out = io.BytesIO()
    instalments = [_instalment(one, sheet.settled[one.number - 1]) for one in sheet.standing.instalments]
    payments = [_payment(one) for one in sheet.payments]
    foot = f"截至{day_text(today)}。数据指纹（SHA-256）：{fingerprint([instalments, payments])}"
    book = Book(out, f"{sheet.plan.employer} 延期支付台账 {sheet.plan.number}", foot)
    page = book.sheet("分期", LEDGER_HEADS, {2: "money", 3: "money"})
    for cells in instalments:
        page.line(cells)
    standing = sheet.standing
    page.end(
        f"合计 {yuan(sheet.plan.total_fen)} 元，已付 {yuan(standing.paid_fen)} 元，"
        f"逾期未付 {yuan(standing.overdue_fen)} 元，多付 {yuan(standing.overpaid_fen)} 元。"
    )
    page = book.sheet("到账", PAYMENT_HEADS, {1: "money"})
    for cells in payments:
        page.line(cells)
    page.end("撤销的记录保留在表中，不计入已付。")
    book.close()
    return out.getvalue()


def _instalment(one: Any, settled: date | None) -> list[Any]:
    return [
        one.number,
        str(one.due),
        one.amount_fen / 100,
        one.paid_fen / 100,
        str(settled or ""),
        translate(INSTALMENT_STATES[one.state], "zh"),
        one.overdue_days,
    ]


def _payment(one: Any) -> list[Any]:
    return [
        str(one.paid_on),
        one.amount_fen / 100,
        one.note,
        one.who,
        local_time(one.recorded_at),
        one.cancelled or "",
    ]
