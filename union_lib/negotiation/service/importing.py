"""Many cases at once, from a list: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from ...common.errors import N_, NotFound
from ...common.tabular import Progress
from ...registry.permissions import union_path
from ...store.audit import note
from ...workspace import Workspace
from ..case_matters import firms_by_name, matter_of, running_matters
from ..queries import require_hand
from ..refusals import CaseMoved, CaseRunning
from ..rules.stages import Hand, Step
from ..tables import Case, CaseStep
from .acting import move
from .opening import CaseForm, new_case

TOLD_EVERY = 50


@dataclass(frozen=True)
class CaseLine:
    """A row of a list of cases: what opens the case, and the day the invitation was received, if it was."""

    form: CaseForm
    invited_on: date | None = None


@dataclass(frozen=True)
class Opened:
    """A case as a list opened it."""

    id: int
    version: int


def open_cases(
    ws: Workspace,
    union_id: int,
    lines: Sequence[CaseLine],
    digest: str,
    progress: Progress = lambda done, total: None,
) -> list[Opened]:
    """Open the cases of a checked list in one transaction; the invitation is recorded where its day is given.

    An enterprise on file is found by its name. `digest` is the SHA-256 of the file. Raises `NotAllowed`,
    `CaseRunning`, `DistrictUnknown`, `DayAhead`.
    """
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.OFFICER)
        union_path(session, union_id)
        firms, running = firms_by_name(session, union_id), running_matters(session, [union_id])
        opened = []
        for done, line in enumerate(lines, 1):
            matter = matter_of(line.form.model_dump())
            if matter in running:
                raise CaseRunning(line.form.employer, running[matter])
            case = _open(session, ws, union_id, line, firms.get(line.form.employer))
            running[matter] = case.number
            opened.append(Opened(case.id or 0, case.version))
            if done % TOLD_EVERY == 0:
                progress(done, len(lines))
        note(
            session,
            N_("Opened {n} cases from a list (SHA-256 {digest})"),
            union_id=union_id,
            n=len(opened),
            digest=digest[:16],
        )
        return opened


def _open(session: Session, ws: Workspace, union_id: int, line: CaseLine, enterprise_id: int | None) -> Case:
    case = new_case(session, ws, union_id, line.form, enterprise_id, line.invited_on or ws.today)
    if line.invited_on is not None:
        move(session, ws, case, Step.INVITE, line.invited_on)
    return case


def close_cases(ws: Workspace, union_id: int, opened: Sequence[Opened]) -> int:
    """Take back the cases that a list opened, all or none; return how many.

    Raises `CaseMoved` when somebody has worked on one of them meanwhile, `NotFound`, `NotAllowed`.
    """
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.OFFICER)
        for one in opened:
            case = session.get(Case, one.id)
            if case is None or case.union_id != union_id:
                raise NotFound
            if case.version != one.version:
                raise CaseMoved(case.number)
            for step in session.exec(select(CaseStep).where(CaseStep.case_id == one.id)).all():
                session.delete(step)
            session.flush()
            session.delete(case)
        note(session, N_("Took {n} cases of a list back"), union_id=union_id, n=len(opened))
        return len(opened)
