"""The frame: places, notices, questions, language."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from union_lib.common import text
from union_lib.ui.launch import make_shell

from .screens import Plain, opened

pytestmark = pytest.mark.usefixtures("speaks_english")


def test_a_screen_is_made_once_and_visited_each_time():
    shell = opened()
    first = shell.screen
    shell.go("board")
    shell.go("plan", competition=3)
    assert shell.screen is first
    assert first.competition == 3
    assert shell.visits == 3


def test_the_address_names_the_screen_and_what_it_is_about():
    shell = opened()
    shell.call("navigate", {"screen": "board", "competition": "3", "key": "x", "lang": "en"})
    assert shell.current == "board"
    assert shell.address == "?screen=board&competition=3"
    assert shell.screen.competition == 3


def test_an_unknown_place_is_refused_and_one_stays_where_one_is():
    shell = opened()
    shell.call("navigate", {"screen": "admin"})
    assert shell.current == "plan"
    assert shell.notices[-1]["kind"] == "bad"


def test_what_one_may_not_see_is_said_in_place_of_the_first_screen():
    ws = SimpleNamespace(actor=SimpleNamespace(name="Zhou"), language="en", is_training=False)
    shell = make_shell("competition", {"plan": Plain}, ws=ws, query="screen=plan&competition=13")
    assert shell.screen is None
    assert shell.trouble["what"] == "Your account may not do this here."


def test_leaving_with_unsaved_input_asks_first():
    shell = opened()
    shell.screen.set_state({"is_dirty": True})
    assert shell.is_dirty
    shell.call("navigate", {"screen": "board"})
    assert shell.current == "plan"
    assert shell.ask["title"] == "Leave without saving?"
    shell.call("answer", {"yes": False})
    assert shell.current == "plan"
    shell.go("board")
    shell.call("answer", {"yes": True})
    assert shell.current == "board"
    assert not shell.is_dirty


def test_three_notices_at_most_the_newest_stay():
    shell = opened()
    for n in range(5):
        shell.say(f"notice {n}")
    assert [n["text"] for n in shell.notices] == ["notice 2", "notice 3", "notice 4"]


def test_the_button_of_a_notice_acts_once():
    shell, undone = opened(), []
    shell.screen.say("Removed", "info", action="Undo", on_action=lambda: undone.append(1))
    notice_id = shell.notices[0]["id"]
    shell.call("act", notice_id)
    shell.call("act", notice_id)
    assert undone == [1]
    assert shell.notices == []


def test_no_is_the_end_of_a_question():
    shell, done = opened(), []
    shell.confirm(lambda: done.append(1), title="Sign?", yes="Sign")
    shell.call("answer", {"yes": False})
    shell.call("answer", {"yes": True})
    assert done == []
    assert shell.ask == {}


def test_a_yes_without_its_reason_is_no_answer():
    shell, reasons = opened(), []
    shell.confirm(reasons.append, title="Return?", yes="Return", reason=True)
    shell.call("answer", {"yes": True, "reason": "  "})
    assert shell.ask["title"] == "Return?"
    shell.call("answer", {"yes": True, "reason": " a mark is missing "})
    assert reasons == ["a mark is missing"]


def test_a_refusal_after_yes_becomes_a_notice():
    shell = opened()
    shell.confirm(shell.screen.vue_refuse, title="Sign?", yes="Sign")
    shell.call("answer", {"yes": True})
    assert shell.notices[-1]["todo"] == "Correct one of the two dates."


def test_the_language_changes_everywhere_without_a_reload():
    heard: list[str] = []
    shell = opened(on_speak=heard.append, user={"name": "Zhou", "role": "Judge"})
    shell.go("board")
    shell.call("speak", "zh")
    assert text.spoken() == "zh"
    assert heard == ["zh"]
    assert shell.t["cancel"] == "取消"
    assert shell.kit["close"] == "关闭"
    assert [n["title"] for n in shell.nav] == ["参赛项目", "成绩与奖项"]
    assert shell.user["role"] == "评委"
    assert shell.screen.t == {"title": "参赛项目"}
    assert shell.screen.shown == 2


def test_a_badge_is_set_beside_its_entry():
    shell = opened()
    shell.badge("board", "7")
    assert [n.get("badge") for n in shell.nav] == [None, "7"]


def test_a_screen_without_an_entry_of_its_own_belongs_under_another():
    class Inner(Plain):
        under = "board"

    shell = opened()
    shell.screens = {**shell.screens, "inner": Inner}
    shell.go("inner")
    assert (shell.current, shell.place) == ("inner", "board")
    assert shell.crumbs == ["Results and awards"]


def test_the_keys_of_a_screen_are_in_the_help():
    assert {"keys": "F8", "text": "Next"} in opened().shortcuts


def test_a_download_goes_to_the_page_as_bytes():
    shell = opened()
    shell.screen.download("list.xlsx", "text/plain", b"abc")
    about, buffers = shell.sent[-1]
    assert about == {"method": "download", "args": [{"name": "list.xlsx", "type": "text/plain"}]}
    assert buffers == [b"abc"]


def test_the_heartbeat_is_answered():
    shell = opened()
    shell.call("ping")
    assert shell.sent[-1][0]["method"] == "pong"


def test_a_page_cannot_make_itself_somebody_else():
    shell = opened(user={"name": "Judge 7"})
    shell.set_state({"user": {"name": "admin"}, "is_training": True, "is_folded": True})
    assert shell.user == {"name": "Judge 7"}
    assert not shell.is_training
    assert shell.is_folded


def test_vuetify_has_words_in_both_languages():
    shell = opened()
    assert shell.vuetify["en"]["dataFooter"]["nextPage"] == "Next page"
    assert shell.vuetify["zh"]["dataFooter"]["nextPage"] == "下一页"
