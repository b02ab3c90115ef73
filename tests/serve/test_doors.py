"""Signing in and out: who gets in, who does not, and what the cookie is worth."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from tests.serve.conftest import NEWCOMER, Server, ends
from tests.serve.visitor import PASSWORD, Visitor
from union_lib.registry.sign_in import FAILURES_ALLOWED, LONGEST
from union_lib.serve.doors import WRONG_PASSWORDS_ALLOWED, inside, is_training
from union_lib.serve.identity import COOKIE
from union_lib.store import database

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("serve")]
NEW_PASSWORD = "battery-staple-9"


def test_a_stranger_is_led_to_the_sign_in_page_and_back(server: Server):
    led = server.visitor().get("/app/plain?screen=board")
    assert led.status == 302
    address = led.headers["Location"]
    assert address == "/login?next=%2Fapp%2Fplain%3Fscreen%3Dboard"
    assert server.visitor().sign_in("li.wen", path=address).headers["Location"] == "/app/plain?screen=board"


def test_a_wrong_password_is_refused_and_the_name_kept(server: Server):
    refused = server.visitor().sign_in("li.wen", "wrong-secret-1")
    assert refused.status == 401
    assert 'value="li.wen"' in refused.text
    assert "wrong-secret-1" not in refused.text
    assert COOKIE not in refused.headers.get("Set-Cookie", "")


def test_the_page_speaks_the_language_asked_for(server: Server):
    refused = server.visitor().sign_in("li.wen", "wrong", path="/login?lang=en")
    assert '<html lang="en">' in refused.text
    assert "The user name or the password is wrong." in refused.text
    assert '<html lang="zh-CN">' in server.visitor().get("/login?lang=zh").text


def test_after_eight_failures_even_the_right_password_waits_but_colleagues_do_not(server: Server):
    guesser = server.visitor()
    statuses = [guesser.sign_in("wu.gang", f"guess-{n}").status for n in range(FAILURES_ALLOWED)]
    assert statuses == [401] * FAILURES_ALLOWED
    assert guesser.sign_in("wu.gang").status == 429
    assert server.visitor().sign_in("li.wen").status == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_new_at_each_sign_in(server: Server):
    visitor = server.visitor("li.wen")
    first, flags = visitor.cookies[COOKIE], visitor.set_cookies[COOKIE]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {flag.strip() for flag in flags.split(";")}
    assert "expires" not in flags.lower()
    assert visitor.sign_in("li.wen").status == 303
    assert visitor.cookies[COOKIE] != first
    assert Visitor(server.port, {COOKIE: first}).get("/").headers["Location"].startswith("/login")


def test_a_token_set_beforehand_does_not_become_a_session(server: Server):
    visitor = Visitor(server.port, {COOKIE: "planted"})
    visitor.sign_in("li.wen")
    assert visitor.cookies[COOKIE] != "planted"


@pytest.mark.parametrize("value", ["", "forged", "1", "' OR 1=1 --", "a" * 4000])
def test_a_forged_cookie_is_nobody(server: Server, value: str):
    assert Visitor(server.port, {COOKIE: quote(value)}).get("/app/plain").status == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_User": "li.wen", "Remote_User": "li.wen"},
        {"UNION_ACCOUNT": "1", "X_Union_Account": "1"},
        {"Authorization": "token secret"},
    ],
)
def test_nobody_is_believed_for_a_header(server: Server, headers: dict[str, str]):
    assert server.visitor().get("/app/plain", **headers).status == 302
    assert server.visitor().get("/app/plain?token=secret", **headers).status == 302


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "javascript:alert(1)",
     "/logout", "/app/plain\r\nSet-Cookie: a=b", "/app/../login", "/app/plain#@evil.example"],
)  # fmt: skip
def test_after_signing_in_nobody_is_led_elsewhere(server: Server, elsewhere: str):
    assert inside(elsewhere, "/") == "/"
    led = server.visitor().sign_in("li.wen", path="/login?next=" + quote(elsewhere, safe=""))
    assert (led.status, led.headers["Location"]) == (303, "/")


def test_a_form_without_the_token_against_forgery_is_refused(server: Server):
    visitor = server.visitor("li.wen")
    typed = {"username": "li.wen", "password": PASSWORD}
    assert server.visitor().post("/login", typed).status == 403
    assert visitor.post("/logout", {}).status == 403
    assert visitor.post("/password", {"old": PASSWORD}).status == 403
    assert visitor.get("/app/plain").status == 200


def test_a_form_from_another_site_is_refused(server: Server):
    visitor = server.visitor("li.wen")
    assert visitor.fill("/logout", {}, Origin="http://evil.example").status == 403


def test_signing_out_takes_a_form_and_ends_the_kernels_of_this_sign_in_alone(server: Server):
    visitor, elsewhere = server.visitor("li.wen"), server.visitor("li.wen")
    page = visitor.open()
    kernel, other = server.kernel(page), server.kernel(elsewhere.open())
    token = visitor.cookies[COOKIE]
    assert visitor.get("/logout").status == 405
    assert visitor.fill("/logout", {}).headers["Location"] == "/login"
    assert ends(kernel, 5)
    assert f"page {page.kernel_id[:8]} ended: signed out" in server.log.read_text("utf-8")
    assert other.is_running()
    assert COOKIE not in visitor.cookies
    assert Visitor(server.port, {COOKIE: token}).get("/app/plain").status == 302


def test_an_expired_sign_in_is_over_and_so_are_its_kernels(server: Server):
    visitor = server.visitor("zheng.li")
    kernel = server.kernel(visitor.open())
    server.shift_sign_ins("zheng.li", opened_at=datetime.now(UTC) - LONGEST - timedelta(seconds=1))
    assert ends(kernel)
    assert visitor.get("/app/plain").status == 302


def test_a_one_time_password_must_be_changed_before_anything_else(server: Server):
    visitor, elsewhere = server.visitor(NEWCOMER), server.visitor(NEWCOMER)
    for page in ("/", "/app/plain", "/app/nothing"):
        assert visitor.get(page).headers["Location"] == "/password"
    typed = {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert visitor.fill("/password", typed).status == 303
    assert visitor.get("/app/plain").status == 200
    assert elsewhere.get("/app/plain").headers["Location"].startswith("/login")
    assert server.visitor().sign_in(NEWCOMER).status == 401
    assert server.visitor().sign_in(NEWCOMER, NEW_PASSWORD).status == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": PASSWORD, "new": NEW_PASSWORD, "again": "another-one-1"}, "The two new passwords differ."),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "This password is too easy to guess."),
        ({"old": "mistyped-1", "new": NEW_PASSWORD, "again": NEW_PASSWORD}, "The present password is wrong."),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(
    server: Server, typed: dict[str, str], said: str
):
    refused = server.visitor("qian.yu").fill("/password?lang=en", typed)
    assert refused.status == 400
    assert said in refused.text
    assert not any(secret in refused.text for secret in typed.values())


def test_whoever_guesses_the_present_password_is_signed_out(server: Server):
    visitor = server.visitor("sun.hao")
    for _ in range(WRONG_PASSWORDS_ALLOWED):
        visitor.fill("/password", {"old": "guess", "new": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert visitor.get("/password").headers["Location"].startswith("/login")


def test_a_practice_installation_shows_its_accounts_at_the_door(server: Server):
    door = server.visitor().get("/login?lang=en").text
    assert "he.zhiqiang" in door
    assert "practice-2020" in door
    assert "All people and figures here are invented." in door


def test_a_real_installation_is_not_for_practice():
    on = database.make_engine("sqlite://")
    database.metadata.create_all(on)
    assert not is_training(on)


def test_the_log_holds_no_names_passwords_tokens_or_queries(server: Server):
    visitor = server.visitor("zhou.jie")
    visitor.get("/app/plain?entry=confidential")
    visitor.sign_in("zhou.jie", "wrong-secret-2")
    log = server.log.read_text("utf-8")
    assert "signed in" in log
    for secret in ("zhou.jie", PASSWORD, "wrong-secret-2", "confidential", visitor.cookies[COOKIE]):
        assert secret not in log
