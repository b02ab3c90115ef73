"""A screen in its frame, as somebody signed in sees it: questions are answered, files are kept."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import CalamineWorkbook

from tests.conftest import House
from union_lib.doors import competition_shell
from union_lib.ui.shell import Shell


class Visit:
    """Somebody's visit to a screen of a competition."""

    def __init__(self, house: House, username: str, screen: str, competition: int) -> None:
        self.shell: Shell = competition_shell(
            house.ws(username), f"screen={screen}&competition={competition}&lang=en"
        )
        self.screen: Any = self.shell.screen
        self.files: list[tuple[str, bytes]] = []
        self.shell.send = self._keep

    def _keep(self, content: dict[str, Any], buffers: Any = None) -> None:
        if content.get("method") == "download":
            self.files.append((content["args"][0]["name"], buffers[0]))

    def call(self, event: str, data: Any = None) -> None:
        """Do what the page does on a click."""
        self.screen.call(event, data)

    def yes(self, reason: str = "") -> dict[str, Any]:
        """Answer yes to the question that is asked, and return the question."""
        asked = dict(self.shell.ask)
        assert asked, "nothing was asked"
        self.shell.call("answer", {"yes": True, "reason": reason})
        return asked

    @property
    def told(self) -> str:
        """The newest notice in one line."""
        notice = self.shell.notices[-1]
        return f"{notice['text']} {notice['todo']}".strip()

    def sheet(self) -> list[list[str]]:
        """Return the rows of the newest file."""
        rows = CalamineWorkbook.from_filelike(io.BytesIO(self.files[-1][1])).get_sheet_by_index(0).to_python()
        return [[str(cell) for cell in row] for row in rows]
