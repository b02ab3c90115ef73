"""What every paper of a programme needs: its template, its name, its words, and the list it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...common.errors import N_, RuleViolation
from ...common.text import Language, translate
from ...workspace import Workspace
from ..queries import data_hash
from ..reports import NoticeSheet, notice_sheet
from ..rules.stages import Stage
from ..rules.terms import Tier
from ..words import TIERS

TEMPLATES = Path(__file__).parent.parent / "templates"
MOST_ON_PAPER = 3_000
"""A longer list is of no use on paper, and slow to open in Word."""

UNDECIDED = (Stage.IN_REVIEW, Stage.IN_APPROVAL)
NOT_SUBMITTED = (Stage.DRAFT, Stage.CANCELLED)

Document = tuple[str, bytes]
"""The name of a file, in Chinese, and its content."""


@dataclass(eq=False)
class NothingSubmitted(RuleViolation):
    """A paper was wanted of a list that is not submitted."""

    what = N_("This programme has no submitted list, so no paper can be made of it.")
    todo = N_("Submit the allocation first.")


@dataclass(eq=False)
class ListDiffers(RuleViolation):
    """What stands in the database is no longer what was submitted."""

    what = N_("The list no longer agrees with what was submitted, so no paper is made of it.")
    todo = N_("Do not post or pay. Tell your administrator: something was changed afterwards.")


@dataclass(eq=False)
class TooLongForPaper(RuleViolation):
    """A list is too long for Word."""

    lines: int
    limit: int

    what = N_("The list has {lines} lines; a Word paper takes at most {limit}.")
    todo = N_("Download it as Excel instead.")


def check_length(lines: int) -> None:
    """Raise `TooLongForPaper` for a list that Word should not be asked to lay out."""
    if lines > MOST_ON_PAPER:
        raise TooLongForPaper(lines, MOST_ON_PAPER)


def submitted_notice(ws: Workspace, programme_id: int) -> NoticeSheet:
    """Return the notice of the submitted list; raises `NothingSubmitted`, `ListDiffers`."""
    sheet = notice_sheet(ws, programme_id)
    if sheet is None or sheet.programme.stage in NOT_SUBMITTED:
        raise NothingSubmitted
    if sheet.tree.root.hex() != sheet.allocation.root:
        raise ListDiffers
    return sheet


def file_name(title: str, paper: str, ending: str) -> str:
    """Return what a file is called, safe for every file system.

    >>> file_name("春送/温暖", "公示", "docx")
    '春送 温暖 公示.docx'
    """
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f\s]+', " ", f"{title[:60]} {paper}").strip(" .")
    return f"{safe}.{ending}"


def tier_text(tier: str, language: Language | None = "zh") -> str:
    """Return a tier in words, Chinese unless told; empty for none."""
    return translate(TIERS[Tier(tier)], language) if tier else ""


def worded(heads: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return heads with their widths in the language that is spoken."""
    return [(translate(head), width) for head, width in heads]


def fingerprint_foot(digest: str) -> str:
    """Return the line that binds a workbook to its content."""
    return translate(N_("Data fingerprint (SHA-256): {hash}")).format(hash=digest)


def rows_hash(title: str, rows: Iterable[Sequence[Any]]) -> str:
    """Return SHA-256 over the rows of a list that has no hash of its own (as `data_hash` spells them)."""
    return data_hash({"list": title}, rows)


def yuan_cell(fen: int | None) -> float | None:
    """Return an amount as Excel keeps it: yuan as a number, exact to the fen up to ten million million.

    >>> yuan_cell(123450), yuan_cell(None)
    (1234.5, None)
    """
    return None if fen is None else fen / 100
