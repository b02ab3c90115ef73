"""What the pages of rights cases show: lines of the list, one case, its clocks and its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ...common.errors import N_
from ...common.money import yuan
from ...common.text import translate
from ...ui.shown import local_time
from ..figures import TO_BE_CONFIRMED
from ..plan_words import (
    ACTS,
    CLAIMS,
    CLOCK_STATES,
    CLOCK_TONES,
    CLOCKS,
    RIGHTS,
    RIGHTS_STAGES,
    RIGHTS_TONES,
)
from ..reports.rights import ActRow, RightsRow, RightsSheet
from ..rules.limitation import ClaimKind
from ..rules.rights import Act, RightsStage
from ..rules.rights_clocks import Reading
from ..rules.stages import Hand


def stage_tag(stage: RightsStage) -> dict[str, str]:
    """Return where a rights case is, in words with a tone."""
    return {"text": translate(RIGHTS_STAGES[stage]), "tone": RIGHTS_TONES.get(stage, "info")}


def line(row: RightsRow, today: date) -> dict[str, Any]:
    """Return a rights case as the list shows it."""
    found = row.next
    return {
        "id": row.id,
        "number": row.number,
        "kind": translate(RIGHTS[row.kind]),
        "employer": row.employer,
        "district": row.district,
        "workers": f"{row.workers:,}",
        "claim": yuan(row.claim_fen) if row.claim_fen else "",
        "is_green": row.is_green,
        "stage": stage_tag(row.stage),
        "next": translate(CLOCKS[found.kind]) if found else "",
        "days": found.days_left(today) if found else None,
        "date": str(found.last_day) if found and found.last_day else "",
    }


def head(sheet: RightsSheet) -> dict[str, Any]:
    """Return the head of a rights case's page and what may be done there."""
    case = sheet.case
    parts = [
        case.number,
        translate(RIGHTS[case.kind]),
        sheet.district,
        translate(N_("{n} workers")).format(n=f"{case.workers:,}"),
    ]
    is_officer = Hand.OFFICER in sheet.hands
    return {
        "id": case.id,
        "title": case.employer,
        "text": " · ".join(parts),
        "stage": stage_tag(case.stage),
        "is_green": case.is_green,
        "claimant": sheet.claimant,
        "claim": yuan(case.claim_fen) if case.claim_fen else "",
        "facts": case.facts,
        "outcome": case.outcome,
        "opened": str(case.opened_on),
        "may_work": is_officer,
        "may_take_back": is_officer
        and any(not one.is_taken_back and one.act != Act.OPEN for one in sheet.history),
        "case": case.case_id,
        "case_number": sheet.case_number,
        "plan": case.plan_id,
        "plan_number": sheet.plan_number,
        "limit": _limit(sheet),
        "final": _final(sheet),
        "claim_kind": translate(CLAIMS[ClaimKind(case.claim_kind)]) if case.claim_kind else "",
    }


def _limit(sheet: RightsSheet) -> dict[str, str]:
    limit = sheet.limit
    if limit is None:
        return {}
    if limit.last_day is None:
        text = translate(N_("no limit while employed"))
    else:
        text = translate(N_("from {begins} until {last}")).format(begins=limit.begins, last=limit.last_day)
    return {"text": text, "cite": limit.citation}


def _final(sheet: RightsSheet) -> dict[str, str]:
    if sheet.final is None:
        return {}
    ends = N_("ends with the award (up to {limit} yuan an item)")
    goes_on = N_("both sides may go to court (over {limit} yuan an item)")
    text = translate(ends if sheet.final.is_final[0] else goes_on)
    return {"text": text.format(limit=yuan(sheet.final.limit_fen)), "cite": sheet.final.citation}


def clock_rows(clocks: Sequence[Reading], following: Reading | None, today: date) -> list[dict[str, Any]]:
    """Return the clocks with their days, articles, and how they stand."""
    return [
        {
            "name": translate(CLOCKS[one.kind]),
            "started": one.started.isoformat(),
            "last": one.last_day.isoformat() if one.last_day else "",
            "ended": one.ended.isoformat() if one.ended else "",
            "days": one.days_left(today) if one.is_open else None,
            "state": {"text": translate(CLOCK_STATES[one.state]), "tone": CLOCK_TONES[one.state]},
            "cite": one.citation,
            "to_confirm": one.confidence == TO_BE_CONFIRMED,
            "is_provisional": one.is_provisional,
            "is_next": one == following,
        }
        for one in clocks
    ]


def history_rows(history: Sequence[ActRow]) -> list[dict[str, Any]]:
    """Return what happened, the newest first."""
    until = translate(N_("set: {day}"))
    return [
        {
            "id": one.id,
            "on": one.happened_on.isoformat(),
            "text": translate(ACTS[one.act]),
            "until": until.format(day=one.until_on) if one.until_on else "",
            "note": one.note,
            "who": f"{one.who} · {local_time(one.recorded_at)}",
            "is_taken_back": one.is_taken_back,
        }
        for one in reversed(history)
    ]


def act_rows(sheet: RightsSheet) -> list[dict[str, Any]]:
    """Return what can be recorded now; closing and extending come last and are not offered first."""
    return [
        {
            "act": act.value,
            "title": translate(ACTS[act]),
            "wants_until": move.wants_until,
            "wants_note": move.wants_note,
            "is_main": act not in (Act.CLOSE, Act.EXTEND, Act.REJECT),
        }
        for act, move in sheet.acts
    ]
