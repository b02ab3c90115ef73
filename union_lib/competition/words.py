"""What the codes of the competition area are called on the screen (message ids)."""

from __future__ import annotations

from collections.abc import Mapping

from ..common.errors import N_
from .rules import (
    Adjustment,
    AppealState,
    Bound,
    Duty,
    EntryState,
    Kind,
    RecheckCause,
    SheetState,
    Stage,
    TeamBy,
    Verdict,
    WorkerClass,
)

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
    EntryState.INELIGIBLE: N_("Not eligible"),
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
KINDS: Mapping[Kind, str] = {
    Kind.MARK: N_("mark"),
    Kind.JUDGEMENT: N_("judged level"),
    Kind.MEASUREMENT: N_("measured"),
    Kind.PASS_FAIL: N_("pass or fail"),
    Kind.ELEMENT: N_("element"),
    Kind.DEDUCTION: N_("deduction"),
}
ADJUSTMENTS: Mapping[Adjustment, str] = {
    Adjustment.NONE: N_("the marks as given"),
    Adjustment.PANEL_SHIFT: N_("totals moved to the common mean of the panels"),
    Adjustment.PANEL_RATIO: N_("totals times the panel's coefficient"),
    Adjustment.PANEL_ZSCORE: N_("totals on the common mean and spread"),
    Adjustment.SEVERITY: N_("totals freed of the judges' severity"),
}
TEAMS_BY: Mapping[TeamBy, str] = {TeamBy.UNIT: N_("unit"), TeamBy.DISTRICT: N_("district")}
RECHECK_CAUSES: Mapping[RecheckCause, str] = {
    RecheckCause.LEADING: N_("leading group"),
    RecheckCause.SAMPLE: N_("sample"),
    RecheckCause.ALL: N_("all, because of errors"),
}
VERDICTS: Mapping[Verdict, str] = {Verdict.RIGHT: N_("right"), Verdict.WRONG: N_("wrong")}
APPEAL_STATES: Mapping[AppealState, str] = {
    AppealState.FILED: N_("waiting for its ruling"),
    AppealState.UPHELD: N_("upheld"),
    AppealState.DISMISSED: N_("dismissed"),
}
WORKER_CLASSES: Mapping[WorkerClass, str] = {
    WorkerClass.INDUSTRIAL: N_("industrial workers"),
    WorkerClass.MIGRANT: N_("migrant workers"),
    WorkerClass.NON_PUBLIC: N_("non-public sector"),
    WorkerClass.WOMEN: N_("women"),
    WorkerClass.MANAGERS: N_("leaders and managers"),
}
BOUNDS: Mapping[Bound, str] = {Bound.AT_LEAST: N_("at least"), Bound.AT_MOST: N_("at most")}
