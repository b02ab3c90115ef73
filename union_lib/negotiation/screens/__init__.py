"""What a user sees of negotiation: the cases, one case and its money, the figures behind them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ...common.errors import N_
from ...ui.kit import Screen
from ...ui.shell import NavItem
from ...workspace import Workspace

__all__ = ["negotiation_nav", "negotiation_screens"]

_CASE = N_("This case")
_MONEY = N_("Wages and rights")
_NAV = (
    NavItem(key="board", title=N_("All cases"), icon="mdi-view-column-outline"),
    NavItem(key="coverage", title=N_("Coverage"), icon="mdi-chart-bar"),
    NavItem(key="figures", title=N_("Figures and articles"), icon="mdi-scale-balance"),
    NavItem(key="case", title=N_("Case file"), icon="mdi-file-document-outline", group=_CASE),
    NavItem(key="table", title=N_("Negotiator's table"), icon="mdi-tune-variant", group=_CASE),
    NavItem(key="wages", title=N_("Wage calculator"), icon="mdi-calculator-variant-outline", group=_MONEY),
    NavItem(key="audit", title=N_("Payroll audit"), icon="mdi-file-search-outline", group=_MONEY),
    NavItem(key="plans", title=N_("Deferred payment"), icon="mdi-calendar-clock-outline", group=_MONEY),
    NavItem(key="rights", title=N_("Rights cases"), icon="mdi-shield-account-outline", group=_MONEY),
)


def negotiation_nav(ws: Workspace) -> list[NavItem]:
    """Return the navigation; every page checks for itself what the account may do there."""
    return list(_NAV)


def negotiation_screens(ws: Workspace) -> dict[str, Callable[[Any], Screen]]:
    """Return what makes each screen; the first is the one shown when the address names none."""
    from .board import CaseBoard
    from .case import CaseFile
    from .case_import import CaseImportScreen
    from .coverage import CoverageScreen
    from .desk import Desk
    from .figures import FigureTable
    from .payroll_audit import PayrollAuditScreen
    from .payroll_wizard import PayrollWizard
    from .plans import PlansScreen
    from .rights import RightsScreen
    from .table import TableScreen
    from .wages import WagesScreen

    desk = Desk()
    about_one: dict[str, Any] = {
        "board": CaseBoard,
        "case": CaseFile,
        "table": TableScreen,
        "wages": WagesScreen,
        "audit": PayrollAuditScreen,
    }
    at_desk: dict[str, Callable[[Any], Screen]] = {
        key: partial(_at_desk, made, desk) for key, made in about_one.items()
    }
    return {
        **at_desk,
        "plans": PlansScreen,
        "rights": RightsScreen,
        "figures": FigureTable,
        "coverage": CoverageScreen,
        "import_cases": CaseImportScreen,
        "import_payroll": PayrollWizard,
    }


def _at_desk(made: Any, desk: Any, ws: Any) -> Screen:
    screen: Screen = made(ws, desk)
    return screen
