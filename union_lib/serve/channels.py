"""The page's line to its kernel: widget messages in, widget messages out, nothing else.

A message is as hostile as its sender. It may set what its own widgets let it set (`ui.guard`); it may not
run code, stop or question the kernel, or open a widget of its own. What a kernel prints, and how it fails,
is for the log.
"""

from __future__ import annotations

import json
import logging
from http.client import responses
from typing import Any

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.ioloop import IOLoop
from tornado.web import HTTPError

from .house import Discreet, House

LOG = logging.getLogger(__name__)
PROTOCOL = "v1.kernel.websocket.jupyter.org"
ALLOWED = ["comm_msg", "comm_open", "comm_info_request", "kernel_info_request"]
CONTROL_COMM = "jupyter.widget.control"
"""The one comm a page opens itself: it asks for the state of the widgets that are there."""
HIDDEN = {"stream", "error", "execute_input"}
LOGGED_CHARACTERS = 4000
SILENCE_S = 60
"""After so long without an answer to pings a line is dead: laptop closed, network gone."""


def unpacked(message: bytes) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return channel, header and content of a message; raises `ValueError` when it is malformed."""
    count = int.from_bytes(message[:8], "little")
    if not 6 <= count <= len(message) // 8 - 1:
        raise ValueError("a message has a channel and at least four parts")
    channel, parts = deserialize_msg_from_ws_v1(message)
    return channel, json.loads(parts[0]), json.loads(parts[3])


def may_pass(message: str | bytes) -> bool:
    """Return whether a page may say this to its kernel.

    >>> may_pass("text"), may_pass(b"\\xff" * 8)
    (False, False)
    """
    if not isinstance(message, bytes):
        return False
    try:
        channel, header, content = unpacked(message)
        kind = header["msg_type"]
        is_control = kind != "comm_open" or content["target_name"] == CONTROL_COMM
    except (ValueError, KeyError, IndexError, TypeError):
        return False
    return channel == "shell" and kind in ALLOWED and is_control


class Channels(Discreet, KernelWebsocketHandler):
    """The owner's websocket; the authorizer keeps everybody else out."""

    async def pre_get(self) -> None:
        """Refuse the older protocol, which the filters do not read."""
        if PROTOCOL not in self.request.headers.get("Sec-WebSocket-Protocol", ""):
            raise HTTPError(400)
        await super().pre_get()

    async def open(self, kernel_id: str) -> None:
        """Note that the page is connected."""
        self.settings["open_pages"].attach(kernel_id, self)
        await super().open(kernel_id)

    def on_message(self, message: str | bytes) -> None:
        """Pass on what a page may say."""
        self.settings["open_pages"].heard(self.kernel_id)
        if may_pass(message):
            super().on_message(message)

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Pass on what a page may hear; the log keeps the rest."""
        if not isinstance(message, bytes):
            return None
        _, header, content = unpacked(message)
        if header["msg_type"] in HIDDEN:
            return self.log_hidden(header["msg_type"], content)
        return super().write_message(message, binary)

    def log_hidden(self, kind: str, content: dict[str, Any]) -> None:
        """Log what the kernel printed, or how it failed."""
        text = "\n".join(content.get("traceback", [])) or content.get("text", "")
        if kind != "execute_input":
            LOG.warning("page %s, %s: %s", self.kernel_id[:8], kind, text[:LOGGED_CHARACTERS].rstrip())

    def keep_alive(self) -> None:
        """Ping the page; close the line when an earlier ping found nobody."""
        now = IOLoop.current().time()
        if self.last_pong and now - self.last_pong > SILENCE_S:
            self.close()
        else:
            self.last_pong = self.last_pong or now
            self.ping()

    def on_close(self) -> None:
        """Note that the page is gone, perhaps for a moment."""
        super().on_close()
        self.settings["open_pages"].detach(self.kernel_id, self)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say no in a word; no person reads it."""
        self.finish(responses[status_code])


class Owned(House):
    """An address of one kernel; whoever does not own it learns nothing about it."""

    async def prepare(self, **how: Any) -> None:
        """Refuse everybody but the owner."""
        await super().prepare(**how)
        if not self._finished and not self.authorizer.is_authorized(self, self.current_user, "", "kernels"):
            raise HTTPError(403)


class KernelState(Owned):
    """What the page asks before it connects: is my kernel there?"""

    def get(self, kernel_id: str) -> None:
        """Answer with Jupyter's description of the kernel."""
        self.finish(self.kernel_manager.kernel_model(kernel_id))


class PageLeft(Owned):
    """What the page says as its last word, so that its kernel need not wait for it."""

    async def post(self, kernel_id: str) -> None:
        """End the page."""
        await self.pages.end(kernel_id, "left")
        self.set_status(204)
