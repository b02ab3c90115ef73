"""How far agreements reach on a day: employers and workers covered, by district or industry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .kinds import Scope, Track


@dataclass(frozen=True)
class KnownEmployer:
    """An employer that could have an agreement; `key` is the same in every agreement of it."""

    key: str
    district: str
    industry: str
    since: date | None = None


@dataclass(frozen=True)
class Agreement:
    """An agreement from the day it took effect to its last day; without one it is open."""

    key: str
    district: str
    industry: str
    track: Track
    scope: Scope
    workers: int
    effect_on: date
    last_day: date | None = None

    def binds_on(self, day: date) -> bool:
        """Tell whether it is in force on a day, first and last included."""
        return self.effect_on <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Reach:
    """What is covered of a group on a day.

    `wider` counts agreements of an industry or area; the employers they bind are not counted, their workers are.
    An employer with both a collective contract and a wage agreement is counted once, with its larger headcount.
    """

    employers: int
    covered: int
    collective: int
    wage: int
    wider: int
    workers: int

    @property
    def share(self) -> Fraction | None:
        """Covered employers in all employers known; None where none is known."""
        return Fraction(self.covered, self.employers) if self.employers else None


def reach(employers: Iterable[KnownEmployer], agreements: Iterable[Agreement], on: date) -> Reach:
    """Return what is covered on a day; an employer that is known from an agreement only is known.

    >>> firm = KnownEmployer("a", "430212", "食品")
    >>> deal = Agreement("a", "430212", "食品", Track.WAGE_AGREEMENT, Scope.ENTERPRISE, 318, date(2020, 4, 18))
    >>> reach([firm], [deal], date(2020, 4, 18)).share
    Fraction(1, 1)
    """
    binding = [deal for deal in agreements if deal.binds_on(on)]
    own = [deal for deal in binding if deal.scope == Scope.ENTERPRISE]
    known = {firm.key for firm in employers if firm.since is None or firm.since <= on}
    covered = {deal.key for deal in own}
    return Reach(
        employers=len(known | covered),
        covered=len(covered),
        collective=sum(deal.track == Track.COLLECTIVE_CONTRACT for deal in binding),
        wage=sum(deal.track == Track.WAGE_AGREEMENT for deal in binding),
        wider=len(binding) - len(own),
        workers=sum(_largest(binding).values()),
    )


def _largest(agreements: Iterable[Agreement]) -> dict[tuple[str, Scope], int]:
    found: dict[tuple[str, Scope], int] = {}
    for deal in agreements:
        key = deal.key, deal.scope
        found[key] = max(found.get(key, 0), deal.workers)
    return found


def reach_by(
    employers: Sequence[KnownEmployer],
    agreements: Sequence[Agreement],
    on: date,
    group: Callable[[KnownEmployer | Agreement], str],
) -> dict[str, Reach]:
    """Return what is covered on a day by group; groups that know no employer and no agreement are left out."""
    firms: dict[str, list[KnownEmployer]] = defaultdict(list)
    deals: dict[str, list[Agreement]] = defaultdict(list)
    for firm in employers:
        firms[group(firm)].append(firm)
    for deal in agreements:
        deals[group(deal)].append(deal)
    found = {key: reach(firms[key], deals[key], on) for key in dict.fromkeys([*firms, *deals])}
    return {key: one for key, one in found.items() if one.employers or one.wider}
