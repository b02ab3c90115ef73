"""More competitions to practise on: one behind codes that waits for its recheck, and reviews of past years."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from ..competition import rules, service
from ..competition.queries import judges_of
from ..competition.rules import Stage
from ..store import database
from .competitions import WORKS
from .hands import Hands, invented_mark
from .load import CHECKER, JUDGES, ORGANISER
from .town import invented_name

PANELS = ("A", "A", "A", "B", "B", "B", "")
"""The panels of the seven judges of the coded contest; the last marks the entries of both."""

PANEL_LEANS = (0.0, 0.01, -0.01, -0.04, -0.05, -0.03, 0.0)
YEARS, PER_YEAR, MARKING = 3, 12, 5


def add_coded(hands: Hands, seed: int) -> None:
    """Add a contest of two panels, coded twice, signed and confirmed; its lists are closed, its recheck open."""
    rng, organiser, today = random.Random(f"fitters {seed}"), hands.ws(ORGANISER), date.today()
    form = service.CompetitionForm(
        title=f"{today.year} 年钳工技能竞赛（加密评审）",
        industry="装备制造",
        starts_on=today - timedelta(days=16),
        ends_on=today - timedelta(days=12),
        appeal_hours=24,
        recheck_leading=30,
        recheck_sample=15,
        blind_draws=2,
        shows_titles=False,
    )
    scheme = rules.preset("five_judges")
    competition_id = service.create_competition(organiser, hands.union_id, form, scheme)
    rows = [
        {"code": f"{n:03d}", "title": name, "contestant": name, "unit": firm, "district": district}
        for n, (firm, district) in enumerate(hands.firms()[:16], 1)
        for name in [invented_name(rng)]
    ]
    service.import_entries(organiser, competition_id, rows)
    hands.appoint_all(competition_id)
    with database.reading(hands.engine) as session:
        judges = [judge.appointment_id for judge in judges_of(session, competition_id)]
    service.set_panels(organiser, competition_id, {}, dict(zip(judges, PANELS, strict=True)))
    service.draw_panels(organiser, competition_id, ("A", "B"), f"{seed}")
    service.draw_codes(organiser, competition_id, 1)
    service.draw_codes(hands.ws(CHECKER), competition_id, 2)
    service.move_stage(organiser, competition_id, Stage.MARKING)
    level = {entry: rng.gauss(0.82, 0.06) for entry in hands.entry_ids(competition_id).values()}
    for judge, lean in zip(JUDGES, PANEL_LEANS, strict=True):
        hands.mark(competition_id, judge, partial(_tenths, rng, level, lean))
    hands.check_and_sign(competition_id)


def _tenths(
    rng: random.Random, level: dict[int, float], lean: float, entry: int, c: rules.Criterion
) -> Decimal:
    return invented_mark(rng, level[entry] + lean, c).quantize(Decimal("0.1"))


def add_past_years(hands: Hands, seed: int) -> None:
    """Add a small published review for each of the last years; some districts get better with time."""
    firms = hands.firms()
    rise = {district: random.Random(f"rise {seed} {district}").gauss(0.01, 0.02) for _, district in firms}
    for back in range(YEARS, 0, -1):
        _past_year(hands, random.Random(f"past {seed} {back}"), firms, rise, back)


def _past_year(
    hands: Hands, rng: random.Random, firms: list[tuple[str, str]], rise: dict[str, float], back: int
) -> None:
    organiser, year = hands.ws(ORGANISER), date.today().year - back
    form = service.CompetitionForm(
        title=f"{year} 年“五小”成果评审",
        industry="综合",
        starts_on=date(year, 9, 7),
        ends_on=date(year, 9, 11),
        notice_working_days=0,
    )
    scheme = replace(rules.preset("five_small"), drop_high=0, drop_low=0)
    competition_id = service.create_competition(organiser, hands.union_id, form, scheme)
    taking_part = rng.sample(firms, min(PER_YEAR, len(firms)))
    rows = [
        {
            "code": f"{n:03d}",
            "title": title,
            "unit": firm,
            "district": district,
            "contestant": f"{invented_name(rng)}班组",
        }
        for n, ((firm, district), title) in enumerate(
            zip(taking_part, rng.sample(WORKS, len(taking_part)), strict=True), 1
        )
    ]
    service.import_entries(organiser, competition_id, rows)
    hands.appoint_all(competition_id)
    _dismiss_some(hands, competition_id)
    service.move_stage(organiser, competition_id, Stage.MARKING)
    districts = dict(zip(hands.entry_ids(competition_id).values(), (d for _, d in taking_part), strict=True))
    level = {e: rng.gauss(0.74, 0.07) + rise[d] * (YEARS - back) for e, d in districts.items()}
    for judge in JUDGES[:MARKING]:
        hands.mark(competition_id, judge, lambda entry, c: invented_mark(rng, level[entry], c))
    hands.check_and_sign(competition_id)
    hands.publish(competition_id, form.ends_on)


def _dismiss_some(hands: Hands, competition_id: int) -> None:
    """Leave five of the seven judges."""
    with database.reading(hands.engine) as session:
        extra = judges_of(session, competition_id)[MARKING:]
    for judge in extra:
        service.dismiss(hands.ws(ORGANISER), competition_id, judge.appointment_id)
