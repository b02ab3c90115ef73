"""A screen of consolation in its frame, as somebody signed in sees it."""

from __future__ import annotations

from typing import Any

from tests.competition.frame import Visit as Frame
from tests.consolation.round import Round
from union_lib.doors import consolation_shell


class Visit(Frame):
    """Somebody's visit to a screen of a programme, or of all of them; what the page hears is kept too."""

    def __init__(self, round_: Round, username: str, screen: str, **day: Any) -> None:
        ws = round_.ws(username, **day)
        where = f"screen={screen}&programme={round_.programme}&lang=en"
        self.shell = consolation_shell(ws, where)
        self.screen: Any = self.shell.screen
        self.files = []
        self.shell.send = self._keep
        self.heard: list[str] = []
        if self.screen is not None:
            self.screen.send = self._hear

    def _hear(self, content: dict[str, Any], buffers: Any = None) -> None:
        self.heard.append(str(content.get("method")))

    def upload(self, name: str, content: bytes) -> None:
        """Send a file in one slice, as the page does."""
        about = {"name": name, "size": len(content), "offset": 0, "last": True}
        self.screen._handle_event(None, {"event": "slice", "data": about}, [content])
