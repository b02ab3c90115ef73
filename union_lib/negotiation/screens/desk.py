"""The case on the desk: what the screens of one case have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ...common.text import translate
from ...ui.kit import Screen
from ...workspace import Workspace
from .. import reports
from ..refusals import NoCaseChosen
from ..rules.procedure import Due
from ..rules.stages import Stage
from ..words import DUES, STAGE_TONES, STAGES


@dataclass
class Desk:
    """Which case the screens are about; all screens of an app share one desk."""

    case: int | None = None

    def take(self, ws: Workspace, case: int | None) -> None:
        """Put a case on the desk; when none is named, keep what lies there or take the most urgent."""
        self.case = case or self.case or _first(ws)


def _first(ws: Workspace) -> int:
    return next((row.id for row in reports.board(ws)), 0)


class CaseScreen(Screen):
    """A screen about the case on the desk."""

    def __init__(self, ws: Any = None, desk: Desk | None = None, **state: Any) -> None:
        self.desk = desk or Desk()
        super().__init__(ws, **state)

    def visit(self, case: int | None = None) -> None:
        """Come to this screen for a case; for the one on the desk when none is named."""
        self.desk.take(self.ws, case)
        self.show()

    @property
    def case_id(self) -> int:
        """The case on the desk; `NoCaseChosen` when there is none."""
        if not self.desk.case:
            raise NoCaseChosen
        return self.desk.case


def stage_tag(stage: Stage) -> dict[str, str]:
    """Return a stage's words and tone."""
    return {"text": translate(STAGES[stage]), "tone": STAGE_TONES.get(stage, "info")}


def due_card(due: Due | None, today: date) -> dict[str, Any]:
    """Return what a screen shows of a date: its name, the day, days left, and the rule it comes from."""
    if due is None:
        return {}
    return {
        "title": translate(DUES[due.kind]),
        "date": due.last_day.isoformat(),
        "days": (due.last_day - today).days,
        "opens": due.opens_on.isoformat() if due.opens_on else "",
        "is_provisional": due.is_provisional,
        "citation": due.figure.citation if due.figure else "",
    }
