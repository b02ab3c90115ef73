"""Rights cases: opened, moved by acts on their days, corrected by taking an act back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from pydantic import BaseModel, Field
from sqlmodel import Session

from ...common.errors import N_
from ...registry.permissions import union_path
from ...registry.service import ReasonMissing
from ...registry.tables import District
from ...store.audit import note, word
from ...workspace import Workspace
from ..plan_queries import check_version, plan_of, rights_of, rights_steps
from ..plan_refusals import ClaimIncomplete, NothingToTakeBack, OtherUnionsCase
from ..plan_words import ACTS, RIGHTS
from ..queries import next_number, require_hand
from ..refusals import DistrictUnknown
from ..rules.kinds import RightsKind
from ..rules.limitation import ClaimKind, Suspension
from ..rules.rights import Act, Happened, RightsStage, check_act
from ..rules.stages import Hand, check_day
from ..tables import RightsCase, RightsStep
from .plans import check_case

_PEOPLE = 10_000_000


class RightsForm(BaseModel):
    """What is typed about a rights case; `claimant` is sealed in the database."""

    kind: RightsKind = RightsKind.LEGAL_AID
    employer: str = Field(min_length=2, max_length=80, json_schema_extra={"ui": {"wide": True}})
    district_code: str = Field(min_length=6, max_length=6)
    claimant: str = Field(default="", max_length=60)
    workers: int = Field(default=1, ge=1, le=_PEOPLE)
    claim_fen: int = Field(default=0, ge=0)
    is_green: bool = False
    facts: str = Field(default="", max_length=2000, json_schema_extra={"ui": {"wide": True}})
    claim_kind: ClaimKind | None = None
    claim_start: date | None = None
    interrupted_on: date | None = None
    suspended_from: date | None = None
    suspended_to: date | None = None
    employment_ended: date | None = None

    def check(self) -> None:
        """Refuse half a claim with `ClaimIncomplete`, a suspension backwards with `SuspensionBackwards`."""
        halves = [(self.claim_kind, self.claim_start), (self.suspended_from, self.suspended_to)]
        if any((one is None) != (other is None) for one, other in halves):
            raise ClaimIncomplete
        has_more = (self.interrupted_on, self.suspended_from, self.employment_ended)
        if self.claim_kind is None and any(one is not None for one in has_more):
            raise ClaimIncomplete
        if self.suspended_from is not None and self.suspended_to is not None:
            Suspension(self.suspended_from, self.suspended_to)

    def columns(self) -> dict[str, object]:
        """Return what the table keeps."""
        kept = self.model_dump(exclude={"claim_kind", "claimant"})
        return kept | {
            "claim_kind": self.claim_kind.value if self.claim_kind else "",
            "claimant": self.claimant.strip() or None,
        }


def open_rights(
    ws: Workspace,
    union_id: int,
    form: RightsForm,
    *,
    case_id: int | None = None,
    plan_id: int | None = None,
    opened_on: date | None = None,
) -> int:
    """Open a rights case of an organisation; return its id.

    Raises what `RightsForm.check` does, `DistrictUnknown`, `OtherUnionsCase`, `DayAhead`.
    """
    form.check()
    on = opened_on or ws.today
    check_day(on, (), ws.today)
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.OFFICER)
        union_path(session, union_id)
        _check_district(session, form.district_code)
        check_case(session, case_id, union_id)
        _check_plan(session, plan_id, union_id)
        case = RightsCase(
            union_id=union_id,
            number=next_number(session, RightsCase, f"株维〔{ws.today.year}〕"),
            case_id=case_id,
            plan_id=plan_id,
            opened_on=on,
            made_by=ws.actor.account_id,
            **form.columns(),
        )
        session.add(case)
        session.flush()
        session.add(_step(ws, case, Happened(Act.OPEN, on), ""))
        _noted(session, N_("Opened rights case {number}: {kind}, {employer}"), case)
        return case.id or 0


def _check_district(session: Session, code: str) -> None:
    if session.get(District, code) is None:
        raise DistrictUnknown(code)


def _check_plan(session: Session, plan_id: int | None, union_id: int) -> None:
    if plan_id is not None and (plan := plan_of(session, plan_id)).union_id != union_id:
        raise OtherUnionsCase(plan.number)


def _step(ws: Workspace, case: RightsCase, happened: Happened, words: str) -> RightsStep:
    return RightsStep(
        rights_id=case.id or 0,
        step=happened.act,
        happened_on=happened.on,
        until_on=happened.until,
        from_stage=case.stage,
        note=words.strip()[:400],
        account_id=ws.actor.account_id,
        recorded_at=ws.now,
    )


def _noted(session: Session, text: str, case: RightsCase, reason: str = "", act: Act = Act.OPEN) -> None:
    note(
        session,
        text,
        union_id=case.union_id,
        reason=reason,
        number=case.number,
        kind=word(RIGHTS[case.kind]),
        employer=case.employer,
        act=word(ACTS[act]),
    )


@contextmanager
def on_rights(ws: Workspace, rights_id: int, seen_version: int) -> Iterator[tuple[Session, RightsCase]]:
    """Open a transaction of an officer on a rights case, locked until it commits.

    Raises `NotFound`, `NotAllowed`, `StaleVersion`.
    """
    with ws.transaction() as session:
        case = rights_of(session, rights_id, lock=True)
        require_hand(session, ws.actor.account_id, case.union_id, Hand.OFFICER)
        check_version(case, seen_version)
        yield session, case


def change_rights(ws: Workspace, rights_id: int, form: RightsForm, *, seen_version: int) -> int:
    """Change what is on file of a rights case, its kind aside; return its new version.

    The kind stays, because the steps follow it. Raises what `RightsForm.check` does, `DistrictUnknown`.
    """
    form.check()
    with on_rights(ws, rights_id, seen_version) as (session, case):
        _check_district(session, form.district_code)
        for name, value in form.columns().items():
            if name != "kind":
                setattr(case, name, value)
        case.version += 1
        _noted(session, N_("Changed rights case {number}"), case)
        return case.version


def record_act(
    ws: Workspace, rights_id: int, happened: Happened, words: str = "", *, seen_version: int
) -> int:
    """Record an act on its day and move the rights case by it; return its new version.

    Raises `ActNotOpen`, `UntilMissing`, `UntilBefore`, `WordsMissing`, `DayBefore`, `DayAhead`.
    """
    with on_rights(ws, rights_id, seen_version) as (session, case):
        move = check_act(case.kind, case.stage, happened, words)
        earlier = [s.happened_on for s, _ in rights_steps(session, rights_id) if s.taken_back_at is None]
        check_day(happened.on, earlier, ws.today)
        session.add(_step(ws, case, happened, words))
        case.stage = move.to
        if move.to == RightsStage.CLOSED:
            case.outcome = words.strip()[:400]
        case.version += 1
        _noted(session, N_("{number}: {act}"), case, act=happened.act)
        return case.version


def take_act_back(ws: Workspace, rights_id: int, reason: str, *, seen_version: int) -> int:
    """Take the last act back, with the reason; return the case's new version.

    It stays in the history, struck out. Raises `ReasonMissing`, `NothingToTakeBack`.
    """
    if not reason.strip():
        raise ReasonMissing
    with on_rights(ws, rights_id, seen_version) as (session, case):
        standing = [s for s, _ in rights_steps(session, rights_id) if s.taken_back_at is None]
        if not standing or standing[-1].step == Act.OPEN:
            raise NothingToTakeBack
        last = standing[-1]
        last.taken_back_at = ws.now
        if case.stage == RightsStage.CLOSED:
            case.outcome = ""
        case.stage = last.from_stage
        case.version += 1
        _noted(session, N_("{number}: taken back: {act}"), case, reason.strip(), last.step)
        return case.version
