"""The public notice (公示) of a signed result."""

from __future__ import annotations

from typing import Any

from ...common.calendar import notice_last_day
from ...common.papers import Template, day_text, moment_text
from ...workspace import Workspace
from .. import rules
from ..reports import ResultList
from ..tables import Competition
from .paper import TEMPLATES, signed_result


def notice_document(ws: Workspace, competition_id: int) -> bytes:
    """Return the public notice of a signed result as a Word file.

    Raises `NothingSigned` before the signature, `CodesClosed` while names are behind codes, and
    `SignedResultDiffers`.
    """
    seen = signed_result(ws, competition_id, with_names=True)
    return Template(TEMPLATES / "notice.docx").filled(_facts(ws, seen)).written()


def _facts(ws: Workspace, seen: ResultList) -> dict[str, Any]:
    competition = seen.competition
    posted = competition.notice_posted_on or ws.today
    last = competition.notice_last_day
    if last is None:
        last = notice_last_day(posted, competition.notice_working_days)
    return {
        "title": competition.title,
        "union": seen.union,
        "posted": day_text(posted),
        "last": day_text(last),
        "days": competition.notice_working_days,
        "rows": _rows(seen),
        "count": sum(1 for row in seen.rows if row.rank),
        "hash": seen.signed.data_hash if seen.signed else "",
        "signed_by": seen.signed_by,
        "supervised_by": seen.supervised_by,
        "is_rechecked": bool(competition.recheck_leading or competition.recheck_sample)
        and not seen.recheck_left,
        "recheck_leading": competition.recheck_leading,
        "recheck_sample": competition.recheck_sample,
        "appeal_hours": competition.appeal_hours,
        "appeal_until": _appeal_until(competition),
    }


def _rows(seen: ResultList) -> list[dict[str, str]]:
    return [
        {
            "place": row.rank,
            "entry": row.shown.title,
            "contestant": row.shown.contestant,
            "unit": row.shown.unit,
            "score": str(row.total),
            "award": row.award,
        }
        for row in seen.rows
        if row.award
    ]


def _appeal_until(competition: Competition) -> str:
    posted = competition.notice_posted_at
    if posted is None or not competition.appeal_hours:
        return ""
    return moment_text(rules.appeal_deadline(posted, competition.appeal_hours))
