"""What a user can do with a case: one function, one transaction, one permission check."""

from .drafting import table_text
from .meeting import (
    DelegateForm,
    RoundForm,
    VoteForm,
    correct_minutes,
    hold_round,
    record_vote,
    save_delegate,
)
from .opening import CaseForm, PlanForm, change_plan, open_case, renew_case
from .stepping import record_check, take_back, take_step

__all__ = [
    "CaseForm",
    "DelegateForm",
    "PlanForm",
    "RoundForm",
    "VoteForm",
    "change_plan",
    "correct_minutes",
    "hold_round",
    "open_case",
    "record_check",
    "record_vote",
    "renew_case",
    "save_delegate",
    "table_text",
    "take_back",
    "take_step",
]
