"""Teams: the sum of their best entries' totals, with places."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .ranking import Rank, ranks
from .scheme import TeamRule


@dataclass(frozen=True)
class TeamEntry:
    """An entry that counts for a team: its total, None if it has none."""

    team: str
    entry: Hashable
    total: Decimal | None


@dataclass(frozen=True)
class TeamStanding:
    """A team's score, the entries it is made of (best first), and its place."""

    team: str
    score: Decimal
    counted: tuple[Hashable, ...]
    rank: Rank


def team_standings(rule: TeamRule, entries: Sequence[TeamEntry]) -> list[TeamStanding]:
    """Return the teams, best first: the best entries' totals added, all if there are fewer.

    Teams without a name and entries without a total are left out; equal scores share the place.

    >>> made = [TeamEntry("A", 1, Decimal(90)), TeamEntry("A", 2, Decimal(80)), TeamEntry("A", 3, Decimal(70))]
    >>> team_standings(TeamRule(best=2), made)
    [TeamStanding(team='A', score=Decimal('170'), counted=(1, 2), rank=1)]
    """
    members: dict[str, list[tuple[Decimal, TeamEntry]]] = {}
    for one in entries:
        if one.team and one.total is not None:
            members.setdefault(one.team, []).append((one.total, one))
    best = {
        team: sorted(own, key=lambda member: member[0], reverse=True)[: rule.best]
        for team, own in members.items()
    }
    scores = [sum((total for total, _ in own), Decimal(0)) for own in best.values()]
    found = [
        TeamStanding(team, score, tuple(one.entry for _, one in own), place)
        for (team, own), score, place in zip(best.items(), scores, ranks(scores), strict=True)
    ]
    return sorted(found, key=lambda standing: standing.rank)
