"""Who may be one person, record by record and in long lists."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.common.identifiers import IdentifierInvalid, resident_id
from union_lib.consolation import match_keys, matching
from union_lib.consolation.matching import column_matches, matches
from union_lib.consolation.rules.duplicates import (
    SCORES,
    Pair,
    PairCause,
    PersonRecord,
    Verdict,
    judged,
    judged_pairs,
    plain_person,
    plain_phone,
)
from union_lib.consolation.rules.likeness import plain_name, plain_names, readings, sound_alike

TODAY = date(2020, 3, 4)
OLD, NEW = "110105491231002", "11010519491231002X"
OTHER = "430202197506150002"


def verdict(one: PersonRecord, other: PersonRecord) -> tuple[Verdict, PairCause]:
    found = judged(plain_person(one, TODAY), plain_person(other, TODAY))
    assert found == judged(plain_person(other, TODAY), plain_person(one, TODAY))
    return found.verdict, found.cause


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("单丽", "山莉"),
        ("曾伟", "增伟"),
        ("仇英", "求英"),
        ("解明", "谢明"),
        ("查良", "扎良"),
        ("区伟", "欧伟"),
        ("吕丽", "呂麗"),
        ("吕", "驴"),
        ("李玥", "李月"),
        ("李乐", "李月"),
        ("尉迟恭", "玉池工"),
        ("张 伟", "張　偉"),
        ("阿卜杜拉·买买提", "阿卜杜拉买买提"),
        ("Li Na", "ＬＩ ＮＡ"),
    ],
)
def test_names_that_may_sound_the_same_do(one, other):
    assert sound_alike(plain_name(one), plain_name(other))
    assert sound_alike(plain_name(other), plain_name(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张伟", "张薇薇"),
        ("于芳", "魏芳"),
        ("石磊", "单磊"),
        ("吕", "路"),
        ("", ""),
        ("张伟", ""),
        ("张伟", "章卫国"),
    ],
)
def test_names_that_cannot_sound_the_same_do_not(one, other):
    assert not sound_alike(plain_name(one), plain_name(other))


def test_u_with_dots_is_no_u():
    assert readings("吕") == {"lv"}


def test_many_names_come_out_as_each_by_itself():
    names = ["張偉", "", "李　玥", "O'Neil", "𠮷田\n"]
    assert plain_names(names) == [plain_name(name) for name in names]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("张伟", OLD, ""), ("張偉", NEW.lower(), ""), PairCause.SAME_IDENTITY),
        (("张伟", NEW, ""), ("王芳", f" {NEW} ", ""), PairCause.SAME_IDENTITY_OTHER_NAME),
        (("张伟", NEW, "1"), ("张伟", OTHER, "1"), PairCause.TWO_IDENTITIES),
        (("张伟", NEW, "13812345678"), ("张伟", OTHER, "+86 13812345678"), PairCause.SAME_PHONE_SAME_NAME),
        (("张伟", NEW, "13812345678"), ("王芳", OTHER, "13812345678"), PairCause.NOTHING),
        (("李玥", "", "13812345678"), ("李月", NEW, "13812345678"), PairCause.SAME_PHONE_LIKE_NAME),
        (("李玥", OTHER[:17] + "3", ""), ("李玥", OTHER, ""), PairCause.SAME_BIRTHDAY_SAME_NAME),
        (("李玥", OTHER[:17] + "3", ""), ("李月", OTHER, ""), PairCause.SAME_BIRTHDAY_LIKE_NAME),
        (("李玥", "", ""), ("李玥", OTHER, ""), PairCause.NOTHING),
        (("李玥", "", ""), ("李玥", "", ""), PairCause.NOTHING),
        (("李玥", "", "00000000000"), ("李玥", "", "00000000000"), PairCause.NOTHING),
        (("李玥", "", "0731-28681234"), ("李玥", "", "073128681234"), PairCause.SAME_PHONE_SAME_NAME),
    ],
)
def test_the_cause_of_a_pair_is_what_it_rests_on(one, other, expected):
    assert verdict(PersonRecord(*one), PersonRecord(*other))[1] == expected


def test_a_birthday_from_the_list_is_used_where_there_is_no_valid_number():
    told = PersonRecord("李玥", born_on=date(1975, 6, 15))
    assert verdict(told, PersonRecord("李玥", OTHER))[0] == Verdict.REVIEW
    assert verdict(told, PersonRecord("李玥", NEW))[0] == Verdict.UNRELATED


def test_certain_pairs_are_shown_before_doubtful_ones():
    ranked = sorted(PairCause, key=lambda cause: -SCORES[cause])
    assert ranked[:2] == [PairCause.SAME_IDENTITY, PairCause.SAME_IDENTITY_OTHER_NAME]
    assert set(SCORES) == set(PairCause)


@pytest.mark.parametrize("text", ["", "无", "123", "11111111111", "1" * 20])
def test_what_tells_nobody_apart_is_no_phone(text):
    assert plain_phone(text) == ""


# Long lists

NAMES = st.sampled_from(
    [
        "张伟",
        "張偉",
        "章威",
        "单丽",
        "山莉",
        "善李",
        "曾乐",
        "增月",
        "尉迟恭",
        "玉池工",
        "于芳",
        "魏芳",
        "",
        "李",
        "买买提江·吐尔逊",
        "买买提江吐尔逊",
        "买买提江吐尔训",
        "买买提江吐尔地",
        "Li Na",
        "那那那那",
        "娜呢内诺",
    ]
)
IDENTITIES = st.sampled_from(
    [
        "",
        OLD,
        NEW,
        NEW.lower(),
        f" {NEW}",
        OTHER,
        OTHER[:17] + "3",
        OTHER[:6] + OTHER[8:17],
        "430202750615000",
        "430202197513150002",
        "４３０２０２１９７５０６１５０００２",
        "43020220990615000X",
        "12",
        "11010519491231002",
        "000000000000000000",
        "43020219750229000X",
        "43020219760229000X",
        "430202190002290009",
        "é" * 18,
        "430202199002300001",
    ]
)
PHONES = st.sampled_from(
    [
        "",
        "13812345678",
        "+86 138-1234-5678",
        "１３８１２３４５６７８",
        "12345678901",
        "13900000000",
        "073128681234",
        "0731-28681234",
        "73128681234",
        "00000000000",
        "无",
        "12345",
    ]
)
BIRTHS = st.sampled_from([None, None, date(1975, 6, 15), date(1949, 12, 31)])
RECORDS = st.lists(st.builds(PersonRecord, NAMES, IDENTITIES, PHONES, BIRTHS), max_size=14)


def told(pairs) -> set[tuple[int, int, PairCause]]:
    return {(pair.first, pair.second, pair.judged.cause) for pair in pairs}


@settings(max_examples=60, deadline=None)
@given(records=RECORDS)
def test_a_long_list_is_judged_like_a_short_one(records):
    found = [pair for piece in matches(records, TODAY).pieces() for pair in piece.pairs()]
    asked = (pair for pair in judged_pairs(records, TODAY) if pair.judged.verdict != Verdict.DIFFERENT)
    assert len(found) == len({(pair.first, pair.second) for pair in found})
    assert told(found) == told(asked)


DIGITS = st.text("0123456789", min_size=15, max_size=18)
NEARLY = st.builds(
    lambda day, tail: f"430202{day:%Y%m%d}{tail}",
    st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.text("0123456789Xx", min_size=4, max_size=4),
)


@settings(max_examples=200)
@given(texts=st.lists(st.one_of(DIGITS, NEARLY, IDENTITIES, st.text(max_size=19)), max_size=20))
def test_numbers_in_bulk_are_valid_exactly_when_they_are_one_by_one(texts):
    identity, born = match_keys.identity_keys(texts, TODAY)
    for text, number, day in zip(texts, identity.tolist(), born.tolist(), strict=True):
        person = plain_person(PersonRecord("", text), TODAY)
        assert number == int(person.identity[:17] or 0)
        born_on = person.born_on
        assert day == (born_on.year * 10_000 + born_on.month * 100 + born_on.day if born_on else 0)
        try:
            assert number == int(resident_id(text, TODAY).number[:17])
        except IdentifierInvalid:
            assert number == 0


@given(texts=st.lists(st.one_of(PHONES, st.text("0123456789", min_size=6, max_size=13)), max_size=20))
def test_phones_in_bulk_are_equal_exactly_when_they_are_one_by_one(texts):
    keys = match_keys.phone_keys(texts).tolist()
    plain = [plain_phone(text) for text in texts]
    assert [key == 0 for key in keys] == [not phone for phone in plain]
    assert len(set(keys)) == len(set(plain))


def test_a_crowd_is_named_and_only_paired_with_its_first():
    size = matching.CROWD + 50
    found = column_matches(["张伟"] * size, [""] * size, ["13812345678"] * size, TODAY)
    pairs = [pair for piece in found.pieces() for pair in piece.pairs()]
    assert {pair.first for pair in pairs} == {0}
    assert sorted(pair.second for pair in pairs) == list(range(1, size))
    assert {(crowd.first, crowd.size, crowd.is_identity) for crowd in found.crowds} == {(0, size, False)}


def test_a_list_of_nobody_has_no_pairs():
    assert list(column_matches((), (), (), TODAY).pieces()) == []


def test_a_pair_of_a_piece_is_worded_as_the_rules_word_it():
    [piece] = column_matches(["李玥", "李月"], ["", ""], ["13812345678"] * 2, TODAY).pieces()
    [pair] = piece.pairs()
    assert isinstance(pair, Pair)
    assert (pair.judged.verdict, pair.judged.score) == (Verdict.REVIEW, 80)
