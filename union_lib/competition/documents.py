"""What leaves the house: the public notice as Word, the result list as Excel, each with its data hash.

The notice's wording and layout live in `templates/notice.docx`, which anybody can edit in Word; it is
filled with the names below.
"""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..common.calendar import notice_last_day
from ..common.errors import N_
from ..common.text import translate
from ..workspace import Workspace
from .refusals import NothingSigned
from .reports import ResultList, plain, results
from .rules import EntryState
from .words import ENTRY_STATES

TEMPLATES = Path(__file__).parent / "templates"


def notice_document(ws: Workspace, competition_id: int) -> bytes:
    """Return the public notice (公示) of a signed result as a Word file; `NothingSigned` before."""
    from docxtpl import DocxTemplate

    seen = results(ws, competition_id)
    if not seen.is_signed or seen.signed is None:
        raise NothingSigned
    template = DocxTemplate(TEMPLATES / "notice.docx")
    template.render(_notice_facts(ws, seen), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _notice_facts(ws: Workspace, seen: ResultList) -> dict[str, Any]:
    competition = seen.competition
    posted = competition.notice_posted_on or ws.today
    last = competition.notice_last_day
    if last is None:
        last = notice_last_day(posted, competition.notice_working_days)
    return {
        "title": competition.title,
        "union": seen.union,
        "posted": _day(posted),
        "last": _day(last),
        "days": competition.notice_working_days,
        "rows": [
            {
                "place": row.rank,
                "entry": row.shown.title,
                "contestant": row.shown.contestant,
                "unit": row.shown.unit,
                "score": str(row.total),
                "award": row.award or "",
            }
            for row in seen.rows
            if row.award
        ],
        "count": sum(1 for row in seen.rows if row.rank),
        "hash": seen.signed.data_hash if seen.signed else "",
        "signed_by": seen.signed_by,
    }


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def result_workbook(ws: Workspace, competition_id: int) -> bytes:
    """Return the result list as Excel: standings with every mark, the data hash at the foot.

    Marks and scores are numbers, texts are never formulas.
    """
    import xlsxwriter

    seen = results(ws, competition_id)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _standings_sheet(book, seen)
    _marks_sheet(book, seen)
    book.close()
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
    return {
        "title": book.add_format({**base, "font_size": 14, "bold": True}),
        "head": book.add_format(
            {**base, "bold": True, "bg_color": "#F8F9FA", "bottom": 1, "text_wrap": True}
        ),
        "text": book.add_format(base),
        "number": book.add_format({**base, "num_format": "0.00##"}),
        "mark": book.add_format({**base, "num_format": "General"}),
        "dropped": book.add_format({**base, "font_strikeout": True, "font_color": "#B42318"}),
        "meta": book.add_format({**base, "font_size": 9, "font_color": "#666F7A"}),
    }


def _standings_sheet(book: Any, seen: ResultList) -> None:
    sheet, f = book.add_worksheet(translate(N_("Results"))), _formats(book)
    heads = [N_("Place"), N_("Code"), N_("Entry"), N_("Contestant or team"), N_("Unit"), N_("District")]
    heads += [N_("Score"), N_("Award"), N_("State")]
    sheet.write_string(0, 0, seen.competition.title, f["title"])
    for column, head in enumerate(heads):
        sheet.write_string(1, column, translate(head), f["head"])
    for number, row in enumerate(seen.rows, 2):
        entry = row.shown
        if row.rank:
            sheet.write_number(number, 0, float(row.rank), f["mark"])
        for column, text in enumerate(
            (entry.code, entry.title, entry.contestant, entry.unit, entry.district), 1
        ):
            sheet.write_string(number, column, text, f["text"])
        if row.rank and row.total is not None:
            sheet.write_number(number, 6, float(row.total), _decimals(book, f, seen))
        sheet.write_string(number, 7, row.award or "", f["text"])
        state = row.entry.state
        told = "" if state == EntryState.COMPETING else translate(ENTRY_STATES[state])
        sheet.write_string(number, 8, told, f["text"])
    _close(sheet, f, seen, len(seen.rows) + 3, (8, 10, 34, 18, 28, 10, 10, 12, 10))


def _decimals(book: Any, f: dict[str, Any], seen: ResultList) -> Any:
    key = f"score{seen.scheme.decimals}"
    if key not in f:
        digits = "0." + "0" * seen.scheme.decimals if seen.scheme.decimals else "0"
        f[key] = book.add_format(
            {"font_name": "Microsoft YaHei", "font_size": 10, "bold": True, "num_format": digits}
        )
    return f[key]


def _marks_sheet(book: Any, seen: ResultList) -> None:
    sheet, f = book.add_worksheet(translate(N_("Marks"))), _formats(book)
    heads = [
        translate(N_("Code")),
        translate(N_("Entry")),
        translate(N_("Criterion")),
        translate(N_("Multiplier")),
    ]
    heads += [judge.name for judge in seen.judges]
    sheet.write_string(0, 0, seen.competition.title, f["title"])
    for column, head in enumerate(heads):
        sheet.write_string(1, column, head, f["head"])
    line = 2
    for row in seen.rows:
        for part, criterion in zip(row.score.parts, seen.scheme.criteria, strict=True):
            sheet.write_string(line, 0, row.shown.code, f["text"])
            sheet.write_string(line, 1, row.shown.title, f["text"])
            sheet.write_string(line, 2, criterion.title, f["text"])
            if seen.scheme.uses_multipliers and part.multiplier is not None:
                sheet.write_number(line, 3, float(part.multiplier), f["mark"])
            out = {*part.dropped_high, *part.dropped_low}
            for column, judge in enumerate(seen.judges, 4):
                mark = row.marks[criterion.key].get(judge.appointment_id)
                if mark is not None:
                    look = f["dropped"] if judge.appointment_id in out else f["mark"]
                    sheet.write_number(line, column, float(plain(Decimal(mark))), look)
            line += 1
    _close(sheet, f, seen, line + 1, (10, 30, 16, 10, *(10 for _ in seen.judges)))


def _close(sheet: Any, f: dict[str, Any], seen: ResultList, line: int, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 0)
    told = translate(N_("Data fingerprint (SHA-256): {hash}")).format(hash=seen.data_hash)
    if not seen.is_signed:
        told = translate(N_("Preliminary, not signed.")) + " " + told
    sheet.write_string(line, 0, told, f["meta"])
    sheet.set_footer(f"&L&8{told}&R&8&P / &N")
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
