"""Dated figures that a union enters with their notice; the one before stays as it is."""

from __future__ import annotations

from datetime import date

from ...registry.figures import NewFigure, PolicyUnknown, enter_figure
from ...workspace import Workspace
from ..figure_values import figure_value
from ..figures import house_book


def enter_case_figure(
    ws: Workspace, union_id: int, policy: str, area: str, valid_from: date, text: str, citation: str
) -> int:
    """Enter a dated figure as it was typed; it counts for the organisation and those below it. Returns its id.

    Raises `PolicyUnknown`, `FigureUnreadable`, `FigureFixed`, `AreaUnfit`, `CitationMissing`, `NotAllowed`.
    """
    if policy not in house_book().policies:
        raise PolicyUnknown(policy)
    figure = NewFigure(policy, area.strip(), valid_from, figure_value(policy, text), citation)
    return enter_figure(ws, union_id, figure, house_book())
