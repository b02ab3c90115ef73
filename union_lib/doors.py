"""The apps' doors: one function for each notebook in `apps/`.

>>> from union_lib import doors
>>> callable(doors.competition)
True
"""

from __future__ import annotations

from typing import Any

from .common.errors import N_
from .registry.reports import account_card
from .registry.service import set_language
from .ui.launch import make_shell
from .ui.shell import App, NavItem, Shell
from .workspace import Workspace, open_workspace

WORKBENCH = App(
    key="workbench",
    title=N_("Workbench"),
    text=N_("To-dos, dates, recent activity"),
    icon="mdi-view-dashboard-outline",
    href="workbench",
)
COMPETITION = App(
    key="competition",
    title=N_("Competitions"),
    text=N_("Labour and skill competitions, small innovations"),
    icon="mdi-trophy-outline",
    href="competition",
)
APPS = (WORKBENCH, COMPETITION)


def _frame(ws: Workspace, nav: list[NavItem]) -> dict[str, Any]:
    return {
        "apps": APPS,
        "nav": nav,
        "user": account_card(ws),
        "federation": account_card(ws)["federation"],
        "on_speak": lambda language: set_language(ws, language),
    }


def workbench_shell(ws: Workspace, query: str | None = None) -> Shell:
    """Return the workbench's shell."""
    from .competition import todos
    from .workbench.home import Area, Home

    areas = (Area(COMPETITION, todos.todos, todos.card),)
    nav = [NavItem(key="home", title=N_("Workbench"), icon="mdi-view-dashboard-outline")]
    return make_shell(
        "workbench", {"home": lambda ws: Home(ws, areas)}, ws=ws, query=query, **_frame(ws, nav)
    )


def competition_shell(ws: Workspace, query: str | None = None) -> Shell:
    """Return the competition app's shell: a judge gets the mark sheet, organisers the rest."""
    from .competition.screens import competition_nav, competition_screens

    frame = _frame(ws, competition_nav(ws))
    return make_shell("competition", competition_screens(ws), ws=ws, query=query, **frame)


def _show(shell: Shell) -> None:
    from IPython.display import display

    display(shell)


def workbench() -> None:
    """Open the workbench in a notebook."""
    _show(workbench_shell(open_workspace()))


def competition() -> None:
    """Open the competition app in a notebook."""
    _show(competition_shell(open_workspace()))
