"""The list to the upper union (上报汇总表): counts and amounts by district and tier, then the lines, masked.

It goes to another house, so it is Chinese whatever the screen speaks.
"""

from __future__ import annotations

import io
from typing import Any

from ...common.books import Book, Sheet
from ...common.identifiers import masked_name
from ...workspace import Workspace
from .groups import Group, grouped
from .kept import KeptList, submitted_list
from .paper import UNDECIDED, Document, file_name, tier_text, yuan_cell

SUM_HEADS = (("县市区", 20), ("档次", 20), ("人数", 10), ("金额（元）", 18))
LINE_HEADS = (
    ("序号", 8),
    ("姓名", 12),
    ("身份证号", 22),
    ("县市区", 14),
    ("单位", 34),
    ("行业", 16),
    ("档次", 18),
    ("金额（元）", 14),
)
NOT_TOLD = "未填"


def upper_list(ws: Workspace, programme_id: int) -> Document:
    """Return the submitted list as the upper union wants it; names and identities are masked."""
    kept = submitted_list(ws, programme_id)
    title = f"{kept.programme.title} 上报汇总表"
    if kept.programme.stage in UNDECIDED:
        title += "（尚未审批）"
    out = io.BytesIO()
    book = Book(out, title, f"数据指纹（SHA-256）：{kept.data_hash}")
    _sums(book.sheet("汇总", SUM_HEADS, {3: "money"}), kept)
    _lines(book.sheet("名单", LINE_HEADS, {7: "money"}), kept)
    book.close()
    return file_name(kept.programme.title, "上报汇总表", "xlsx"), out.getvalue()


def _sums(page: Sheet, kept: KeptList) -> None:
    order = {tier: at for at, tier in enumerate(kept.terms.order)}
    by_both = grouped(kept.lines, lambda line: (line.district or NOT_TOLD, line.tier))
    for district in grouped(kept.lines, lambda line: line.district or NOT_TOLD):
        own = [group for group in by_both if group.key[0] == district.key]
        for group in sorted(own, key=lambda group: order.get(group.key[1], len(order))):
            _sum(page, group, group.key[0], tier_text(group.key[1]))
        _sum(page, district, district.key, "小计", "bold")
    for tier in grouped(kept.lines, lambda line: line.tier):
        _sum(page, tier, "合计", tier_text(tier.key))
    page.line(
        ("合计", "", len(kept.lines), yuan_cell(kept.total_fen)),
        {0: "bold", 2: "bold", 3: "bold_money"},
    )
    page.end(
        f"填报单位：{kept.union}", f"资金来源：{kept.fund.title}", "填报人：        负责人：        日期："
    )


def _sum(page: Sheet, group: Group[Any], district: str, tier: str, look: str = "") -> None:
    looks = {0: "bold", 1: "bold", 2: "bold", 3: "bold_money"} if look else None
    page.line((district, tier, group.people, yuan_cell(group.amount_fen)), looks)


def _lines(page: Sheet, kept: KeptList) -> None:
    tiers = {tier: tier_text(tier) for tier in {line.tier for line in kept.lines}}
    for line in kept.lines:
        page.line(
            (
                line.position,
                masked_name(line.name),
                line.identity,
                line.district,
                line.unit,
                line.industry,
                tiers[line.tier],
                yuan_cell(line.amount_fen),
            )
        )
    page.end()
