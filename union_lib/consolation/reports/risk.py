"""Households on file beside the line: how far below or above, and who may fall below it again (返贫风险)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
from sqlmodel import Session, select

from ...common.policies import FigureUnknown, NoRuleInForce
from ...common.text import translate
from ...registry.figures import entered_values
from ...workspace import Workspace
from ..figures import book_of
from ..queries import unions_read_by
from ..rules.dated import hardship_rule
from ..rules.eligibility import HardshipRule, HouseholdFigures, assessment, is_accident
from ..rules.poverty import poverty
from ..tables import Household, Recipient
from ..words import CAUSES
from .frames import person_key

ZHUZHOU = "430200"
YEAR = 365
RISK = [
    "household",
    "district",
    "industry",
    "members",
    "per_capita_yuan",
    "line_yuan",
    "distance_yuan",
    "distance",
    "hardship",
    "cause",
    "left_on",
    "is_near",
    "is_shocked",
    "has_left",
    "at_risk",
]


def return_risk(
    ws: Workspace, on: date | None = None, *, near: float = 0.2, area: str = ZHUZHOU
) -> pd.DataFrame:
    """Return the households on file that have a known income, the nearest above the line first.

    The line is the one up to which a household counts as in hardship (the relative multiple of the low income line)
    on the day. Columns: household (a key), district and industry (of its head), members, per_capita_yuan (a head and
    month after rigid expenses), line_yuan, distance_yuan and distance (above the line, as a share of it; below it
    negative), hardship, cause, left_on, is_near (above by at most `near` of the line: the analyst's choice, no rule),
    is_shocked (above it, but an accident cost more than the rule's share), has_left (closed within a year before the
    day), at_risk (not in hardship, and one of the three). Households whose line is not known are left out.
    """
    day = on or ws.today
    with ws.reading() as session:
        rules = {union: _rule(session, union, day, area) for union in _unions(session, ws)}
        rows = [
            _row(house, (district or "", industry or ""), rule, day, near)
            for house, district, industry in session.exec(_heads(list(rules))).all()
            if (rule := rules[house.union_id]) is not None
        ]
    return pd.DataFrame(rows, columns=RISK).sort_values(
        ["at_risk", "distance"], ascending=[False, True], ignore_index=True
    )


def _unions(session: Session, ws: Workspace) -> list[int]:
    return unions_read_by(session, ws.actor.account_id)


def _rule(session: Session, union_id: int, on: date, area: str) -> HardshipRule | None:
    try:
        return hardship_rule(book_of(entered_values(session, union_id)), on, area).rule
    except (FigureUnknown, NoRuleInForce):
        return None


def _heads(unions: list[int]) -> Any:
    chosen: Any = select
    return (
        chosen(Household, Recipient.district, Recipient.industry)
        .join(Recipient, Recipient.head_of == Household.id, isouter=True)
        .where(Household.union_id.in_(unions), Household.income_fen.is_not(None), Household.members > 0)
        .order_by(Household.id)
    )


def _row(
    house: Household, where: tuple[str, str], rule: HardshipRule, on: date, near: float
) -> tuple[Any, ...]:
    flags = frozenset(flag for flag, is_on in house.flags.items() if is_on)
    figures = HouseholdFigures(
        house.income_fen, house.rigid_fen, house.members, house.accident_fen, flags & set(rule.exclusions)
    )
    found = assessment(figures, rule)
    a_head = Fraction((house.income_fen or 0) - house.rigid_fen, 12 * house.members)
    line = Fraction(rule.line_fen * rule.relative_multiple)
    above = float((a_head - line) / line)
    is_above = not rule.is_below(a_head, line)
    is_near = is_above and above <= near
    is_shocked = is_above and is_accident(house.accident_fen, house.income_fen or 0, rule)
    has_left = house.closed_on is not None and 0 <= (on - house.closed_on).days <= YEAR
    return (
        person_key(-(house.id or 0)),
        *where,
        house.members,
        *(float(a_head) / 100, float(line) / 100, float(a_head - line) / 100, above),
        found.hardship.value,
        translate(CAUSES[found.cause.value]),
        house.closed_on,
        *(is_near, is_shocked, has_left),
        is_near or is_shocked or (has_left and is_above),
    )


def poverty_by_district(risk: pd.DataFrame) -> pd.DataFrame:
    """Return how many households are below the line in each district, how far, and how unequally far.

    From a table of `return_risk`. Columns: district, households, at_risk (how many), headcount (share below the
    line), gap (mean gap in lines), severity (mean squared gap), after Foster, Greer and Thorbecke.
    """
    rows = []
    for district, one in risk.groupby("district"):
        found = poverty(1 + one["distance"].to_numpy(float), 1.0)
        rows.append(
            (district, len(one), int(one["at_risk"].sum()), found.headcount, found.gap, found.severity)
        )
    columns = ["district", "households", "at_risk", "headcount", "gap", "severity"]
    return pd.DataFrame(rows, columns=columns).sort_values("gap", ascending=False, ignore_index=True)
