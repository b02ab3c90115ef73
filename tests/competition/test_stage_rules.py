import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.competition.rules import (
    MOVES,
    CompetitionClosed,
    Duty,
    MoveNotYours,
    MoveRefused,
    NotOnNotice,
    NotSigned,
    PlanFixed,
    Stage,
    WrongStage,
    check_move,
    check_stage,
)


@pytest.mark.parametrize(
    ("stage", "to", "duty", "name"),
    [
        (Stage.DRAFT, Stage.MARKING, Duty.ORGANISER, "open_marking"),
        (Stage.MARKING, Stage.DRAFT, Duty.ORGANISER, "return_to_draft"),
        (Stage.MARKING, Stage.SIGNED, Duty.CHIEF, "sign"),
        (Stage.SIGNED, Stage.MARKING, Duty.CHIEF, "reopen"),
        (Stage.SIGNED, Stage.ON_NOTICE, Duty.ORGANISER, "post_notice"),
        (Stage.ON_NOTICE, Stage.SIGNED, Duty.ORGANISER, "withdraw_notice"),
        (Stage.ON_NOTICE, Stage.PUBLISHED, Duty.ORGANISER, "publish"),
    ],
)
def test_each_move_is_made_by_its_duty(stage, to, duty, name):
    assert check_move(stage, to, {duty}).name == name
    with pytest.raises(MoveNotYours):
        check_move(stage, to, set(Duty) - {duty})


@given(st.sampled_from(Stage), st.sampled_from(Stage))
def test_a_move_that_is_not_in_the_table_is_refused_to_everybody(stage, to):
    if (stage, to) in MOVES:
        assert check_move(stage, to, set(Duty)) == MOVES[stage, to]
    else:
        with pytest.raises(MoveRefused):
            check_move(stage, to, set(Duty))


def test_what_was_published_stays_published():
    assert not [to for stage, to in MOVES if stage == Stage.PUBLISHED]


def test_going_back_on_a_signature_or_a_notice_wants_a_reason():
    assert {move.name for move in MOVES.values() if move.wants_reason} == {"reopen", "withdraw_notice"}


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.MARKING}))
def test_marks_are_given_only_while_marking_is_open(stage):
    assert check_stage(Stage.MARKING, Stage.MARKING) is None
    with pytest.raises(CompetitionClosed) as refused:
        check_stage(stage, Stage.MARKING)
    assert refused.value.stage == stage


@pytest.mark.parametrize(
    ("needed", "refusal"),
    [
        (Stage.DRAFT, PlanFixed),
        (Stage.SIGNED, NotSigned),
        (Stage.ON_NOTICE, NotOnNotice),
        (Stage.PUBLISHED, WrongStage),
    ],
)
def test_the_refusal_says_which_stage_was_needed(needed, refusal):
    with pytest.raises(refusal) as refused:
        check_stage(Stage.MARKING, needed)
    assert type(refused.value) is refusal
    assert refused.value.needed == needed
