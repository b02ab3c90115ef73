"""One budget under several rules side by side: amounts, figures of fairness, and why each amount is what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from sqlmodel import select

from ...common.collecting import collecting_later
from ...common.identifiers import masked, masked_name
from ...store.columns import canonical
from ...workspace import Workspace
from ..assessed import household_rule
from ..divided import Divided, divided_of
from ..queries import hands, programme_of, require_reader
from ..rules.adequacy import Targeting, share_alike_of_columns, targeting_of_columns
from ..rules.assessing import entitlement_fen
from ..rules.counterfactual import Change, changes, nearest_change
from ..rules.dividing import Cases, Division, Prepared, Share, divide, is_fixed, share_of
from ..rules.eligibility import HardshipRule, HouseholdFigures
from ..rules.inequality import Inequality, inequality, lorenz
from ..rules.stages import Hand, Stage
from ..rules.terms import Method, Terms, Tier, terms_record
from ..tables import Programme, Recipient

STAFF_METHODS = tuple(Method)
LORENZ_POINTS = 25
MOST_PREPARED = 20
"""So many terms are kept prepared for the budget slider."""


@dataclass(frozen=True)
class Person:
    """Somebody on the list as the scenario page shows one."""

    recipient_id: int
    position: int
    name: str
    unit: str
    district: str
    industry: str
    tier: Tier
    members: int
    is_hard_hit: bool


@dataclass(frozen=True)
class RuleFigures:
    """What a rule makes of the budget; amounts in fen, shares from 0 to 1 (None: nothing to divide by)."""

    method: Method
    division: Division
    covered: int
    mean_fen: int
    adequacy_deep: float | None
    targeting: Targeting
    inequality: Inequality
    alike: float | None


@dataclass(frozen=True)
class Scenario:
    """A programme's eligible list in columns, ready to be divided by any rule and budget without asking again."""

    programme: Programme
    terms: Terms
    people: Sequence[Person]
    claims_fen: Sequence[int | None]
    rooms_fen: Sequence[int | None]
    facts: Sequence[Mapping[str, Any]]
    rule: HardshipRule | None
    hands: frozenset[Hand]
    kept: Divided
    prepared: dict[str, Prepared] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_draft(self) -> bool:
        """Tell whether rule and budget can still be changed."""
        return self.programme.stage == Stage.DRAFT

    def cases(self, terms: Terms, budget_fen: int) -> Cases:
        """Return the list as the rules want it; what is due depends on the method."""
        return Cases(
            tiers=[person.tier for person in self.people],
            entitled_fen=self._entitled(terms, budget_fen),
            room_fen=self.rooms_fen,
            members=self._members,
            hard_hit=self._hard_hit,
        )

    def _entitled(self, terms: Terms, budget_fen: int) -> np.ndarray:
        kinds, of = self._needs
        due = [entitlement_fen(terms, tier, claim, budget_fen) for tier, claim in kinds]
        return np.array(due, dtype=np.int64)[of]

    @cached_property
    def _needs(self) -> tuple[Sequence[tuple[Tier, int | None]], np.ndarray]:
        """The different (tier, verified need), and which of them each line is."""
        return _numbered([(p.tier, c) for p, c in zip(self.people, self.claims_fen, strict=True)])

    @cached_property
    def _is_deep(self) -> np.ndarray:
        return np.array([person.tier == Tier.DEEP for person in self.people], dtype=bool)

    @cached_property
    def _members(self) -> np.ndarray:
        return np.array([person.members for person in self.people], dtype=np.int64)

    @cached_property
    def _hard_hit(self) -> np.ndarray:
        return np.array([person.is_hard_hit for person in self.people], dtype=bool)

    def with_method(self, method: Method, terms: Terms | None = None) -> Terms:
        """Return the terms with another method."""
        return replace(terms or self.terms, method=method)

    def division(self, method: Method, budget_fen: int, terms: Terms | None = None) -> Division:
        """Return what a method makes of a budget."""
        own = self.with_method(method, terms)
        return divide(own, self.cases(own, budget_fen), budget_fen, self.programme.granularity_fen)

    def figures(self, method: Method, budget_fen: int, terms: Terms | None = None) -> RuleFigures:
        """Return what a method makes of a budget, with the figures people compare."""
        own = self.with_method(method, terms)
        cases, division = self._divided(own, budget_fen)
        amounts = division.awards_fen
        due = cases.ceilings()
        deep_due = int(due[self._is_deep].sum())
        amounts_due, of = np.unique(due, return_inverse=True)
        equals = cases.kinds[1] * len(amounts_due) + of
        alike = share_alike_of_columns(equals, amounts, self.programme.granularity_fen)
        return RuleFigures(
            method,
            division,
            covered=int((amounts > 0).sum()),
            mean_fen=int(amounts.sum()) // max(len(amounts), 1),
            adequacy_deep=float(amounts[self._is_deep].sum()) / deep_due if deep_due else None,
            targeting=targeting_of_columns(due, amounts),
            inequality=inequality(amounts),
            alike=float(alike) if alike is not None else None,
        )

    def _divided(self, own: Terms, budget_fen: int) -> tuple[Cases, Division]:
        """Return the list and what a budget gives it; prepared once for all budgets where what is due is fixed."""
        has_claims = all(claim is not None for claim in self.claims_fen)
        if not is_fixed(own, has_claims):
            cases = self.cases(own, budget_fen)
            return cases, divide(own, cases, budget_fen, self.programme.granularity_fen)
        key = canonical(terms_record(own))
        if key not in self.prepared:
            if len(self.prepared) > MOST_PREPARED:
                self.prepared.clear()
            cases = self.cases(own, budget_fen)
            self.prepared[key] = Prepared(own, cases, self.programme.granularity_fen)
        found = self.prepared[key]
        return found.cases, found.at(budget_fen)

    def means(self, amounts: np.ndarray, by: str) -> dict[str, float]:
        """Return the mean amount in fen by district, industry or tier, in the order they first occur."""
        groups, of = _numbered([str(getattr(person, by)) for person in self.people])
        means = np.bincount(of, amounts, len(groups)) / np.bincount(of, minlength=len(groups))
        return dict(zip(groups, means.tolist(), strict=True))

    def curve(self, amounts: np.ndarray) -> list[tuple[float, float]]:
        """Return points of the Lorenz curve in percent of people and of money."""
        points = lorenz(amounts)
        last = len(points) - 1
        at = [round(step * last / LORENZ_POINTS) for step in range(LORENZ_POINTS + 1)]
        return [(100 * i / last if last else 0.0, round(100 * float(points[i]), 3)) for i in at]

    def share(self, index: int, method: Method, budget_fen: int, terms: Terms | None = None) -> Share:
        """Return why one person gets the amount, in parts that add up to the fen."""
        own = self.with_method(method, terms)
        return share_of(own, self.cases(own, budget_fen), budget_fen, self.programme.granularity_fen, index)

    def change_of(self, index: int, terms: Terms | None = None) -> Change | None:
        """Return the smallest change of one field that would change the tier, for households only."""
        facts = self.facts[index]
        if self.rule is None or facts.get("income_fen") is None:
            return None
        figures = HouseholdFigures(
            int(facts["income_fen"]),
            int(facts["rigid_fen"]),
            int(facts["members"]),
            int(facts["accident_fen"]),
            frozenset(facts.get("flags", ())),
        )
        return nearest_change(changes(figures, self.rule))


def _numbered(values: Sequence[Any]) -> tuple[Sequence[Any], np.ndarray]:
    """Return the different values in the order they first occur, and which of them each one is."""
    places: dict[Any, int] = {}
    of = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int64)
    return list(places), of


@collecting_later()
def scenario(ws: Workspace, programme_id: int) -> Scenario:
    """Return a programme's eligible list, ready to be divided; `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        kept = divided_of(session, programme)
        listed = kept.listed
        named: dict[int, tuple[str, str, str, str]] = {}
        ids = [c.recipient_id for c in listed]
        for at in range(0, len(ids), 5_000):
            rows = session.exec(
                select(
                    Recipient.id, Recipient.name, Recipient.unit, Recipient.district, Recipient.industry
                ).where(Recipient.id.in_(ids[at : at + 5_000]))
            )
            named |= {one or 0: (name, unit, place, branch) for one, name, unit, place, branch in rows}
        tiers = {tier.value: tier for tier in Tier}
        people = [
            Person(
                c.recipient_id,
                position,
                *named[c.recipient_id],
                tiers[c.tier],
                int(c.facts.get("members", 1)),
                bool(c.facts.get("hard_hit")),
            )
            for position, c in enumerate(listed, 1)
        ]
        return Scenario(
            programme,
            kept.terms,
            people,
            [c.facts.get("claim_fen") for c in listed],
            [c.room_fen for c in listed],
            [c.facts for c in listed],
            household_rule(session, programme),
            hands(session, ws.actor.account_id, programme.union_id),
            kept,
        )


def identities(ws: Workspace, programme_id: int, recipient_ids: Sequence[int]) -> dict[int, str]:
    """Return masked identity numbers of a page of recipients."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        rows = session.exec(
            select(Recipient.id, Recipient.identity).where(Recipient.id.in_(list(recipient_ids)[:200]))
        )
        return {one or 0: masked(identity) if identity else "" for one, identity in rows}


def public_name(person: Person) -> str:
    """Return a person's name as a list for the public shows it."""
    return masked_name(person.name)
