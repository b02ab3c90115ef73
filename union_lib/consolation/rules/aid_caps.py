"""What one aid may come to at most, and who must approve it.

Money is fen. A programme's cap follows from the household's class: months of the line for living, a share of
what a family bore itself for medical costs, a sum by school stage, and so on. A cap is rounded down to the fen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import floor

from ...common.errors import N_, RuleViolation
from .eligibility import Exact


class Aid(StrEnum):
    """What an aid is for (帮扶项目)."""

    LIVING = "living"
    MEDICAL = "medical"
    EDUCATION = "education"
    TRAINING = "training"
    INJURY = "injury"
    ACCIDENT = "accident"


class ApprovalLevel(StrEnum):
    """Who must approve: the union itself, the province, or the national federation."""

    OWN = "own"
    PROVINCE = "province"
    NATIONAL = "national"


@dataclass(frozen=True)
class ShareCap:
    """A share of a cost, up to a maximum (None: none).

    `review_fen` are the sums from which the province and the national federation must approve; empty: never.
    """

    share: Exact
    max_fen: Exact | None = None
    review_fen: tuple[Exact, ...] = ()

    def of(self, cost_fen: Exact) -> Exact:
        """Return the cap for a cost."""
        share = self.share * cost_fen
        return share if self.max_fen is None else min(share, self.max_fen)


@dataclass(frozen=True)
class AidRules:
    """The caps of one area and day, by class of household or school stage; a part may be absent."""

    living_months: Mapping[str, Exact] = field(default_factory=dict)
    medical: Mapping[str, ShareCap] = field(default_factory=dict)
    education_fen: Mapping[str, Exact] = field(default_factory=dict)
    training_max_fen: Exact | None = None
    injury_max_fen: Exact | None = None
    accident: ShareCap | None = None


@dataclass(frozen=True)
class AidRequest:
    """What is asked for a household of a class: `line_fen` is the monthly line, `cost_fen` what was borne."""

    category: str
    aid: Aid
    requested_fen: Exact
    line_fen: Exact = 0
    cost_fen: Exact = 0
    stage: str = ""


@dataclass(frozen=True)
class Granted:
    """What may be granted, and who must approve it."""

    granted_fen: int
    level: ApprovalLevel = ApprovalLevel.OWN


@dataclass(eq=False)
class NoSuchAid(RuleViolation):
    """The rules have no cap for this aid, class or stage, so nothing may be granted."""

    aid: str
    category: str

    what = N_("The rules have no aid “{aid}” for “{category}”.")
    todo = N_("Choose another aid, or enter the rule with the number of its document.")


@dataclass(eq=False)
class AidNegative(RuleViolation):
    """An amount asked for, or a cost, is below zero."""

    what = N_("An amount of aid or a cost is below 0.")
    todo = N_("Enter 0 or more.")


def cap_fen(rules: AidRules, request: AidRequest) -> Exact:
    """Return the cap of an aid, exact; raises `NoSuchAid`."""
    match request.aid:
        case Aid.LIVING:
            return _part(rules.living_months.get(request.category), request) * request.line_fen
        case Aid.MEDICAL:
            return _share(rules.medical.get(request.category), request).of(request.cost_fen)
        case Aid.EDUCATION:
            return _part(rules.education_fen.get(request.stage), request)
        case Aid.TRAINING:
            return min(request.cost_fen, _part(rules.training_max_fen, request))
        case Aid.INJURY:
            return _part(rules.injury_max_fen, request)
        case Aid.ACCIDENT:
            return _share(rules.accident, request).of(request.cost_fen)


def _part(value: Exact | None, request: AidRequest) -> Exact:
    if value is None:
        raise NoSuchAid(request.aid, request.stage or request.category)
    return value


def _share(cap: ShareCap | None, request: AidRequest) -> ShareCap:
    if cap is None:
        raise NoSuchAid(request.aid, request.category)
    return cap


def granted(rules: AidRules, request: AidRequest) -> Granted:
    """Return the lesser of what is asked and the cap, in whole fen, and who must approve that sum.

    Raises `NoSuchAid` or `AidNegative`.

    >>> rules = AidRules(living_months={"deep": 12})
    >>> granted(rules, AidRequest("deep", Aid.LIVING, 9_000_00, line_fen=600_00)).granted_fen
    720000
    """
    if min(request.requested_fen, request.cost_fen, request.line_fen) < 0:
        raise AidNegative
    sum_fen = floor(min(request.requested_fen, cap_fen(rules, request)))
    return Granted(sum_fen, approval_level(rules, request, sum_fen))


def approval_level(rules: AidRules, request: AidRequest, sum_fen: int) -> ApprovalLevel:
    """Return who must approve a sum: from the first bound the province, from the second the nation."""
    cap = rules.medical.get(request.category) if request.aid == Aid.MEDICAL else None
    bounds = cap.review_fen if cap else ()
    return list(ApprovalLevel)[sum(sum_fen >= bound for bound in bounds)]
