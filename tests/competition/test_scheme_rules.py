from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.common.text import speak
from union_lib.competition.rules import (
    PRESETS,
    AwardClass,
    AwardPlan,
    AwardRounding,
    AwardSizeUnclear,
    AwardUnnamed,
    Band,
    BandOutside,
    BorderTies,
    Combine,
    Criterion,
    CriterionRepeated,
    CriterionUnnamed,
    DecimalsOutOfRange,
    DropsNegative,
    FactorNotPositive,
    FullMarkNotPositive,
    NoCriteria,
    RankingMethod,
    RatiosTooLarge,
    RoundingPoint,
    Scheme,
    StepNotDividing,
    TieKey,
    TieKeyUnknown,
    TrimAt,
    WeightNotPositive,
    check_scheme,
    preset,
    scheme_from_dict,
    scheme_to_dict,
)

SKILL = Criterion("skill", "Skill", Decimal(30))
SOUND = Scheme((SKILL,))


def with_criterion(**changes):
    return replace(SOUND, criteria=(replace(SKILL, **changes),))


def with_awards(*classes):
    return replace(SOUND, awards=AwardPlan(classes))


@pytest.mark.parametrize(
    ("scheme", "refusal"),
    [
        (Scheme(()), NoCriteria),
        (with_criterion(title=" "), CriterionUnnamed),
        (with_criterion(key=""), CriterionUnnamed),
        (Scheme((SKILL, SKILL)), CriterionRepeated),
        (with_criterion(full_mark=Decimal(0)), FullMarkNotPositive),
        (with_criterion(full_mark=Decimal(-1)), FullMarkNotPositive),
        (with_criterion(weight=Decimal(0)), WeightNotPositive),
        (with_criterion(step=Decimal(0)), StepNotDividing),
        (with_criterion(step=Decimal("0.7")), StepNotDividing),
        (with_criterion(step=Decimal(31)), StepNotDividing),
        (with_criterion(bands=(Band(Decimal(20), Decimal(31), "good"),)), BandOutside),
        (with_criterion(bands=(Band(Decimal(20), Decimal(10), "good"),)), BandOutside),
        (replace(SOUND, drop_high=-1), DropsNegative),
        (replace(SOUND, drop_low=-1), DropsNegative),
        (replace(SOUND, decimals=7), DecimalsOutOfRange),
        (replace(SOUND, decimals=-1), DecimalsOutOfRange),
        (replace(SOUND, factor=Decimal(0)), FactorNotPositive),
        (replace(SOUND, tie_chain=(TieKey("beauty"),)), TieKeyUnknown),
        (with_awards(AwardClass("gold")), AwardSizeUnclear),
        (with_awards(AwardClass("gold", ratio=Decimal(10), quota=1)), AwardSizeUnclear),
        (with_awards(AwardClass("gold", quota=-1)), AwardSizeUnclear),
        (with_awards(AwardClass("", quota=1)), AwardUnnamed),
        (with_awards(AwardClass("gold", quota=1), AwardClass("gold", quota=2)), AwardUnnamed),
        (with_awards(AwardClass("a", ratio=Decimal(60)), AwardClass("b", ratio=Decimal(41))), RatiosTooLarge),
    ],
)
def test_an_unsound_scheme_is_refused_for_what_is_wrong_with_it(scheme, refusal):
    with pytest.raises(refusal):
        check_scheme(scheme)


@pytest.mark.parametrize(
    "scheme",
    [
        SOUND,
        replace(SOUND, tie_chain=(TieKey("skill"), TieKey("untrimmed_mean"), TieKey("time", False))),
        replace(SOUND, drop_high=0, drop_low=0, decimals=0),
        with_awards(AwardClass("a", ratio=Decimal(60)), AwardClass("b", ratio=Decimal(40))),
        with_awards(AwardClass("none", quota=0)),
        with_criterion(bands=(Band(Decimal(0), Decimal(30), "any"),)),
    ],
)
def test_a_sound_scheme_passes(scheme):
    assert check_scheme(scheme) is None


def test_the_refusal_names_the_criterion_and_what_to_do():
    with pytest.raises(StepNotDividing) as refused:
        check_scheme(with_criterion(step=Decimal("0.7")))
    what, todo = refused.value.said("en")
    assert what == "Steps of 0.7 never reach the full mark 30 of “Skill”."
    assert todo.startswith("Choose a step")


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_is_sound_and_has_a_title(key):
    assert check_scheme(PRESETS[key].scheme) is None
    assert PRESETS[key].title
    assert PRESETS[key].source


def test_a_preset_is_worded_in_the_spoken_language():
    speak("en")
    assert preset("five_small") == PRESETS["five_small"].scheme
    speak("zh")
    assert [c.key for c in preset("five_small").criteria] == ["technical", "economic", "range", "practical"]


def test_small_innovations_are_marked_out_of_a_hundred():
    assert PRESETS["five_small"].scheme.full_total == Decimal(100)


MARKS = st.decimals(min_value=Decimal("0.01"), max_value=1000, places=2)
CRITERIA = st.builds(
    Criterion,
    key=st.text(min_size=1),
    title=st.text(min_size=1),
    full_mark=MARKS,
    weight=MARKS,
    step=MARKS,
    bands=st.lists(st.builds(Band, MARKS, MARKS, st.text()), max_size=2).map(tuple),
)
CLASSES = st.one_of(
    st.builds(AwardClass, st.text(), ratio=MARKS), st.builds(AwardClass, st.text(), quota=st.integers(0, 9))
)
SCHEMES = st.builds(
    Scheme,
    criteria=st.lists(CRITERIA, max_size=3).map(tuple),
    drop_high=st.integers(0, 3),
    drop_low=st.integers(0, 3),
    trim_at=st.sampled_from(TrimAt),
    combine=st.sampled_from(Combine),
    rounding_point=st.sampled_from(RoundingPoint),
    decimals=st.integers(0, 6),
    factor=MARKS,
    uses_multipliers=st.booleans(),
    tie_chain=st.lists(st.builds(TieKey, st.text(), st.booleans()), max_size=3).map(tuple),
    ranking=st.sampled_from(RankingMethod),
    awards=st.builds(
        AwardPlan,
        st.lists(CLASSES, max_size=3).map(tuple),
        st.sampled_from(AwardRounding),
        st.sampled_from(BorderTies),
    ),
)


@given(SCHEMES)
def test_a_scheme_comes_back_from_its_kept_form_exactly(scheme):
    kept = scheme_to_dict(scheme)
    assert scheme_from_dict(kept) == scheme
    assert scheme_to_dict(scheme_from_dict(kept)) == kept
