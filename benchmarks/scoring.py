"""Scoring a large competition: in memory, and from where the marks are kept."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from union_lib.competition import reports

from . import PLACE, field, peers
from .measure import Case


def cases(_: ExitStack) -> list[Case]:
    """Return the cases, having checked that both sides agree."""
    marks, (on, large) = field.random_marks(), field.large()
    frame = field.as_frame(marks)
    workbook = field.write_workbook(frame, PLACE / "marks.xlsx")
    check_agreement(reports.result_table(field.person(on, "organiser"), large), peers.trimmed_ranking(frame))
    size = f"{field.ENTRIES:,} entries × {field.JUDGES} judges × {field.CRITERIA} criteria"
    return [
        Case(
            f"score and rank {size}",
            lambda: field.ranking(frame),
            "pandas groupby in floats",
            lambda: peers.trimmed_ranking(frame),
        ),
        Case("explain every one of them step by step", lambda: field.explained(marks), runs=2),
        Case(
            "result page of the same, from the database",
            lambda: reports.results(field.person(on, "organiser"), large),
            "workbook read by openpyxl, then groupby",
            lambda: peers.ranking_from_workbook(workbook),
        ),
    ]


def check_agreement(ours: Any, theirs: Any) -> None:
    """Compare only what computes the same: every total equal to half a hundredth."""
    apart = ours.set_index("code")["score"].astype(float) - theirs["total"]
    if apart.abs().max() > 0.0051:
        raise SystemExit(f"Ours and the peer's totals differ by {apart.abs().max()}.")
