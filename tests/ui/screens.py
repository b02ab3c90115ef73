"""Screens for the tests: one that does what it is told, and a shell that remembers what it sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from traitlets import Int, Unicode

from union_lib.common.errors import N_, NotAllowed, RuleViolation, StaleVersion
from union_lib.ui import NavItem, Screen, Shell


@dataclass(eq=False)
class TooLate(RuleViolation):
    """The day is over."""

    day: str

    what = N_("The last day lies before the first day.")
    todo = N_("Correct one of the two dates.")


class Plain(Screen):
    """A screen about one thing, with a handler for each way a click can end."""

    file = "plain.vue"
    words = {"title": N_("Entries")}
    writable = {"chosen"}
    shortcuts = (("F8", N_("Next")),)

    chosen = Int(0).tag(sync=True)
    secret = Unicode("role").tag(sync=True)
    shown = Int(0)
    competition = Int(0)

    def visit(self, competition: int = 0) -> None:
        self.competition = competition
        if competition == 13:
            raise NotAllowed
        self.show()

    def show(self) -> None:
        self.shown += 1

    def vue_choose(self, chosen: int) -> None:
        self.chosen = chosen

    def vue_refuse(self) -> None:
        raise TooLate("2020-03-26")

    def vue_lose_the_race(self) -> None:
        raise StaleVersion("skill", "8", "9", "Li")

    def vue_break(self) -> None:
        raise KeyError("a trace of the inside")

    def vue_take(self, about: dict[str, Any], buffers: list[bytes]) -> None:
        self.said.append({"text": about["name"], "kind": str(len(buffers))})

    def delete_everything(self) -> None:
        raise AssertionError("a page called what is no handler")


class Listening(Shell):
    """A shell that keeps what it sent to the page."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.sent: list[tuple[Any, Any]] = []
        super().__init__(*given, **named)

    def send(self, content: Any, buffers: Any = None) -> None:
        self.sent.append((content, buffers))


NAV = (
    NavItem(key="plan", title=N_("Entries"), icon="mdi-cube", group=N_("Judge")),
    NavItem(key="board", title=N_("Results and awards"), icon="mdi-podium", badge="2"),
)


def opened(**frame: Any) -> Listening:
    """Return a shell with two screens, at the first of them."""
    shell = Listening({"plan": Plain, "board": Plain}, nav=NAV, **frame)
    shell.go("plan")
    return shell
