"""Goods and rest cures to practise on: booklets by headcount, goods in two stores, a cure in three batches."""

from __future__ import annotations

from datetime import date, timedelta

from ..consolation import reports, service
from ..consolation.presets import PRESETS
from ..consolation.rules.apportionment import Method
from ..consolation.rules.kinds import Kind, Purpose
from ..consolation.rules.supplying import Store, Unit
from .hands import Hands
from .load import STAFF
from .town import DISTRICTS

NOTICE = "练习数据，非真实文件"
STAFF_OF = (412, 388, 305, 467, 186, 352, 298, 171, 64)
"""Invented headcounts of the districts, in hundreds."""

SEED = "2020-04-12 福彩 3D 第 2020076 期（练习）"


def load_supplies(hands: Hands, fund_id: int) -> None:
    """Add a programme of booklets and goods, partly handed over, and a rest cure with a drop-out."""
    _booklets(hands, fund_id)
    _rest_cure(hands, fund_id)


def _made(hands: Hands, fund_id: int, title: str, purpose: Purpose, on: date, kinds: tuple[Kind, ...]) -> int:
    form = service.ProgrammeForm(
        title=title,
        purpose=purpose,
        source="株工通字〔2020〕1号",
        fund_id=fund_id,
        budget_fen=9_600_000,
        granularity_fen=100,
        starts_on=on,
        ends_on=on + timedelta(days=90),
        decided_on=on,
    )
    staff = hands.ws(STAFF, on)
    made = service.create_programme(staff, hands.union_id, form, PRESETS["standard"].terms)
    service.take_list(staff, made, service.Choice(kinds=kinds))
    return made


def _booklets(hands: Hands, fund_id: int) -> None:
    on = date(2020, 3, 4)
    staff = hands.ws(STAFF, on)
    made = _made(hands, fund_id, "疫情防控手册与防护物资分发", Purpose.GOODS, on, (Kind.FRONTLINE,))
    places = [f"{district}总工会" for district in DISTRICTS.values()]
    units = [Unit(name, n * 100, 100) for name, n in zip(places, STAFF_OF, strict=True)]
    booklets = service.GoodTable(
        "疫情防控手册", [Store("市总工会库房", 6_000), Store("印刷厂库房", 4_000)], units, "册"
    )
    masks = service.GoodTable(
        "一次性口罩",
        [Store("市总工会库房", 90), Store("醴陵仓", 60, tuple(places[5:]))],
        [Unit(name, n * 100, 0, 40) for name, n in zip(places, STAFF_OF, strict=True)],
        "箱",
    )
    first = service.save_good(staff, made, booklets)
    service.save_good(staff, made, masks)
    service.divide_together(staff, made, {good.id: good.version for good in _goods(hands, made)})
    version = _goods(hands, made)[0].version
    service.divide_good(staff, made, first, Method.WEBSTER, seen_version=version)
    for share in _goods(hands, made)[0].shares[:3]:
        day = on + timedelta(days=2 + share.position)
        service.hand_goods_over(
            hands.ws(STAFF, day), made, share.id, f"{share.unit[:2]}办公室", seen_version=share.version
        )


def _goods(hands: Hands, programme: int) -> list[reports.GoodRow]:
    return list(reports.goods_sheet(hands.ws(STAFF), programme).goods)


def _rest_cure(hands: Hands, fund_id: int) -> None:
    on = date(2020, 4, 13)
    staff = hands.ws(STAFF, on)
    made = _made(hands, fund_id, "一线医务人员疗休养（2020 年）", Purpose.REST, on, (Kind.MEDIC,))
    quota = {"small_max": "50", "small_share": "1/3", "share": "1/5"}
    service.enter_rest_quota(staff, made, quota, f"疗休养办法（{NOTICE}）")
    limit = {"days": "5", "a_day": "600", "a_year": "3000"}
    service.enter_rest_limit(staff, made, limit, f"疗休养办法（{NOTICE}）")
    batches = [
        service.BatchRow(first, first + timedelta(days=4), 12)
        for first in (date(2020, 5, 11), date(2020, 5, 25), date(2020, 6, 8))
    ]
    service.save_cure(staff, made, service.CureForm(batches, 2), seen_version=0)
    service.take_applicants(staff, made)
    headcounts = dict.fromkeys(reports.rest_sheet(staff, made).units, 180)
    form = service.CureForm(batches, 2, {}, headcounts, gap_years=3, day_fen=480_00)
    service.save_cure(staff, made, form, seen_version=1)
    service.draw_lots(staff, made, SEED)
    service.assign_places(staff, made, seen_version=reports.rest_sheet(staff, made).cure.version)
    one = next(person for person in reports.rest_sheet(staff, made).people if person.batch == 2)
    service.drop_out(staff, made, one.id, "科室临时抽调", seen_version=one.version)
