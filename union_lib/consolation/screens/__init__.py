"""What a user sees of consolation; which screens there are depends on what one may do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ...common.errors import N_
from ...ui.kit import Screen
from ...ui.shell import NavItem
from ...workspace import Workspace

__all__ = ["consolation_nav", "consolation_screens"]

_THIS = N_("This programme")
_NAV = (
    NavItem(key="list", title=N_("All programmes"), icon="mdi-hand-heart-outline"),
    NavItem(key="files", title=N_("Recipients"), icon="mdi-card-account-details-outline"),
    NavItem(key="figures", title=N_("Funds and figures"), icon="mdi-safe-square-outline"),
    NavItem(key="plan", title=N_("Steps and approval"), icon="mdi-clipboard-list-outline", group=_THIS),
    NavItem(key="people", title=N_("List"), icon="mdi-account-multiple-outline", group=_THIS),
    NavItem(key="scenario", title=N_("Rules side by side"), icon="mdi-scale-balance", group=_THIS),
    NavItem(key="notice", title=N_("Notice and objections"), icon="mdi-bulletin-board", group=_THIS),
    NavItem(key="payments", title=N_("Payments"), icon="mdi-bank-outline", group=_THIS),
    NavItem(key="goods", title=N_("Goods and booklets"), icon="mdi-package-variant-closed", group=_THIS),
    NavItem(key="rest", title=N_("Rest cures"), icon="mdi-pine-tree", group=_THIS),
    NavItem(key="checks", title=N_("Verification"), icon="mdi-clipboard-search-outline", group=_THIS),
)


def consolation_nav(ws: Workspace) -> list[NavItem]:
    """Return the navigation; every page checks for itself what the account may do there."""
    return list(_NAV)


def consolation_screens(ws: Workspace) -> dict[str, Callable[[Any], Screen]]:
    """Return what makes each screen; the first is the one shown when the address names none."""
    from .checks import Verification
    from .desk import Desk
    from .figures import FundsAndFigures
    from .files import RecipientFiles
    from .goods import GoodsDesk
    from .listing import ProgrammeList
    from .notice import PublicNotice
    from .payments import PaymentDesk
    from .people import CandidateList
    from .plan import ProgrammePlan
    from .rest import RestDesk
    from .scenario import ScenarioDesk
    from .wizards import RecipientWizard

    desk = Desk()
    about_one: dict[str, Any] = {
        "list": ProgrammeList,
        "plan": ProgrammePlan,
        "people": CandidateList,
        "scenario": ScenarioDesk,
        "notice": PublicNotice,
        "payments": PaymentDesk,
        "checks": Verification,
        "goods": GoodsDesk,
        "rest": RestDesk,
    }
    at_desk: dict[str, Callable[[Any], Screen]] = {
        key: partial(_at_desk, made, desk) for key, made in about_one.items()
    }
    return {
        **at_desk,
        "files": RecipientFiles,
        "figures": FundsAndFigures,
        "import_recipients": RecipientWizard,
    }


def _at_desk(made: Any, desk: Any, ws: Any) -> Screen:
    screen: Screen = made(ws, desk)
    return screen
