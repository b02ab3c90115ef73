"""The public notice (公示) with masked names: as a paper to post, as a list to publish."""

from __future__ import annotations

import io
from typing import Any

from ...common.books import Book
from ...common.calendar import notice_last_day
from ...common.collecting import collecting_later
from ...common.money import in_capitals, yuan
from ...common.papers import Template, day_text
from ...workspace import Workspace
from ..reports import NoticeSheet
from .paper import (
    TEMPLATES,
    UNDECIDED,
    Document,
    check_length,
    file_name,
    submitted_notice,
    tier_text,
    yuan_cell,
)

HEADS = (("序号", 8), ("姓名", 12), ("县市区或单位", 36), ("档次", 18), ("金额（元）", 14))


def notice(ws: Workspace, programme_id: int) -> Document:
    """Return the notice as a Word file.

    Before the last approval it says that it must not be posted. Raises `NothingSubmitted`, `ListDiffers`,
    `TooLongForPaper`.
    """
    sheet = submitted_notice(ws, programme_id)
    check_length(len(sheet.lines))
    content = Template(TEMPLATES / "notice.docx").filled(_facts(ws, sheet)).written()
    return file_name(sheet.programme.title, "公示", "docx"), content


def _facts(ws: Workspace, sheet: NoticeSheet) -> dict[str, Any]:
    programme = sheet.programme
    posted = programme.notice_posted_on or ws.today
    last = programme.notice_last_day or notice_last_day(posted, programme.notice_working_days)
    return {
        "title": programme.title,
        "union": sheet.union,
        "source": programme.source,
        "is_undecided": programme.stage in UNDECIDED,
        "posted": day_text(posted),
        "last": day_text(last),
        "days": programme.notice_working_days,
        "count": len(sheet.lines),
        "total": yuan(sheet.allocation.total_fen),
        "capitals": in_capitals(sheet.allocation.total_fen),
        "rows": [
            {
                "number": line.number,
                "name": line.name,
                "place": line.place,
                "tier": tier_text(line.tier),
                "amount": yuan(line.amount_fen),
            }
            for line in sheet.lines
        ],
        "root": sheet.allocation.root,
        "hash": sheet.allocation.data_hash,
    }


@collecting_later()
def notice_list(ws: Workspace, programme_id: int) -> Document:
    """Return the list as it is posted as an Excel file, Chinese whatever the screen speaks."""
    sheet = submitted_notice(ws, programme_id)
    title = f"{sheet.programme.title} 公示名单"
    if sheet.programme.stage in UNDECIDED:
        title += "（尚未审批，不得张贴）"
    out = io.BytesIO()
    book = Book(out, title, f"数据指纹（SHA-256）：{sheet.allocation.data_hash}")
    page = book.sheet("公示名单", HEADS, {4: "money"})
    tiers = {tier: tier_text(tier) for tier in {line.tier for line in sheet.lines}}
    for line in sheet.lines:
        page.line((line.number, line.name, line.place, tiers[line.tier], yuan_cell(line.amount_fen)))
    page.line(
        ("合计", f"{len(sheet.lines)} 人", "", "", yuan_cell(sheet.allocation.total_fen)),
        {0: "bold", 1: "bold", 4: "bold_money"},
    )
    page.end(f"名单根哈希（RFC 6962）：{sheet.allocation.root}")
    book.close()
    return file_name(sheet.programme.title, "公示名单", "xlsx"), out.getvalue()
