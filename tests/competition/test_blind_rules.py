import pytest

from union_lib.competition.rules.blind import (
    AlreadyDone,
    AppealOnly,
    BlindCodes,
    Export,
    MarksNotSigned,
    OneListPerPerson,
    OutOfOrder,
    StillBlind,
    check_identify,
    check_mark_change,
    decode,
    draw,
    sign,
)

DRAWN = draw(draw(BlindCodes(2), "Ann", 1), "Bea", 2)
SIGNED = sign(DRAWN)
OPEN = decode(decode(SIGNED, 2), 1)


def test_lists_are_drawn_in_order_by_different_people():
    with pytest.raises(OutOfOrder):
        draw(BlindCodes(2), "Ann", 2)
    with pytest.raises(OneListPerPerson):
        draw(draw(BlindCodes(2), "Ann", 1), "Ann", 2)
    with pytest.raises(AlreadyDone):
        draw(DRAWN, "Cai", 2)
    with pytest.raises(OutOfOrder):
        draw(DRAWN, "Cai", 3)


def test_marks_are_signed_once_and_only_when_all_lists_are_drawn():
    with pytest.raises(OutOfOrder):
        sign(draw(BlindCodes(2), "Ann", 1))
    with pytest.raises(AlreadyDone):
        sign(SIGNED)


def test_lists_are_opened_backwards_and_only_after_signing():
    with pytest.raises(MarksNotSigned):
        decode(DRAWN, 2)
    with pytest.raises(OutOfOrder):
        decode(SIGNED, 1)


def test_names_stay_hidden_until_the_last_list_is_open():
    half_open = decode(SIGNED, 2)
    with pytest.raises(StillBlind):
        check_identify(half_open)
    assert half_open.export == Export.CODES_ONLY
    assert check_identify(OPEN) is None
    assert OPEN.export == Export.WITH_NAMES


def test_after_signing_a_mark_changes_only_by_appeal():
    assert check_mark_change(DRAWN) is None
    with pytest.raises(AppealOnly):
        check_mark_change(SIGNED)
