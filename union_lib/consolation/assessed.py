"""What is on file of candidates, put to the rules of the programme's day; the same again for a decision of the past."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from ..common.policies import FigureUnknown, NoRuleInForce, PolicyBook
from .figures import PER_TIME, PER_YEAR, programme_book
from .rules.aid_caps import Aid, AidRules, ShareCap
from .rules.assessing import OnFile, Rules, Verdict, verdict
from .rules.dated import ACCIDENT_SHARE, COMPARATOR, EXCLUSIONS, LINE, MULTIPLE, PARTS, exact
from .rules.eligibility import HardshipRule, HouseholdFigures
from .rules.kinds import Kind, Purpose
from .rules.stacking import StackingCaps
from .rules.terms import Terms, Tier, terms_of_record
from .tables import Allocation, Candidate, Programme

TIER_OF_KIND = {Kind.MEDIC: Tier.MEDIC, Kind.FRONTLINE: Tier.FRONTLINE, Kind.WORKER: Tier.WORKER}
AID_OF_PURPOSE = {Purpose.WARMTH: Aid.LIVING, Purpose.MEDICAL: Aid.MEDICAL}
BY_HAND = "by_hand"
"""The cause of somebody whom staff left out with a reason."""

LIVING_MONTHS, MEDICAL = "aid_living_months", "aid_medical"
AID_FIGURES = {Aid.LIVING: LIVING_MONTHS, Aid.MEDICAL: MEDICAL}

Figures = Mapping[str, Mapping[str, Any] | None]
"""Figures by policy: value, citation, confidence and first day; None is unknown."""


def figures_wanted(purpose: Purpose) -> tuple[str, ...]:
    """Return the figures that the rules of a programme need."""
    aid = AID_OF_PURPOSE.get(purpose)
    return (*PARTS, PER_TIME, PER_YEAR, *((AID_FIGURES[aid],) if aid else ()))


def figures_on(book: PolicyBook, programme: Programme) -> dict[str, dict[str, Any] | None]:
    """Return the figures in force for a programme on its day, as they are kept with its allocation."""
    return {policy: _figure(book, policy, programme) for policy in figures_wanted(Purpose(programme.purpose))}


def _figure(book: PolicyBook, policy: str, programme: Programme) -> dict[str, Any] | None:
    try:
        found = book.figure(policy, programme.decided_on, programme.area)
    except (FigureUnknown, NoRuleInForce):
        return None
    return {
        "value": found.value,
        "citation": found.citation,
        "confidence": found.confidence,
        "valid_from": found.valid_from.isoformat(),
        "area": found.area,
    }


def rules_of(figures: Figures, purpose: Purpose) -> Rules:
    """Return the rules that figures come to; what lacks a figure is None, so nobody is let in by it."""
    value = {policy: None if told is None else told["value"] for policy, told in figures.items()}
    aid = AID_OF_PURPOSE.get(purpose)
    return Rules(_hardship(value), _caps(value), aid, _aid(value, aid))


def _hardship(value: Mapping[str, Any]) -> HardshipRule | None:
    if any(value.get(part) is None for part in PARTS):
        return None
    return HardshipRule(
        exact(value[LINE]),
        exact(value[MULTIPLE]),
        str(value[COMPARATOR]),
        exact(value[ACCIDENT_SHARE]),
        tuple(value[EXCLUSIONS]),
    )


def _caps(value: Mapping[str, Any]) -> StackingCaps | None:
    if value.get(PER_TIME) is None or value.get(PER_YEAR) is None:
        return None
    return StackingCaps(_cap(value[PER_TIME]), _cap(value[PER_YEAR]))


def _cap(value: Any) -> int | None:
    """Return a cap in fen; a figure that says “none” is a decision not to cap."""
    return None if value == "none" else int(value)


def _aid(value: Mapping[str, Any], aid: Aid | None) -> AidRules | None:
    told = value.get(AID_FIGURES[aid]) if aid else None
    if told is None:
        return None
    if aid == Aid.LIVING:
        return AidRules(living_months={tier: exact(months) for tier, months in told.items()})
    return AidRules(
        medical={
            tier: ShareCap(exact(cap["share"]), None if cap["max_fen"] is None else int(cap["max_fen"]))
            for tier, cap in told.items()
        }
    )


def rules_on(session: Session, programme: Programme) -> Rules:
    """Return the rules in force for a programme."""
    figures = figures_on(programme_book(session, programme), programme)
    return rules_of(figures, Purpose(programme.purpose))


@dataclass(frozen=True)
class Files:
    """All that the assessment of one programme's list needs, by recipient or household id."""

    rules: Rules
    terms: Terms
    budget_fen: int
    households: Mapping[int, Any]
    had: Mapping[int, int]
    hard_hit: tuple[frozenset[str], frozenset[str]]

    def judge(self) -> Judge:
        """Return what tells the verdict of facts."""
        return judge_of(self.terms, self.rules, self.budget_fen)


Judge = Callable[[Mapping[str, Any]], Verdict]
JUDGED = (
    "kind",
    "members",
    "income_fen",
    "rigid_fen",
    "accident_fen",
    "closed_on",
    "claim_fen",
    "had_fen",
)
"""The facts a verdict rests on, besides the flags."""


def judge_of(terms: Terms, rules: Rules, budget_fen: int) -> Judge:
    """Return what tells the verdict of facts; equal facts are judged once, for a list has many."""
    met: dict[tuple[Any, ...], Verdict] = {}

    def judge(facts: Mapping[str, Any]) -> Verdict:
        key = (*[facts.get(name, "") for name in JUDGED], *facts.get("flags", ()))
        if (found := met.get(key)) is None:
            found = met[key] = verdict(on_file_of(facts), terms, rules, budget_fen)
        return found

    return judge


def verdict_of(row: Any, files: Files, judge: Judge) -> dict[str, Any]:
    """Return the columns of a candidate for a recipient's row on file."""
    facts = _facts(row, files)
    found = judge(facts)
    if found.per_capita_fen is not None:
        facts["per_capita_fen"] = str(found.per_capita_fen)
    return {
        "recipient_id": row.id,
        "tier": found.tier.value if found.tier else "",
        "cause": found.cause,
        "entitled_fen": found.entitled_fen,
        "room_fen": found.room_fen,
        "facts": facts,
    }


def _facts(row: Any, files: Files) -> dict[str, Any]:
    """Return what is used of a file, to be kept with the candidate."""
    house = files.households.get(row.household_id) if row.household_id else None
    industries, units = files.hard_hit
    facts: dict[str, Any] = {
        "kind": Kind(row.kind).value,
        "members": house.members if house else 1,
        "hard_hit": row.industry in industries or row.uscc in units,
    }
    if row.kind == Kind.HARDSHIP and house is not None:
        facts |= {
            "income_fen": house.income_fen,
            "rigid_fen": house.rigid_fen,
            "accident_fen": house.accident_fen,
            "flags": sorted(flag for flag, is_on in house.flags.items() if is_on),
        }
    if house is not None and house.closed_on is not None and house.closed_on:
        facts["closed_on"] = house.closed_on.isoformat()
    if row.claim_fen is not None:
        facts["claim_fen"] = row.claim_fen
    if had := files.had.get(row.id, 0):
        facts["had_fen"] = had
    return facts


def on_file_of(facts: Mapping[str, Any]) -> OnFile:
    """Return what kept facts say is on file."""
    house = None
    if "income_fen" in facts:
        house = HouseholdFigures(
            facts["income_fen"],
            facts["rigid_fen"],
            facts["members"],
            facts["accident_fen"],
            frozenset(facts["flags"]),
        )
    return OnFile(
        tier=TIER_OF_KIND.get(facts["kind"]),
        household=house,
        is_closed="closed_on" in facts,
        claim_fen=facts.get("claim_fen"),
        had_fen=facts.get("had_fen", 0),
    )


def replayed(allocation: Allocation, facts: Mapping[str, Any]) -> Verdict:
    """Return what the rules and figures kept with an allocation say of kept facts, whatever is in force today."""
    return judge_of_its_day(allocation)(facts)


def judge_of_its_day(allocation: Allocation) -> Judge:
    """Return what tells the verdict of facts by the rules and figures kept with an allocation."""
    body = allocation.body
    rules = rules_of(body["figures"], Purpose(body["purpose"]))
    return judge_of(terms_of_record(body["terms"]), rules, body["budget_fen"])


def unlike_replay(allocation: Allocation, lines: Sequence[Any]) -> list[int]:
    """Return the numbers of lines whose tier, entitlement or room differ from what their facts come to."""
    judge = judge_of_its_day(allocation)
    return [
        line.position
        for line in lines
        for found in (judge(line.facts),)
        if (found.tier, found.entitled_fen, found.room_fen) != (line.tier, line.entitled_fen, line.room_fen)
    ]


def unlike_left_out(allocation: Allocation, candidates: Sequence[Candidate]) -> list[int]:
    """Return the places of those left out whom the kept rules and figures would let in, or leave out otherwise.

    Who was left out by hand is not judged again: the reason stands in the list.
    """
    return [
        candidate.position
        for candidate in candidates
        if not candidate.tier and candidate.cause != BY_HAND
        for found in (replayed(allocation, candidate.facts),)
        if found.tier is not None or found.cause != candidate.cause
    ]


def household_rule(session: Session, programme: Programme) -> HardshipRule | None:
    """Return the rule of hardship in force for a programme, if it is known."""
    return rules_on(session, programme).rule
