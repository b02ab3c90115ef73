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
CONSOLATION = App(
    key="consolation",
    title=N_("Consolation"),
    text=N_("Money, goods and rest cures, from the list to the receipt"),
    icon="mdi-hand-heart-outline",
    href="consolation",
)
NEGOTIATION = App(
    key="negotiation",
    title=N_("Collective negotiation"),
    text=N_("Every date kept, every yuan with its article"),
    icon="mdi-handshake-outline",
    href="negotiation",
)


def _apps(ws: Workspace) -> tuple[App, ...]:
    """Return the apps the account has anything to do with."""
    from .consolation import todos as consolation
    from .negotiation import todos as negotiation

    found = [WORKBENCH, COMPETITION]
    if consolation.may_read(ws):
        found.append(CONSOLATION)
    if negotiation.may_read(ws):
        found.append(NEGOTIATION)
    return tuple(found)


def _frame(ws: Workspace, nav: list[NavItem]) -> dict[str, Any]:
    return {
        "apps": _apps(ws),
        "nav": nav,
        "user": account_card(ws),
        "federation": account_card(ws)["federation"],
        "on_speak": lambda language: set_language(ws, language),
    }


def workbench_shell(ws: Workspace, query: str | None = None) -> Shell:
    """Return the workbench's shell."""
    from .competition import todos as competition_todos
    from .consolation import todos as consolation_todos
    from .negotiation import todos as negotiation_todos
    from .workbench.home import Area, Home

    areas = [Area(COMPETITION, competition_todos.todos, competition_todos.card)]
    if consolation_todos.may_read(ws):
        areas.append(Area(CONSOLATION, consolation_todos.todos, consolation_todos.card))
    if negotiation_todos.may_read(ws):
        areas.append(Area(NEGOTIATION, negotiation_todos.todos, negotiation_todos.card))
    nav = [NavItem(key="home", title=N_("Workbench"), icon="mdi-view-dashboard-outline")]
    return make_shell(
        "workbench", {"home": lambda ws: Home(ws, areas)}, ws=ws, query=query, **_frame(ws, nav)
    )


def competition_shell(ws: Workspace, query: str | None = None) -> Shell:
    """Return the competition app's shell: a judge gets the mark sheet, organisers the rest."""
    from .competition.screens import competition_nav, competition_screens

    frame = _frame(ws, competition_nav(ws))
    return make_shell("competition", competition_screens(ws), ws=ws, query=query, **frame)


def consolation_shell(ws: Workspace, query: str | None = None) -> Shell:
    """Return the consolation app's shell."""
    from .consolation.screens import consolation_nav, consolation_screens

    frame = _frame(ws, consolation_nav(ws))
    return make_shell("consolation", consolation_screens(ws), ws=ws, query=query, **frame)


def negotiation_shell(ws: Workspace, query: str | None = None) -> Shell:
    """Return the negotiation app's shell."""
    from .negotiation.screens import negotiation_nav, negotiation_screens

    frame = _frame(ws, negotiation_nav(ws))
    return make_shell("negotiation", negotiation_screens(ws), ws=ws, query=query, **frame)


def _show(shell: Shell) -> None:
    from IPython.display import display

    display(shell)


def workbench() -> None:
    """Open the workbench in a notebook."""
    _show(workbench_shell(open_workspace()))


def competition() -> None:
    """Open the competition app in a notebook."""
    _show(competition_shell(open_workspace()))


def consolation() -> None:
    """Open the consolation app in a notebook."""
    _show(consolation_shell(open_workspace()))


def negotiation() -> None:
    """Open the negotiation app in a notebook."""
    _show(negotiation_shell(open_workspace()))
