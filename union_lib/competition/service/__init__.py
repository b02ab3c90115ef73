"""What a user can do with a competition: one function, one transaction, one permission check."""

from .allotting import (
    declare_conflict,
    draw_judges,
    draw_panels,
    keep_units_apart,
    move_entry,
    set_panels,
    undo_draw,
    withdraw_conflict,
)
from .coding import draw_codes, open_codes
from .discussing import ask_again, keep_mark
from .entering import (
    Imported,
    add_entry,
    edit_entry,
    import_entries,
    remove_entries,
    set_entry_state,
)
from .honouring import nominate, set_classes, set_share, withdraw_nomination
from .marking import (
    Conflict,
    GivenMark,
    Saved,
    confirm_sheet,
    give_marks,
    reject_sheet,
    return_sheet,
    submit_sheet,
)
from .planning import (
    CompetitionForm,
    change_scheme,
    create_competition,
    edit_competition,
    move_stage,
    save_scheme,
)
from .reviewing import file_appeal, recheck, rule_on_appeal
from .signing import countersign, post_notice, publish, reopen, sign, withdraw_notice
from .staffing import appoint, dismiss, edit_judge, import_judges, replace_judge

__all__ = [
    "CompetitionForm",
    "Conflict",
    "GivenMark",
    "Imported",
    "Saved",
    "add_entry",
    "appoint",
    "ask_again",
    "change_scheme",
    "confirm_sheet",
    "countersign",
    "create_competition",
    "declare_conflict",
    "dismiss",
    "draw_codes",
    "draw_judges",
    "draw_panels",
    "edit_competition",
    "edit_entry",
    "edit_judge",
    "file_appeal",
    "give_marks",
    "import_entries",
    "import_judges",
    "keep_mark",
    "keep_units_apart",
    "move_entry",
    "move_stage",
    "nominate",
    "open_codes",
    "post_notice",
    "publish",
    "recheck",
    "reject_sheet",
    "remove_entries",
    "reopen",
    "replace_judge",
    "return_sheet",
    "rule_on_appeal",
    "save_scheme",
    "set_classes",
    "set_entry_state",
    "set_panels",
    "set_share",
    "sign",
    "submit_sheet",
    "undo_draw",
    "withdraw_conflict",
    "withdraw_nomination",
    "withdraw_notice",
]
