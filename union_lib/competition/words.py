"""What the codes of the competition area are called on the screen (message ids)."""

from __future__ import annotations

from collections.abc import Mapping

from ..common.errors import N_
from .rules import Duty, EntryState, SheetState, Stage

STAGES: Mapping[Stage, str] = {
    Stage.DRAFT: N_("Planning"),
    Stage.MARKING: N_("Marking"),
    Stage.SIGNED: N_("Signed"),
    Stage.ON_NOTICE: N_("On public notice"),
    Stage.PUBLISHED: N_("Published"),
}
ENTRY_STATES: Mapping[EntryState, str] = {
    EntryState.COMPETING: N_("Competing"),
    EntryState.ABSENT: N_("Absent"),
    EntryState.WITHDRAWN: N_("Withdrawn"),
    EntryState.DISQUALIFIED: N_("Disqualified"),
    EntryState.GUEST: N_("Guest"),
}
SHEET_STATES: Mapping[SheetState, str] = {
    SheetState.NONE: N_("Being marked"),
    SheetState.WAITING: N_("Waiting for check"),
    SheetState.REJECTED: N_("Returned"),
    SheetState.CONFIRMED: N_("Confirmed"),
    SheetState.LOCKED: N_("Locked"),
}
DUTIES: Mapping[Duty, str] = {
    Duty.ORGANISER: N_("Organiser"),
    Duty.JUDGE: N_("Judge"),
    Duty.CHECKER: N_("Mark checker"),
    Duty.CHIEF: N_("Chief judge"),
    Duty.SUPERVISOR: N_("Supervisor"),
}
