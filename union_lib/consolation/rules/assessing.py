"""What the rules say of one candidate on the programme's day: the tier, what is due, and the room the caps leave.

A rule that cannot be evaluated excludes with the cause (fail closed): a missing figure is never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .aid_caps import Aid, AidRequest, AidRules, NoSuchAid, cap_fen
from .eligibility import Cause, Hardship, HardshipRule, HouseholdFigures, assessment
from .stacking import Held, StackingCaps, room_fen
from .terms import Method, Terms, Tier

NOT_TAKEN = "not_taken"
NO_HOUSEHOLD = "no_household"
CLOSED = "closed"
AID_CAP = "aid_cap"
NEED_UNKNOWN = "need_unknown"

TIER_OF_HARDSHIP = {
    Hardship.DEEP: Tier.DEEP,
    Hardship.RELATIVE: Tier.RELATIVE,
    Hardship.ACCIDENT: Tier.ACCIDENT,
}


@dataclass(frozen=True)
class OnFile:
    """What is on file of a candidate; `tier` is given for those who are honoured, not assessed by income.

    `claim_fen` is a need verified one by one, where there is one; `had_fen` what was received this year.
    """

    tier: Tier | None = None
    household: HouseholdFigures | None = None
    is_closed: bool = False
    claim_fen: int | None = None
    had_fen: int = 0


@dataclass(frozen=True)
class Rules:
    """The rules of the day; what is None could not be found.

    `aid` names the cap that aid for this purpose has, by the household's class, and `aid_rules` holds it.
    """

    rule: HardshipRule | None
    caps: StackingCaps | None
    aid: Aid | None = None
    aid_rules: AidRules | None = None


@dataclass(frozen=True)
class Verdict:
    """The tier (None: excluded), the cause, what is due, the room the caps leave, the income it rests on."""

    tier: Tier | None
    cause: str
    entitled_fen: int = 0
    room_fen: int | None = None
    per_capita_fen: Fraction | None = None


def verdict(on_file: OnFile, terms: Terms, rules: Rules, budget_fen: int) -> Verdict:
    """Return what the rules say of one candidate.

    >>> from .terms import TierTerms
    >>> terms = Terms(order=(Tier.MEDIC,), tiers={Tier.MEDIC: TierTerms(standard_fen=500_00)})
    >>> found = verdict(OnFile(Tier.MEDIC), terms, Rules(None, StackingCaps(300_00, None)), 10_000_00)
    >>> found.tier.value, found.entitled_fen, found.room_fen
    ('medic', 50000, 30000)
    """
    if on_file.is_closed:
        return Verdict(None, CLOSED)
    tier, cause, per_capita = _tier(on_file, rules)
    if tier is None:
        return Verdict(None, cause, per_capita_fen=per_capita)
    if tier not in terms.order:
        return Verdict(None, NOT_TAKEN, per_capita_fen=per_capita)
    is_assessed = on_file.tier is None and rules.aid is not None
    if rules.caps is None or (is_assessed and rules.aid_rules is None):
        return Verdict(None, Cause.RULE_UNKNOWN.value, per_capita_fen=per_capita)
    if is_assessed and rules.aid == Aid.MEDICAL and on_file.claim_fen is None:
        return Verdict(None, NEED_UNKNOWN, per_capita_fen=per_capita)
    entitled = entitlement_fen(terms, tier, on_file.claim_fen, budget_fen)
    room, held = _room(rules.caps, on_file.had_fen)
    aid = aid_cap_fen(rules, tier, on_file) if is_assessed else None
    if aid is not None and (room is None or aid < room):
        room, held = aid, AID_CAP
    if room == 0:
        return Verdict(None, held, per_capita_fen=per_capita)
    return Verdict(tier, cause, entitled, room, per_capita)


def aid_cap_fen(rules: Rules, tier: Tier, on_file: OnFile) -> int | None:
    """Return what the aid's cap still leaves in the year; None where the rules name none for this class.

    Living: months of the line, less what was received this year. Medical: a share of the verified cost.
    """
    if rules.aid_rules is None or rules.aid is None or rules.rule is None:
        return None
    request = AidRequest(
        tier.value, rules.aid, 0, line_fen=rules.rule.line_fen, cost_fen=on_file.claim_fen or 0
    )
    try:
        cap = floor(cap_fen(rules.aid_rules, request))
    except NoSuchAid:
        return None
    return max(cap - on_file.had_fen, 0) if rules.aid == Aid.LIVING else cap


def _tier(on_file: OnFile, rules: Rules) -> tuple[Tier | None, str, Fraction | None]:
    if on_file.tier is not None:
        return on_file.tier, "", None
    if on_file.household is None:
        return None, NO_HOUSEHOLD, None
    if rules.rule is None:
        return None, Cause.RULE_UNKNOWN.value, None
    found = assessment(on_file.household, rules.rule)
    return TIER_OF_HARDSHIP.get(found.hardship), found.cause.value, found.per_capita_fen


def _room(caps: StackingCaps, had_fen: int) -> tuple[int | None, str]:
    """Return what a person may still receive (None: no cap), and the cap that says so."""
    year = room_fen(caps, had_fen)
    rooms = [
        (max(room, 0), held.value)
        for room, held in ((caps.per_time_fen, Held.TIME_CAP), (year, Held.YEAR_CAP))
        if room is not None
    ]
    return min(rooms, key=lambda one: one[0], default=(None, ""))


def entitlement_fen(terms: Terms, tier: Tier, claim_fen: int | None, budget_fen: int) -> int:
    """Return what is due to somebody before the budget is looked at.

    A need that was verified one by one comes first, else the standard amount of the tier. Division by weight
    needs no entitlement: there it is the tier's cap, and the whole budget where there is none.
    """
    own = terms.of(tier)
    if terms.method == Method.WEIGHTS:
        bounds = [bound for bound in (own.cap_fen, claim_fen) if bound is not None]
        return min(bounds, default=budget_fen)
    return own.standard_fen if claim_fen is None else claim_fen
