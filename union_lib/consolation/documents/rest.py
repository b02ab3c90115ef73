"""Rest cures: who goes with which batch (名单) as Excel, and the draw as it is posted (抽签公告) as Word."""

from __future__ import annotations

import io
from shlex import quote
from typing import Any

from ...common.books import Book
from ...common.errors import N_, RuleViolation
from ...common.papers import Template, day_text
from ...workspace import Workspace
from ..reports.rest import LotRow, RestPersonRow, RestSheet, lot_rows, rest_sheet
from .paper import TEMPLATES, Document, check_length, file_name, rows_hash

HEADS = (
    ("序号", 8),
    ("编号", 10),
    ("姓名", 12),
    ("身份证号", 22),
    ("手机", 16),
    ("单位", 30),
    ("科室（班组）", 34),
    ("抽签名次", 10),
)


class NoLots(RuleViolation):
    """The draw was to be posted before there was one."""

    what = N_("No lots have been drawn for this programme.")
    todo = N_("Draw lots first, or post the list of batches when there are places for all.")


def rest_list(ws: Workspace, programme_id: int) -> Document:
    """Return who goes with which batch, a sheet for each, and who waits; identities and phones masked."""
    sheet = rest_sheet(ws, programme_id)
    title = f"{sheet.programme.title} 疗休养名单"
    by_batch = {batch.number: _of_batch(sheet, batch.number) for batch in sheet.batches}
    waiting = [person for person in sheet.people if person.is_waiting]
    rows = [cells for people in (*by_batch.values(), waiting) for cells in _lines(people)]
    out = io.BytesIO()
    book = Book(out, title, f"数据指纹（SHA-256）：{rows_hash(title, rows)}")
    for batch in sheet.batches:
        page = book.sheet(f"第{batch.number}批", HEADS)
        for cells in _lines(by_batch[batch.number]):
            page.line(cells)
        page.end(
            f"{day_text(batch.starts_on)}至{day_text(batch.ends_on)}，{batch.going} 人（名额 {batch.capacity}）"
        )
    page = book.sheet("候补", HEADS)
    for cells in _lines(waiting):
        page.line(cells)
    page.end("候补按抽签名次递补。")
    book.close()
    return file_name(sheet.programme.title, "疗休养名单", "xlsx"), out.getvalue()


def _of_batch(sheet: RestSheet, number: int) -> list[RestPersonRow]:
    return [person for person in sheet.people if person.batch == number]


def _lines(people: list[RestPersonRow]) -> list[tuple[Any, ...]]:
    return [
        (at, p.number, p.name, p.identity, p.phone, p.unit, p.ward, p.lot) for at, p in enumerate(people, 1)
    ]


def draw_notice(ws: Workspace, programme_id: int) -> Document:
    """Return the draw as it is posted: seed, order, places, and how anyone draws it again; raises `NoLots`."""
    sheet = rest_sheet(ws, programme_id)
    if sheet.draw is None or sheet.cure.drawn_on is None:
        raise NoLots
    lots = lot_rows(sheet)
    check_length(len(lots))
    rows = [
        {
            "rank": row.rank,
            "number": row.number,
            "name": row.name,
            "unit": row.unit,
            "lot": row.lot,
            "batch": _where(row, is_assigned=sheet.going > 0),
        }
        for row in lots
    ]
    facts = {
        "title": sheet.programme.title,
        "union": sheet.union,
        "seed": sheet.cure.seed,
        "drawn": day_text(sheet.cure.drawn_on),
        "count": len(lots),
        "places": sheet.places,
        "first": lots[0].number,
        "first_lot": lots[0].lot,
        "command": f"printf '%s' {quote(f'{sheet.cure.seed}|{lots[0].number}')} | sha256sum",
        "rows": rows,
        "hash": rows_hash(sheet.cure.seed, [[row.rank, row.number, row.lot] for row in lots]),
    }
    content = Template(TEMPLATES / "draw.docx").filled(facts).written()
    return file_name(sheet.programme.title, "抽签公告", "docx"), content


def _where(row: LotRow, *, is_assigned: bool) -> str:
    if row.has_left:
        return "已退出"
    if row.batch:
        return f"第{row.batch}批"
    return "候补" if is_assigned else ""
