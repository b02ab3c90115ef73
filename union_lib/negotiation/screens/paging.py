"""A list that is narrowed in the kernel and shown page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from traitlets import Dict, Int, List

from ...ui.kit import Screen

USUAL_SIZE = 20


class PagedScreen(Screen):
    """A screen with a list: `choose` sets the rows that are wanted, `line` says how one is shown."""

    page = Dict({"page": 1, "size": USUAL_SIZE}).tag(sync=True)
    lines = List().tag(sync=True)
    total = Int(0).tag(sync=True)

    def __init__(self, *known: Any, **state: Any) -> None:
        super().__init__(*known, **state)
        self._chosen: Sequence[Any] = ()
        self.observe(lambda _: self._turn(), "page")

    def line(self, row: Any) -> dict[str, Any]:
        """Return how a row is shown."""
        raise NotImplementedError

    def choose(self, rows: Sequence[Any]) -> None:
        """Show these rows from their first page on."""
        self._chosen, self.total = rows, len(rows)
        if self.page.get("page") != 1:
            self.page = {**self.page, "page": 1}
        else:
            self._turn()

    def _turn(self) -> None:
        size = max(int(self.page.get("size") or USUAL_SIZE), 1)
        start = (max(int(self.page.get("page") or 1), 1) - 1) * size
        self.lines = [self.line(row) for row in self._chosen[start : start + size]]
