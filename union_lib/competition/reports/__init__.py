"""What can be asked of a competition: tables for people, DataFrames for analysts."""

from .boards import Board, BoardRow, SpreadAlarm, board
from .effects import SchemeEffect, StandingChange, scheme_effect, standing_changes
from .listing import (
    CompetitionRow,
    EntryPage,
    Overview,
    competitions,
    entries,
    entry_page,
    overview,
)
from .plain import plain
from .results import (
    SECOND_AT_ONCE,
    ResultList,
    ResultRow,
    marks_table,
    result_rows,
    result_table,
    results,
    teams,
)
from .reviews import (
    Allotments,
    CodeLists,
    Honours,
    Review,
    allotments,
    code_lists,
    honours,
    own_codes,
    review,
)
from .sheets import CheckSheet, MarkSheet, SheetCell, SheetRow, mark_sheet, sheet_to_check

__all__ = [
    "SECOND_AT_ONCE",
    "Allotments",
    "Board",
    "BoardRow",
    "CheckSheet",
    "CodeLists",
    "CompetitionRow",
    "EntryPage",
    "Honours",
    "MarkSheet",
    "Overview",
    "ResultList",
    "ResultRow",
    "Review",
    "SchemeEffect",
    "SheetCell",
    "SheetRow",
    "SpreadAlarm",
    "StandingChange",
    "allotments",
    "board",
    "code_lists",
    "competitions",
    "entries",
    "entry_page",
    "honours",
    "mark_sheet",
    "marks_table",
    "overview",
    "own_codes",
    "plain",
    "result_rows",
    "result_table",
    "results",
    "review",
    "scheme_effect",
    "sheet_to_check",
    "standing_changes",
    "teams",
]
