"""Who may speak for a side: numbers, outsiders, chief, mandates.

Source: 集体合同规定 19-24、31; 工资集体协商试行办法 12.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ...common.errors import N_, RuleViolation
from ...common.policies import Figure
from .kinds import Side


class Flaw(StrEnum):
    """What is wrong with a delegation, in the order in which it is told."""

    FEWER_THAN_THREE = "fewer_than_three"
    UNEQUAL_NUMBERS = "unequal_numbers"
    DUAL_REPRESENTATION = "dual_representation"
    EXTERNAL_OVER_ONE_THIRD_EMPLOYER = "external_over_one_third_employer"
    EXTERNAL_OVER_ONE_THIRD_UNION = "external_over_one_third_union"
    CHIEF_IS_EXTERNAL = "chief_is_external"


@dataclass(frozen=True)
class DelegationRule:
    """What a delegation must be: at least so many on each side, at most such a share from outside."""

    min_each_side: int
    external_max_share: Fraction


def delegation_rule(figure: Figure) -> DelegationRule:
    """Return the rule as the figure `nego_delegation` has it."""
    return DelegationRule(int(figure.value["min_each_side"]), Fraction(figure.value["external_max_share"]))


@dataclass(frozen=True)
class Delegation:
    """The numbers of both sides on a day."""

    employer: int
    union: int
    employer_external: int = 0
    union_external: int = 0
    on_both_sides: int = 0
    chief_is_external: bool = False


@dataclass(frozen=True)
class Member:
    """A delegate with the days of the mandate; without a last day it is open."""

    side: Side
    name: str
    is_chief: bool
    is_external: bool
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the mandate covers the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(eq=False)
class DelegationUnfit(RuleViolation):
    """The delegates of a day may not sit together."""

    flaws: str

    what = N_("The delegations are not as the rules want them: {flaws}.")
    todo = N_("Correct the delegates, or the dates of their mandates, before the meeting is recorded.")


@dataclass(eq=False)
class NoChief(RuleViolation):
    """A side has not exactly one chief delegate."""

    what = N_("Each side needs exactly one chief delegate.")
    todo = N_("Mark one delegate of each side as chief.")


def delegation_flaws(d: Delegation, rule: DelegationRule) -> list[Flaw]:
    """Return what is wrong with a delegation; exactly the permitted share from outside is allowed.

    >>> rule = DelegationRule(min_each_side=3, external_max_share=Fraction(1, 3))
    >>> delegation_flaws(Delegation(3, 3, employer_external=1), rule)
    []
    >>> [str(flaw) for flaw in delegation_flaws(Delegation(2, 3), rule)]
    ['fewer_than_three', 'unequal_numbers']
    """
    found = {
        Flaw.FEWER_THAN_THREE: min(d.employer, d.union) < rule.min_each_side,
        Flaw.UNEQUAL_NUMBERS: d.employer != d.union,
        Flaw.DUAL_REPRESENTATION: d.on_both_sides > 0,
        Flaw.EXTERNAL_OVER_ONE_THIRD_EMPLOYER: d.employer_external > rule.external_max_share * d.employer,
        Flaw.EXTERNAL_OVER_ONE_THIRD_UNION: d.union_external > rule.external_max_share * d.union,
        Flaw.CHIEF_IS_EXTERNAL: d.chief_is_external,
    }
    return [flaw for flaw, is_so in found.items() if is_so]


def delegation_on(members: Iterable[Member], day: date) -> Delegation:
    """Return the numbers of those whose mandate covers the day."""
    held = [member for member in members if member.holds_on(day)]
    employer = [member for member in held if member.side == Side.EMPLOYER]
    union = [member for member in held if member.side == Side.UNION]
    return Delegation(
        len(employer),
        len(union),
        sum(member.is_external for member in employer),
        sum(member.is_external for member in union),
        len({member.name for member in employer} & {member.name for member in union}),
        any(member.is_chief and member.is_external for member in held),
    )


def has_chiefs(members: Sequence[Member], day: date) -> bool:
    """Tell whether each side has exactly one chief on the day."""
    chiefs = [member.side for member in members if member.is_chief and member.holds_on(day)]
    return sorted(chiefs) == sorted(Side)
