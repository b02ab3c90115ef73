"""The minutes of a round as Word."""

from __future__ import annotations

from ...common.errors import NotFound
from ...common.papers import day_text
from ...workspace import Workspace
from ..reports import CaseSheet, case_sheet
from ..rules.kinds import Author, Side
from .case_facts import BLANK, common_facts, flat, texts_said, written
from .paper import Document

LIST_MARK = "、"


def minutes_paper(ws: Workspace, case_id: int, number: int) -> Document:
    """Return the minutes of a round as Word; raises `NotFound`, `NotAllowed`."""
    sheet = case_sheet(ws, case_id)
    held = next((r for r in sheet.rounds if r.number == number), None)
    if held is None:
        raise NotFound
    tabled = [t for t in sheet.texts if t.round_number == number]
    joint = [t for t in tabled if t.author == Author.JOINT]
    facts = common_facts(ws, sheet) | {
        "n": number,
        "held": day_text(held.held_on),
        "place": held.place or BLANK,
        "employer_people": LIST_MARK.join(held.present.get(Side.EMPLOYER.value, ())) or BLANK,
        "union_people": LIST_MARK.join(held.present.get(Side.UNION.value, ())) or BLANK,
        "texts": texts_said(tabled),
        "minutes": [line for line in map(flat, held.minutes.splitlines()) if line] or [BLANK],
        "clauses": [
            {"title": c.title, "text": flat(c.text), "state": "已达成一致" if c.is_settled else "尚未一致"}
            for c in (joint[-1].clauses if joint else ())
        ],
        "next_on": _next_round(sheet, number),
    }
    return written(sheet, "minutes", f"会议纪要 第{number}轮", facts)


def _next_round(sheet: CaseSheet, number: int) -> str:
    later = [r.held_on for r in sheet.rounds if r.number > number]
    day = later[0] if later else sheet.case.meeting_on
    return day_text(day) if day else ""
