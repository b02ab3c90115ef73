"""A screen of negotiation in its frame, as somebody signed in sees it."""

from __future__ import annotations

from typing import Any

from tests.competition.frame import Visit as Frame
from tests.negotiation.road import Road
from union_lib.doors import negotiation_shell


class Visit(Frame):
    """Somebody's visit to a screen about a case."""

    def __init__(self, road: Road, username: str = "negotiator", screen: str = "case", **day: Any) -> None:
        ws = road.ws(username, **day)
        self.shell = negotiation_shell(ws, f"screen={screen}&case={road.case_id}&lang=en")
        self.screen: Any = self.shell.screen
        self.files = []
        self.shell.send = self._keep
