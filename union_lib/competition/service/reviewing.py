"""After the signature: the recheck against paper, and appeals."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from ...common.errors import N_, NotFound
from ...registry.service import ReasonMissing
from ...store.audit import note, word
from ...store.database import now
from ...workspace import Workspace
from .. import rules
from ..queries import entries_of, newest_result, recheck_items
from ..refusals import NothingToRecheck
from ..rules import AppealState, Duty, RecheckCause, RecheckRule, RecheckState, Stage, Standing, Verdict
from ..tables import Appeal, Competition, Entry, RecheckItem, ResultVersion
from ..words import APPEAL_STATES, VERDICTS
from .acting import acting


def plan_recheck(
    session: Session, competition: Competition, result: ResultVersion, standings: Sequence[Standing]
) -> None:
    """Choose what is rechecked of a result just signed; the sample follows from its hash."""
    if not (competition.recheck_leading or competition.recheck_sample):
        return
    placed = [standing for standing in standings if standing.rank is not None]
    rule = RecheckRule(competition.recheck_leading, competition.recheck_sample)
    ranks = [int(standing.rank or 0) for standing in placed]
    chosen = rules.recheck_plan([standing.entry for standing in placed], ranks, rule, result.data_hash)
    session.add_all(
        RecheckItem(result_id=result.id or 0, entry_id=int(str(entry)), cause=cause)
        for entry, cause in chosen.items()
    )


def recheck(
    ws: Workspace, competition_id: int, entry_id: int, verdict: Verdict, remark: str = ""
) -> RecheckState:
    """Record whether an entry's marks agree with the paper; what is wrong needs a remark.

    When more than 5 % of those looked at are wrong, every entry is to be rechecked.
    """
    if verdict == Verdict.WRONG and not remark.strip():
        raise ReasonMissing
    with acting(ws, competition_id, Duty.SUPERVISOR, stages=(Stage.SIGNED,)) as (session, competition):
        result = newest_result(session, competition_id)
        items = recheck_items(session, result.id or 0) if result else []
        item = next((item for item in items if item.entry_id == entry_id), None)
        if result is None or item is None:
            raise NothingToRecheck
        item.verdict, item.remark = verdict, remark.strip()[:200]
        item.checked_by, item.checked_at = ws.actor.account_id, now()
        state = recheck_state(items)
        if state.must_widen:
            _widen(session, result, items)
        note(
            session,
            N_("Rechecked an entry of “{title}”: {verdict}"),
            union_id=competition.union_id,
            reason=remark.strip(),
            title=competition.title,
            verdict=word(VERDICTS[verdict]),
        )
        return recheck_state(recheck_items(session, result.id or 0))


def recheck_state(items: Sequence[RecheckItem]) -> RecheckState:
    """Return how far a recheck has come."""
    done = [item for item in items if item.verdict is not None]
    return RecheckState(len(items), len(done), sum(1 for item in done if item.verdict == Verdict.WRONG))


def _widen(session: Session, result: ResultVersion, items: Sequence[RecheckItem]) -> None:
    """Let every placed entry be rechecked."""
    known = {item.entry_id for item in items}
    placed = {line["code"] for line in result.body["standings"] if line["rank"] is not None}
    session.add_all(
        RecheckItem(result_id=result.id or 0, entry_id=entry.id or 0, cause=RecheckCause.ALL)
        for entry in entries_of(session, result.competition_id)
        if entry.code in placed and entry.id not in known
    )
    session.flush()


def file_appeal(ws: Workspace, competition_id: int, entry_id: int, appellant: str, grounds: str) -> int:
    """Record an appeal against an entry's result while it is on notice; `AppealLate` after its hours."""
    if not (appellant.strip() and grounds.strip()):
        raise ReasonMissing
    duties = (Duty.ORGANISER, Duty.SUPERVISOR)
    with acting(ws, competition_id, *duties, stages=(Stage.ON_NOTICE,)) as (session, competition):
        entry = session.get(Entry, entry_id)
        if entry is None or entry.competition_id != competition_id:
            raise NotFound
        moment = ws.now
        rules.check_in_time(competition.notice_posted_at or moment, competition.appeal_hours, moment)
        appeal = Appeal(
            competition_id=competition_id,
            entry_id=entry_id,
            appellant=appellant.strip()[:40],
            grounds=grounds.strip()[:2000],
            filed_at=moment,
            filed_by=ws.actor.account_id or 0,
        )
        session.add(appeal)
        session.flush()
        note(
            session,
            N_("Recorded an appeal about entry {code} of “{title}”"),
            union_id=competition.union_id,
            code=entry.code,
            title=competition.title,
        )
        return appeal.id or 0


def rule_on_appeal(
    ws: Workspace, competition_id: int, appeal_id: int, state: AppealState, ruling: str
) -> None:
    """Uphold or dismiss an appeal with the reason; an upheld one lets the notice be withdrawn."""
    if not ruling.strip() or state == AppealState.FILED:
        raise ReasonMissing
    with acting(ws, competition_id, Duty.SUPERVISOR) as (session, competition):
        appeal = session.get(Appeal, appeal_id)
        if appeal is None or appeal.competition_id != competition_id:
            raise NotFound
        rules.check_open(appeal.state)
        appeal.state, appeal.ruling = state, ruling.strip()[:2000]
        appeal.ruled_by, appeal.ruled_at = ws.actor.account_id, now()
        note(
            session,
            N_("Ruled on an appeal of “{title}”: {state}"),
            union_id=competition.union_id,
            reason=ruling.strip()[:400],
            title=competition.title,
            state=word(APPEAL_STATES[state]),
        )
