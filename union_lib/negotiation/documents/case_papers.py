"""The papers of a case as Word: invitation, reply, agreement, filing form, publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ...common.errors import N_, NotFound
from ...common.papers import day_text
from ...common.text import translate
from ...workspace import Workspace
from ..reports import CaseSheet, case_sheet
from ..rules.kinds import Author, Side, Track
from ..rules.procedure import DueKind
from ..rules.stages import IN_FORCE, Step
from ..words import SCOPES
from .case_comparison import clause_comparison
from .case_facts import (
    BLANK,
    OTHER_SIDE,
    common_facts,
    flat,
    own_text,
    parties,
    people,
    points,
    topics,
    vote_said,
    written,
)
from .case_law import SUBJECTS, PaperLaw, period_text
from .paper import (
    Document,
    PaperTooEarly,
    cited,
    day_or_blank,
    file_name,
)

Facts = dict[str, Any]
TICKED, OPEN_BOX = "☑", "□"

PAPERS = {
    "invitation": N_("Invitation to negotiate"),
    "reply": N_("Written reply"),
    "agreement": N_("Agreement, draft or signed"),
    "filing": N_("Filing form"),
    "publication": N_("Publication"),
    "comparison": N_("Clauses side by side (Excel)"),
}
NAMES = {
    "invitation": "要约书",
    "reply": "答复书",
    "agreement": "协议文本",
    "filing": "报送审查表",
    "publication": "公布",
    "comparison": "条款对照表",
}


def papers_of(sheet: CaseSheet) -> list[tuple[str, str]]:
    """Return the papers that make sense at the stage of a case: key and title."""
    happened = sheet.days.happened
    makes_sense = {
        "invitation": True,
        "reply": Step.INVITE in happened,
        "agreement": sheet.newest(Author.JOINT) is not None,
        "filing": Step.SIGN in happened,
        "publication": sheet.case.stage in IN_FORCE,
        "comparison": bool(sheet.comparison),
    }
    return [(key, translate(title)) for key, title in PAPERS.items() if makes_sense[key]]


def case_paper(ws: Workspace, case_id: int, key: str) -> Document:
    """Return one of a case's papers; raises `PaperTooEarly`, `NotFound`, `NotAllowed`."""
    if key not in PAPERS:
        raise NotFound
    sheet = case_sheet(ws, case_id)
    if key not in dict(papers_of(sheet)):
        raise PaperTooEarly
    if key == "comparison":
        return file_name(sheet.case.employer, NAMES[key], "xlsx"), clause_comparison(sheet)
    facts = common_facts(ws, sheet) | _FACTS[key](ws, sheet, PaperLaw.of(ws, sheet))
    return written(sheet, key, NAMES[key], facts)


def _from_to(ws: Workspace, sheet: CaseSheet, sender: Side) -> Facts:
    named = parties(ws, sheet)
    return {
        "from_party": named[sender],
        "to_party": named[OTHER_SIDE[sender]],
        "people": people(sheet, sender),
    }


def _meeting(sheet: CaseSheet) -> Facts:
    first = sheet.rounds[0] if sheet.rounds else None
    day = first.held_on if first else sheet.case.meeting_on
    return {"meeting": day_or_blank(day), "place": (first.place if first else "") or BLANK}


def _invitation(ws: Workspace, sheet: CaseSheet, law: PaperLaw) -> Facts:
    sender, due = sheet.case.invited_by, law.due(DueKind.REPLY)
    information = law.figure("nego_information_window_days", sheet.days.happened.get(Step.INVITE))
    wants = information is not None and sheet.case.track == Track.WAGE_AGREEMENT
    return {
        **_from_to(ws, sheet, sender),
        **_meeting(sheet),
        **law.period("period", DueKind.REPLY, Step.INVITE),
        "points": points(own_text(sheet, sender)),
        "topics": SUBJECTS[sheet.case.subject],
        "rule": law.delegation(),
        "last_day": day_text(due.last_day) if due else "",
        "information": period_text(information.value) if wants and information else "",
        "information_citation": cited(information) if wants else "",
        "day": day_or_blank(sheet.days.happened.get(Step.INVITE)),
    }


def _reply(ws: Workspace, sheet: CaseSheet, law: PaperLaw) -> Facts:
    sender, happened = OTHER_SIDE[sheet.case.invited_by], sheet.days.happened
    agreed, refused = Step.REPLY in happened, Step.REFUSE in happened
    due = law.due(DueKind.REPLY)
    return {
        **_from_to(ws, sheet, sender),
        **_meeting(sheet),
        **law.period("period", DueKind.REPLY, Step.INVITE),
        "received": day_or_blank(happened.get(Step.INVITE)),
        "yes": TICKED if agreed else OPEN_BOX,
        "no": TICKED if refused else OPEN_BOX,
        "reason": _note_of(sheet, Step.REFUSE) or BLANK,
        "points": points(own_text(sheet, sender)),
        "last_day": day_text(due.last_day) if due else "",
        "day": day_or_blank(happened.get(Step.REPLY) or happened.get(Step.REFUSE)),
    }


def _note_of(sheet: CaseSheet, step: Step) -> str:
    notes = [s.note for s in sheet.history if s.step == step and not s.is_taken_back]
    return flat(notes[-1]) if notes else ""


def _agreement(ws: Workspace, sheet: CaseSheet, law: PaperLaw) -> Facts:
    text = sheet.newest(Author.JOINT)
    if text is None:
        raise PaperTooEarly
    vote = vote_said(sheet, text)
    return {
        **law.period("filing", DueKind.FILING, Step.SIGN),
        **law.period("review", DueKind.REVIEW, Step.RECEIVE),
        "topics": topics(text),
        "version": text.version,
        "is_draft": Step.SIGN not in sheet.days.happened,
        "vote": f"本文本{vote}。" if vote else law.vote_wanted(),
        "text_hash": text.text_hash,
    }


def _filing(ws: Workspace, sheet: CaseSheet, law: PaperLaw) -> Facts:
    text, due = sheet.newest(Author.JOINT), law.due(DueKind.FILING)
    return {
        **law.period("filing", DueKind.FILING, Step.SIGN),
        **law.period("review", DueKind.REVIEW, Step.RECEIVE),
        "scope": translate(SCOPES[sheet.case.scope], "zh"),
        "rounds": f"{len(sheet.rounds)} 轮",
        "signed": day_or_blank(sheet.days.happened.get(Step.SIGN)),
        "filing_last": day_or_blank(due.last_day if due else None),
        "effect": _day(sheet.effect_on),
        "vote": vote_said(sheet, text) or BLANK,
        "text_hash": text.text_hash if text else BLANK,
    }


def _publication(ws: Workspace, sheet: CaseSheet, law: PaperLaw) -> Facts:
    text, happened = sheet.newest(Author.JOINT), sheet.days.happened
    if text is None:
        raise PaperTooEarly
    vote = vote_said(sheet, text)
    return {
        **law.period("publish", DueKind.PUBLISH, Step.TAKE_EFFECT),
        "vote": f"{vote}，" if vote else "",
        "effect": day_or_blank(happened.get(Step.TAKE_EFFECT) or sheet.effect_on),
        "topics": topics(text),
        "floor_citation": cited(law.figure("nego_binding_floor")),
        "text_hash": text.text_hash,
        "day": day_or_blank(happened.get(Step.PUBLISH)),
    }


def _day(day: date | None) -> str:
    return day_text(day) if day else ""


_FACTS: dict[str, Callable[[Workspace, CaseSheet, PaperLaw], Facts]] = {
    "invitation": _invitation,
    "reply": _reply,
    "agreement": _agreement,
    "filing": _filing,
    "publication": _publication,
}
