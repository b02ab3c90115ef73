"""The home page: to-dos by date, a card for each area, recent activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from traitlets import Dict, List, Unicode

from ..common.errors import N_
from ..common.text import translate
from ..common.todos import Card, Todo
from ..registry.reports import Activity, recent_activity
from ..ui.kit import Screen
from ..ui.shell import App
from ..workspace import Workspace

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip

SHOWN_OF_A_KIND = 50


@dataclass(frozen=True)
class Area:
    """What an area brings to the workbench."""

    app: App
    todos: Callable[[Workspace], list[Todo]]
    card: Callable[[Workspace], Card]


class Home(Screen):
    """What is waiting for me today."""

    file = "home.vue"
    words = {
        "all": N_("All"),
        "more": N_("The nearest {shown} of {all} are shown; the rest stands in the area itself."),
        "nothing_text": N_("What comes up appears here, nearest date first."),
        "nothing_title": N_("Nothing to do"),
        "recent": N_("Recent activity"),
        "recent_none": N_("Nothing yet."),
        "todos": N_("My to-dos"),
        "you": N_("You"),
    }

    title = Unicode("").tag(sync=True)
    text = Unicode("").tag(sync=True)
    todos = List().tag(sync=True)
    counts = Dict().tag(sync=True)
    cards = List().tag(sync=True)
    recent = List().tag(sync=True)

    def __init__(self, ws: Any = None, areas: Sequence[Area] = (), **state: Any) -> None:
        self.areas = areas
        super().__init__(ws, **state)

    def visit(self) -> None:
        """Come home."""
        self.show()

    def show(self) -> None:
        """Ask every area again."""
        found = [todo.said(self.ws.today) for area in self.areas for todo in area.todos(self.ws)]
        found.sort(key=lambda t: (t["days"] is None, t["days"] or 0))
        self.counts = dict(Counter(todo["kind"] for todo in found))
        self.todos = [{"id": i, **todo} for i, todo in enumerate(_nearest(found))]
        self.title = translate(_greeting(datetime.now().hour)).format(name=self.ws.actor.name)
        self.text = self._today([todo["days"] for todo in found if todo["days"] is not None])
        self.cards = [self._card(area) for area in self.areas]
        self.recent = [_told(activity) for activity in recent_activity(self.ws)]

    def _today(self, left: Sequence[int]) -> str:
        today = self.ws.today
        late, due = sum(days < 0 for days in left), sum(days == 0 for days in left)
        day = translate(N_("{weekday}, {year}-{month}-{day}")).format(
            weekday=translate(WEEKDAYS[today.weekday()]), year=today.year, month=today.month, day=today.day
        )
        if not late and not due:
            return day
        return day + " · " + translate(N_("{due} due today, {late} overdue")).format(due=due, late=late)

    def _card(self, area: Area) -> dict[str, Any]:
        card = area.card(self.ws)
        return {
            "key": card.key,
            "title": translate(area.app["title"]),
            "icon": area.app["icon"],
            "href": area.app["href"],
            "figures": [{"label": translate(label), "value": value} for label, value in card.figures],
            "warning": translate(card.warning).format(**card.facts) if card.warning else "",
        }


def _nearest(found: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the nearest of each kind: nobody works through thousands from one list."""
    taken: Counter[str] = Counter()
    for todo in found:
        taken[todo["kind"]] += 1
        if taken[todo["kind"]] <= SHOWN_OF_A_KIND:
            yield todo


def _greeting(hour: int) -> str:
    if hour < 12:
        return N_("Good morning, {name}")
    return N_("Good afternoon, {name}") if hour < 18 else N_("Good evening, {name}")


def _told(activity: Activity) -> dict[str, Any]:
    at = activity.at.astimezone()
    shown = f"{at:%H:%M}" if at.date() == datetime.now().date() else f"{at:%m-%d %H:%M}"
    return {"at": shown, "who": activity.who, "is_own": activity.is_own, "text": activity.text}
