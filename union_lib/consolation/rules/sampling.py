"""How many files are checked again, from which strata, and which: the draw can be repeated by anyone.

Sources: Cochran, Sampling Techniques (1977), 4.4, with finite correction and an allowance for those not reached, as in
HOPE (unicef/hope, get_number_of_samples); a fixed share as the provinces' rules on files ask (at least 30 %).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import NormalDist

from ...common.errors import N_, RuleViolation
from .apportionment import Method, apportioned
from .lottery import drawn

MOST_UNCERTAIN = Fraction(1, 4)
"""p(1 - p) at one half: without knowing the share, the sample is large enough for any."""


@dataclass(eq=False)
class SampleTermsUnusable(RuleViolation):
    """Confidence, margin, allowance or share are outside what a sample can have."""

    what = N_("No sample size can be computed from these figures.")
    todo = N_(
        "Enter a confidence between 0 and 1, a margin and an allowance above 0, or a share from 0 to 1."
    )


def sample_size(population: int, confidence: Fraction, margin: Fraction, inflation: Fraction) -> int:
    """Return how many to check, never more than there are; raises `SampleTermsUnusable`.

    n0 = z² × 0.25 / margin², z the two-sided normal quantile; n = ⌈inflation × n0 / (1 + n0 / population)⌉.

    >>> terms = Fraction("0.95"), Fraction("0.05"), Fraction("1.5")
    >>> [sample_size(population, *terms) for population in (0, 10, 500, 1_000_000)]
    [0, 10, 326, 576]
    """
    if not 0 <= confidence < 1 or margin <= 0 or inflation <= 0 or population < 0:
        raise SampleTermsUnusable
    if not population:
        return 0
    quantile = Fraction(NormalDist().inv_cdf(float((1 + confidence) / 2)))
    endless = quantile**2 * MOST_UNCERTAIN / margin**2
    return min(population, ceil(inflation * endless / (1 + endless / population)))


def share_size(population: int, share: Fraction) -> int:
    """Return the share of a population rounded up; raises `SampleTermsUnusable`.

    >>> share_size(10, Fraction("0.30")), share_size(7, Fraction("0.30"))
    (3, 3)
    """
    if share < 0 or population < 0:
        raise SampleTermsUnusable
    return min(population, ceil(share * population))


def by_stratum(sizes: Mapping[str, int], sample: int) -> dict[str, int]:
    """Divide a sample among strata by size (largest remainder), at least one from each where it is large enough.

    No stratum gives more than it has; a sample above the whole takes everybody.

    >>> by_stratum({"Hetang": 90, "Lusong": 8, "Chaling": 2}, 10)
    {'Hetang': 8, 'Lusong': 1, 'Chaling': 1}
    """
    filled = {name: size for name, size in sizes.items() if size}
    if not filled:
        return dict.fromkeys(sizes, 0)
    counts = list(filled.values())
    least = 1 if sample >= len(filled) else 0
    shares = apportioned(counts, min(sample, sum(counts)), Method.HAMILTON, min_each=least, caps=counts).given
    return dict.fromkeys(sizes, 0) | dict(zip(filled, shares, strict=True))


def drawn_sample(strata: Mapping[str, Sequence[str]], sample: int, seed: str) -> dict[str, list[str]]:
    """Return the ids to check by stratum, in the order of the public draw of all ids. Raises `DrawnTwice`.

    >>> drawn_sample({"A": ["1", "2", "3"], "B": ["4"]}, 2, "2020-06-30")
    {'A': ['2'], 'B': ['4']}
    """
    order = drawn(seed, [id for ids in strata.values() for id in ids], sample).order
    counts = by_stratum({name: len(ids) for name, ids in strata.items()}, sample)
    stratum_of = {id: name for name, ids in strata.items() for id in ids}
    chosen: dict[str, list[str]] = {name: [] for name in strata}
    for id in order:
        if len(chosen[stratum_of[id]]) < counts[stratum_of[id]]:
            chosen[stratum_of[id]].append(id)
    return chosen
