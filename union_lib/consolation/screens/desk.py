"""The programme on the desk: what the screens of one programme have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...common.text import translate
from ...ui.kit import Screen
from ...workspace import Workspace
from .. import reports
from ..refusals import NothingChosen
from ..rules.stages import Stage
from ..rules.terms import Tier
from ..words import CAUSES, STAGES, TIERS

STAGE_TONES = {
    Stage.DRAFT: "mute",
    Stage.IN_REVIEW: "info",
    Stage.IN_APPROVAL: "info",
    Stage.APPROVED: "warn",
    Stage.ON_NOTICE: "warn",
    Stage.PAYING: "warn",
    Stage.CLOSED: "ok",
    Stage.CANCELLED: "mute",
}
TIER_TONES = {
    Tier.DEEP: "bad",
    Tier.ACCIDENT: "warn",
    Tier.RELATIVE: "info",
    Tier.MEDIC: "ok",
    Tier.FRONTLINE: "ok",
    Tier.WORKER: "mute",
}


@dataclass
class Desk:
    """Which programme the screens are about; all screens of an app share one desk."""

    programme: int | None = None

    def take(self, ws: Workspace, programme: int | None) -> None:
        """Put a programme on the desk; when none is named, keep what lies there or take the newest."""
        self.programme = programme or self.programme or _newest(ws)


def _newest(ws: Workspace) -> int:
    rows = reports.programmes(ws)
    running = [row.id for row in rows if row.stage not in (Stage.CLOSED, Stage.CANCELLED)]
    return next(iter(running + [row.id for row in rows]), 0)


class ProgrammeScreen(Screen):
    """A screen about the programme on the desk."""

    def __init__(self, ws: Any = None, desk: Desk | None = None, **state: Any) -> None:
        self.desk = desk or Desk()
        super().__init__(ws, **state)

    def visit(self, programme: int | None = None) -> None:
        """Come to this screen for a programme; for the one on the desk when none is named."""
        self.desk.take(self.ws, programme)
        self.show()

    @property
    def programme_id(self) -> int:
        """The programme on the desk; `NothingChosen` when there is none."""
        if not self.desk.programme:
            raise NothingChosen
        return self.desk.programme


def stage_tag(stage: Stage) -> dict[str, str]:
    """Return a stage's words and tone."""
    return {"text": translate(STAGES[stage]), "tone": STAGE_TONES[stage]}


def tier_tag(tier: str) -> dict[str, str]:
    """Return a tier's words and tone; empty for no tier."""
    if not tier:
        return {"text": "", "tone": "mute"}
    return {"text": translate(TIERS[Tier(tier)]), "tone": TIER_TONES[Tier(tier)]}


def cause_text(cause: str) -> str:
    """Return in words why somebody is in or out."""
    return translate(CAUSES[cause]) if cause in CAUSES else ""
