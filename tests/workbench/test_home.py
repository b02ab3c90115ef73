"""The home page: nearest first, and calm when there are thousands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.conftest import TODAY, House
from union_lib.common.todos import Card, Todo
from union_lib.doors import COMPETITION, CONSOLATION
from union_lib.workbench.home import SHOWN_OF_A_KIND, Area, Home


def _todo(kind: str, days: int) -> Todo:
    due = TODAY + timedelta(days=days)
    return Todo(kind=kind, title=f"{kind} {days}", act="Open", href="x", icon="mdi-flag", due_on=due)


def _home(house: House, *found: list[Todo]) -> Any:
    card = Card("x", (("A", "1"), ("B", "2")))
    areas = [
        Area(app, lambda _, todos=todos: todos, lambda _: card)
        for app, todos in zip((COMPETITION, CONSOLATION), found, strict=False)
    ]
    home = Home(house.ws("staff", TODAY), areas)
    home.visit()
    return home


def test_the_nearest_come_first_whichever_area_they_are_from(house: House):
    home = _home(house, [_todo("Marks", 3), _todo("Marks", -2)], [_todo("Payment", 0)])
    assert [todo["days"] for todo in home.todos] == [-2, 0, 3]
    assert "1 due today, 1 overdue" in home.text


def test_thousands_are_counted_and_the_nearest_of_each_kind_are_shown(house: House):
    many = [_todo("Marks", n - 1_000) for n in range(3_000)]
    home = _home(house, many, [_todo("Payment", 9_000)])
    assert home.counts == {"Marks": 3_000, "Payment": 1}
    assert len(home.todos) == SHOWN_OF_A_KIND + 1
    assert [todo["days"] for todo in home.todos][:2] == [-1_000, -999]
    assert home.todos[-1]["kind"] == "Payment"
    assert "1 due today, 1000 overdue" in home.text
