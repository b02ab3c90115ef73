"""A visitor: requests with a cookie jar of one's own, and a raw line to a kernel."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import uuid4

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from union_lib.serve.channels import PROTOCOL

PASSWORD = "correct-horse-7"
T = TypeVar("T")


def run(steps: Coroutine[Any, Any, T]) -> T:
    """Run the steps on a loop of their own; the thread of a test may have a browser's loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, steps).result()


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Visitor:
    """Somebody with a browser."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: dict[str, str] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": self.cookie, **{name.replace("_", "-"): value for name, value in headers.items()}}
        line.request(method, path, body, sent)
        got = line.getresponse()
        for header in got.headers.get_all("Set-Cookie", []):
            self._keep(header)
        answer = Answer(got.status, dict(got.headers), got.read().decode("utf-8", "replace"))
        line.close()
        return answer

    def _keep(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            self.set_cookies[name] = header
            self.cookies[name] = morsel.value
            if not morsel.value:
                del self.cookies[name]

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(fields), Content_Type=kind, **headers)

    def fill(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form the way its page would: with the token against forgery."""
        if "_xsrf" not in self.cookies:
            self.get("/login")
        return self.post(path, {"_xsrf": self.cookies["_xsrf"], **fields}, **headers)

    def sign_in(self, username: str, password: str = PASSWORD, path: str = "/login") -> Answer:
        return self.fill(path, {"username": username, "password": password})

    def open(self, app: str = "plain", query: str = "") -> Page:
        answer = self.get(f"/app/{app}{query}")
        assert answer.status == 200, answer.text
        found = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', answer.text)
        assert found
        outputs = re.findall(r'cell-output\+json">(.*?)</script>', answer.text, re.DOTALL)
        return Page(json.loads(found[1])["kernelId"], answer, [json.loads(text) for text in outputs])

    def channels(self, kernel_id: str, *, origin: str = "", protocol: str = PROTOCOL) -> HTTPRequest:
        path = f"/api/kernels/{kernel_id}/channels?session_id={uuid4().hex}"
        host = f"127.0.0.1:{self.port}"
        headers = {"Cookie": self.cookie, "Origin": origin or f"http://{host}"}
        return HTTPRequest(f"ws://{host}{path}", headers={**headers, "Sec-WebSocket-Protocol": protocol})

    def refusal(self, kernel_id: str, **how: str) -> int:
        """Return the status with which a connection to the kernel is refused; 101 when it is not."""

        async def knock() -> int:
            try:
                line = await websocket_connect(self.channels(kernel_id, **how))
            except HTTPClientError as refused:
                return refused.code
            line.close()
            return 101

        return run(knock())


@dataclass
class Page:
    """A page as it was sent."""

    kernel_id: str
    answer: Answer
    outputs: list[dict[str, Any]]

    @property
    def environment(self) -> dict[str, str]:
        """What the kernel of the app `plain` was born with."""
        return json.loads(self.outputs[0]["data"]["text/plain"])


@dataclass
class Line:
    """An open line to a kernel."""

    socket: WebSocketClientConnection
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def say(self, kind: str, content: Mapping[str, Any], channel: str = "shell") -> str:
        header = {
            "msg_id": uuid4().hex,
            "msg_type": kind,
            "session": "tests",
            "username": "",
            "version": "5.3",
            "date": "2020-03-25T09:00:00Z",
        }
        metadata = {"version": "1.0.0"}  # of ipywidgets' control protocol
        parts = [json.dumps(part).encode() for part in (header, {}, metadata, content)]
        await self.socket.write_message(serialize_msg_to_ws_v1(parts, channel), binary=True)
        return header["msg_id"]

    async def until(self, kind: str) -> dict[str, Any]:
        """Listen until a message of this kind; returns its content."""
        while True:
            message = await asyncio.wait_for(self.socket.read_message(), 20)
            assert isinstance(message, bytes), f"closed while waiting for {kind}"
            _, parts = deserialize_msg_from_ws_v1(message)
            heard = json.loads(parts[0])["msg_type"], json.loads(parts[3])
            self.heard.append(heard)
            if heard[0] == kind:
                return heard[1]

    async def close_code(self) -> int | None:
        """Listen until the server closes the line; returns why."""
        while await asyncio.wait_for(self.socket.read_message(), 20) is not None:
            pass
        return self.socket.close_code


async def connect(visitor: Visitor, kernel_id: str) -> Line:
    """Open a line to the kernel and wait until the kernel hears it."""
    line = Line(await websocket_connect(visitor.channels(kernel_id)))
    await line.say("kernel_info_request", {})
    await line.until("kernel_info_reply")
    return line
