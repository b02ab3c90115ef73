"""Two languages: what is said, and what is said when there is no translation."""

from __future__ import annotations

import pytest

from union_lib.common import text
from union_lib.common.errors import NotAllowed, RuleViolation, StaleVersion


@pytest.fixture(autouse=True)
def quiet(speaks_english: None) -> None:
    """Leave the process in the language it was in."""


def test_english_is_what_stands_in_the_code():
    assert text.translate("Close", "en") == "Close"


def test_chinese_comes_from_the_catalogue():
    assert text.translate("Close", "zh") == "关闭"


def test_a_message_without_chinese_is_shown_in_english():
    assert text.translate("Nobody has said this yet.", "zh") == "Nobody has said this yet."


def test_no_message_is_no_text():
    assert text.translate("", "zh") == ""


@pytest.mark.parametrize(("asked", "spoken"), [("en", "en"), ("zh", "zh"), ("fr", "zh"), ("", "zh")])
def test_chinese_is_spoken_unless_english_is_asked_for(asked: str, spoken: str):
    assert text.speak(asked) == spoken
    assert text.spoken() == spoken


def test_translating_follows_the_spoken_language():
    text.speak("zh")
    assert text._("Cancel") == "取消"
    text.speak("en")
    assert text._("Cancel") == "Cancel"


def test_a_refusal_says_what_happened_and_what_to_do_in_both_languages():
    what, todo = NotAllowed().said("zh")
    assert what.endswith("。")
    assert todo.endswith("。")
    assert NotAllowed().said("en")[0] == "Your account may not do this here."


def test_a_refusal_carries_its_facts():
    told = StaleVersion("技能", "8", "9", "黄志刚").said("zh")[0]
    assert all(fact in told for fact in ("技能", "8", "9", "黄志刚"))


def test_english_sentences_are_parted_by_a_space_chinese_ones_are_not():
    assert str(NotAllowed()) == " ".join(NotAllowed().said("en"))
    text.speak("zh")
    assert str(NotAllowed()) == "".join(NotAllowed().said("zh"))


def test_a_refusal_is_no_fault():
    assert issubclass(StaleVersion, RuleViolation)
    assert not issubclass(RuleViolation, RuntimeError)
