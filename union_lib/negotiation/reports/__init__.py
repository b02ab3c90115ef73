"""What can be asked of negotiation: dataclasses for the screens, DataFrames for analysts."""

from .cases import (
    CaseRow,
    CaseSheet,
    Firm,
    StepRow,
    TextVersion,
    board,
    case_sheet,
    districts,
    firms_like,
    floor_figures,
    officer_unions,
    overdue,
    vote_needs,
)

__all__ = [
    "CaseRow",
    "CaseSheet",
    "Firm",
    "StepRow",
    "TextVersion",
    "board",
    "case_sheet",
    "districts",
    "firms_like",
    "floor_figures",
    "officer_unions",
    "overdue",
    "vote_needs",
]
