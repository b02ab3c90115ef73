"""Competitions to practise on: one with published marks, one being marked, one being planned; see seasons."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from ..competition import rules, service
from ..competition.rules import Stage, blind
from .hands import Hands, invented_mark
from .load import JUDGES, ORGANISER

TOKYO = Path(__file__).parent / "data" / "tokyo2020_men10m_final.json"
WORKS = (
    "转向架侧梁焊接变形控制工装",
    "牵引电机轴承加热定位装置",
    "釉料含水率快速检测法",
    "硬质合金刀片自动分选槽",
    "锌电解阴极板剥离助力器",
    "裁床排料余布再利用方案",
    "豆制品压榨节水回路",
    "制动管路气密性检测台",
    "窑车余热回收改造",
    "药饼称量防静电料斗",
    "变流器柜体快换铰链",
    "口罩耳带焊接夹具",
    "铸件浇口自动打磨臂",
    "纺纱断头在线提示灯",
    "茶青摊晾温湿度联控",
    "车体侧墙调平垫块",
    "铅阳极泥过滤布清洗机",
    "缝纫机线张力标尺",
    "搅拌站粉尘回收罩",
    "护目镜防雾处理工艺",
    "线束下料防错看板",
    "陶瓷坯体搬运软夹爪",
    "真空炉装料篮改良",
    "叉车盲区声光提醒",
)


def load_competitions(on: Engine, seed: int) -> None:
    """Add the competitions through the services, as people would."""
    from .seasons import add_coded, add_past_years

    hands = Hands(on)
    _published(hands)
    _being_marked(hands, seed)
    _being_planned(hands, seed)
    add_coded(hands, seed)
    add_past_years(hands, seed)


def tokyo() -> dict[str, Any]:
    """Return the published final as one document: title, source, dates, entries and marks.

    `entries` holds a row for each diver as the import reads it; `marks[code][criterion]` the seven
    judges' marks by seat, as text.
    """
    vector = json.loads(TOKYO.read_text("utf8"))
    codes: dict[str, str] = {}
    entries: dict[str, dict[str, Any]] = {}
    marks: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for dive in vector["input"]["performances"]:
        code = codes.setdefault(dive["entry"], f"{len(codes) + 1:02d}")
        key = f"round_{dive['round']}"
        row = entries.setdefault(
            code,
            {
                "code": code,
                "title": dive["entry"],
                "contestant": dive["entry"],
                "unit": dive["noc"],
                "multipliers": {},
            },
        )
        row["multipliers"][key] = dive["multiplier"]
        marks[code][key] = dive["judges"]
    return {
        "title": "东京 2020 男子 10 米跳台决赛（公开成绩）",
        "source": vector["source"],
        "on": date(2021, 8, 7),
        "entries": list(entries.values()),
        "marks": dict(marks),
        "final": vector["expected"]["final"],
        "codes": codes,
    }


def _published(hands: Hands) -> None:
    final = tokyo()
    form = service.CompetitionForm(
        title=final["title"],
        industry="跳水",
        starts_on=final["on"],
        ends_on=final["on"],
        notice_working_days=0,
    )
    organiser = hands.ws(ORGANISER)
    scheme = rules.preset("diving")
    competition_id = service.create_competition(
        organiser, hands.union_id, form, scheme, source=final["source"]
    )
    service.import_entries(organiser, competition_id, final["entries"])
    hands.appoint_all(competition_id)
    service.move_stage(organiser, competition_id, Stage.MARKING)
    ids = hands.entry_ids(competition_id)
    for seat, judge in enumerate(JUDGES):
        given = [
            service.GivenMark(ids[code], key, Decimal(values[seat]), 0)
            for code, rounds in final["marks"].items()
            for key, values in rounds.items()
        ]
        service.give_marks(hands.ws(judge), competition_id, given)
        service.submit_sheet(hands.ws(judge), competition_id)
    hands.check_and_sign(competition_id)
    hands.publish(competition_id)


def _being_marked(hands: Hands, seed: int) -> None:
    rng, organiser, today = random.Random(f"works {seed}"), hands.ws(ORGANISER), date.today()
    form = service.CompetitionForm(
        title=f"{today.year} 年“五小”成果评审",
        industry="综合",
        starts_on=today - timedelta(days=6),
        ends_on=today + timedelta(days=1),
    )
    competition_id = service.create_competition(organiser, hands.union_id, form, rules.preset("five_small"))
    firms = hands.firms()[:TAKING_PART]
    rows = [
        {
            "code": code,
            "title": title,
            "unit": firms[i % len(firms)][0],
            "district": firms[i % len(firms)][1],
            "contestant": _team(rng),
        }
        for i, (code, title) in enumerate(zip(blind.drawn_codes(len(WORKS), rng), WORKS, strict=True))
    ]
    service.import_entries(organiser, competition_id, rows)
    hands.appoint_all(competition_id, {JUDGES[seat - 1]: firms[n][0] for seat, n in FROM_UNITS.items()})
    service.move_stage(organiser, competition_id, Stage.MARKING)
    _mark_in_part(hands, competition_id, rng)


def _team(rng: random.Random) -> str:
    from .town import invented_name

    return f"{invented_name(rng)}班组"


TAKING_PART = 6  # firms, each with several works
FROM_UNITS = {2: 1, 6: 4}
"""Judges by seat who come from a unit that takes part, by number; the sixth is kind to it."""

LEANS = (0.01, -0.01, 0.0, 0.015, -0.085, 0.005, -0.005)
"""How much of the full mark each judge of the review is off: the fifth is harsh."""

KINDNESS = 0.09


def _mark_in_part(hands: Hands, competition_id: int, rng: random.Random) -> None:
    """Four judges are through, three are on their way; the first lacks nine works."""
    ids = list(hands.entry_ids(competition_id).values())
    level = {entry: rng.gauss(0.76, 0.08) for entry in ids}
    own = {6: {entry for n, entry in enumerate(ids) if n % TAKING_PART == FROM_UNITS[6]}}
    for seat, (lean, done) in enumerate(zip(LEANS, (15, 24, 21, 24, 17, 24, 24), strict=True), 1):
        seen = {e: at + lean + KINDNESS * (e in own.get(seat, ())) for e, at in level.items()}
        hands.mark(competition_id, JUDGES[seat - 1], partial(_around, rng, seen), done)


def _around(rng: random.Random, level: dict[int, float], entry: int, c: rules.Criterion) -> Decimal:
    return invented_mark(rng, level[entry], c)


def _being_planned(hands: Hands, seed: int) -> None:
    rng, organiser, today = random.Random(f"welders {seed}"), hands.ws(ORGANISER), date.today()
    form = service.CompetitionForm(
        title=f"{today.year} 年全市焊工职业技能竞赛",
        industry="轨道交通装备",
        starts_on=today + timedelta(days=20),
        ends_on=today + timedelta(days=22),
        appeal_hours=24,
        recheck_leading=30,
        recheck_sample=15,
    )
    scheme = rules.preset("skills_30_70")
    competition_id = service.create_competition(organiser, hands.union_id, form, scheme)
    from .town import invented_name

    rows = [
        {"code": f"{number:03d}", "title": name, "contestant": name, "unit": firm, "district": district}
        for number, (firm, district) in enumerate(hands.firms()[:18], 1)
        for name in [invented_name(rng)]
    ]
    service.import_entries(organiser, competition_id, rows)
