"""Consolation to practise on: files of invented households, and a programme at every step from list to receipt."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import Engine

from ..common.calendar import notice_last_day
from ..common.identifiers import passes_luhn
from ..consolation import reports, service
from ..consolation.presets import PRESETS
from ..consolation.rules.kinds import Kind, Outcome, PairVerdict, PayWay, Purpose
from ..consolation.rules.reconciling import ReturnLine, ReturnStatus
from ..consolation.rules.terms import Terms
from .hands import Hands
from .load import APPROVER, CASHIER, REVIEWER, SECOND_APPROVER, STAFF, DemoAccount
from .supplies import load_supplies
from .town import DISTRICTS, identity, invented_name

NOTICE = "练习数据，非真实文件"
HOUSEHOLDS, MEDICS, FRONTLINE = 120, 64, 76
HOSPITALS = ("株洲湘江医院", "株洲石峰山医院", "株洲渌水中医院")
WARDS = ("发热门诊", "感染科", "呼吸内科", "急诊科", "检验科")
HARD_HIT = ("快递物流", "食品加工")
BANK = "629999"
"""The first digits of invented bank cards; no bank issues them."""


def load_programmes(on: Engine, seed: int) -> None:
    """Add files, funds and programmes through the services, as people would."""
    hands = Hands(on)
    rng = random.Random(f"consolation {seed}")
    _figures(hands)
    service.file_list(hands.ws(STAFF), hands.union_id, _files(hands, rng), "0" * 64)
    service.look_for_pairs(hands.ws(STAFF), hands.union_id)
    funds = _funds(hands)
    _closed(hands, funds[0], rng)
    _paying(hands, funds[1])
    _on_notice(hands, funds[1])
    _awaiting(hands, funds[1])
    _drafted(hands, funds[1])
    load_supplies(hands, funds[0])


def _figures(hands: Hands) -> None:
    staff, since = hands.ws(STAFF), date(2020, 1, 1)
    for policy, text in (
        ("hardship_line_fen", "700"),
        ("stacking_per_time_max_fen", "none"),
        ("stacking_per_year_max_fen", "8000"),
    ):
        service.enter_local_figure(staff, hands.union_id, policy, "430200", since, text, NOTICE)
    for industry in HARD_HIT:
        service.name_hard_hit(
            staff,
            hands.union_id,
            industry=industry,
            valid_from=since,
            citation=f"疫情影响行业名单（{NOTICE}）",
        )


def _funds(hands: Hands) -> list[int]:
    staff, year = hands.ws(STAFF), date.today().year
    forms = (
        service.FundForm(
            title="疫情防控专项慰问资金", source="市总专项经费", year=2020, amount_fen=40_000_000
        ),
        service.FundForm(
            title="送温暖资金", source="中央财政专项与市总配套", year=year, amount_fen=180_000_000
        ),
    )
    return [service.create_fund(staff, hands.union_id, form) for form in forms]


def _files(hands: Hands, rng: random.Random) -> list[service.FileRow]:
    """Return households with one to three people on file, medical staff and front-line workers."""
    places = hands.firms_by_industry()
    rows: list[service.FileRow] = []
    for n in range(HOUSEHOLDS):
        rows += _household(n, places[n % len(places)], rng)
    for n in range(MEDICS):
        rows.append(
            _person(
                2_000 + n,
                Kind.MEDIC,
                rng,
                unit=HOSPITALS[n % 3],
                ward=rng.choice(WARDS),
                industry="卫生",
                district=rng.choice(list(DISTRICTS.values())),
            )
        )
    for n in range(FRONTLINE):
        unit, district, industry = places[(7 * n) % len(places)]
        rows.append(_person(3_000 + n, Kind.FRONTLINE, rng, unit=unit, industry=industry, district=district))
    return [*rows, *_doubles(rows)]


def _household(n: int, place: tuple[str, str, str], rng: random.Random) -> list[service.FileRow]:
    unit, district, industry = place
    members = rng.choice((1, 2, 3, 3, 4, 4, 5))
    a_head = rng.choice((420, 560, 640, 690, 820, 1_050, 1_240, 1_390, 1_700)) + rng.randrange(30)
    rigid = rng.choice((0, 6_000, 12_000, 28_000))
    income = a_head * 12 * members + rigid
    accident = round(income * 0.95) if n % 17 == 5 else 0
    house = service.HouseholdRow(
        f"ZZ-{n + 1:04d}",
        members,
        income * 100 if n % 41 else None,
        rigid * 100,
        accident * 100,
        {"two_homes": True} if n % 37 == 9 else {},
        date(2020, 2, 10) + timedelta(days=n % 30),
    )
    where = {"unit": unit, "industry": industry, "district": district}
    head = replace(_person(n, Kind.HARDSHIP, rng, relation="本人", **where), household=house, is_head=True)
    family = [
        replace(
            _person(500 + 3 * n + k, Kind.HARDSHIP, rng, relation=("配偶", "子女")[k], has_card=False),
            household=house,
        )
        for k in range(min(members - 1, n % 3))
    ]
    return [head, *family]


def _person(
    order: int, kind: Kind, rng: random.Random, *, has_card: bool = True, **more: str
) -> service.FileRow:
    born = date(1962, 3, 1) + timedelta(days=(order * 211) % 12_000)
    return service.FileRow(
        invented_name(rng),
        kind,
        identity(born, 700 + order % 290),
        f"14001{order:06d}",
        invented_card(order) if has_card and order % 11 else None,
        more=dict(more),
    )


def _doubles(rows: Sequence[service.FileRow]) -> list[service.FileRow]:
    """Return two people who may be on file already: no identity number, the same phone, the same name."""
    return [replace(row, identity=None, card=None, household=None, is_head=False) for row in rows[-3:-1]]


def invented_card(number: int) -> str:
    """Return a bank card of 19 digits that fits its check digit and belongs to nobody.

    >>> passes_luhn(invented_card(7))
    True
    """
    body = f"{BANK}{number:012d}"
    return next(body + str(digit) for digit in range(10) if passes_luhn(body + str(digit)))


# Programmes, each as far as its name says


def _made(hands: Hands, fund: int, title: str, on: date, preset: str, budget: int, **more: object) -> int:
    form = service.ProgrammeForm(
        title=title,
        purpose=Purpose(more.get("purpose", Purpose.WARMTH)),
        source=str(more.get("source", "")),
        fund_id=fund,
        budget_fen=budget * 100,
        granularity_fen=int(str(more.get("step", 100))),
        starts_on=on,
        ends_on=on + timedelta(days=60),
        decided_on=on,
    )
    terms: Terms = PRESETS[preset].terms
    kinds = more.get("kinds", ())
    made = service.create_programme(hands.ws(STAFF, on), hands.union_id, form, terms)
    service.take_list(hands.ws(STAFF, on), made, service.Choice(kinds=tuple(kinds)))  # type: ignore[arg-type]
    return made


def _submitted(hands: Hands, programme: int, on: date) -> str:
    for pair in reports.doubtful_pairs(hands.ws(STAFF)):
        service.decide_pair(hands.ws(STAFF, on), pair.id, PairVerdict.SAME)
    service.assess_list(hands.ws(STAFF, on), programme)
    seen = reports.scenario(hands.ws(STAFF, on), programme).kept.data_hash
    return service.submit(hands.ws(STAFF, on), programme, seen)


def _approved(hands: Hands, programme: int, on: date) -> None:
    seen = _submitted(hands, programme, on)
    service.review(hands.ws(REVIEWER, on + timedelta(days=1)), programme, seen)
    approvers: tuple[DemoAccount, ...] = (APPROVER, SECOND_APPROVER)
    for approver in approvers:
        if service.approve(hands.ws(approver, on + timedelta(days=2)), programme, seen):
            return


def _paid(hands: Hands, programme: int, on: date, failing: int) -> date:
    """Post, wait, and pay by bank; a few payments come back."""
    posted = on + timedelta(days=3)
    last = service.post_notice(hands.ws(STAFF, posted), programme)
    day = last + timedelta(days=1)
    service.start_paying(hands.ws(STAFF, day), programme)
    batch = service.make_batch(hands.ws(CASHIER, day), programme, PayWay.BANK)
    lines = reports.return_lines(hands.ws(CASHIER, day), batch)
    told = [
        ReturnLine(number, 0 if at < failing else fen, *_BACK if at < failing else _THROUGH)
        for at, (number, fen) in enumerate(lines)
    ]
    service.read_return(hands.ws(CASHIER, day), batch, told, f"{programme:064d}")
    return day


_BACK = (ReturnStatus.FAILED, "户名与账号不符")
_THROUGH = (ReturnStatus.OK, "")


def _closed(hands: Hands, fund: int, rng: random.Random) -> None:
    on = date(2020, 3, 9)
    made = _made(
        hands,
        fund,
        "疫情防控一线医务人员慰问（2020 年 3 月）",
        on,
        "standard",
        70_000,
        purpose=Purpose.FRONTLINE,
        source="株工通字〔2020〕1号 四",
        kinds=(Kind.MEDIC,),
    )
    _approved(hands, made, on)
    day = _paid(hands, made, on, failing=0)
    cash = service.make_batch(hands.ws(CASHIER, day), made, PayWay.CASH)
    for payment in reports.payment_sheet(hands.ws(CASHIER, day), made).payments:
        if payment.way == PayWay.CASH:
            service.hand_over(hands.ws(CASHIER, day), payment.id, payment.name, REVIEWER.username)
    assert cash
    service.draw_sample(
        hands.ws(REVIEWER, day), made, "2020-03-20 福彩 3D 第 2020045 期（练习）", Fraction("0.3")
    )
    service.close_programme(hands.ws(STAFF, day + timedelta(days=10)), made)


def _paying(hands: Hands, fund: int) -> None:
    on = date.today() - timedelta(days=32)
    year = on.year
    made = _made(
        hands,
        fund,
        f"{year} 年困难职工送温暖（第一批）",
        on,
        "tiers",
        150_000,
        source="株工通字〔2020〕1号 第三条",
        kinds=(Kind.HARDSHIP,),
    )
    _approved(hands, made, on)
    _paid(hands, made, on, failing=3)


def _on_notice(hands: Hands, fund: int) -> None:
    on = _working_back(4)
    made = _made(
        hands,
        fund,
        f"{on.year} 年一线职工送清凉",
        on - timedelta(days=3),
        "equal",
        30_000,
        purpose=Purpose.COOLING,
        kinds=(Kind.FRONTLINE,),
    )
    _approved(hands, made, on - timedelta(days=3))
    service.post_notice(hands.ws(STAFF, on), made)
    service.record_objection(
        hands.ws(STAFF),
        made,
        "名单第 4 号上月已调离一线岗位，请核实是否仍应慰问。",
        position=4,
        brought_by="职工代表",
    )
    first = service.record_objection(hands.ws(STAFF), made, "为什么物流企业人数较多？")
    answer = "名单按单位申报全部列入，未按行业筛选；金额人人相同。"
    service.decide_objection(hands.ws(REVIEWER), made, first, Outcome.DISMISSED, answer)


def _working_back(days: int) -> date:
    """Return a day so far back that a notice of five working days posted then still runs."""
    day = date.today()
    while notice_last_day(day - timedelta(days=1), 5) >= date.today() and days:
        day, days = day - timedelta(days=1), days - 1
    return day


def _awaiting(hands: Hands, fund: int) -> None:
    on = date.today() - timedelta(days=2)
    made = _made(
        hands,
        fund,
        f"{on.year} 年困难职工临时慰问",
        on,
        "proportional",
        60_000,
        purpose=Purpose.OTHER,
        kinds=(Kind.HARDSHIP,),
    )
    seen = _submitted(hands, made, on)
    service.review(hands.ws(REVIEWER), made, seen)


def _drafted(hands: Hands, fund: int) -> None:
    on = date.today()
    _made(
        hands,
        fund,
        f"{on.year} 年元旦春节送温暖",
        on,
        "weights",
        268_000,
        source="株工通字〔2020〕1号 第三、四条",
    )
