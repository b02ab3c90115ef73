"""What a user sees of a competition; which screens there are depends on what one may do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ...common.errors import N_
from ...registry.permissions import Permission, scopes
from ...ui.kit import Screen
from ...ui.shell import NavItem
from ...workspace import Workspace
from .. import reports
from ..rules import Duty, Stage

__all__ = ["competition_nav", "competition_screens"]

_MARKS = NavItem(key="marks", title=N_("My mark sheet"), icon="mdi-pencil-outline", group=N_("Judge"))
_ALL = NavItem(key="list", title=N_("All competitions"), icon="mdi-trophy-outline")
_ONE = (
    NavItem(
        key="plan",
        title=N_("Plan and progress"),
        icon="mdi-clipboard-list-outline",
        group=N_("This competition"),
    ),
    NavItem(
        key="scheme",
        title=N_("Scheme"),
        icon="mdi-calculator-variant-outline",
        group=N_("This competition"),
    ),
    NavItem(key="entries", title=N_("Entries"), icon="mdi-cube-outline", group=N_("This competition")),
    NavItem(
        key="staff",
        title=N_("Judges and staff"),
        icon="mdi-account-tie-outline",
        group=N_("This competition"),
    ),
    NavItem(
        key="panels",
        title=N_("Panels and allotment"),
        icon="mdi-account-group-outline",
        group=N_("This competition"),
    ),
    NavItem(
        key="codes",
        title=N_("Blind codes"),
        icon="mdi-incognito",
        group=N_("This competition"),
    ),
    NavItem(
        key="board", title=N_("Marking progress"), icon="mdi-view-grid-outline", group=N_("This competition")
    ),
    NavItem(key="results", title=N_("Results and awards"), icon="mdi-podium", group=N_("This competition")),
    NavItem(
        key="fairness",
        title=N_("Fairness of marks"),
        icon="mdi-scale-balance",
        group=N_("This competition"),
    ),
    NavItem(
        key="review",
        title=N_("Recheck and appeals"),
        icon="mdi-file-check-outline",
        group=N_("This competition"),
    ),
    NavItem(
        key="honours",
        title=N_("Nominations for honours"),
        icon="mdi-medal-outline",
        group=N_("This competition"),
    ),
)


def _runs(ws: Workspace) -> bool:
    """Tell whether the account runs, reads, checks or signs any competition (a judge does not)."""
    if any(row.duties - {Duty.JUDGE} for row in reports.competitions(ws)):
        return True
    if ws.actor.account_id is None:
        return True
    with ws.reading() as session:
        return bool(scopes(session, ws.actor.account_id, Permission.READ_COMPETITION))


def _marks(ws: Workspace) -> bool:
    return any(Duty.JUDGE in row.duties and row.stage != Stage.DRAFT for row in reports.competitions(ws))


def competition_nav(ws: Workspace) -> list[NavItem]:
    """Return the navigation for what the account may do: a judge sees one entry, not six greyed ones."""
    runs, marks = _runs(ws), _marks(ws)
    own = [_MARKS] if marks or not runs else []
    return [*own, _ALL, *_ONE] if runs else own


def competition_screens(ws: Workspace) -> dict[str, Callable[[Any], Screen]]:
    """Return what makes each screen; the first is the one shown when the address names none."""
    from .board import ProgressBoard
    from .codes import BlindCodeLists
    from .desk import Desk
    from .entries import EntryList
    from .fairness import JudgeFairness
    from .honours import HonourList
    from .listing import CompetitionList
    from .marks import MarkSheet
    from .panels import PanelPlan
    from .plan import CompetitionPlan
    from .results import ResultList
    from .review import RecheckAndAppeals
    from .scheme import SchemeEditor
    from .staff import StaffList
    from .wizards import EntryWizard, JudgeWizard

    desk = Desk()
    about_one: dict[str, Any] = {
        "list": CompetitionList,
        "plan": CompetitionPlan,
        "scheme": SchemeEditor,
        "entries": EntryList,
        "staff": StaffList,
        "panels": PanelPlan,
        "codes": BlindCodeLists,
        "board": ProgressBoard,
        "results": ResultList,
        "fairness": JudgeFairness,
        "review": RecheckAndAppeals,
        "honours": HonourList,
        "import_entries": EntryWizard,
        "import_judges": JudgeWizard,
    }
    screens: dict[str, Callable[[Any], Screen]] = {
        key: partial(_at_desk, made, desk) for key, made in about_one.items()
    }
    marks: dict[str, Callable[[Any], Screen]] = {"marks": MarkSheet}
    return {**screens, **marks} if _runs(ws) else marks


def _at_desk(made: Any, desk: Any, ws: Workspace) -> Screen:
    """Make a screen for the competition on the desk."""
    screen: Screen = made(ws, desk)
    return screen
