"""What a user can do with a competition: one function, one transaction, one permission check."""

from .marking import Conflict, GivenMark, Saved, confirm_sheet, give_marks, reject_sheet, return_sheet, submit_sheet
from .planning import (
    CompetitionForm,
    appoint,
    create_competition,
    dismiss,
    edit_competition,
    edit_entry,
    import_entries,
    import_judges,
    move_stage,
    remove_entries,
    save_scheme,
    set_entry_state,
)
from .signing import post_notice, publish, reopen, sign, withdraw_notice

__all__ = [
    "CompetitionForm",
    "Conflict",
    "GivenMark",
    "Saved",
    "appoint",
    "confirm_sheet",
    "create_competition",
    "dismiss",
    "edit_competition",
    "edit_entry",
    "give_marks",
    "import_entries",
    "import_judges",
    "move_stage",
    "post_notice",
    "publish",
    "reject_sheet",
    "remove_entries",
    "reopen",
    "return_sheet",
    "save_scheme",
    "set_entry_state",
    "sign",
    "submit_sheet",
    "withdraw_notice",
]
