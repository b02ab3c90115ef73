"""Terms to start from; every figure in them is an example to be changed, none is a rule."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..common.errors import N_
from .rules.terms import Method, Terms, Tier, TierTerms


@dataclass(frozen=True)
class Preset:
    """Terms with a title and a sentence about them; both are message ids."""

    title: str
    text: str
    terms: Terms


_HARDSHIP = (Tier.DEEP, Tier.ACCIDENT, Tier.RELATIVE)
_FRONT = (Tier.MEDIC, Tier.FRONTLINE)


def _tiers(**told: tuple[int, str, int, int]) -> dict[Tier, TierTerms]:
    """Return tier terms from (standard, weight, floor, cap), amounts in yuan."""
    return {
        Tier(name): TierTerms(standard * 100, Fraction(weight), floor * 100, cap * 100)
        for name, (standard, weight, floor, cap) in told.items()
    }


_AMOUNTS = _tiers(
    deep=(3000, "5", 1500, 6000),
    accident=(2500, "4", 1000, 5000),
    relative=(2000, "3", 800, 4000),
    medic=(1000, "2", 500, 3000),
    frontline=(1000, "2", 500, 3000),
    worker=(200, "1", 0, 500),
)

PRESETS: dict[str, Preset] = {
    "weights": Preset(
        N_("By weight, with floor and cap"),
        N_("Harder cases, larger families and hard-hit industries weigh more."),
        Terms(Method.WEIGHTS, (*_HARDSHIP, *_FRONT), _AMOUNTS, Fraction("0.3"), Fraction("1.2")),
    ),
    "standard": Preset(
        N_("Standard table"),
        N_("A fixed amount for each tier."),
        Terms(Method.STANDARD, (*_HARDSHIP, *_FRONT), _AMOUNTS),
    ),
    "tiers": Preset(
        N_("Hardest tier first"),
        N_("Paid in full tier by tier, until the budget runs short."),
        Terms(Method.TIERS, (*_HARDSHIP, *_FRONT), _AMOUNTS),
    ),
    "equal": Preset(
        N_("Equal amounts"),
        N_("The same for everyone, such as for sending coolness in summer."),
        Terms(Method.EQUAL, (*_HARDSHIP, *_FRONT, Tier.WORKER), _AMOUNTS),
    ),
    "proportional": Preset(
        N_("In proportion to need"),
        N_("The same share of what everyone is entitled to."),
        Terms(Method.PROPORTIONAL, (*_HARDSHIP, *_FRONT), _AMOUNTS),
    ),
}
