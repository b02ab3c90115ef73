"""What a user can do with consolation: one function, one transaction, one permission check."""

from .cure_figures import enter_rest_limit, enter_rest_quota
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
from .goods import GoodTable, divide_good, divide_together, remove_good, save_good
from .handing import hand_goods_over, take_goods_back
from .leaving import come_back, drop_out, refuse_batches, repair_places
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
from .resting import (
    BatchRow,
    CureForm,
    assign_places,
    draw_lots,
    save_cure,
    take_applicants,
    take_draw_back,
)
from .sampling import draw_sample, record_finding

__all__ = [
    "BatchRow",
    "Choice",
    "CureForm",
    "FileRow",
    "Filed",
    "FundForm",
    "GoodTable",
    "HouseholdRow",
    "Listed",
    "ProgrammeForm",
    "approve",
    "assess_list",
    "assign_places",
    "cancel_programme",
    "change_fund",
    "change_programme",
    "close_programme",
    "come_back",
    "create_fund",
    "create_programme",
    "decide_objection",
    "decide_pair",
    "divide_good",
    "divide_together",
    "draw_lots",
    "draw_sample",
    "drop_out",
    "enter_local_figure",
    "enter_rest_limit",
    "enter_rest_quota",
    "file_list",
    "hand_goods_over",
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
    "refuse_batches",
    "remove_good",
    "repair_places",
    "review",
    "save_cure",
    "save_good",
    "save_recipient",
    "send_back",
    "set_budget",
    "set_terms",
    "start_paying",
    "submit",
    "take_applicants",
    "take_draw_back",
    "take_goods_back",
    "take_in_again",
    "take_list",
    "unfile",
    "unmask_recipient",
]
