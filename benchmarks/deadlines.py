"""Every date of a hundred thousand cases, beside the loop over a holiday calendar people write themselves."""

from __future__ import annotations

import random
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import accumulate

import chinese_calendar

from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules.kinds import Track
from union_lib.negotiation.rules.procedure import CaseDays, DeadlineEngine, DueKind
from union_lib.negotiation.rules.stages import Step

from .measure import Case

CASES = 10**5
AREAS = ("430202", "430203", "430204", "430211", "430212", "430281", "370100", "410100", "310000", "330100")
ROAD = (
    Step.INVITE,
    Step.REPLY,
    Step.INFORM,
    Step.MEET,
    Step.AGREE_DRAFT,
    Step.VOTE_PASSED,
    Step.SIGN,
    Step.FILE,
    Step.RECEIVE,
    Step.TAKE_EFFECT,
    Step.PUBLISH,
)


def invented(rng: random.Random) -> CaseDays:
    """Return a case anywhere on its way, of either track, in one of ten places under five provinces' rules."""
    begun = date(2017, 1, 2) + timedelta(days=rng.randrange(3200))
    steps = ROAD[: rng.randint(1, len(ROAD))]
    gaps = accumulate(rng.randrange(1, 15) for _ in steps)
    at = {step: begun + timedelta(days=gap) for step, gap in zip(steps, gaps, strict=True)}
    ends = at[Step.SIGN] + timedelta(days=364) if Step.SIGN in at else None
    return CaseDays(rng.choice(list(Track)), rng.choice(AREAS), at, term_to=ends)


def timelines(cases: list[CaseDays]) -> int:
    """Return how many dates all cases have together; a new engine each time, so nothing is remembered."""
    engine = DeadlineEngine(house_book())
    return sum(len(engine.timeline(case)) for case in cases)


PEER_DAYS = {
    (DueKind.REPLY, Step.INVITE): (20, 20),
    (DueKind.FILING, Step.SIGN): (7, 10),
    (DueKind.REVIEW, Step.RECEIVE): (15, 15),
    (DueKind.PUBLISH, Step.TAKE_EFFECT): (5, 5),
}


def by_hand(cases: list[CaseDays]) -> int:
    """Return how many dates the usual loop finds: national rules only, no articles, no renewal, no checks."""
    found = 0
    for case in cases:
        for (_, after), days in PEER_DAYS.items():
            if after in case.happened:
                last = case.happened[after] + timedelta(days=days[case.track == Track.COLLECTIVE_CONTRACT])
                while not chinese_calendar.is_workday(last):
                    last += timedelta(days=1)
                found += 1
    return found


def cases(stack: ExitStack) -> list[Case]:
    """Return the dates of a hundred thousand cases."""
    rng = random.Random(20200304)
    many = [invented(rng) for _ in range(CASES)]
    return [
        Case(
            "every date with its article, 100,000 cases",
            lambda: timelines(many),
            "loop over chinese_calendar, national rules only",
            lambda: by_hand(many),
            rows=CASES,
        )
    ]
