"""Signed mark sheets on paper: what one judge gave, who checked it, and where both sign.

An entry stands there by the code that stood on the judge's sheet, never by its contestant or unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from ...common.errors import NotFound
from ...common.papers import Template, archive, moment_text, set_widths
from ...registry.tables import Account
from ...workspace import Workspace
from .. import rules
from ..queries import sheets_of
from ..reports import CheckSheet, ResultList, SheetRow, plain, sheet_to_check
from ..rules import Criterion, Kind
from ..tables import Sheet
from .paper import TEMPLATES, signed_result

TEMPLATE = "mark_sheet.docx"
MOST_UPRIGHT = 6
"""With more criteria the paper lies on its side."""

UPRIGHT_CM, LYING_CM, CODE_CM, TOTAL_CM = 16.6, 25.3, 1.9, 1.9


def mark_sheet_document(ws: Workspace, competition_id: int, appointment_id: int) -> bytes:
    """Return one judge's signed mark sheet as a Word file, for those who may read the result.

    Raises `NothingSigned`, `SignedResultDiffers`, and `NotFound` for an appointment of another competition.
    """
    seen = signed_result(ws, competition_id)
    with ws.reading() as session:
        sheet = sheets_of(session, competition_id).get(appointment_id)
        if sheet is None:
            raise NotFound
        checked_by = _checker(session, sheet)
    return _paper(
        Template(TEMPLATES / TEMPLATE),
        seen,
        sheet,
        sheet_to_check(ws, competition_id, sheet.id or 0),
        checked_by,
    )


def mark_sheets_archive(ws: Workspace, competition_id: int) -> bytes:
    """Return the mark sheets of all judges who marked, as one zip of Word files."""
    seen = signed_result(ws, competition_id)
    with ws.reading() as session:
        sheets = sheets_of(session, competition_id)
        checkers = {a: _checker(session, sheet) for a, sheet in sheets.items()}
    template, papers = Template(TEMPLATES / TEMPLATE), []
    for judge in seen.judges:
        sheet = sheets[judge.appointment_id]
        shown = sheet_to_check(ws, competition_id, sheet.id or 0)
        if shown.rows:
            content = _paper(template, seen, sheet, shown, checkers[judge.appointment_id])
            papers.append((f"{judge.seat:02d} {judge.name}", content))
    return archive(papers)


def _checker(session: Session, sheet: Sheet) -> str:
    account = session.get(Account, sheet.checked_by) if sheet.checked_by else None
    return account.name if account else ""


def _paper(template: Template, seen: ResultList, sheet: Sheet, shown: CheckSheet, checked_by: str) -> bytes:
    paper = template.filled(_facts(seen, sheet, shown, checked_by))
    is_lying = len(shown.criteria) > MOST_UPRIGHT
    if is_lying:
        paper.lay()
    heads, marks, signatures = paper.tables
    width = LYING_CM if is_lying else UPRIGHT_CM
    set_widths(heads, [width * 0.25, width * 0.35, width * 0.4])
    set_widths(signatures, [width / 3] * 3)
    set_widths(marks, _widths(seen, shown, width))
    return paper.written()


def _widths(seen: ResultList, shown: CheckSheet, width: float) -> list[float]:
    """Return the columns' widths: code, title if shown, criteria, total if there is one."""
    outer = [CODE_CM] + ([TOTAL_CM] if _has_total(seen, shown.criteria) else [])
    free, n = width - sum(outer), len(shown.criteria)
    title = [max(free * 0.2, free - 1.9 * n)] if _shows_titles(seen) else []
    each = (free - sum(title)) / n
    return [CODE_CM, *title, *([each] * n), *outer[1:]]


def _facts(seen: ResultList, sheet: Sheet, shown: CheckSheet, checked_by: str) -> dict[str, Any]:
    stage = seen.scheme.group(shown.judge.stage_group)
    criteria = shown.criteria
    weights = {seen.scheme.weight_of(c) * seen.scheme.factor for c in criteria}
    return {
        "title": seen.competition.title,
        "seat": shown.judge.seat,
        "judge": shown.judge.name,
        "panel": shown.judge.panel,
        "stage": stage.title if stage else "",
        "shows_titles": _shows_titles(seen),
        "has_total": _has_total(seen, criteria),
        "total_head": "合计" if weights == {1} else "加权合计",
        "criteria": [{"title": c.title, "most": _most(c)} for c in criteria],
        "rows": [_row(seen, criteria, row) for row in shown.rows],
        "count": len(shown.rows),
        "submitted_at": moment_text(sheet.submitted_at),
        "checked_by": checked_by,
        "checked_at": moment_text(sheet.checked_at),
        "hash": seen.signed.data_hash if seen.signed else "",
    }


def _shows_titles(seen: ResultList) -> bool:
    """Tell whether entries' titles stood on the judges' sheets."""
    return seen.competition.shows_titles or not seen.competition.blind_draws


def _has_total(seen: ResultList, criteria: Sequence[Criterion]) -> bool:
    """Tell whether one judge's marks of an entry add up: not where the entry brings numbers itself."""
    return len(criteria) > 1 and not any(map(seen.scheme.brings, criteria))


def _most(criterion: Criterion) -> str:
    """Return what stands below a criterion's title: the full mark, or what may be written down."""
    worded = {
        Kind.JUDGEMENT: "等级 0–{most}",
        Kind.MEASUREMENT: "测量值",
        Kind.PASS_FAIL: "1 合格，0 不合格",
        Kind.ELEMENT: "{least} 至 {most}",
        Kind.DEDUCTION: "扣分，至多 {most}",
    }.get(criterion.kind, "满分 {most}")
    return worded.format(most=plain(criterion.highest), least=plain(criterion.lowest))


def _row(seen: ResultList, criteria: Sequence[Criterion], row: SheetRow) -> dict[str, Any]:
    marks = [cell.text for cell in row.cells]
    total = _total(seen, criteria, marks) if _has_total(seen, criteria) else ""
    return {"code": row.code, "title": row.title, "marks": marks, "total": total}


def _total(seen: ResultList, criteria: Sequence[Criterion], marks: Sequence[str]) -> str:
    """Return what a judge's marks of an entry come to, weighted; empty while one is missing."""
    given = [rules.parse_mark(text) for text in marks]
    worths = [
        rules.points(criterion, mark) * Fraction(seen.scheme.weight_of(criterion))
        for criterion, mark in zip(criteria, given, strict=True)
        if mark is not None
    ]
    if len(worths) < len(criteria):
        return ""
    return plain(rules.half_up(sum(worths) * Fraction(seen.scheme.factor), 4))
