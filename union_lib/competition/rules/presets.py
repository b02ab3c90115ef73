"""Schemes to start from; their titles are message ids, worded when a preset is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from ...common.errors import N_
from ...common.text import translate
from .scheme import (
    TIME,
    UNTRIMMED_MEAN,
    AwardClass,
    AwardPlan,
    Band,
    Bracket,
    Combine,
    Criterion,
    FieldSize,
    Group,
    Kind,
    RoundingPoint,
    Scheme,
    TieKey,
    TrimAt,
    TrimLine,
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


def _banded(key: str, title: str, full: int, wordings: tuple[str, ...]) -> Criterion:
    """Return a criterion in halves with four bands; marks more than a fifth apart want another look."""
    borders = (26, 20, 12) if full == 30 else (17, 12, 6)
    return Criterion(
        key,
        title,
        Decimal(full),
        step=_HALF,
        bands=_bands(full, *borders, 0, wordings=wordings),
        spread_limit=Decimal(full) / 5,
    )


_FIVE_SMALL = Scheme(
    criteria=(
        _banded("technical", N_("Technical level"), 30, _TECHNICAL),
        _banded("economic", N_("Economic benefit"), 30, _ECONOMIC),
        _banded("range", N_("Range of application"), 20, _RANGE),
        _banded("practical", N_("Practicality"), 20, _PRACTICAL),
    ),
    trim_at=TrimAt.SHEET,
    tie_chain=(TieKey(UNTRIMMED_MEAN), TieKey("technical"), TieKey("economic")),
    awards=_PRIZES,
)

_NOVELTY = (
    N_("new in the country, with a patent granted"),
    N_("new in the province or the trade"),
    N_("new in the enterprise"),
    N_("taken over from elsewhere"),
)
_SPREADING = (
    N_("taken over by other enterprises"),
    N_("taken over by several workshops"),
    N_("could be taken over with small changes"),
    N_("fits one machine only"),
)
_FIVE_SMALL_INNOVATION = replace(
    _FIVE_SMALL,
    criteria=(
        _banded("novelty", N_("Novelty"), 30, _NOVELTY),
        _banded("benefit", N_("Benefit"), 30, _ECONOMIC),
        _banded("practical", N_("Practicality"), 20, _PRACTICAL),
        _banded("spreading", N_("Worth spreading"), 20, _SPREADING),
    ),
    tie_chain=(TieKey(UNTRIMMED_MEAN), TieKey("novelty"), TieKey("benefit")),
)

_THEORY, _PRACTICE, _DEFENCE = N_("Theory"), N_("Practical work"), N_("Oral defence")
_STAGE_CRITERIA = {
    "theory": (_THEORY, N_("Theory paper")),
    "practice": (_PRACTICE, N_("Work piece")),
    "defence": (_DEFENCE, N_("Answers")),
}


def _staged(**weights: str) -> Scheme:
    """Return a skill competition of stages with weights; equal totals look at the practical work, then time."""
    return Scheme(
        criteria=tuple(
            Criterion(f"{stage}_mark", _STAGE_CRITERIA[stage][1], Decimal(100), group=stage)
            for stage in weights
        ),
        drop_high=0,
        drop_low=0,
        tie_chain=(TieKey("practice"), TieKey(TIME, is_higher_better=False)),
        awards=_PRIZES,
        groups=tuple(Group(key, _STAGE_CRITERIA[key][0], Decimal(weight)) for key, weight in weights.items()),
    )


_FIVE_JUDGES = Scheme(
    criteria=(Criterion("performance", N_("Performance"), Decimal(100), spread_limit=Decimal(10)),),
    trim_by_size=(TrimLine(5, 1, 1), TrimLine(9, 2, 2)),
    tie_chain=(TieKey(UNTRIMMED_MEAN),),
    awards=_PRIZES,
)

_LEVELS = (
    N_("below the standard of the trade, or not attempted"),
    N_("meets the standard of the trade"),
    N_("meets it and exceeds it in part"),
    N_("excellent throughout"),
)
_SKILLS_ASPECTS = Scheme(
    criteria=(
        Criterion(
            "dimension",
            N_("Main dimension (mm)"),
            Decimal(2),
            step=Decimal("0.01"),
            kind=Kind.MEASUREMENT,
            group="measured",
            nominal=Decimal(50),
            brackets=(Bracket(Decimal("0.05"), Decimal(2)), Bracket(Decimal("0.10"), Decimal(1))),
        ),
        Criterion("safety", N_("Safety rules kept"), Decimal(1), kind=Kind.PASS_FAIL, group="measured"),
        Criterion(
            "finish",
            N_("Finish of the surface"),
            Decimal(2),
            kind=Kind.JUDGEMENT,
            group="judged",
            levels=_LEVELS,
            spread_limit=Decimal(1),
        ),
        Criterion(
            "order",
            N_("Order at the work place"),
            Decimal(1),
            kind=Kind.JUDGEMENT,
            group="judged",
            levels=_LEVELS,
            spread_limit=Decimal(1),
        ),
    ),
    drop_high=0,
    drop_low=0,
    rounding_point=RoundingPoint.PRODUCT,
    tie_chain=(TieKey("judged"),),
    awards=replace(
        _MEDALS,
        small_fields=(
            FieldSize(6, tuple(award.name for award in _MEDALS.classes)),
            FieldSize(5, tuple(award.name for award in _MEDALS.classes[:2])),
            FieldSize(4, tuple(award.name for award in _MEDALS.classes[:1])),
            FieldSize(0, None),
        ),
    ),
    groups=(
        Group("measured", N_("Measured aspects")),
        Group("judged", N_("Judged aspects")),
    ),
)

_ROUNDS = (N_("Round 1"), N_("Round 2"), N_("Round 3"), N_("Round 4"), N_("Round 5"), N_("Round 6"))

_DIVING = Scheme(
    criteria=tuple(
        Criterion(f"round_{number}", title, Decimal(10), step=_HALF)
        for number, title in enumerate(_ROUNDS, start=1)
    ),
    drop_high=2,
    drop_low=2,
    combine=Combine.SUM,
    rounding_point=RoundingPoint.PRODUCT,
    uses_multipliers=True,
    awards=_MEDALS,
)

_ELEMENTS = (N_("Element 1"), N_("Element 2"), N_("Element 3"), N_("Element 4"))
_COMPONENTS = {
    "skills": N_("Skills"),
    "composition": N_("Composition"),
    "performance": N_("Performance"),
}
_SEGMENT = Scheme(
    criteria=(
        *(
            Criterion(
                f"element_{number}",
                title,
                Decimal(3),
                kind=Kind.ELEMENT,
                lowest=Decimal(-3),
                group="elements",
            )
            for number, title in enumerate(_ELEMENTS, start=1)
        ),
        *(
            Criterion(
                key, title, Decimal(10), weight=Decimal("0.8"), step=Decimal("0.25"), group="components"
            )
            for key, title in _COMPONENTS.items()
        ),
        Criterion("deductions", N_("Deductions"), Decimal(10), kind=Kind.DEDUCTION, step=_HALF),
    ),
    rounding_point=RoundingPoint.PANEL,
    tie_chain=(TieKey("components"),),
    awards=_MEDALS,
    groups=(Group("elements", N_("Elements")), Group("components", N_("Components"))),
)


@dataclass(frozen=True)
class Preset:
    """A scheme to start from, what it is called and where it comes from (message ids)."""

    scheme: Scheme
    title: str
    source: str


_SHEET = N_("the usual layout of municipal review sheets for small innovations")
_STAGES_SOURCE = N_(
    "work plan of the Nanning workers' skill contest, 2011: weights, and the practical work first"
)
PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "five_small": Preset(_FIVE_SMALL, N_("Review of small innovations"), _SHEET),
        "five_small_innovation": Preset(
            _FIVE_SMALL_INNOVATION, N_("Review of small innovations: novelty first"), _SHEET
        ),
        "skills_30_70": Preset(
            _staged(theory="0.30", practice="0.70"),
            N_("Skill competition: theory 30 %, practice 70 %"),
            _STAGES_SOURCE,
        ),
        "skills_20_80": Preset(
            _staged(theory="0.20", practice="0.80"),
            N_("Skill competition: theory 20 %, practice 80 %"),
            _STAGES_SOURCE,
        ),
        "skills_25_55_20": Preset(
            _staged(theory="0.25", practice="0.55", defence="0.20"),
            N_("Skill competition: theory 25 %, practice 55 %, defence 20 %"),
            _STAGES_SOURCE,
        ),
        "five_judges": Preset(
            _FIVE_JUDGES,
            N_("One mark of 100: from five judges on, one highest and one lowest dropped"),
            N_(
                "common rule of labour competitions; prizes 10/20/30 % as in the 2012 notice of China skills contests"
            ),
        ),
        "skills_aspects": Preset(
            _SKILLS_ASPECTS,
            N_("Measured and judged aspects, levels 0 to 3"),
            N_("WorldSkills assessment guidance; medals by field size: Moscow Masters regulation 10.1"),
        ),
        "diving": Preset(
            _DIVING,
            N_("Judged rounds with a degree of difficulty"),
            N_(
                "World Aquatics diving rules: seven judges, two highest and two lowest dropped, sum times difficulty"
            ),
        ),
        "segment": Preset(
            _SEGMENT,
            N_("Judged segment: elements, components, deductions"),
            N_("ISU judging system: panel means and products rounded to 0.01 before they are added"),
        ),
    }
)
"""The schemes to start from, by key; every title, wording and award name in them is a message id."""


def preset(key: str) -> Scheme:
    """Return the preset worded in the spoken language, ready to be edited."""
    scheme = PRESETS[key].scheme
    names = {c.name: translate(c.name) for c in scheme.awards.classes}
    return replace(
        scheme,
        criteria=tuple(_worded(criterion) for criterion in scheme.criteria),
        groups=tuple(replace(group, title=translate(group.title)) for group in scheme.groups),
        awards=replace(
            scheme.awards,
            classes=tuple(replace(c, name=names[c.name]) for c in scheme.awards.classes),
            small_fields=tuple(
                replace(line, medals=None if line.medals is None else tuple(names[m] for m in line.medals))
                for line in scheme.awards.small_fields
            ),
        ),
    )


def _worded(criterion: Criterion) -> Criterion:
    bands = tuple(replace(band, wording=translate(band.wording)) for band in criterion.bands)
    levels = tuple(translate(level) for level in criterion.levels)
    return replace(criterion, title=translate(criterion.title), bands=bands, levels=levels)
