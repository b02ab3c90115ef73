"""The dated figures of negotiation: what they are, how they are read, entered and shown."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import House
from union_lib.common.calendar import Unit
from union_lib.common.errors import NotAllowed
from union_lib.common.policies import DatedValue, Figure, FigureUnknown, NoRuleInForce
from union_lib.negotiation.figure_names import FIGURE_NAMES, PART_NAMES, TOPIC_NAMES
from union_lib.negotiation.figure_values import (
    FigureFixed,
    FigureUnreadable,
    figure_value,
    shown_value,
)
from union_lib.negotiation.figures import (
    AREA_CLASS,
    CLASS_TABLES,
    HOURLY,
    MONTHLY,
    TOPICS,
    FigureUnfit,
    book_of,
    case_book,
    days_of,
    fen_of,
    house_book,
    is_confirmed,
    is_promptly,
    minimum_wage,
    part_of,
    ratio_of,
    topics,
    whole_of,
)
from union_lib.negotiation.reports.figures import figure_history, figure_lines, needed
from union_lib.negotiation.service.figures import enter_case_figure
from union_lib.registry.figures import ENTERED, AreaUnfit, CitationMissing, PolicyUnknown

NOTICE_DAY = date(2020, 3, 4)
TIANYUAN, ZHUZHOU, HUNAN = "430211", "430200", "430000"


def figure(value: Any) -> Figure:
    return Figure(value, "notice", "source", date(2020, 1, 1), "CN")


def entered(value: Any, since: date, area: str = TIANYUAN) -> DatedValue:
    return DatedValue(value, since, area, "株人社发〔2020〕1号", ENTERED)


def leaves(value: Any):
    """Every key and every plain value in a figure."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield key, part
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield "", part
            yield from leaves(part)


ALL_VALUES = [(p.id, v) for p in house_book().policies.values() for v in p.values]


# ---------------------------------------------------------------- what comes with the house


def test_no_figure_is_a_binary_fraction():
    found = [
        key
        for key, v in ALL_VALUES
        for part in (v.value, *(p for _, p in leaves(v.value)))
        if isinstance(part, float)
    ]
    assert found == []


def test_every_known_figure_has_its_article_and_says_how_sure_it_is():
    assert [key for key, v in ALL_VALUES if v.value is not None and not v.citation] == []
    assert {v.confidence for _, v in ALL_VALUES} == {"source", "memory"}


def test_every_figure_has_a_name_in_both_languages_and_belongs_to_one_topic():
    assert set(FIGURE_NAMES) == set(house_book().policies)
    assert sorted(key for keys in topics().values() for key in keys) == sorted(FIGURE_NAMES)
    assert tuple(TOPIC_NAMES) == TOPICS


def test_every_part_and_code_of_a_figure_can_be_read_by_people():
    parts = {key for _, v in ALL_VALUES for key, _ in leaves(v.value)} - {"", "count", "unit"}
    assert {part for part in parts if not part.isdecimal()} <= set(PART_NAMES)
    for key, value in ALL_VALUES:
        shown = "" if value.value is None else shown_value(key, value.value)
        assert not set("{_") & set(shown)


def test_a_reading_of_the_wage_cycle_counts_from_the_day_it_was_published():
    book = house_book()
    assert book.figure("standstill_cycle_rule", date(2020, 11, 20), "110000").value == "one_month_from_stop"
    with pytest.raises(FigureUnknown):
        book.figure("standstill_cycle_rule", date(2020, 11, 19), "110000")


def test_every_period_is_a_count_with_its_unit():
    periods = [
        v.value
        for key, v in ALL_VALUES
        if house_book().policies[key].unit == "period" and v.value is not None
    ]
    for value in periods:
        parts = (
            [value]
            if isinstance(value, str) or "count" in value
            else [p for p in value.values() if isinstance(p, dict)]
        )
        assert parts
        for part in parts:
            assert part == "promptly" or (part.keys() == {"count", "unit"} and Unit(part["unit"]))


@pytest.mark.parametrize(
    ("policy", "area", "expected"),
    [
        ("nego_reply_days_wage_agreement", TIANYUAN, (20, Unit.CALENDAR_DAY)),
        ("nego_reply_days_wage_agreement", "370100", (10, Unit.CALENDAR_DAY)),
        ("nego_reply_days_wage_agreement", "410105", (10, Unit.WORKING_DAY)),
        ("nego_reply_days_collective_contract", "370100", (20, Unit.CALENDAR_DAY)),
        ("nego_reply_days_collective_contract", "310104", (15, Unit.CALENDAR_DAY)),
        ("nego_publish_days_wage_agreement", "500101", (10, Unit.CALENDAR_DAY)),
        ("nego_publish_days_collective_contract", "330106", (5, Unit.WORKING_DAY)),
        ("nego_filing_days_wage_agreement", TIANYUAN, (7, Unit.CALENDAR_DAY)),
        ("nego_filing_days_collective_contract", TIANYUAN, (10, Unit.CALENDAR_DAY)),
        ("nego_renewal_window_collective_contract", TIANYUAN, (3, Unit.MONTH)),
        ("inspection_limitation_years", TIANYUAN, (2, Unit.YEAR)),
    ],
)
def test_the_days_of_the_procedure_are_those_of_the_province_else_of_the_country(policy, area, expected):
    assert days_of(house_book().figure(policy, NOTICE_DAY, area)) == expected


def test_a_collective_contract_is_published_promptly_where_no_days_are_named():
    found = house_book().figure("nego_publish_days_collective_contract", NOTICE_DAY, TIANYUAN)
    assert is_promptly(found)
    with pytest.raises(FigureUnfit):
        days_of(found)


@pytest.mark.parametrize(
    "policy", ["living_allowance_share_of_min_wage", "deferred_payment_max_days", "standstill_cycle_rule"]
)
def test_what_nobody_found_for_hunan_blocks_until_it_is_entered(policy):
    with pytest.raises(FigureUnknown) as refused:
        house_book().figure(policy, NOTICE_DAY, TIANYUAN)
    assert refused.value.id == policy


def test_on_the_day_of_the_notice_later_laws_do_not_count():
    for policy in ("union_arrears_intervention_migrant", "blacklist", "union_legal_aid"):
        with pytest.raises(NoRuleInForce):
            house_book().figure(policy, NOTICE_DAY, TIANYUAN)
    assert house_book().figure("union_arrears_intervention", NOTICE_DAY).value == {"article": 22}


def test_working_days_of_a_month_change_in_2025_and_paid_days_do_not():
    last, first = date(2024, 12, 31), date(2025, 1, 1)
    assert [ratio_of(house_book().figure("monthly_work_days", on)) for on in (last, first)] == [
        Fraction("20.83"),
        Fraction("20.67"),
    ]
    assert {ratio_of(house_book().figure("paid_days_per_month", on)) for on in (last, first)} == {
        Fraction("21.75")
    }


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("value", ["many", 1.5, True, None, "1/0", {"count": 3}])
def test_a_figure_that_is_no_number_is_refused(value):
    with pytest.raises(FigureUnfit):
        ratio_of(figure(value))


@pytest.mark.parametrize(
    "value",
    [
        20,
        {"count": "20", "unit": "month"},
        {"count": 2, "unit": "week"},
        {"count": -1, "unit": "year"},
        {"count": 2},
    ],
)
def test_a_period_without_count_and_unit_is_refused(value):
    with pytest.raises(FigureUnfit):
        days_of(figure(value))


def test_a_part_that_is_not_there_and_half_a_fen_are_refused():
    with pytest.raises(FigureUnfit):
        part_of(figure({"normal": 1}), "extension")
    with pytest.raises(FigureUnfit):
        fen_of(figure("13.505"))
    with pytest.raises(FigureUnfit):
        whole_of(figure("11.5"))


# ---------------------------------------------------------------- minimum wage


def test_the_minimum_wage_of_a_district_is_unknown_until_its_class_is_entered():
    with pytest.raises(FigureUnknown) as refused:
        minimum_wage(house_book(), NOTICE_DAY, TIANYUAN)
    assert refused.value.id == AREA_CLASS


@pytest.mark.parametrize(
    ("on", "monthly", "hourly"),
    [
        (date(2019, 9, 30), 1430_00, None),
        (date(2019, 10, 1), 1540_00, 15_00),
        (date(2022, 4, 1), 1740_00, 17_00),
    ],
)
def test_the_class_of_a_district_picks_the_amount_of_its_day(on, monthly, hourly):
    book = book_of({AREA_CLASS: [entered(2, date(2017, 7, 1))]})
    assert minimum_wage(book, on, TIANYUAN).value == monthly
    if hourly is None:
        with pytest.raises(FigureUnknown):
            minimum_wage(book, on, TIANYUAN, hourly=True)
    else:
        assert minimum_wage(book, on, TIANYUAN, hourly=True).value == hourly


def test_a_minimum_wage_by_class_cites_both_notices_and_stays_to_be_confirmed():
    found = minimum_wage(book_of({AREA_CLASS: [entered(2, date(2017, 7, 1))]}), NOTICE_DAY, TIANYUAN)
    assert found.citation.split("; ") == [
        "湖南省当年调整最低工资标准的通知（原文待核对）",
        "株人社发〔2020〕1号",
    ]
    assert not is_confirmed(found)


def test_an_amount_entered_for_the_district_comes_before_the_table_of_the_same_day():
    book = book_of({MONTHLY: [entered("1545", date(2019, 10, 1))]})
    found = minimum_wage(book, NOTICE_DAY, TIANYUAN)
    assert (found.value, found.confidence) == (1545_00, ENTERED)


def test_an_old_amount_does_not_outlive_a_newer_table():
    book = book_of(
        {MONTHLY: [entered("1545", date(2019, 10, 1))], AREA_CLASS: [entered(2, date(2017, 7, 1))]}
    )
    assert minimum_wage(book, date(2022, 3, 31), TIANYUAN).value == 1545_00
    assert minimum_wage(book, date(2022, 4, 1), TIANYUAN).value == 1740_00


def test_an_amount_entered_for_a_day_without_a_known_table_counts():
    day = date(2025, 9, 1)
    with pytest.raises(FigureUnknown) as refused:
        minimum_wage(book_of({AREA_CLASS: [entered(2, date(2017, 7, 1))]}), day, TIANYUAN)
    assert refused.value.id == CLASS_TABLES[MONTHLY]
    assert minimum_wage(book_of({MONTHLY: [entered("2100", day)]}), day, TIANYUAN).value == 2100_00


@pytest.mark.parametrize("area", ["999999", "110105", "nowhere", ""])
def test_an_unknown_area_has_no_minimum_wage(area):
    with pytest.raises(FigureUnknown):
        minimum_wage(house_book(), NOTICE_DAY, area)


def test_a_class_that_the_table_does_not_have_is_unknown():
    book = book_of({AREA_CLASS: [entered(4, date(2017, 7, 1))]})
    assert minimum_wage(book, NOTICE_DAY, TIANYUAN).value == 1220_00
    with pytest.raises(FigureUnknown):
        minimum_wage(book, date(2023, 1, 1), TIANYUAN)


# ---------------------------------------------------------------- typing


@pytest.mark.parametrize(
    ("policy", "text", "value"),
    [
        ("living_allowance_share_of_min_wage", "７０％", "0.7"),
        ("living_allowance_share_of_min_wage", " 0.80 ", "0.8"),
        ("overtime_rate_workday", "150%", "1.5"),
        ("paid_days_per_month", "21.75", "21.75"),
        ("final_award_multiple", "12", 12),
        ("deferred_payment_max_days", "30", {"count": 30, "unit": "calendar_day"}),
        ("deferred_payment_max_days", "1 个月", {"count": 1, "unit": "month"}),
        ("nego_reply_days_wage_agreement", "10 Working Days", {"count": 10, "unit": "working_day"}),
        ("nego_reply_days_wage_agreement", "１０个工作日", {"count": 10, "unit": "working_day"}),
        ("nego_publish_days_collective_contract", "及时", "promptly"),
        ("inspection_limitation_years", "2年", {"count": 2, "unit": "year"}),
        (MONTHLY, "¥1,540", "1540"),
        (HOURLY, "13.50", "13.5"),
        (CLASS_TABLES[HOURLY], "1:17，2：15.5", {"1": "17", "2": "15.5"}),
        (AREA_CLASS, "2", 2),
        ("standstill_cycle_rule", "thirty_days", "thirty_days"),
    ],
)
def test_a_figure_is_read_as_people_type_it(policy, text, value):
    assert figure_value(policy, text) == value


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        ("living_allowance_share_of_min_wage", "120%"),
        ("living_allowance_share_of_min_wage", "0"),
        ("living_allowance_share_of_min_wage", "1/0"),
        ("living_allowance_share_of_min_wage", "1e-999999999"),
        ("living_allowance_share_of_min_wage", "nan"),
        ("overtime_rate_workday", "-1.5"),
        ("paid_days_per_month", "32"),
        ("final_award_multiple", "1_2"),
        ("deferred_payment_max_days", "0 天"),
        ("deferred_payment_max_days", "30 小时"),
        ("deferred_payment_max_days", "soon"),
        (MONTHLY, "0"),
        (MONTHLY, "about 1500"),
        (CLASS_TABLES[MONTHLY], "1:1700, 1:1540"),
        (CLASS_TABLES[MONTHLY], ""),
        (CLASS_TABLES[MONTHLY], "1700"),
        (AREA_CLASS, "0"),
        ("standstill_cycle_rule", "whatever"),
    ],
)
def test_what_cannot_be_read_is_refused_with_how_to_write_it(policy, text):
    with pytest.raises(FigureUnreadable) as refused:
        figure_value(policy, text)
    assert refused.value.hint


def test_a_table_of_the_law_cannot_be_typed():
    with pytest.raises(FigureFixed):
        figure_value("medical_period_table", "3")


@given(st.fractions(min_value=Fraction(1, 1000), max_value=1, max_denominator=1000))
@settings(max_examples=80, deadline=None)
def test_a_share_loses_nothing_on_its_way_through_the_form(share: Fraction):
    kept = figure_value("living_allowance_share_of_min_wage", str(share))
    assert ratio_of(figure(kept)) == share


@given(st.integers(1, 999), st.sampled_from(list(Unit)))
@settings(max_examples=60, deadline=None)
def test_a_period_is_shown_as_it_may_be_typed(count: int, unit: Unit):
    value = {"count": count, "unit": unit.value}
    assert figure_value("mediation_days", shown_value("mediation_days", value)) == value


@given(st.integers(1, 10**8))
@settings(max_examples=60, deadline=None)
def test_an_amount_loses_no_fen_on_its_way_through_the_form(fen: int):
    typed = f"{fen // 100}.{fen % 100:02}"
    assert fen_of(figure(figure_value(MONTHLY, typed))) == fen


# ---------------------------------------------------------------- entered here


def enter(house: House, who: str = "staff", **other: Any) -> int:
    given_ = {
        "policy": "living_allowance_share_of_min_wage",
        "area": HUNAN,
        "valid_from": date(2020, 2, 1),
        "text": "70%",
        "citation": "湘人社发〔2020〕3号",
    } | other
    return enter_case_figure(house.ws(who), house.unions["north"], **given_)


def test_an_entered_figure_counts_below_its_union_and_nowhere_else(house: House):
    enter(house)
    for union, known in (("north", True), ("firm", True), ("south", False), ("city", False)):
        with house.system.reading() as session:
            book = case_book(session, house.unions[union])
        found = book.in_force("living_allowance_share_of_min_wage", NOTICE_DAY, TIANYUAN)
        assert found is not None
        assert (found.value == "0.7") is known


def test_a_second_entry_of_the_same_day_supersedes_and_the_first_stays_readable(house: House):
    enter(house)
    enter(house, text="80%", citation="湘人社发〔2020〕4号")
    past = figure_history(house.system, "living_allowance_share_of_min_wage", TIANYUAN)
    assert [line.shown for line in past[:2]] == ["80%", "70%"]
    with house.system.reading() as session:
        book = case_book(session, house.unions["north"])
    assert book.figure("living_allowance_share_of_min_wage", NOTICE_DAY, TIANYUAN).value == "0.8"


def test_who_entered_a_figure_and_when_stays_with_it(house: House):
    enter(house)
    line = figure_history(house.system, "living_allowance_share_of_min_wage", HUNAN)[0]
    assert line.state is not None
    assert (line.state.entered_by, line.state.entered_at is not None, line.state.tone) == (
        "Staff",
        True,
        "ok",
    )


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"citation": " "}, CitationMissing),
        ({"area": "Hunan"}, AreaUnfit),
        ({"policy": "no_such_figure"}, PolicyUnknown),
        ({"policy": "nego_topics"}, FigureFixed),
        ({"text": "a lot"}, FigureUnreadable),
    ],
)
def test_a_figure_without_notice_area_or_sense_is_refused_and_nothing_is_kept(house: House, wrong, refusal):
    with pytest.raises(refusal):
        enter(house, **wrong)
    assert figure_history(house.system, "living_allowance_share_of_min_wage", HUNAN)[0].is_unknown


def test_whoever_may_not_keep_the_registry_enters_nothing(house: House):
    for who in ("analyst", "judge1", "south_organiser"):
        with pytest.raises(NotAllowed):
            enter(house, who)


def test_what_is_missing_in_zhuzhou_is_listed_and_leaves_the_list_when_entered(house: House):
    def missing() -> set[str]:
        return {line.policy for line in needed(figure_lines(house.system, NOTICE_DAY, TIANYUAN))}

    assert missing() == {
        "living_allowance_share_of_min_wage",
        "standstill_cycle_rule",
        "deferred_payment_max_days",
        AREA_CLASS,
        MONTHLY,
        HOURLY,
    }
    enter(house)
    enter(house, policy=AREA_CLASS, area=TIANYUAN, text="2")
    assert missing() == {"standstill_cycle_rule", "deferred_payment_max_days"}
    shown = {line.policy: line.shown for line in figure_lines(house.system, NOTICE_DAY, TIANYUAN)}
    assert shown[MONTHLY] == "1,540.00"


def test_a_rule_that_had_not_come_yet_has_no_value_and_is_not_missing(house: House):
    line = next(x for x in figure_lines(house.system, NOTICE_DAY, TIANYUAN) if x.policy == "blacklist")
    assert (line.value, line.shown, line.is_unknown) == (None, "", False)
