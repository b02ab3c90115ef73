"""What the papers of a case say: its parties, people, clauses, votes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, groupby
from typing import Any

from sqlmodel import Session

from ...common.papers import Template, day_text
from ...common.text import translate
from ...registry.tables import Enterprise, Union
from ...workspace import Workspace
from ..reports import CaseSheet, TextVersion
from ..rules.clauses import ClauseText
from ..rules.kinds import Author, Scope, Side
from ..tables import CongressVote, Delegate
from ..words import TOPICS
from .case_law import SUBJECTS, contract_name, laws_of
from .paper import TEMPLATES, Document, day_or_blank, file_name, fingerprint

NUMERALS = "〇一二三四五六七八九"
BLANK = "________"
LAST_NUMERAL = 99
OTHER_SIDE = {Side.UNION: Side.EMPLOYER, Side.EMPLOYER: Side.UNION}


def numeral(number: int) -> str:
    """Return a number as articles are counted.

    >>> numeral(1), numeral(10), numeral(23), numeral(100)
    ('一', '十', '二十三', '100')
    """
    if number > LAST_NUMERAL:
        return str(number)
    tens, ones = divmod(number, 10)
    before = "" if tens < 2 else NUMERALS[tens]
    return before + ("十" if tens else "") + (NUMERALS[ones] if ones else "")


def parties(ws: Workspace, sheet: CaseSheet) -> dict[Side, str]:
    """Return what each side is called: the union on file at the enterprise, else the workers of the employer."""
    with ws.reading() as session:
        own = _own_union(session, sheet.case.enterprise_id)
    if not own:
        own = sheet.union if sheet.case.scope != Scope.ENTERPRISE else f"{sheet.case.employer}职工方"
    return {Side.EMPLOYER: sheet.case.employer, Side.UNION: own}


def _own_union(session: Session, enterprise_id: int | None) -> str:
    firm = session.get(Enterprise, enterprise_id) if enterprise_id else None
    return session.get_one(Union, firm.union_id).name if firm else ""


def common_facts(ws: Workspace, sheet: CaseSheet) -> dict[str, Any]:
    """Return what every paper of a case may say."""
    case, named = sheet.case, parties(ws, sheet)
    contract = contract_name(case.subject, case.track)
    return {
        "number": case.number,
        "employer": case.employer,
        "employer_party": named[Side.EMPLOYER],
        "union_party": named[Side.UNION],
        "union": sheet.union,
        "district": sheet.district,
        "industry": case.industry or BLANK,
        "workers": f"{case.workers} 人" if case.workers else BLANK,
        "contract": contract,
        "short": "协议" if "协议" in contract else "合同",
        "subject": SUBJECTS[case.subject],
        "laws": laws_of(case.track),
        "term_from": day_or_blank(case.term_from),
        "term_to": day_or_blank(case.term_to),
        "employer_chief": chief(sheet, Side.EMPLOYER),
        "union_chief": chief(sheet, Side.UNION),
        "employer_people": people(sheet, Side.EMPLOYER),
        "union_people": people(sheet, Side.UNION),
    }


def chief(sheet: CaseSheet, side: Side) -> str:
    """Return the newest chief delegate of a side; a blank without one."""
    return next((d.name for d in reversed(sheet.delegates) if d.side == side and d.is_chief), BLANK)


def people(sheet: CaseSheet, side: Side) -> str:
    """Return the delegates of a side in one line; a blank without any."""
    return "；".join(_person(d) for d in sheet.delegates if d.side == side) or BLANK


def _person(delegate: Delegate) -> str:
    marks = [delegate.post, "首席代表" if delegate.is_chief else "", "外聘" if delegate.is_external else ""]
    said = "，".join(mark for mark in marks if mark)
    return f"{delegate.name}（{said}）" if said else delegate.name


def points(text: TextVersion | None) -> list[dict[str, str]]:
    """Return the clauses of a text as points."""
    return [{"title": c.title, "text": flat(c.text)} for c in text.clauses] if text else []


def topics(text: TextVersion) -> list[dict[str, Any]]:
    """Return the clauses of a text in their order, under heads of their topics, counted as articles.

    The order is the one that was voted on; a topic that comes twice has two heads.
    """
    number, heads = count(1), count(1)
    return [
        {
            "head": f"{numeral(next(heads))}、{translate(TOPICS[topic], 'zh')}",
            "clauses": [_article(clause, next(number)) for clause in held],
        }
        for topic, held in groupby(text.clauses, key=lambda clause: clause.topic)
    ]


def _article(clause: ClauseText, number: int) -> dict[str, Any]:
    return {
        "number": numeral(number),
        "title": clause.title,
        "text": flat(clause.text),
        "is_open": not clause.is_settled,
    }


def flat(text: str) -> str:
    """Return a text of several lines as one."""
    return " ".join(text.split())


def own_text(sheet: CaseSheet, side: Side) -> TextVersion | None:
    """Return the newest proposal of a side."""
    return sheet.newest(Author.UNION if side == Side.UNION else Author.EMPLOYER)


def vote_said(sheet: CaseSheet, text: TextVersion | None) -> str:
    """Return how the congress voted on a text, empty when it has not passed it."""
    found = [v for v in sheet.votes if text and v.has_passed and v.text_hash == text.text_hash]
    return _vote(found[-1]) if found else ""


def _vote(vote: CongressVote) -> str:
    body, members = ("职工大会", "职工") if vote.is_whole_staff else ("职工代表大会", "职工代表")
    return (
        f"经{day_text(vote.held_on)}{body}讨论通过（{members} {vote.total} 名，"
        f"出席 {vote.attending} 名，赞成 {vote.in_favour} 名）"
    )


def texts_said(texts: Sequence[TextVersion]) -> str:
    """Return which texts were tabled."""
    names = {Author.UNION: "职工方方案", Author.EMPLOYER: "企业方方案", Author.JOINT: "共同文本"}
    told = [f"{names[t.author]}第 {t.version} 稿（{len(t.clauses)} 条）" for t in texts]
    return "；".join(told) or "无"


def written(sheet: CaseSheet, template: str, name: str, facts: dict[str, Any]) -> Document:
    """Return a paper of a case made of its template, bound to what it says by the fingerprint."""
    paper = Template(TEMPLATES / f"{template}.docx").filled({**facts, "hash": fingerprint(facts)})
    return file_name(sheet.case.employer, name, "docx"), paper.written()
