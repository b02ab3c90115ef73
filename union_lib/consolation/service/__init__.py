"""What a user can do with consolation: one function, one transaction, one permission check."""

from .deciding import approve, review, send_back, submit
from .filing import (
    Filed,
    FileRow,
    HouseholdRow,
    file_list,
    leave,
    save_recipient,
    unfile,
    unmask_recipient,
)
from .listing import Choice, Listed, assess_list, leave_out, take_in_again, take_list
from .local import enter_local_figure, name_hard_hit
from .noticing import decide_objection, post_notice, record_objection, start_paying
from .pairing import decide_pair, look_for_pairs
from .paying import close_programme, hand_over, make_batch, read_return
from .planning import (
    FundForm,
    ProgrammeForm,
    cancel_programme,
    change_fund,
    change_programme,
    create_fund,
    create_programme,
    set_budget,
    set_terms,
)
from .sampling import draw_sample, record_finding

__all__ = [
    "Choice",
    "FileRow",
    "Filed",
    "FundForm",
    "HouseholdRow",
    "Listed",
    "ProgrammeForm",
    "approve",
    "assess_list",
    "cancel_programme",
    "change_fund",
    "change_programme",
    "close_programme",
    "create_fund",
    "create_programme",
    "decide_objection",
    "decide_pair",
    "draw_sample",
    "enter_local_figure",
    "file_list",
    "hand_over",
    "leave",
    "leave_out",
    "look_for_pairs",
    "make_batch",
    "name_hard_hit",
    "post_notice",
    "read_return",
    "record_finding",
    "record_objection",
    "review",
    "save_recipient",
    "send_back",
    "set_budget",
    "set_terms",
    "start_paying",
    "submit",
    "take_in_again",
    "take_list",
    "unfile",
    "unmask_recipient",
]
