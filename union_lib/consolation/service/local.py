"""Figures and hard-hit industries that a union enters with their notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ...common.errors import N_, RuleViolation
from ...common.identifiers import credit_code
from ...common.money import parse_yuan
from ...registry.figures import CitationMissing, NewFigure, enter_figure
from ...store.audit import note
from ...workspace import Workspace
from ..figures import APPROVAL_RANGES, EXCLUSIONS, house_book
from ..queries import require_hand
from ..refusals import PeriodReversed
from ..rules.eligibility import comparator_sign
from ..rules.stages import Hand
from ..rules.terms import Tier, decimal_weight
from ..tables import HardHit


@dataclass(eq=False)
class HardHitUnnamed(RuleViolation):
    """Neither an industry nor a unit was named."""

    what = N_("Neither an industry nor a unit is named.")
    todo = N_("Enter one of the two.")


@dataclass(eq=False)
class RangesUnreadable(RuleViolation):
    """Approval ranges are not written as amounts and numbers of people."""

    text: str

    what = N_("“{text}” cannot be read as ranges of approval.")
    todo = N_("Write 50000:1, *:2 (up to 50,000 yuan one approver, above that two).")


@dataclass(eq=False)
class TiersUnreadable(RuleViolation):
    """Values by tier are not written as the tier's key and its values."""

    text: str

    what = N_("“{text}” cannot be read as values by tier.")
    todo = N_("Write deep:12, relative:8 (the keys are deep, relative and accident).")


def enter_local_figure(
    ws: Workspace, union_id: int, policy: str, area: str, valid_from: date, text: str, citation: str
) -> int:
    """Enter a dated figure as it was typed: amounts in yuan, “none” for a decision not to cap.

    Raises what the text's reader refuses, `CitationMissing`, `PolicyUnknown`, `AreaUnfit`.
    """
    value = figure_value(policy, text)
    return enter_figure(ws, union_id, NewFigure(policy, area, valid_from, value, citation), house_book())


def figure_value(policy: str, text: str) -> Any:
    """Return the value a typed text stands for, by its policy.

    >>> figure_value("hardship_line_fen", "600"), figure_value("stacking_per_time_max_fen", "none")
    (60000, 'none')
    >>> figure_value("approval_ranges", "50000:1, *:2")
    [[5000000, 1], [None, 2]]
    """
    plain = text.strip()
    if policy.endswith("max_fen") and plain.lower() in NO_CAP:
        return "none"
    if policy == "aid_living_months":
        return {tier: str(decimal_weight(months)) for tier, (months,) in _by_tier(plain, 1).items()}
    if policy == "aid_medical":
        return {
            tier: {
                "share": str(decimal_weight(share)),
                "max_fen": None if most in NO_CAP else parse_yuan(most),
            }
            for tier, (share, most) in _by_tier(plain, 2).items()
        }
    if policy.endswith("_fen"):
        return parse_yuan(plain)
    if policy == "hardship_comparator":
        return comparator_sign(plain)
    if policy == EXCLUSIONS:
        return [word for word in plain.replace("、", ",").replace("，", ",").split(",") if word.strip()]
    if policy == APPROVAL_RANGES:
        return _ranges(plain)
    return str(decimal_weight(plain))


NO_CAP = ("none", "无", "不设上限")


def _by_tier(text: str, parts: int) -> dict[str, list[str]]:
    """Return the values of a text such as “deep:12, relative:8” by tier; raises `TiersUnreadable`."""
    found = {}
    for part in text.replace("，", ",").replace("：", ":").split(","):
        tier, *values = (word.strip() for word in part.split(":"))
        if tier not in (Tier.DEEP, Tier.RELATIVE, Tier.ACCIDENT) or len(values) != parts:
            raise TiersUnreadable(text)
        found[tier] = values
    return found


def _ranges(text: str) -> list[list[int | None]]:
    found: list[list[int | None]] = []
    try:
        for part in text.replace("，", ",").replace("：", ":").split(","):
            bound, count = part.split(":")
            up_to = None if bound.strip() in ("*", "") else parse_yuan(bound)
            if not 1 <= int(count) <= 5:
                raise ValueError
            found.append([up_to, int(count)])
    except ValueError:
        raise RangesUnreadable(text) from None
    return found


def name_hard_hit(
    ws: Workspace,
    union_id: int,
    *,
    industry: str = "",
    uscc: str = "",
    valid_from: date,
    valid_to: date | None = None,
    citation: str,
) -> int:
    """Name an industry or a unit as hard hit from a day on; return the id.

    Raises `HardHitUnnamed`, `CitationMissing`, `PeriodReversed` and what the credit code's check refuses.
    """
    if not industry.strip() and not uscc.strip():
        raise HardHitUnnamed
    if not citation.strip():
        raise CitationMissing
    if valid_to is not None and valid_to < valid_from:
        raise PeriodReversed
    code = credit_code(uscc).code if uscc.strip() else ""
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.STAFF)
        named = HardHit(
            union_id=union_id,
            industry=industry.strip()[:40],
            uscc=code,
            valid_from=valid_from,
            valid_to=valid_to,
            citation=citation.strip()[:120],
            entered_by=ws.actor.account_id,
        )
        session.add(named)
        session.flush()
        note(
            session,
            N_("Named {what} as hard hit from {day}"),
            union_id=union_id,
            what=named.industry or named.uscc,
            day=str(valid_from),
        )
        return named.id or 0
