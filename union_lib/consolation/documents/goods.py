"""Goods: the plan (物资分配表) as Excel, and the sheet on which units sign for what they received (签收单) as Word.

Both go to other houses, so they are Chinese whatever the screen speaks.
"""

from __future__ import annotations

import io
from typing import Any

from ...common.books import Book
from ...common.papers import Template
from ...common.text import translate
from ...workspace import Workspace
from ..goods_words import WAYS
from ..reports.goods import GoodRow, GoodsSheet, goods_sheet
from ..rules.supplying import NothingToDivide
from .paper import TEMPLATES, Document, check_length, file_name, rows_hash

PLAN_HEADS = (
    ("序号", 8),
    ("物资", 20),
    ("单位", 34),
    ("权重", 10),
    ("保底", 8),
    ("封顶", 8),
    ("数量", 10),
    ("出库仓库", 30),
    ("领取人", 14),
    ("领取日期", 14),
)
STOCK_HEADS = (("物资", 20), ("仓库", 24), ("库存", 10), ("已分配", 10), ("结余", 10), ("供应范围", 40))


def goods_plan(ws: Workspace, programme_id: int) -> Document:
    """Return the division of all goods with stock and receipts; raises `NothingToDivide` when none is divided."""
    sheet = _divided(ws, programme_id)
    rows = [_share(good, share) for good in sheet.goods for share in good.shares]
    title = f"{sheet.programme.title} 物资分配表"
    out = io.BytesIO()
    book = Book(out, title, f"数据指纹（SHA-256）：{rows_hash(title, rows)}")
    page = book.sheet("分配", PLAN_HEADS)
    for cells in rows:
        page.line(cells)
    for good in sheet.goods:
        page.line(("合计", good.name, "", None, None, None, good.given), {0: "bold", 1: "bold", 6: "bold"})
    ways = [f"{good.name}：{translate(WAYS[good.way], 'zh')}" for good in sheet.goods if good.way]
    page.end(f"编制单位：{sheet.union}", f"分配办法：{'；'.join(ways)}")
    stock = book.sheet("库存", STOCK_HEADS)
    for good in sheet.goods:
        for row in good.stock:
            serves = "、".join(row.serves) or "全部单位"
            stock.line((good.name, row.store, row.quantity, row.quantity - row.left, row.left, serves))
    stock.end()
    book.close()
    return file_name(sheet.programme.title, "物资分配表", "xlsx"), out.getvalue()


def _share(good: GoodRow, share: Any) -> tuple[Any, ...]:
    return (
        share.position,
        good.name,
        share.unit,
        share.weight,
        share.minimum,
        share.cap,
        share.quantity,
        _stores(share.stores),
        share.received_by,
        share.received_on.isoformat() if share.received_on else "",
    )


def _stores(stores: Any) -> str:
    return "、".join(f"{store} {pieces}" for store, pieces in stores.items())


def goods_receipts(ws: Workspace, programme_id: int) -> Document:
    """Return the sheet to be signed when goods are handed over, good by good; raises `NothingToDivide`."""
    sheet = _divided(ws, programme_id)
    goods = [good for good in sheet.goods if good.way]
    check_length(sum(len(good.shares) for good in goods))
    facts = {
        "title": sheet.programme.title,
        "union": sheet.union,
        "goods": [_signed(good, at > 0) for at, good in enumerate(goods)],
        "hash": rows_hash(sheet.programme.title, [_share(good, s) for good in goods for s in good.shares]),
    }
    content = Template(TEMPLATES / "goods.docx").filled(facts).written()
    return file_name(sheet.programme.title, "物资签收单", "docx"), content


def _signed(good: GoodRow, is_on_new_page: bool) -> dict[str, Any]:
    shares = [share for share in good.shares if share.quantity]
    return {
        "is_on_new_page": is_on_new_page,
        "name": good.name,
        "measure": good.measure or "件",
        "total": f"{good.given:,}",
        "rows": [
            {
                "number": number,
                "unit": share.unit,
                "quantity": f"{share.quantity:,}",
                "stores": _stores(share.stores),
                "by": share.received_by,
                "on": share.received_on.isoformat() if share.received_on else "",
            }
            for number, share in enumerate(shares, 1)
        ],
    }


def _divided(ws: Workspace, programme_id: int) -> GoodsSheet:
    sheet = goods_sheet(ws, programme_id)
    if not any(good.way for good in sheet.goods):
        raise NothingToDivide(sheet.programme.title)
    return sheet
