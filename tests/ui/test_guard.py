"""What a page may do to its kernel."""

from __future__ import annotations

import logging
import re

import pytest

from .screens import Plain


@pytest.fixture
def screen(speaks_english: None) -> Plain:
    return Plain()


def test_a_page_sets_what_is_writable(screen: Plain):
    screen.set_state({"chosen": 3})
    assert screen.chosen == 3


@pytest.mark.parametrize("name", ["secret", "t", "template", "shown", "nothing"])
def test_a_page_sets_nothing_else(screen: Plain, name: str):
    before = getattr(screen, name, None)
    screen.set_state({name: "admin"})
    assert getattr(screen, name, None) == before


def test_a_value_of_the_wrong_type_is_dropped(screen: Plain, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        screen.set_state({"chosen": "three"})
    assert screen.chosen == 0
    assert "chosen" in caplog.text


def test_a_page_calls_handlers_only(screen: Plain):
    for event in ("delete_everything", "_forget", "close", "__init__"):
        screen._handle_event(screen, {"event": event}, [])
    screen._handle_event(screen, {"event": "choose", "data": 5}, [])
    assert screen.chosen == 5
    assert screen.said == []


@pytest.mark.parametrize(
    "content",
    [
        {"create_widget": ["os", "system"], "props": {}, "id": "x"},
        {"update_ref": {"functionRef": "delete_everything"}, "prop": "secret", "id": "x"},
        {"event": ["choose"]},
        {"event": None},
        "choose",
    ],
)
def test_other_messages_do_nothing(screen: Plain, content: object):
    screen._handle_event(screen, content, [])
    assert screen.said == []
    assert screen.secret == "role"


def test_bytes_reach_the_handler_that_takes_them(screen: Plain):
    screen._handle_event(screen, {"event": "take", "data": {"name": "a.xlsx"}}, [b"1", b"2"])
    assert screen.said == [{"text": "a.xlsx", "kind": "2"}]


def test_a_refusal_becomes_a_notice_with_what_to_do(screen: Plain):
    screen.call("refuse")
    [notice] = screen.said
    assert notice["text"] == "The last day lies before the first day."
    assert notice["todo"] == "Correct one of the two dates."
    assert notice["kind"] == "bad"


def test_who_lost_the_race_is_offered_the_newest_content(screen: Plain):
    screen.call("lose_the_race")
    [notice] = screen.said
    assert "Li" in notice["text"]
    notice["on_action"]()
    assert screen.shown == 1


def test_a_fault_shows_a_number_and_nothing_of_the_inside(screen: Plain, caplog: pytest.LogCaptureFixture):
    screen.call("break")
    [notice] = screen.said
    assert re.fullmatch(r"\d{8}-\d{6}-[0-9A-F]{2}", notice["code"])
    assert "trace" not in str(notice)
    assert notice["code"] in caplog.text
    assert "KeyError" in caplog.text


def test_a_fault_in_an_observer_is_caught_as_well(screen: Plain, caplog: pytest.LogCaptureFixture):
    screen.observe(lambda change: screen.vue_break(), "chosen")
    screen.set_state({"chosen": 1})
    assert screen.said[0]["code"] in caplog.text


def test_a_class_adds_to_what_it_inherits():
    class Wider(Plain):
        words = {"more": "More"}
        writable = {"other"}

    assert Wider.all_words() == {"title": "Entries", "more": "More"}
    assert Wider.all_writable() == {"is_dirty", "chosen", "other"}
