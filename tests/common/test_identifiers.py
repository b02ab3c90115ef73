from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.common.identifiers import (
    CardInvalid,
    CreditChecksum,
    CreditFormat,
    MobileInvalid,
    Registry,
    ResidentChecksum,
    ResidentDate,
    ResidentFormat,
    Sex,
    bank_card,
    credit_code,
    masked,
    mobile,
    passes_luhn,
    resident_id,
)

TODAY = date(2020, 12, 31)
VALID = "11010519491231002X"


@pytest.mark.parametrize(
    "typed", [VALID, "11010519491231002x", " 110105 19491231 002X", "１１０１０５19491231002Ｘ"]
)
def test_a_resident_number_is_read_however_it_is_typed(typed):
    found = resident_id(typed, TODAY)
    assert (found.number, found.born_on, found.sex) == (VALID, date(1949, 12, 31), Sex.FEMALE)


def test_an_old_number_gets_its_century_and_check_character():
    assert resident_id("110105491231002", TODAY).number == VALID


@pytest.mark.parametrize(
    ("typed", "refusal", "code"),
    [
        ("", ResidentFormat, "format"),
        ("1101051949123100", ResidentFormat, "format"),
        ("11010519491231X02", ResidentFormat, "format"),
        ("110105194913310021", ResidentDate, "date"),
        ("110105202101010021", ResidentDate, "date"),
        ("110105194912310021", ResidentChecksum, "checksum"),
    ],
)
def test_a_wrong_resident_number_is_refused_for_form_then_date_then_check(typed, refusal, code):
    with pytest.raises(refusal) as refused:
        resident_id(typed, TODAY)
    assert refused.value.code == code


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(position, shift):
    wrong = str((int(VALID[position]) + shift) % 10)
    with pytest.raises((ResidentDate, ResidentChecksum)):
        resident_id(VALID[:position] + wrong + VALID[position + 1 :], TODAY)


@pytest.mark.parametrize(
    ("typed", "registry"),
    [
        ("91110000600037341L", Registry.MARKET),
        ("81430200MB12345673", Registry.UNION),
        ("n2430212mf12345676", Registry.AGRICULTURE),
    ],
)
def test_a_credit_code_tells_who_registered(typed, registry):
    assert credit_code(typed).registry == registry


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [("91110000600037341M", CreditChecksum), ("9111000060003734IL", CreditFormat), ("12345", CreditFormat)],
)
def test_a_wrong_credit_code_is_refused(typed, refusal):
    with pytest.raises(refusal):
        credit_code(typed)


@given(st.text("0123456789", min_size=2, max_size=19))
def test_exactly_one_check_digit_fits_a_card(digits):
    assert sum(passes_luhn(digits + check) for check in "0123456789") == 1


def test_a_card_number_is_read_without_blanks_and_a_wrong_one_refused():
    assert bank_card("4111 1111 1111 1111") == "4111111111111111"
    for typed in ("4111111111111112", "", "411111111111111x"):
        with pytest.raises(CardInvalid):
            bank_card(typed)


@pytest.mark.parametrize(
    "typed", ["13812345678", "+86 138-1234-5678", "0086138 12345678", "86１３８12345678"]
)
def test_a_mobile_number_is_read_with_or_without_the_country(typed):
    assert mobile(typed) == "13812345678"


@pytest.mark.parametrize("typed", ["", "12812345678", "1381234567", "138123456789", "+1 13812345678"])
def test_what_is_not_a_mobile_number_is_refused(typed):
    with pytest.raises(MobileInvalid):
        mobile(typed)


@given(st.text("0123456789X", max_size=30))
def test_a_masked_number_shows_ten_characters_at_most_and_keeps_its_length(number):
    hidden = masked(number)
    assert len(hidden) == len(number)
    assert len(hidden.replace("*", "")) == (10 if len(number) > 10 else 0)
