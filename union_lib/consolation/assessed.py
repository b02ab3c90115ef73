"""What is on file of candidates, put to the rules of the programme's day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from ..common.policies import FigureUnknown, NoRuleInForce
from .figures import PER_TIME, PER_YEAR, programme_book
from .rules.assessing import OnFile, Rules, verdict
from .rules.dated import hardship_rule
from .rules.eligibility import Cause, HardshipRule, HouseholdFigures
from .rules.kinds import Kind
from .rules.stacking import StackingCaps
from .rules.terms import Terms, Tier
from .tables import Household, Programme

TIER_OF_KIND = {Kind.MEDIC: Tier.MEDIC, Kind.FRONTLINE: Tier.FRONTLINE, Kind.WORKER: Tier.WORKER}


@dataclass(frozen=True)
class Files:
    """All that the assessment of one programme's list needs, by recipient or household id."""

    rules: Rules
    terms: Terms
    budget_fen: int
    households: Mapping[int, Household]
    had: Mapping[int, int]
    hard_hit: tuple[frozenset[str], frozenset[str]]


def rules_on(session: Session, programme: Programme) -> Rules:
    """Return the rules in force for a programme; what cannot be found is None, with the cause."""
    book = programme_book(session, programme)
    rule, caps, missing = None, None, Cause.RULE_UNKNOWN
    try:
        rule = hardship_rule(book, programme.decided_on, programme.area).rule
    except NoRuleInForce:
        missing = Cause.NO_RULE
    except FigureUnknown:
        pass
    try:
        on, area = programme.decided_on, programme.area
        caps = StackingCaps(
            _cap(book.figure(PER_TIME, on, area).value), _cap(book.figure(PER_YEAR, on, area).value)
        )
    except (NoRuleInForce, FigureUnknown):
        pass
    return Rules(rule, caps, missing)


def _cap(value: Any) -> int | None:
    """Return a cap in fen; a figure that says “none” is a decision not to cap."""
    return None if value == "none" else int(value)


def verdict_of(row: Any, files: Files) -> dict[str, Any]:
    """Return the columns of a candidate for a recipient's row on file."""
    house = files.households.get(row.household_id) if row.household_id else None
    industries, units = files.hard_hit
    is_hard_hit = row.industry in industries or row.uscc in units
    on_file = OnFile(
        tier=TIER_OF_KIND.get(row.kind),
        household=_figures(house) if house else None,
        is_closed=bool(house and house.closed_on),
        claim_fen=row.claim_fen,
        had_fen=files.had.get(row.id, 0),
    )
    found = verdict(on_file, files.terms, files.rules, files.budget_fen)
    facts: dict[str, Any] = {"members": house.members if house else 1, "hard_hit": is_hard_hit}
    if on_file.tier is None and house is not None:
        facts |= {
            "income_fen": house.income_fen,
            "rigid_fen": house.rigid_fen,
            "accident_fen": house.accident_fen,
            "flags": sorted(flag for flag, is_on in house.flags.items() if is_on),
        }
    if found.per_capita_fen is not None:
        facts["per_capita_fen"] = str(found.per_capita_fen)
    if row.claim_fen is not None:
        facts["claim_fen"] = row.claim_fen
    if on_file.had_fen:
        facts["had_fen"] = on_file.had_fen
    return {
        "recipient_id": row.id,
        "tier": found.tier.value if found.tier else "",
        "cause": found.cause,
        "entitled_fen": found.entitled_fen,
        "room_fen": found.room_fen,
        "facts": facts,
    }


def _figures(house: Household) -> HouseholdFigures:
    return HouseholdFigures(
        income_fen=house.income_fen,
        rigid_fen=house.rigid_fen,
        members=house.members,
        accident_fen=house.accident_fen,
        flags=frozenset(flag for flag, is_on in house.flags.items() if is_on),
    )


def household_rule(session: Session, programme: Programme) -> HardshipRule | None:
    """Return the rule of hardship in force for a programme, if it is known."""
    return rules_on(session, programme).rule
