"""How far agreements reach: by district and industry, on any day; for screens, Excel and analysts."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from sqlmodel import Session, select

from ...registry.tables import District, Enterprise
from ...workspace import Workspace
from ..queries import days_of_cases, unions_read_by
from ..rules.coverage import Agreement, KnownEmployer, Reach, reach, reach_by
from ..rules.kinds import Track
from ..rules.procedure import CaseDays
from ..rules.stages import Step
from ..tables import Case, Round

ONE_DAY = timedelta(days=1)
COLUMNS = ["employers", "covered", "share", "collective", "wage", "wider", "workers"]


@dataclass(frozen=True)
class CoverageRow:
    """What is covered of a district or an industry."""

    key: str
    name: str
    reach: Reach


@dataclass(frozen=True)
class Coverage:
    """What is covered on a day, in all and by group, the largest groups first."""

    on: date
    total: Reach
    districts: tuple[CoverageRow, ...]
    industries: tuple[CoverageRow, ...]


@dataclass(frozen=True)
class _Field:
    """Employers and agreements that the account may read, and the names of districts."""

    employers: Sequence[KnownEmployer]
    agreements: Sequence[Agreement]
    names: Mapping[str, str]

    def narrowed(self, track: Track | None) -> _Field:
        deals = [deal for deal in self.agreements if track is None or deal.track == track]
        return _Field(self.employers, deals, self.names)


def coverage(ws: Workspace, on: date | None = None, track: Track | None = None) -> Coverage:
    """Return what is covered on a day, today unless told, by agreements of one track or of both."""
    day = on or ws.today
    held = _field(ws).narrowed(track)
    return Coverage(
        day,
        reach(held.employers, held.agreements, day),
        tuple(_rows(reach_by(held.employers, held.agreements, day, lambda o: o.district), held.names)),
        tuple(_rows(reach_by(held.employers, held.agreements, day, lambda o: o.industry), {})),
    )


def _rows(found: Mapping[str, Reach], names: Mapping[str, str]) -> Iterator[CoverageRow]:
    for key, one in sorted(found.items(), key=lambda pair: (-pair[1].employers, pair[0])):
        yield CoverageRow(key, names.get(key, key), one)


def _field(ws: Workspace) -> _Field:
    with ws.reading() as session:
        unions = unions_read_by(session, ws.actor.account_id)
        cases = session.exec(select(Case).where(Case.union_id.in_(unions)).order_by(Case.id)).all()
        days = days_of_cases(session, cases)
        firms = session.exec(select(Enterprise).where(Enterprise.union_id.in_(unions))).all()
        names = {d.code: d.name for d in session.exec(select(District)).all()}
    ids = {_squeezed(firm.name): firm.id or 0 for firm in firms}
    employers = [_employer(firm) for firm in firms]
    deals = [deal for case in cases if (deal := _agreement(case, days[case.id or 0], ids))]
    return _Field(employers, deals, names)


def _employer(firm: Enterprise) -> KnownEmployer:
    return KnownEmployer(f"#{firm.id}", firm.district_code, firm.industry, firm.founded_on)


def _agreement(case: Case, days: CaseDays, ids: Mapping[str, int]) -> Agreement | None:
    """Return the agreement of a case; None when it has not taken effect."""
    effect = days.happened.get(Step.TAKE_EFFECT)
    if effect is None:
        return None
    name = _squeezed(case.employer)
    firm = case.enterprise_id or ids.get(name)
    expired = days.happened.get(Step.EXPIRE)
    return Agreement(
        key=f"#{firm}" if firm else name,
        district=case.district_code,
        industry=case.industry,
        track=case.track,
        scope=case.scope,
        workers=case.workers,
        effect_on=effect,
        last_day=min((day for day in (case.term_to, expired) if day), default=None),
    )


def _squeezed(name: str) -> str:
    return "".join(name.split())


# ---------------------------------------------------------------- tables for analysts


def coverage_table(
    ws: Workspace, on: date | None = None, by: str = "district", track: Track | None = None
) -> pd.DataFrame:
    """Return what is covered on a day by `district` or `industry`, one row each.

    Columns: name, employers, covered, share (0 to 1, NaN where no employer is known), collective, wage, wider,
    workers. Raises `ValueError` for another grouping.
    """
    if by not in ("district", "industry"):
        raise ValueError(by)
    found = coverage(ws, on, track)
    rows = found.districts if by == "district" else found.industries
    return pd.DataFrame([(row.name, *_numbers(row.reach)) for row in rows], columns=["name", *COLUMNS])


def coverage_over_time(ws: Workspace, first: date, last: date, track: Track | None = None) -> pd.DataFrame:
    """Return what was covered at the end of each month from the first to the last day.

    Columns: day (datetime64), employers, covered, share, collective, wage, wider, workers.
    """
    held = _field(ws).narrowed(track)
    days = list(month_ends(first, last))
    rows = [(day, *_numbers(reach(held.employers, held.agreements, day))) for day in days]
    table = pd.DataFrame(rows, columns=["day", *COLUMNS])
    return table.assign(day=pd.to_datetime(table["day"]))


def month_ends(first: date, last: date) -> Iterator[date]:
    """Yield the last day of every month from the first day to the last; the last month may end early.

    >>> [str(day) for day in month_ends(date(2020, 1, 15), date(2020, 3, 4))]
    ['2020-01-31', '2020-02-29', '2020-03-04']
    """
    day = first
    while day <= last:
        end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        yield min(end, last)
        day = end + ONE_DAY


def _numbers(one: Reach) -> tuple[float, ...]:
    share = float(one.share) if one.share is not None else float("nan")
    return one.employers, one.covered, share, one.collective, one.wage, one.wider, one.workers


MILESTONES = {
    "invited_on": Step.INVITE,
    "replied_on": Step.REPLY,
    "refused_on": Step.REFUSE,
    "agreed_on": Step.AGREE_DRAFT,
    "voted_on": Step.VOTE_PASSED,
    "signed_on": Step.SIGN,
    "filed_on": Step.FILE,
    "received_on": Step.RECEIVE,
    "effect_on": Step.TAKE_EFFECT,
    "published_on": Step.PUBLISH,
}
CASES = ["number", "employer", "district", "industry", "track", "subject", "scope", "workers", "stage"]


def cases_table(ws: Workspace) -> pd.DataFrame:
    """Return every case the account may read with its milestones.

    Columns: number, employer, district, industry, track, subject, scope, workers, stage, rounds, opened_on, the
    milestones of `MILESTONES`, term_from, term_to (datetime64, NaT where it has not happened). A later text that
    undid a step leaves its milestone empty.
    """
    with ws.reading() as session:
        unions = unions_read_by(session, ws.actor.account_id)
        cases = session.exec(select(Case).where(Case.union_id.in_(unions)).order_by(Case.id)).all()
        days, rounds = days_of_cases(session, cases), _round_counts(session)
        names = {d.code: d.name for d in session.exec(select(District)).all()}
    table = pd.DataFrame(
        [_case(case, days[case.id or 0], rounds.get(case.id or 0, 0), names) for case in cases],
        columns=[*CASES, "rounds", "opened_on", *MILESTONES, "term_from", "term_to"],
    )
    dates = ["opened_on", *MILESTONES, "term_from", "term_to"]
    return table.assign(**{name: pd.to_datetime(table[name]) for name in dates})


def _round_counts(session: Session) -> dict[int, int]:
    found: dict[int, int] = {}
    for case_id in session.exec(select(Round.case_id)).all():
        found[case_id] = found.get(case_id, 0) + 1
    return found


def _case(case: Case, days: CaseDays, rounds: int, names: Mapping[str, str]) -> tuple[object, ...]:
    return (
        case.number,
        case.employer,
        names.get(case.district_code, case.district_code),
        case.industry,
        case.track.value,
        case.subject.value,
        case.scope.value,
        case.workers,
        case.stage.value,
        rounds,
        case.opened_on,
        *(days.happened.get(step) for step in MILESTONES.values()),
        case.term_from,
        case.term_to,
    )
