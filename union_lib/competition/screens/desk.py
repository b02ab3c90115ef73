"""The competition on the desk: what the screens of one competition have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ...common.text import translate
from ...ui.kit import Screen
from ...workspace import Workspace
from .. import reports
from ..refusals import NothingChosen
from ..rules import Stage
from ..words import STAGES

STAGE_TONES = {
    Stage.DRAFT: "mute",
    Stage.MARKING: "info",
    Stage.SIGNED: "warn",
    Stage.ON_NOTICE: "warn",
    Stage.PUBLISHED: "ok",
}


@dataclass
class Desk:
    """Which competition the screens are about; all screens of an app share one desk.

    `slips` are the names and first passwords of accounts made here, kept until the page is closed.
    """

    competition: int | None = None
    slips: list[dict[str, str]] = field(default_factory=list)

    def take(self, ws: Workspace, competition: int | None) -> None:
        """Put a competition on the desk; when none is named, keep what lies there or take the newest."""
        self.competition = competition or self.competition or _newest(ws)


def _newest(ws: Workspace) -> int:
    rows = reports.competitions(ws)
    running = [row.id for row in rows if row.stage != Stage.PUBLISHED]
    return next(iter(running + [row.id for row in rows]), 0)


class CompetitionScreen(Screen):
    """A screen about the competition on the desk."""

    def __init__(self, ws: Any = None, desk: Desk | None = None, **state: Any) -> None:
        self.desk = desk or Desk()
        super().__init__(ws, **state)

    def visit(self, competition: int | None = None) -> None:
        """Come to this screen for a competition; for the one on the desk when none is named."""
        self.desk.take(self.ws, competition)
        self.show()

    @property
    def competition_id(self) -> int:
        """The competition on the desk; `NothingChosen` when there is none."""
        if not self.desk.competition:
            raise NothingChosen
        return self.desk.competition


def stage_tag(stage: Stage) -> dict[str, str]:
    """Return a stage's words and tone."""
    return {"text": translate(STAGES[stage]), "tone": STAGE_TONES[stage]}
