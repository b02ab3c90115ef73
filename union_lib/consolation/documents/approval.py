"""The approval form (审批表): what is to be given out of which money, by which rule, and who decided."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from ...common.money import in_capitals, yuan
from ...common.papers import Template, day_text, moment_text
from ...common.text import translate
from ...workspace import Workspace
from ..queries import approvals_of
from ..reports import Overview, overview
from ..rules.stages import Stage
from ..rules.terms import Method, Terms, Tier
from ..words import MARGINALS, METHOD_TEXTS, METHODS, PURPOSES
from .kept import KeptList, submitted_list
from .paper import TEMPLATES, Document, file_name, tier_text


def approval_form(ws: Workspace, programme_id: int) -> Document:
    """Return the approval form as a Word file, places to sign left blank; raises `NothingSubmitted`, `ListDiffers`."""
    kept = submitted_list(ws, programme_id)
    seen = overview(ws, programme_id)
    content = Template(TEMPLATES / "approval.docx").filled(_facts(ws, kept, seen)).written()
    return file_name(kept.programme.title, "审批表", "docx"), content


def _facts(ws: Workspace, kept: KeptList, seen: Overview) -> dict[str, Any]:
    programme, total = kept.programme, kept.total_fen
    budget = int(kept.body["budget_fen"])
    return {
        "title": programme.title,
        "union": kept.union,
        "purpose": translate(PURPOSES[programme.purpose], "zh"),
        "source": programme.source,
        "period": f"{day_text(programme.starts_on)}至{day_text(programme.ends_on)}",
        "decided": day_text(programme.decided_on),
        "fund": kept.fund.title,
        "fund_source": kept.fund.source,
        "budget": yuan(budget),
        "left": yuan(budget - total),
        "rule": rule_text(kept.terms),
        "tiers": _tiers(kept),
        "count": len(kept.lines),
        "total": yuan(total),
        "capitals": in_capitals(total),
        "steps": _steps(ws, kept, seen),
        "hash": kept.data_hash,
    }


def rule_text(terms: Terms) -> str:
    """Return a rule in words, in Chinese."""
    said = [translate(METHODS[terms.method], "zh"), translate(METHOD_TEXTS[terms.method], "zh")]
    if terms.method == Method.WEIGHTS and terms.size_step:
        said.append(f"家庭人口每增加 1 人，权重增加本档次权重的 {float(terms.size_step):g} 倍。")
    if terms.method == Method.WEIGHTS and terms.hard_hit != 1:
        said.append(f"受影响行业和单位的权重乘以 {float(terms.hard_hit):g}。")
    if terms.method == Method.TIERS:
        said.append(f"资金不足的档次内：{translate(MARGINALS[terms.marginal], 'zh')}。")
    return "：".join(said[:2]) + "".join(said[2:])


def _tiers(kept: KeptList) -> list[dict[str, str]]:
    """Return what each tier gets, in the order of the terms."""
    people = Counter(line.tier for line in kept.lines)
    fen: Counter[str] = Counter()
    for line in kept.lines:
        fen[line.tier] += line.amount_fen
    return [
        {
            "tier": tier_text(tier),
            "terms": _tier_terms(kept.terms, tier),
            "count": str(people[tier]),
            "amount": yuan(fen[tier]),
        }
        for tier in kept.terms.order
        if people[tier]
    ]


def _tier_terms(terms: Terms, tier: Tier) -> str:
    own = terms.of(tier)
    if terms.method != Method.WEIGHTS:
        return f"标准 {yuan(own.standard_fen)} 元" if terms.method == Method.STANDARD else "按应享数额"
    cap = "不封顶" if own.cap_fen is None else f"封顶 {yuan(own.cap_fen)} 元"
    return f"权重 {float(own.weight):g}，保底 {yuan(own.floor_fen)} 元，{cap}"


def _steps(ws: Workspace, kept: KeptList, seen: Overview) -> list[dict[str, str]]:
    """Return who drafted, reviewed and approved this list, with blanks for who is still to."""
    drafted, reviewed = _last(seen, Stage.IN_REVIEW), _last(seen, Stage.IN_APPROVAL)
    with ws.reading() as session:
        given = approvals_of(session, (kept.allocation.id if kept.allocation else 0) or 0)
        approved = [(name, made.approved_at) for made, name in given]
    missing = max(seen.approvals_needed, 1) - len(approved)
    steps = [("拟稿", *drafted), ("复核", *reviewed)]
    steps += [("审批", name, at) for name, at in approved]
    steps += [("审批", "", None)] * missing
    return [{"step": step, "name": name, "at": moment_text(at)} for step, name, at in steps]


def _last(seen: Overview, to: Stage) -> tuple[str, datetime | None]:
    """Return who last moved the programme there since it was a draft, and when."""
    found: tuple[str, datetime | None] = ("", None)
    for made, name in seen.moves:
        if made.to_stage == Stage.DRAFT:
            found = ("", None)
        elif made.to_stage == to:
            found = (name, made.moved_at)
    return found
