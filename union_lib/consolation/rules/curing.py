"""Who may go on a rest cure, in their order, and the first places of those who may.

A rule that cannot be applied bars: a unit whose headcount nobody recorded has no quota to give out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .batching import even_batches
from .places import Limits, Repair, Traveller, repaired
from .retreat import QuotaRule, StayLimits, year_allowed


class Bar(StrEnum):
    """Why somebody may not go now."""

    RECENT = "recent"
    ANNUAL = "annual"
    STAFF_UNKNOWN = "staff_unknown"
    QUOTA = "quota"


@dataclass(frozen=True)
class Applicant:
    """Somebody who wants to go: years of earlier cures, and what this year's others cost, in fen."""

    id: int
    unit: str
    years_gone: tuple[int, ...] = ()
    used_fen: int = 0


@dataclass(frozen=True)
class CureRules:
    """What holds for a cure: its year and cost, the years between two, quota and limits (None: decided not to)."""

    year: int
    cost_fen: int = 0
    gap_years: int = 0
    quota: QuotaRule | None = None
    limits: StayLimits | None = None


def bars(
    applicants: Sequence[Applicant],
    rules: CureRules,
    staff: Mapping[str, int],
    gone: Mapping[str, int] | None = None,
) -> dict[int, Bar]:
    """Return who may not go and why; of each unit the first in order fill its quota.

    `staff` is the headcount by unit, `gone` how many of a unit have gone this year in other programmes.

    >>> from fractions import Fraction
    >>> quota = QuotaRule(50, Fraction(1, 3), Fraction(1, 5), 0, 0, 0)
    >>> people = [Applicant(1, "ICU", (2019,)), Applicant(2, "ICU"), Applicant(3, "ICU"), Applicant(4, "ER")]
    >>> {k: v.value for k, v in bars(people, CureRules(2020, 0, 2, quota), {"ICU": 3}).items()}
    {1: 'recent', 3: 'quota', 4: 'staff_unknown'}
    """
    found: dict[int, Bar] = {}
    taken = Counter(dict(gone or {}))
    for one in applicants:
        bar = _own_bar(one, rules) or _unit_bar(one, rules, staff, taken)
        if bar is None:
            taken[one.unit] += 1
        else:
            found[one.id] = bar
    return found


def _own_bar(one: Applicant, rules: CureRules) -> Bar | None:
    allowed = year_allowed([year for year in one.years_gone if year <= rules.year], rules.gap_years)
    if rules.gap_years and allowed is not None and rules.year < allowed:
        return Bar.RECENT
    if rules.limits and one.used_fen + rules.cost_fen > rules.limits.year_fen:
        return Bar.ANNUAL
    return None


def _unit_bar(
    one: Applicant, rules: CureRules, staff: Mapping[str, int], taken: Mapping[str, int]
) -> Bar | None:
    if rules.quota is None:
        return None
    if one.unit not in staff:
        return Bar.STAFF_UNKNOWN
    return Bar.QUOTA if taken[one.unit] >= rules.quota.max_people(staff[one.unit]) else None


def first_places(travellers: Sequence[Traveller], limits: Limits) -> Repair:
    """Return the first places of people in the order of their lots, batches as even as can be.

    As many go as can, the earlier lot before the later.

    >>> people = [Traveller(n, "P") for n in range(4)]
    >>> sorted(first_places(people, Limits([9, 9], {})).batches.values())
    [0, 0, 1, 1]
    """
    fresh = [replace(one, batch=None) for one in travellers]
    found = repaired(fresh, limits)
    seated = [one for one in fresh if found.batches[one.id] is not None]
    if not seated:
        return found
    even = [
        min(size, capacity)
        for size, capacity in zip(
            even_batches(len(seated), len(limits.capacity)), limits.capacity, strict=True
        )
    ]
    evenly = repaired(seated, Limits(even, limits.max_away))
    if len(evenly.seated) < len(seated):
        return found
    return replace(found, batches={**found.batches, **evenly.batches})
