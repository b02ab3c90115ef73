"""The cases of the demo: what each is about, and what happened in it how many days ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..negotiation.rules.clauses import ClauseText
from ..negotiation.rules.kinds import Scope, Side, Subject, Track
from ..negotiation.rules.procedure import Period, last_day_after
from ..negotiation.rules.stages import Step
from .agreements import INDUSTRY, STOPPAGE, WAGES_EMPLOYER, WAGES_UNION, settled

YEAR = 365
REVIEWED = 17
REVIEW = Period(15)
"""What the review usually takes; the services themselves count by the law of the day."""


@dataclass(frozen=True)
class Told:
    """A case of the demo: what it is about, and what happened how many days ago.

    `steps` are (step, days ago, reason); `rounds` the days ago of its rounds; a step of the vote brings the vote.
    """

    subject: Subject = Subject.WAGES
    steps: Sequence[tuple[Step, int, str]] = ()
    rounds: Sequence[int] = ()
    opened: int = 0
    meeting_in: int | None = None
    vote_in: int | None = None
    term: tuple[int, int] | None = None
    track: Track = Track.WAGE_AGREEMENT
    scope: Scope = Scope.ENTERPRISE
    employer: tuple[str, str, str] = ("", "", "")
    invited_by: Side = Side.UNION
    workers: int = 0
    union: Sequence[ClauseText] = ()
    other: Sequence[ClauseText] = ()
    joint: Sequence[ClauseText] = ()
    delegates: tuple[int, int] = (3, 3)
    on_payroll: int = 0
    checks: Sequence[tuple[int, int, int, str]] = field(default=())


def _road(last: Step, received: int = 0, **own: int) -> list[tuple[Step, int, str]]:
    """Return the plain road up to a step, each so many days before the next; `received` days ago it was filed."""
    gaps = (
        (Step.INVITE, 74),
        (Step.REPLY, 62),
        (Step.INFORM, 56),
        (Step.AGREE_DRAFT, 26),
        (Step.VOTE_PASSED, 15),
        (Step.SIGN, 8),
        (Step.FILE, 3),
        (Step.RECEIVE, 0),
        (Step.TAKE_EFFECT, 0),
        (Step.PUBLISH, 0),
    )
    names = [step for step, _ in gaps]
    return [
        (step, own.get(step.value, received + before), "") for step, before in gaps[: names.index(last) + 1]
    ]


def told_cases(today: date) -> Sequence[Told]:
    """Return the cases of the demo, from the newest to those that are over."""
    return (*_beginning(), *_talking(), *_deciding(), _just_bound(today), *_binding(), *_over(today))


def _beginning() -> Sequence[Told]:
    return (
        Told(workers=268),
        Told(Subject.WOMEN, opened=2, workers=142, track=Track.COLLECTIVE_CONTRACT),
        Told(steps=[(Step.INVITE, 16, "")], opened=18, union=WAGES_UNION, workers=356),
        Told(steps=[(Step.INVITE, 31, "")], opened=33, union=WAGES_UNION, workers=97),
        Told(
            Subject.SAFETY,
            [(Step.INVITE, 12, ""), (Step.REPLY, 3, "")],
            opened=13,
            track=Track.COLLECTIVE_CONTRACT,
            delegates=(3, 2),
            workers=611,
        ),
        Told(
            steps=[(Step.INVITE, 24, ""), (Step.REPLY, 10, "")],
            opened=25,
            meeting_in=4,
            union=WAGES_UNION,
            workers=430,
            invited_by=Side.EMPLOYER,
        ),
    )


def _talking() -> Sequence[Told]:
    reason = "企业方以订单不足为由，暂不同意协商。"
    return (
        Told(
            steps=_road(Step.INFORM, invite=46, reply=34, inform=28),
            rounds=(24, 9),
            opened=47,
            meeting_in=5,
            union=WAGES_UNION,
            other=WAGES_EMPLOYER,
            joint=settled(WAGES_EMPLOYER, but=("raise", "base", "award")),
            workers=318,
            on_payroll=318,
        ),
        Told(
            steps=[
                *_road(Step.AGREE_DRAFT, invite=80, reply=66, inform=60, agree_draft=28),
                (Step.VOTE_FAILED, 14, ""),
            ],
            rounds=(54, 38),
            opened=81,
            meeting_in=2,
            union=WAGES_UNION,
            other=WAGES_EMPLOYER,
            joint=settled(WAGES_EMPLOYER),
            workers=205,
        ),
        Told(steps=[(Step.INVITE, 40, ""), (Step.REFUSE, 26, reason)], opened=41, workers=164),
        Told(
            steps=[
                *_road(Step.INFORM, invite=66, reply=52, inform=46),
                (Step.DISPUTE, 8, "双方对停产期间生活费标准分歧较大，申请协调处理。"),
            ],
            rounds=(40, 22),
            opened=67,
            union=STOPPAGE,
            other=STOPPAGE[:1],
            workers=388,
        ),
        Told(
            Subject.GENERAL,
            _road(Step.INFORM, invite=38, reply=26)[:2],
            rounds=(12,),
            opened=39,
            track=Track.COLLECTIVE_CONTRACT,
            scope=Scope.AREA,
            employer=("天元区新马产业园企业联合会", "430211", "综合"),
            meeting_in=11,
            workers=2860,
        ),
    )


def _deciding() -> Sequence[Told]:
    return (
        Told(
            steps=_road(Step.AGREE_DRAFT, invite=58, reply=44, inform=40, agree_draft=6),
            rounds=(34, 18, 8),
            opened=59,
            vote_in=3,
            union=WAGES_UNION,
            other=WAGES_EMPLOYER,
            joint=settled(WAGES_EMPLOYER),
            workers=522,
        ),
        Told(
            Subject.HOURS,
            [
                row
                for row in _road(Step.VOTE_PASSED, invite=70, reply=58, agree_draft=14, vote_passed=2)
                if row[0] != Step.INFORM
            ],
            rounds=(46, 24),
            opened=71,
            track=Track.COLLECTIVE_CONTRACT,
            term=(0, 2 * YEAR),
            workers=233,
        ),
        Told(steps=_road(Step.SIGN, -3), rounds=(40, 30), opened=73, term=(5, YEAR), workers=317),
        Told(steps=_road(Step.SIGN, 6), rounds=(50, 36), opened=82, term=(14, YEAR), workers=88),
        Told(steps=_road(Step.FILE, 1), rounds=(44, 32), opened=77, term=(9, YEAR), workers=745),
        Told(steps=_road(Step.RECEIVE, 11), rounds=(55, 41), opened=86, term=(19, YEAR), workers=451),
        Told(
            steps=[
                *_road(Step.RECEIVE, 18),
                (Step.OBJECT, 7, "第三条加班工资计算基数与规定不符，请修改后重报。"),
            ],
            rounds=(60, 48),
            opened=93,
            term=(26, YEAR),
            workers=196,
        ),
    )


def _just_bound(today: date) -> Told:
    """Return a case whose review has just ended, however long the holidays made it."""
    received = REVIEWED
    while last_day_after(today - timedelta(days=received), REVIEW).last_day >= today - timedelta(days=1):
        received += 1
    return Told(
        steps=_road(Step.TAKE_EFFECT, received),
        rounds=(received + 50, received + 36),
        opened=received + 76,
        term=(received + 8, YEAR),
        workers=274,
    )


def _binding() -> Sequence[Told]:
    return (
        Told(steps=_road(Step.PUBLISH, 120), rounds=(165, 150), opened=196, term=(128, YEAR), workers=834),
        Told(
            Subject.WOMEN,
            [row for row in _road(Step.PUBLISH, 372) if row[0] != Step.INFORM],
            rounds=(415, 405),
            opened=448,
            term=(380, 3 * YEAR),
            track=Track.COLLECTIVE_CONTRACT,
            workers=318,
        ),
        Told(
            steps=_road(Step.PUBLISH, 240),
            rounds=(285, 270),
            opened=316,
            term=(248, 3 * YEAR // 2),
            scope=Scope.INDUSTRY,
            employer=("醴陵市陶瓷行业协会", "430281", "陶瓷"),
            union=INDUSTRY,
            workers=12_400,
        ),
        Told(
            Subject.GENERAL,
            [row for row in _road(Step.PUBLISH, 420) if row[0] != Step.INFORM],
            rounds=(465, 450, 447),
            opened=497,
            term=(428, 3 * YEAR),
            track=Track.COLLECTIVE_CONTRACT,
            checks=((30, 9, 1, "年休假未安排完毕的 12 人，企业承诺年底前补休。"),),
            workers=1043,
        ),
        Told(steps=_road(Step.PUBLISH, 315), rounds=(360, 345), opened=391, term=(323, YEAR), workers=502),
        Told(
            steps=[*_road(Step.PUBLISH, 330), (Step.OPEN_RENEWAL, 4, "")],
            rounds=(375, 360),
            opened=406,
            term=(338, YEAR),
            workers=659,
        ),
    )


def _over(today: date) -> Sequence[Told]:
    ago = (today - date(2020, 4, 20)).days
    return (
        Told(
            steps=[*_road(Step.PUBLISH, ago), (Step.EXPIRE, ago - 160, "")],
            rounds=(ago + 40, ago + 33),
            opened=ago + 75,
            term=(ago + 8, 160),
            union=STOPPAGE,
            workers=318,
        ),
        Told(
            steps=[
                *_road(Step.INFORM, invite=150, reply=138, inform=130),
                (Step.BREAK_OFF, 95, "企业整体搬迁，双方同意迁入新址后另行协商。"),
            ],
            rounds=(125,),
            opened=151,
            workers=74,
        ),
    )
