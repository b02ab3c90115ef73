"""What fair division asks of a claims rule, checked exactly on given claims and budgets.

Source: Thomson 2003, Mathematical Social Sciences 45, and the survey of 2015. Each axiom is a function of the rule; a
budget above the sum of the claims is left out, for then every claim is paid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from .claims import ClaimsRule, Exact, exact_awards

Claims = Sequence[Fraction]
Awards = list[Fraction]
Axiom = Callable[[ClaimsRule, Claims, Sequence[Fraction]], bool]

DUAL = {
    ClaimsRule.PROPORTIONAL: ClaimsRule.PROPORTIONAL,
    ClaimsRule.TALMUD: ClaimsRule.TALMUD,
    ClaimsRule.RANDOM_ARRIVAL: ClaimsRule.RANDOM_ARRIVAL,
    ClaimsRule.EQUAL_AWARDS: ClaimsRule.EQUAL_LOSSES,
    ClaimsRule.EQUAL_LOSSES: ClaimsRule.EQUAL_AWARDS,
}
"""The rule that divides what is missing as this one divides what is there; the others have none in the list."""


def holds(axiom: str, rule: ClaimsRule | str, claims: Sequence[Exact], estates: Sequence[Exact]) -> bool:
    """Tell whether a rule keeps an axiom at every budget; raises `KeyError` for an unknown axiom.

    >>> holds("self_dual", "talmud", [3, 5, 8], [1, 7, 12]), holds("self_dual", "cea", [3, 5, 8], [1, 7, 12])
    (True, False)
    """
    exact = [Fraction(claim) for claim in claims]
    budgets = sorted(Fraction(estate) for estate in estates if estate <= sum(exact))
    return AXIOMS[axiom](ClaimsRule(rule), exact, budgets)


def _each(test: Callable[[ClaimsRule, Claims, Fraction, Awards], bool]) -> Axiom:
    """Return an axiom that is asked at one budget at a time."""

    def axiom(rule: ClaimsRule, claims: Claims, estates: Sequence[Fraction]) -> bool:
        return all(test(rule, claims, estate, exact_awards(rule, claims, estate)) for estate in estates)

    return axiom


def _efficient(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return sum(awards) == estate


def _non_negative(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return min(awards) >= 0


def _claims_bounded(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return all(award <= claim for award, claim in zip(awards, claims, strict=True))


def _equal_treatment(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return len(set(zip(claims, awards, strict=True))) == len(set(claims))


def _anonymous(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return exact_awards(rule, claims[::-1], estate) == awards[::-1]


def _order_preserving(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    ordered = sorted(zip(claims, awards, strict=True))
    return all(a <= b and c - a <= d - b for (c, a), (d, b) in pairwise(ordered))


def _homogeneous(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return all(
        exact_awards(rule, [scale * c for c in claims], scale * estate) == [scale * a for a in awards]
        for scale in (Fraction(1, 3), Fraction(7))
    )


def _consistent(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    people = range(len(claims))
    groups = (group for size in people for group in combinations(people, size + 1))
    return all(
        exact_awards(rule, [claims[i] for i in group], sum((awards[i] for i in group), Fraction(0)))
        == [awards[i] for i in group]
        for group in groups
    )


def _null_consistent(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return exact_awards(rule, [*claims, Fraction(0)], estate) == [*awards, 0]


def _truncated(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return exact_awards(rule, [min(claim, estate) for claim in claims], estate) == awards


def _minimal_rights(claims: Claims, estate: Fraction) -> Awards:
    return [max(estate - (sum(claims) - claim), Fraction(0)) for claim in claims]


def _respects_rights(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return all(a >= right for a, right in zip(awards, _minimal_rights(claims, estate), strict=True))


def _rights_first(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    rights = _minimal_rights(claims, estate)
    open_claims = [claim - right for claim, right in zip(claims, rights, strict=True)]
    more = exact_awards(rule, open_claims, estate - sum(rights))
    return [right + part for right, part in zip(rights, more, strict=True)] == awards


def _midpoint(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return exact_awards(rule, claims, Fraction(sum(claims)) / 2) == [claim / 2 for claim in claims]


def _secured(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return all(a >= min(c, estate) / len(claims) for a, c in zip(awards, claims, strict=True))


def _exempt(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    share = estate / len(claims)
    return all(a == c for a, c in zip(awards, claims, strict=True) if c <= share)


def _excluded(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    loss = (sum(claims) - estate) / len(claims)
    return all(a == 0 for a, c in zip(awards, claims, strict=True) if c <= loss)


def _claims_monotone(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return all(
        exact_awards(rule, [*claims[:i], claims[i] + more, *claims[i + 1 :]], estate)[i] >= awards[i]
        for i in range(len(claims))
        for more in (Fraction(1, 2), Fraction(5))
    )


def _population_monotone(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    return all(
        before <= after
        for i in range(len(claims))
        for before, after in zip(
            awards[:i] + awards[i + 1 :],
            exact_awards(rule, [*claims[:i], *claims[i + 1 :]], estate),
            strict=True,
        )
    )


def _no_gain_by_transfer(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
    """Merging two claims gets what the two got."""
    return all(
        exact_awards(rule, [claims[i] + claims[j], *_without(claims, i, j)], estate)[0]
        == awards[i] + awards[j]
        for i, j in combinations(range(len(claims)), 2)
    )


def _without(claims: Claims, *gone: int) -> Iterator[Fraction]:
    return (claim for i, claim in enumerate(claims) if i not in gone)


def _has_dual(partner: Callable[[ClaimsRule], ClaimsRule]) -> Axiom:
    def test(rule: ClaimsRule, claims: Claims, estate: Fraction, awards: Awards) -> bool:
        losses = exact_awards(partner(rule), claims, sum(claims) - estate)
        return [award + loss for award, loss in zip(awards, losses, strict=True)] == list(claims)

    return _each(test)


def _resource_monotone(rule: ClaimsRule, claims: Claims, estates: Sequence[Fraction]) -> bool:
    awards = [exact_awards(rule, claims, estate) for estate in estates]
    return all(a <= b for less, more in pairwise(awards) for a, b in zip(less, more, strict=True))


def _super_modular(rule: ClaimsRule, claims: Claims, estates: Sequence[Fraction]) -> bool:
    """Of a larger budget, larger claims get at least as much more."""
    order = sorted(range(len(claims)), key=lambda i: claims[i])
    awards = [exact_awards(rule, claims, estate) for estate in estates]
    gains = ([more[i] - less[i] for i in order] for less, more in pairwise(awards))
    return all(a <= b for gain in gains for a, b in pairwise(gain))


def _composed_down(rule: ClaimsRule, claims: Claims, estates: Sequence[Fraction]) -> bool:
    return all(
        exact_awards(rule, exact_awards(rule, claims, more), less) == exact_awards(rule, claims, less)
        for less, more in combinations(estates, 2)
    )


def _composed_up(rule: ClaimsRule, claims: Claims, estates: Sequence[Fraction]) -> bool:
    for less, more in combinations(estates, 2):
        first = exact_awards(rule, claims, less)
        rest = exact_awards(rule, [c - a for c, a in zip(claims, first, strict=True)], more - less)
        if [a + b for a, b in zip(first, rest, strict=True)] != exact_awards(rule, claims, more):
            return False
    return True


AXIOMS: dict[str, Axiom] = {
    "self_dual": _has_dual(lambda rule: rule),
    "duality_cea_cel": _has_dual(lambda rule: DUAL[rule]),
    "resource_monotone": _resource_monotone,
    "consistent": _each(_consistent),
    "order_preserving": _each(_order_preserving),
    "efficient": _each(_efficient),
    "non_negative": _each(_non_negative),
    "claims_bounded": _each(_claims_bounded),
    "equal_treatment": _each(_equal_treatment),
    "anonymous": _each(_anonymous),
    "homogeneous": _each(_homogeneous),
    "null_claims_consistent": _each(_null_consistent),
    "claims_truncation": _each(_truncated),
    "minimal_rights_bounded": _each(_respects_rights),
    "minimal_rights_first": _each(_rights_first),
    "midpoint": _each(_midpoint),
    "securement": _each(_secured),
    "exemption": _each(_exempt),
    "exclusion": _each(_excluded),
    "claims_monotone": _each(_claims_monotone),
    "population_monotone": _each(_population_monotone),
    "no_advantageous_transfer": _each(_no_gain_by_transfer),
    "super_modular": _super_modular,
    "composition_down": _composed_down,
    "composition_up": _composed_up,
}
