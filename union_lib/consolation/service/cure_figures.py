"""The quota and the limits of rest cures, entered here with their notice, or the decision to have none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...common.money import parse_yuan
from ...common.typed import share, whole
from ...registry.figures import NewFigure, enter_figure
from ...workspace import Workspace
from ..figures import house_book
from ..queries import programme_of
from ..resting import LIMIT, QUOTA


def enter_rest_quota(
    ws: Workspace, programme_id: int, typed: Mapping[str, str] | None, citation: str
) -> None:
    """Enter the yearly quota (`share`, `small_share`, `small_max`) from the programme's day on; None decides on none.

    Raises `ShareUnreadable`, `NumberUnreadable`, `CitationMissing`, `NotAllowed`.
    """
    value: Any = "none"
    if typed is not None:
        value = {
            "share": str(share(typed.get("share", ""))),
            "small_share": str(share(typed.get("small_share", ""))),
            "small_max": whole(typed.get("small_max", "")),
        }
    _enter(ws, programme_id, QUOTA, value, citation)


def enter_rest_limit(
    ws: Workspace, programme_id: int, typed: Mapping[str, str] | None, citation: str
) -> None:
    """Enter the limits (`days`, `a_day` and `a_year` in yuan) from the programme's day on; None decides on none.

    Raises `NumberUnreadable`, what `parse_yuan` refuses, `CitationMissing`, `NotAllowed`.
    """
    value: Any = "none"
    if typed is not None:
        value = {
            "days": whole(typed.get("days", "")),
            "days_paired_region": whole(typed.get("days", "")),
            "a_day_fen": parse_yuan(typed.get("a_day", "")),
            "a_year_fen": parse_yuan(typed.get("a_year", "")),
        }
    _enter(ws, programme_id, LIMIT, value, citation)


def _enter(ws: Workspace, programme_id: int, policy: str, value: Any, citation: str) -> None:
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
    figure = NewFigure(policy, programme.area, programme.decided_on, value, citation)
    enter_figure(ws, programme.union_id, figure, house_book())
