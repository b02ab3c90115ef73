"""The line to a kernel: whose it is, what may be said on it, and when it ends."""

from pathlib import Path

import pytest
from tornado.websocket import websocket_connect

from tests.serve.conftest import Server, ends
from tests.serve.visitor import connect, run
from union_lib.serve.channels import CONTROL_COMM, may_pass
from union_lib.serve.life import ENDED, OPENED_ELSEWHERE

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("serve")]
NOISE = ["text", "", b"", b"\xff" * 8, b"\xff" * 64, b"\x06" + b"\0" * 7, b"\0" * 80]


def test_only_the_sign_in_that_opened_a_page_reaches_its_kernel(server: Server):
    owner, colleague = server.visitor("li.wen"), server.visitor("wang.fang")
    kernel_id = owner.open().kernel_id
    assert server.visitor().refusal(kernel_id) == 403
    assert colleague.refusal(kernel_id) == 403
    assert server.visitor("li.wen").refusal(kernel_id) == 403
    assert owner.refusal(kernel_id, origin="http://evil.example") == 403
    assert owner.refusal(kernel_id, protocol="") == 400
    assert owner.refusal("0-0-0-0-0") == 403
    assert owner.refusal(kernel_id) == 101


def test_nobody_runs_code_or_stops_a_kernel_through_its_line(server: Server, tmp_path: Path):
    visitor = server.visitor("li.wen")
    page = visitor.open()
    trace = tmp_path / "ran"
    code = {"code": f"open({str(trace)!r}, 'w')", "silent": False}

    async def attack() -> None:
        line = await connect(visitor, page.kernel_id)
        for channel in ("shell", "control", "stdin", "iopub"):
            await line.say("execute_request", code, channel)
            await line.say("shutdown_request", {"restart": False}, channel)
        for kind in ("complete_request", "inspect_request", "history_request", "debug_request"):
            await line.say(kind, {"code": "1", "cursor_pos": 1})
        await line.say("comm_open", {"comm_id": "1", "target_name": "jupyter.widget", "data": {}})
        await line.say("kernel_info_request", {})
        line.heard.clear()
        await line.until("kernel_info_reply")
        assert {kind for kind, _ in line.heard} <= {"status", "kernel_info_reply"}
        line.socket.close()

    run(attack())
    assert not trace.exists()
    assert server.kernel(page).is_running()


def test_noise_is_dropped_and_the_line_stays(server: Server):
    visitor = server.visitor("li.wen")
    kernel_id = visitor.open().kernel_id

    async def attack() -> None:
        line = await connect(visitor, kernel_id)
        for noise in NOISE:
            await line.socket.write_message(noise, binary=isinstance(noise, bytes))
        await line.say("kernel_info_request", {})
        assert await line.until("kernel_info_reply")
        line.socket.close()

    assert not any(may_pass(noise) for noise in NOISE)
    run(attack())


def test_what_a_kernel_prints_is_for_the_log_and_not_for_the_page(server: Server):
    visitor = server.visitor("li.wen")
    kernel_id = visitor.open().kernel_id

    async def provoke() -> set[str]:
        line = await connect(visitor, kernel_id)
        await line.say("comm_msg", {"comm_id": "no-such-widget", "data": {}})
        await line.say("kernel_info_request", {})
        await line.until("kernel_info_reply")
        line.socket.close()
        return {kind for kind, _ in line.heard}

    assert not run(provoke()) & {"stream", "error", "execute_input"}
    assert "No such comm: no-such-widget" in server.log.read_text("utf-8")


def test_a_page_may_ask_for_the_widgets_that_are_there(server: Server):
    visitor = server.visitor("li.wen")
    kernel_id = visitor.open("widget").kernel_id

    async def ask() -> dict[str, object]:
        line = await connect(visitor, kernel_id)
        await line.say("comm_open", {"comm_id": "mine", "target_name": CONTROL_COMM, "data": {}})
        await line.say("comm_msg", {"comm_id": "mine", "data": {"method": "request_states"}})
        answer = await line.until("comm_msg")
        line.socket.close()
        return answer["data"]

    assert "states" in run(ask())


def test_a_page_that_was_closed_ends_unless_it_comes_back(server: Server):
    visitor = server.visitor("li.wen")
    page = visitor.open()
    kernel = server.kernel(page)

    async def come_and_go() -> None:
        for _ in range(2):
            (await connect(visitor, page.kernel_id)).socket.close()

    run(come_and_go())
    assert kernel.is_running()
    assert ends(kernel)


def test_of_two_lines_of_one_page_the_newer_stays(server: Server):
    visitor = server.visitor("li.wen")
    kernel_id = visitor.open().kernel_id

    async def twice() -> int | None:
        older = await connect(visitor, kernel_id)
        newer = await websocket_connect(visitor.channels(kernel_id))
        code = await older.close_code()
        newer.close()
        return code

    assert run(twice()) == OPENED_ELSEWHERE


def test_a_closed_account_loses_its_line_and_its_kernel(server: Server):
    visitor = server.visitor("zhao.min")
    page = visitor.open()
    kernel = server.kernel(page)

    async def lose() -> int | None:
        line = await connect(visitor, page.kernel_id)
        server.close_account("zhao.min")
        return await line.close_code()

    assert run(lose()) == ENDED
    assert ends(kernel)
    assert visitor.get("/app/plain").status == 302
    assert server.visitor().sign_in("zhao.min").status == 401


def test_a_page_hears_that_its_kernel_died(server: Server):
    visitor = server.visitor("li.wen")
    page = visitor.open()

    async def outlive() -> int | None:
        line = await connect(visitor, page.kernel_id)
        server.kernel(page).kill()
        return await line.close_code()

    assert run(outlive()) == ENDED
