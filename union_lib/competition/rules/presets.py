"""Schemes to start from; their titles are message ids, worded when a preset is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from ...common.errors import N_
from ...common.text import translate
from .scheme import (
    UNTRIMMED_MEAN,
    AwardClass,
    AwardPlan,
    Band,
    Combine,
    Criterion,
    RoundingPoint,
    Scheme,
    TieKey,
    TrimAt,
)

_PRIZES = AwardPlan(
    (
        AwardClass(N_("First prize"), ratio=Decimal(10)),
        AwardClass(N_("Second prize"), ratio=Decimal(20)),
        AwardClass(N_("Third prize"), ratio=Decimal(30)),
    )
)

_MEDALS = AwardPlan(
    (
        AwardClass(N_("Gold"), quota=1),
        AwardClass(N_("Silver"), quota=1),
        AwardClass(N_("Bronze"), quota=1),
    )
)


def _bands(*borders: int, wordings: tuple[str, ...]) -> tuple[Band, ...]:
    """Return bands from the best down: `borders` are the full mark and then the lowest mark of each band."""
    tops = [Decimal(borders[0]), *(Decimal(low) - _HALF for low in borders[1:-1])]
    return tuple(
        Band(Decimal(low), top, wording)
        for low, top, wording in zip(borders[1:], tops, wordings, strict=True)
    )


_HALF = Decimal("0.5")
_TECHNICAL = (
    N_("first of its kind in the trade, patented or recognised by the province"),
    N_("first of its kind in the enterprise, technically demanding"),
    N_("a clear improvement with reliable test data"),
    N_("an ordinary improvement"),
)
_ECONOMIC = (
    N_("500,000 yuan a year or more, certified by the accounts department"),
    N_("200,000 to 500,000 yuan a year"),
    N_("50,000 to 200,000 yuan a year"),
    N_("below 50,000 yuan a year, or without proof"),
)
_RANGE = (
    N_("fit for the whole trade"),
    N_("used in several workshops of the enterprise"),
    N_("used in its own team"),
    N_("still on trial"),
)
_PRACTICAL = (
    N_("easy and safe to use, effective for more than a year"),
    N_("steady effect, easy to maintain"),
    N_("effective, but only under certain conditions"),
    N_("no clear effect"),
)
_FIVE_SMALL = Scheme(
    criteria=(
        Criterion(
            "technical",
            N_("Technical level"),
            Decimal(30),
            step=_HALF,
            bands=_bands(30, 26, 20, 12, 0, wordings=_TECHNICAL),
        ),
        Criterion(
            "economic",
            N_("Economic benefit"),
            Decimal(30),
            step=_HALF,
            bands=_bands(30, 26, 20, 12, 0, wordings=_ECONOMIC),
        ),
        Criterion(
            "range",
            N_("Range of application"),
            Decimal(20),
            step=_HALF,
            bands=_bands(20, 17, 12, 6, 0, wordings=_RANGE),
        ),
        Criterion(
            "practical",
            N_("Practicality"),
            Decimal(20),
            step=_HALF,
            bands=_bands(20, 17, 12, 6, 0, wordings=_PRACTICAL),
        ),
    ),
    trim_at=TrimAt.SHEET,
    tie_chain=(TieKey(UNTRIMMED_MEAN), TieKey("technical"), TieKey("economic")),
    awards=_PRIZES,
)

_SKILLS = Scheme(
    criteria=(
        Criterion("theory", N_("Theory"), Decimal(100), weight=Decimal("0.30")),
        Criterion("practice", N_("Practical work"), Decimal(100), weight=Decimal("0.70")),
    ),
    drop_high=0,
    drop_low=0,
    tie_chain=(TieKey("practice"), TieKey("time", is_higher_better=False)),
    awards=_PRIZES,
)

_ROUNDS = (N_("Round 1"), N_("Round 2"), N_("Round 3"), N_("Round 4"), N_("Round 5"), N_("Round 6"))

_DIVING = Scheme(
    criteria=tuple(
        Criterion(f"round_{number}", title, Decimal(10), step=Decimal("0.5"))
        for number, title in enumerate(_ROUNDS, start=1)
    ),
    drop_high=2,
    drop_low=2,
    combine=Combine.SUM,
    rounding_point=RoundingPoint.PRODUCT,
    uses_multipliers=True,
    awards=_MEDALS,
)

PRESETS: Mapping[str, Scheme] = MappingProxyType(
    {"five_small": _FIVE_SMALL, "skills_30_70": _SKILLS, "diving": _DIVING}
)
"""The schemes to start from, by key; every title and award name is a message id."""

PRESET_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "five_small": N_("Review of small innovations"),
        "skills_30_70": N_("Skill competition: theory 30 %, practice 70 %"),
        "diving": N_("Judged rounds with a degree of difficulty"),
    }
)
"""Message ids of the presets' titles, by key."""


def preset(key: str) -> Scheme:
    """Return the preset worded in the spoken language, ready to be edited."""
    scheme = PRESETS[key]
    criteria = tuple(_worded(criterion) for criterion in scheme.criteria)
    classes = tuple(replace(c, name=translate(c.name)) for c in scheme.awards.classes)
    return replace(scheme, criteria=criteria, awards=replace(scheme.awards, classes=classes))


def _worded(criterion: Criterion) -> Criterion:
    bands = tuple(replace(band, wording=translate(band.wording)) for band in criterion.bands)
    return replace(criterion, title=translate(criterion.title), bands=bands)
