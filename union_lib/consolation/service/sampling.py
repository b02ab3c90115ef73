"""The verification sample: drawn so that anyone can draw it again, and what each look found."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from sqlmodel import Session, select

from ...common.errors import N_, NotFound, StaleVersion
from ...store.audit import note
from ...workspace import Workspace
from ..queries import lines_of, newest_allocation, sample_of
from ..refusals import ListEmpty, SampleBegun
from ..rules.kinds import Finding
from ..rules.sampling import drawn_sample, sample_size, share_size
from ..rules.stages import Hand, Stage
from ..tables import Programme, SampleItem
from .acting import acting

SAMPLED = (Stage.APPROVED, Stage.ON_NOTICE, Stage.PAYING, Stage.CLOSED)
CONFIDENCE, MARGIN, INFLATION = Fraction("0.95"), Fraction("0.05"), Fraction("1.5")


def draw_sample(ws: Workspace, programme_id: int, seed: str, share: Fraction | None = None) -> int:
    """Draw the recipients to be looked at again, by district; return how many.

    With a share (three tenths, as provinces ask) that part rounded up; else by HOPE's formula at 95 % and 5 %.
    Drawn anew as long as nothing was found; then `SampleBegun`.
    """
    with acting(ws, programme_id, Hand.REVIEWER, *SAMPLED) as (session, programme):
        allocation = newest_allocation(session, programme_id)
        lines = lines_of(session, allocation.id or 0) if allocation else ()
        if not lines:
            raise ListEmpty
        before = sample_of(session, programme_id)
        if any(item.finding is not None for item in before):
            raise SampleBegun
        for item in before:
            session.delete(item)
        session.flush()
        strata: dict[str, list[str]] = defaultdict(list)
        by_number = {str(line.position): line for line in lines}
        for line in lines:
            strata[line.shown["place"]].append(str(line.position))
        wanted = (
            share_size(len(lines), share)
            if share is not None
            else sample_size(len(lines), CONFIDENCE, MARGIN, INFLATION)
        )
        drawn = drawn_sample(strata, wanted, seed.strip())
        for stratum, numbers in drawn.items():
            for number in numbers:
                session.add(
                    SampleItem(
                        programme_id=programme_id, line_id=by_number[number].id or 0, stratum=stratum[:60]
                    )
                )
        programme.sample_seed = seed.strip()[:80]
        count = sum(map(len, drawn.values()))
        note(
            session,
            N_("Drew {n} of {all} recipients of “{title}” for verification (seed {seed})"),
            union_id=programme.union_id,
            title=programme.title,
            n=count,
            all=len(lines),
            seed=seed.strip()[:80],
        )
        return count


def record_finding(
    ws: Workspace, programme_id: int, item_id: int, finding: Finding, remark: str, *, seen_version: int
) -> int:
    """Record what a look found; return the new version."""
    with acting(ws, programme_id, Hand.REVIEWER, *SAMPLED) as (session, programme):
        item = _item(session, programme, item_id)
        if item.version != seen_version:
            raise StaleVersion(item.stratum, str(item.finding), str(finding))
        item.finding, item.remark = finding, remark.strip()[:200]
        item.found_by, item.found_on = ws.actor.account_id, ws.today
        item.version += 1
        note(
            session,
            N_("Recorded a verification for “{title}”"),
            union_id=programme.union_id,
            title=programme.title,
        )
        return item.version


def _item(session: Session, programme: Programme, item_id: int) -> SampleItem:
    item = session.exec(
        select(SampleItem).where(SampleItem.id == item_id, SampleItem.programme_id == programme.id)
    ).first()
    if item is None:
        raise NotFound
    return item
