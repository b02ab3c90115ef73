"""Rest cures: batches and limits, lots anyone can draw again, places, and the least change after a drop-out."""

from __future__ import annotations

import io
import subprocess
from datetime import date
from hashlib import sha256

import pytest
from docx import Document
from sqlalchemy import Engine

from tests.conftest import House, build_house
from tests.consolation.round import Round, begin, cells, people, table
from union_lib.common.errors import NotAllowed, NotFound, StaleVersion
from union_lib.common.policies import FigureUnknown
from union_lib.common.typed import NumberUnreadable, ShareUnreadable
from union_lib.consolation import reports, service
from union_lib.consolation.documents.rest import NoLots, draw_notice, rest_list
from union_lib.consolation.refusals import AllocationChanged, AmountNegative, DecidedAlready, PeriodReversed
from union_lib.consolation.reports import RestPersonRow, RestSheet
from union_lib.consolation.rules.curing import Bar
from union_lib.consolation.rules.kinds import Kind
from union_lib.consolation.rules.lottery import draw_record, is_true_record
from union_lib.consolation.rules.stages import WrongStage
from union_lib.consolation.service import BatchRow, CureForm, FileRow
from union_lib.consolation.service.leaving import NothingToRepair
from union_lib.consolation.service.resting import (
    BatchesOverlap,
    DrawnAlready,
    LotsNotDrawn,
    SeedMissing,
    StayTooDear,
    StayTooLong,
)
from union_lib.consolation.tables import Programme
from union_lib.registry.figures import CitationMissing
from union_lib.registry.service import ReasonMissing

SEED = "株洲福彩 2020045"
FIRST = BatchRow(date(2020, 5, 4), date(2020, 5, 8), 2)
SECOND = BatchRow(date(2020, 5, 11), date(2020, 5, 15), 2)
FORM = CureForm([FIRST, SECOND], away_most=1)


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def medics() -> list[FileRow]:
    """Return seven medics of one hospital: three of the first ward, two each of two others."""
    wards = ("发热门诊", "感染科", "检验科", "发热门诊", "感染科", "检验科", "发热门诊")
    return [
        FileRow(
            f"医护{n}", Kind.MEDIC, f"43020219850101{n:04d}", f"1380000001{n}", None, None, False,
            {"unit": "湘江医院", "ward": ward},
        )
        for n, ward in enumerate(wards)
    ]  # fmt: skip


def cured(house: House, form: CureForm = FORM, *, with_figures: bool = True) -> Round:
    """Begin a programme for seven medics with its batches, neither quota nor limits decided upon."""
    round_ = begin(house, rows=medics())
    drafter, programme = round_.ws("drafter"), round_.programme
    if with_figures:
        service.enter_rest_quota(drafter, programme, None, "会议纪要〔2020〕3号")
        service.enter_rest_limit(drafter, programme, None, "会议纪要〔2020〕3号")
    service.save_cure(drafter, programme, form, seen_version=0)
    service.take_applicants(drafter, programme)
    return round_


def sheet(round_: Round) -> RestSheet:
    return reports.rest_sheet(round_.ws("drafter"), round_.programme)


def person(round_: Round, name: str) -> RestPersonRow:
    return next(one for one in sheet(round_).people if one.name == name)


def assign(round_: Round) -> tuple[int, int]:
    drafter = round_.ws("drafter")
    return service.assign_places(drafter, round_.programme, seen_version=sheet(round_).cure.version)


def drawn(house: House) -> Round:
    round_ = cured(house)
    assert service.draw_lots(round_.ws("drafter"), round_.programme, SEED) == 7
    return round_


def seated(house: House) -> Round:
    round_ = drawn(house)
    assert assign(round_) == (4, 3)
    return round_


def drop(round_: Round, one: RestPersonRow, reason: str = "科室抽不开身") -> None:
    service.drop_out(round_.ws("drafter"), round_.programme, one.id, reason, seen_version=one.version)


# Batches and limits


def test_people_of_the_list_are_taken_over_once_each_with_a_number_that_stays(house: House):
    round_ = cured(house)
    before = [(one.number, one.name, one.ward) for one in sheet(round_).people]
    assert before[0] == ("R0001", "医护0", "湘江医院 发热门诊")
    assert len(before) == 7
    service.take_applicants(round_.ws("drafter"), round_.programme)
    assert [(one.number, one.name, one.ward) for one in sheet(round_).people] == before


@pytest.mark.parametrize(
    ("form", "refusal"),
    [
        (CureForm([BatchRow(date(2020, 5, 8), date(2020, 5, 4), 2)]), PeriodReversed),
        (CureForm([BatchRow(date(2020, 5, 4), date(2020, 5, 8), -1)]), AmountNegative),
        (CureForm([FIRST], away={"x": -1}), AmountNegative),
        (CureForm([SECOND, FIRST, BatchRow(date(2020, 5, 8), date(2020, 5, 9), 1)]), BatchesOverlap),
    ],
)
def test_batches_that_cannot_be_meant_are_refused(house: House, form: CureForm, refusal: type[Exception]):
    round_ = cured(house)
    with pytest.raises(refusal):
        service.save_cure(round_.ws("drafter"), round_.programme, form, seen_version=1)


def test_the_limit_of_days_and_of_cost_is_kept_once_it_is_known(house: House):
    round_ = cured(house, with_figures=False)
    drafter, programme = round_.ws("drafter"), round_.programme
    service.enter_rest_limit(
        drafter, programme, {"days": "5", "a_day": "600", "a_year": "3000"}, "规定〔2020〕1号"
    )
    longer = BatchRow(date(2020, 6, 1), date(2020, 6, 6), 2)
    with pytest.raises(StayTooLong):
        service.save_cure(drafter, programme, CureForm([longer]), seen_version=1)
    with pytest.raises(StayTooDear):
        service.save_cure(drafter, programme, CureForm([FIRST], day_fen=600_01), seen_version=1)
    service.save_cure(drafter, programme, CureForm([FIRST], day_fen=600_00), seen_version=1)


def test_a_page_out_of_date_does_not_change_the_batches(house: House):
    round_ = cured(house)
    with pytest.raises(StaleVersion):
        service.save_cure(round_.ws("drafter"), round_.programme, FORM, seen_version=0)


# Figures


def test_without_a_quota_recorded_nobody_is_drawn_and_the_page_says_which_figure_is_missing(house: House):
    round_ = cured(house, with_figures=False)
    assert [one.id for one in sheet(round_).unknown] == ["rest_quota", "rest_limit"]
    with pytest.raises(FigureUnknown):
        service.draw_lots(round_.ws("drafter"), round_.programme, SEED)
    with pytest.raises(FigureUnknown):
        assign(round_)


def test_a_quota_bars_by_headcount_in_the_order_of_the_lots(house: House):
    form = CureForm([FIRST, SECOND], away_most=2, staff={"湘江医院": 6})
    round_ = cured(house, form, with_figures=False)
    drafter, programme = round_.ws("drafter"), round_.programme
    quota = {"share": "20%", "small_share": "1/3", "small_max": "50"}
    service.enter_rest_quota(drafter, programme, quota, "规定〔2020〕1号")
    service.enter_rest_limit(drafter, programme, None, "规定〔2020〕1号")
    service.draw_lots(drafter, programme, SEED)
    now = sheet(round_)
    assert now.quotas == {"湘江医院": 2}
    assert [one.bar for one in now.people] == [None, None] + [Bar.QUOTA] * 5
    assert assign(round_) == (2, 5)
    drop(round_, person(round_, now.people[0].name))
    assert [(one.bar, one.batch is None) for one in sheet(round_).people[1:4]] == [
        (None, False),
        (None, True),
        (Bar.QUOTA, True),
    ]


def test_a_unit_without_a_headcount_has_no_quota_to_give_out(house: House):
    round_ = cured(house, with_figures=False)
    quota = {"share": "0.2", "small_share": "1/3", "small_max": "50"}
    service.enter_rest_quota(round_.ws("drafter"), round_.programme, quota, "规定〔2020〕1号")
    assert {one.bar for one in sheet(round_).people} == {Bar.STAFF_UNKNOWN}


@pytest.mark.parametrize("share", ["", "7", "1/0", "a third", "-1/3"])
def test_a_share_that_is_none_is_refused(house: House, share: str):
    round_ = cured(house)
    with pytest.raises(ShareUnreadable):
        service.enter_rest_quota(
            round_.ws("drafter"),
            round_.programme,
            {"share": share, "small_share": "1", "small_max": "1"},
            "x",
        )


def test_figures_need_whole_numbers_and_their_notice(house: House):
    round_ = cured(house)
    drafter, programme = round_.ws("drafter"), round_.programme
    with pytest.raises(NumberUnreadable):
        service.enter_rest_limit(drafter, programme, {"days": "2.5", "a_day": "1", "a_year": "1"}, "x")
    with pytest.raises(CitationMissing):
        service.enter_rest_quota(drafter, programme, None, " ")


def test_who_went_a_year_ago_waits_and_the_earlier_year_is_shown(house: House):
    round_ = seated(house)
    drafter = round_.ws("drafter")
    gone = {one.name for one in sheet(round_).people if one.batch}
    with house.system.transaction() as session:
        old = session.get_one(Programme, round_.programme)
        new = Programme(**old.model_dump(exclude={"id"}))
        new.title = "次年疗休养"
        session.add(new)
        session.flush()
        later = Round(house, new.id or 0)
    service.take_list(drafter, later.programme, service.Choice())
    form = CureForm([BatchRow(date(2021, 5, 3), date(2021, 5, 7), 9)], away_most=9, gap_years=2)
    service.save_cure(drafter, later.programme, form, seen_version=0)
    service.take_applicants(drafter, later.programme)
    rows = sheet(later).people
    assert {one.name for one in rows if one.bar == Bar.RECENT} == gone
    assert {tuple(one.years_gone) for one in rows if one.name in gone} == {(2020,)}
    assert assign(later) == (3, 4)


# The draw


def test_lots_are_drawn_once_and_anyone_can_draw_them_again(house: House):
    round_ = drawn(house)
    now = sheet(round_)
    numbers = [one.number for one in now.people]
    assert numbers == sorted(numbers, key=lambda n: sha256(f"{SEED}|{n}".encode()).hexdigest())
    assert [one.lot for one in now.people] == list(range(1, 8))
    assert now.draw is not None
    assert is_true_record(draw_record(now.draw))
    with pytest.raises(DrawnAlready):
        service.draw_lots(round_.ws("drafter"), round_.programme, "another")
    with pytest.raises(DrawnAlready):
        service.take_applicants(round_.ws("drafter"), round_.programme)


def test_a_draw_needs_a_seed_and_is_taken_back_only_with_a_reason(house: House):
    round_ = cured(house)
    drafter, programme = round_.ws("drafter"), round_.programme
    with pytest.raises(SeedMissing):
        service.draw_lots(drafter, programme, "  ")
    with pytest.raises(DecidedAlready):
        service.take_draw_back(drafter, programme, "重抽")
    service.draw_lots(drafter, programme, SEED)
    with pytest.raises(ReasonMissing):
        service.take_draw_back(drafter, programme, "")
    service.take_draw_back(drafter, programme, "名单漏一人")
    assert {one.lot for one in sheet(round_).people} == {None}
    assert sheet(round_).draw is None


def test_more_people_than_places_need_lots_and_fewer_do_not(house: House):
    round_ = cured(house)
    with pytest.raises(LotsNotDrawn):
        assign(round_)
    roomy = CureForm([BatchRow(date(2020, 6, 1), date(2020, 6, 5), 9)], away_most=9)
    service.save_cure(round_.ws("drafter"), round_.programme, roomy, seen_version=1)
    assert assign(round_) == (7, 0)


# Places


def test_places_go_by_lot_within_the_batches_and_a_ward_sends_one_at_a_time(house: House):
    now = sheet(seated(house))
    assert (now.places, now.going, now.waiting) == (4, 4, 3)
    for batch in now.batches:
        assert batch.going == 2
        assert set(batch.wards.values()) == {1}
    assert now.repair == []


def test_a_drop_out_is_followed_by_the_next_who_fits_and_nobody_moves_without_need(house: House):
    round_ = seated(house)
    gone = next(one for one in sheet(round_).people if one.batch == 1)
    drop(round_, gone)
    now = sheet(round_)
    assert (now.going, person(round_, gone.name).left_reason) == (3, "科室抽不开身")
    seats = [change for change in now.repair if change.before is None]
    assert len(seats) == 1
    assert service.repair_places(round_.ws("drafter"), round_.programme, now.repair_hash) == len(now.repair)
    after = sheet(round_)
    assert (after.going, after.repair) == (4, [])
    assert person(round_, seats[0].name).batch == seats[0].after
    with pytest.raises(NothingToRepair):
        service.repair_places(round_.ws("drafter"), round_.programme, now.repair_hash)


def test_a_repair_other_than_the_one_seen_is_not_applied(house: House):
    round_ = seated(house)
    drop(round_, next(one for one in sheet(round_).people if one.batch == 1))
    seen = sheet(round_).repair_hash
    drop(round_, next(one for one in sheet(round_).people if one.batch == 2))
    with pytest.raises(AllocationChanged):
        service.repair_places(round_.ws("drafter"), round_.programme, seen)


def test_who_cannot_join_a_batch_is_moved_to_another_by_the_repair(house: House):
    round_ = seated(house)
    one = next(one for one in sheet(round_).people if one.batch == 1)
    drafter, programme = round_.ws("drafter"), round_.programme
    service.refuse_batches(drafter, programme, one.id, [1], seen_version=one.version)
    with pytest.raises(StaleVersion):
        service.refuse_batches(drafter, programme, one.id, [2], seen_version=one.version)
    with pytest.raises(NotFound):
        service.refuse_batches(drafter, programme, one.id, [3], seen_version=one.version + 1)
    service.repair_places(drafter, programme, sheet(round_).repair_hash)
    after = sheet(round_)
    assert person(round_, one.name).batch == 2
    assert after.going == 4


def test_who_comes_back_waits_again_with_the_lot_drawn(house: House):
    round_ = seated(house)
    one = next(one for one in sheet(round_).people if one.batch == 1)
    drop(round_, one)
    back = person(round_, one.name)
    service.come_back(round_.ws("drafter"), round_.programme, one.id, seen_version=back.version)
    again = person(round_, one.name)
    assert (again.left_reason, again.batch, again.lot) == ("", None, one.lot)


def test_a_drop_out_needs_a_reason(house: House):
    round_ = seated(house)
    with pytest.raises(ReasonMissing):
        drop(round_, sheet(round_).people[0], " ")


def test_after_the_draft_people_drop_out_and_are_followed_but_no_lots_are_drawn(house: House):
    round_ = seated(house)
    round_.submit()
    with pytest.raises(WrongStage):
        service.take_draw_back(round_.ws("drafter"), round_.programme, "重抽")
    with pytest.raises(WrongStage):
        assign(round_)
    drop(round_, next(one for one in sheet(round_).people if one.batch == 1))
    service.repair_places(round_.ws("drafter"), round_.programme, sheet(round_).repair_hash)
    assert sheet(round_).going == 4


@pytest.mark.parametrize("username", ["cashier", "south_organiser", "analyst"])
def test_only_staff_of_the_union_change_a_rest_cure(house: House, username: str):
    round_ = seated(house)
    ws, one = round_.ws(username), sheet(round_).people[0]
    with pytest.raises(NotAllowed):
        service.drop_out(ws, round_.programme, one.id, "x", seen_version=one.version)
    with pytest.raises(NotAllowed):
        service.draw_lots(ws, round_.programme, "x")
    with pytest.raises(NotAllowed):
        service.save_cure(ws, round_.programme, FORM, seen_version=1)


# Papers


def test_the_list_has_a_sheet_for_each_batch_and_one_for_who_waits(house: House):
    round_ = seated(house)
    name, content = rest_list(round_.ws("drafter"), round_.programme)
    assert name == "疫情防控慰问 疗休养名单.xlsx"
    people_of = [[row[2] for row in cells(content, at)[2:] if isinstance(row[0], float)] for at in range(3)]
    assert [len(one) for one in people_of] == [2, 2, 3]
    assert {n for one in people_of for n in one} == {f"医护{n}" for n in range(7)}
    assert cells(content)[2][3].startswith("430202********")


def test_the_draw_is_posted_with_its_seed_masked_names_and_values_anyone_can_compute(house: House):
    round_ = cured(house)
    with pytest.raises(NoLots):
        draw_notice(round_.ws("drafter"), round_.programme)
    service.draw_lots(round_.ws("drafter"), round_.programme, SEED)
    assign(round_)
    _, paper = draw_notice(round_.ws("drafter"), round_.programme)
    rows = table(paper)[1:8]
    assert [row[4] for row in rows] == [sha256(f"{SEED}|{row[1]}".encode()).hexdigest() for row in rows]
    assert all("*" in row[2] for row in rows)
    assert sum(row[5] == "候补" for row in rows) == 3
    drop(round_, sheet(round_).people[0])
    assert table(draw_notice(round_.ws("drafter"), round_.programme)[1])[1][5] == "已退出"


def test_the_command_on_the_posted_draw_gives_the_value_beside_it_whatever_the_seed(house: House):
    round_ = cured(house)
    service.draw_lots(round_.ws("drafter"), round_.programme, "it's $HOME \\ 第 3 期")
    _, paper = draw_notice(round_.ws("drafter"), round_.programme)
    text = " ".join(paragraph.text for paragraph in Document(io.BytesIO(paper)).paragraphs)
    command = text[text.index("printf") : text.index("，应得")]
    said = text[text.index("，应得") + 3 :].strip()[:64]
    printed = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert printed.split()[0] == said


def test_a_programme_without_batches_has_an_empty_sheet(house: House):
    round_ = begin(house, rows=people())
    now = sheet(round_)
    assert (now.cure.version, now.places, now.people, now.repair) == (0, 0, [], [])


def test_a_rest_cure_is_drawn_assigned_and_repaired_on_either_database(engine: Engine, speaks_english: None):
    round_ = seated(build_house(engine))
    drop(round_, next(one for one in sheet(round_).people if one.batch == 1))
    service.repair_places(round_.ws("drafter"), round_.programme, sheet(round_).repair_hash)
    assert sheet(round_).going == 4
