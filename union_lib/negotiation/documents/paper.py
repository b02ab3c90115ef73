"""What every paper and list of a case needs: templates, the name of the file, the fingerprint of what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ...common import papers
from ...common.errors import N_, RuleViolation
from ...common.papers import day_text
from ...common.policies import Figure
from ...common.text import translate
from ...store.columns import canonical
from ..figures import is_confirmed

TEMPLATES = Path(__file__).parent.parent / "templates"
NO_DAY = "____年__月__日"

Document = tuple[str, bytes]
"""The name of a file and its content."""


@dataclass(eq=False)
class PaperTooEarly(RuleViolation):
    """A paper was wanted of a case that is not so far."""

    what = N_("This case is not so far that this paper can be made.")
    todo = N_("Look at the list of papers on the page of the case; it grows with the steps.")


def file_name(title: str, paper: str, ending: str) -> str:
    """Return what a file is called, safe for every file system.

    >>> file_name("渌口/百味", "要约书", "docx")
    '渌口 百味 要约书.docx'
    """
    return f"{papers.file_name(f'{title[:60]} {paper}')}.{ending}"


def fingerprint(facts: Any) -> str:
    """Return SHA-256 over what a paper says, so that two prints of the same facts can be told from a changed one."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def fingerprint_foot(digest: str) -> str:
    """Return the line that binds a workbook to its content."""
    return translate(N_("Data fingerprint (SHA-256): {hash}")).format(hash=digest)


def worded(heads: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return heads with their widths in the language that is spoken."""
    return [(translate(head), width) for head, width in heads]


def day_or_blank(day: date | None) -> str:
    """Return a day as notices write it, or a blank to be filled in by hand.

    >>> day_or_blank(None)
    '____年__月__日'
    """
    return day_text(day) if day else NO_DAY


def cited(figure: Figure | None) -> str:
    """Return the source of a figure as a paper cites it, marked when nobody has confirmed it.

    >>> cited(Figure(20, "集体合同规定 32", "memory", date(2004, 5, 1), "CN"))
    '集体合同规定 32（待确认）'
    """
    if figure is None:
        return ""
    return figure.citation + ("" if is_confirmed(figure) else "（待确认）")
