"""How far agreements reach: on any day, by district and industry, never counting an employer twice."""

from __future__ import annotations

import io
from datetime import date, timedelta
from fractions import Fraction

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.conftest import build_house
from tests.negotiation.road import FIRM, LATER, Road, begin
from union_lib.negotiation.reports.coverage import (
    cases_table,
    coverage,
    coverage_over_time,
    coverage_table,
    month_ends,
)
from union_lib.negotiation.rules.coverage import Agreement, KnownEmployer, reach, reach_by
from union_lib.negotiation.rules.kinds import Scope, Track
from union_lib.negotiation.rules.stages import Stage, Step
from union_lib.negotiation.screens.coverage import CoverageScreen
from union_lib.registry.tables import Enterprise

EFFECT = date(2020, 4, 18)
START = date(2020, 1, 1)


@pytest.fixture
def road(sqlite_engine: Engine, speaks_english: None) -> Road:
    return begin(build_house(sqlite_engine))


def deal(key: str = "a", **more: object) -> Agreement:
    told: dict[str, object] = {
        "key": key,
        "district": "430212",
        "industry": "食品",
        "track": Track.WAGE_AGREEMENT,
        "scope": Scope.ENTERPRISE,
        "workers": 100,
        "effect_on": EFFECT,
        "last_day": date(2021, 3, 31),
    }
    return Agreement(**{**told, **more})  # type: ignore[arg-type]


def firm(key: str, district: str = "430212", since: date | None = None) -> KnownEmployer:
    return KnownEmployer(key, district, "食品", since)


# The rule


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2020, 4, 17), 0), (EFFECT, 1), (date(2021, 3, 31), 1), (date(2021, 4, 1), 0)],
)
def test_an_agreement_covers_from_its_first_to_its_last_day(day: date, expected: int):
    assert reach([firm("a")], [deal()], day).covered == expected


def test_an_employer_with_two_agreements_is_covered_once_with_the_larger_headcount():
    both = [deal(), deal(track=Track.COLLECTIVE_CONTRACT, workers=120)]
    found = reach([firm("a"), firm("b")], both, EFFECT)
    assert (found.covered, found.share, found.workers) == (1, Fraction(1, 2), 120)
    assert (found.collective, found.wage) == (1, 1)


def test_an_agreement_of_an_industry_covers_workers_but_no_single_employer():
    found = reach([firm("a")], [deal("行业协会", scope=Scope.INDUSTRY, workers=900)], EFFECT)
    assert (found.covered, found.wider, found.workers, found.share) == (0, 1, 900, Fraction(0))


def test_an_employer_known_from_its_agreement_only_is_known():
    assert reach([], [deal()], EFFECT).share == 1


def test_an_employer_founded_later_is_not_known_yet():
    late = firm("b", since=date(2020, 4, 19))
    assert [reach([late], [], EFFECT + timedelta(days=n)).employers for n in (0, 1)] == [0, 1]


def test_no_employer_has_no_share():
    assert reach([], [], EFFECT).share is None


firms = st.lists(
    st.builds(
        KnownEmployer,
        st.sampled_from("abcdef"),
        st.sampled_from(["1", "2"]),
        st.just("x"),
        st.none() | st.dates(START, date(2020, 12, 31)),
    ),
    max_size=8,
)
deals = st.lists(
    st.builds(
        Agreement,
        st.sampled_from("abcdefgh"),
        st.sampled_from(["1", "2"]),
        st.just("x"),
        st.sampled_from(Track),
        st.sampled_from(Scope),
        st.integers(0, 500),
        st.dates(START, date(2020, 12, 31)),
        st.none() | st.dates(START, date(2021, 12, 31)),
    ),
    max_size=8,
)


@settings(max_examples=80)
@given(firms, deals, st.dates(START, date(2021, 12, 31)))
def test_nothing_is_covered_beyond_what_is_known(
    known: list[KnownEmployer], agreed: list[Agreement], day: date
):
    found = reach(known, agreed, day)
    binding = [d for d in agreed if d.effect_on <= day and (d.last_day is None or d.last_day >= day)]
    assert 0 <= found.covered <= found.employers
    assert found.collective + found.wage == len(binding)
    assert found.covered == len({d.key for d in binding if d.scope == Scope.ENTERPRISE})
    assert found.workers <= sum(d.workers for d in binding)


@settings(max_examples=60)
@given(firms, deals, st.dates(START, date(2021, 12, 31)))
def test_groups_hold_every_agreement_in_force(known: list[KnownEmployer], agreed: list[Agreement], day: date):
    groups = reach_by(known, agreed, day, lambda one: one.district)
    total = reach(known, agreed, day)
    assert sum(one.collective + one.wage for one in groups.values()) == total.collective + total.wage


# From the database


def test_a_case_counts_once_it_has_taken_effect(road: Road):
    road.to(Stage.IN_REVIEW)
    assert coverage(road.ws()).total.covered == 0
    road.step(Step.TAKE_EFFECT, EFFECT)
    found = coverage(road.ws())
    assert (found.total.covered, found.total.workers, found.total.wage) == (1, 318, 1)
    assert [(row.name, row.reach.covered) for row in found.districts] == [("渌口区", 1)]
    assert [row.name for row in found.industries] == ["食品"]


def test_the_day_before_the_effect_shows_nothing_covered(road: Road):
    road.to(Stage.IN_FORCE)
    assert coverage(road.ws(), date(2020, 4, 17)).total.covered == 0


def test_an_enterprise_on_file_and_its_case_of_the_same_name_are_one_employer(road: Road):
    road.to(Stage.IN_FORCE)
    with road.house.system.transaction() as session:
        for number, name in enumerate((f" {FIRM} ", "另一企业")):
            session.add(
                Enterprise(
                    union_id=road.house.unions["city"],
                    name=name,
                    uscc=f"91430299MA000000{number}X",
                    industry="食品",
                    district_code="430212",
                )
            )
    assert coverage(road.ws()).total.share == Fraction(1, 2)


def test_only_one_track_can_be_looked_at(road: Road):
    road.to(Stage.IN_FORCE)
    assert coverage(road.ws(), track=Track.COLLECTIVE_CONTRACT).total.covered == 0


def test_somebody_elsewhere_sees_nothing_of_it(road: Road):
    road.to(Stage.IN_FORCE)
    assert coverage(road.house.ws("judge1", LATER)).total.employers == 0


def test_months_are_counted_at_their_ends(road: Road):
    road.to(Stage.IN_FORCE)
    table = coverage_over_time(road.ws(), date(2020, 3, 1), date(2020, 5, 20))
    assert list(table["covered"]) == [0, 1, 1]
    assert table["day"].iloc[-1] == pd.Timestamp("2020-05-20")


@given(st.dates(START, date(2022, 12, 31)), st.integers(0, 800))
@settings(max_examples=40)
def test_every_month_has_one_end(first: date, days: int):
    last = first + timedelta(days=days)
    ends = list(month_ends(first, last))
    assert ends[-1] == last
    assert len(ends) == (last.year - first.year) * 12 + last.month - first.month + 1


def test_tables_for_analysts_have_their_columns_even_without_rows(road: Road):
    road.to(Stage.REPLY_DUE)
    assert list(coverage_table(road.ws(), by="industry").columns)[:3] == ["name", "employers", "covered"]
    table = cases_table(road.ws())
    assert table.loc[0, "invited_on"] == pd.Timestamp("2020-02-20")
    assert pd.isna(table.loc[0, "effect_on"])
    assert cases_table(road.house.ws("judge1")).empty
    with pytest.raises(ValueError, match="street"):
        coverage_table(road.ws(), by="street")


# The page


def test_the_page_shows_the_share_and_hands_it_over(road: Road):
    screen = CoverageScreen(road.to(Stage.IN_FORCE).ws())
    screen.visit()
    assert (screen.total["share"], screen.total["workers"]) == ("100.0%", "318")
    screen.by = "industry"
    assert [row["name"] for row in screen.rows] == ["食品"]
    sent: list[tuple[str, bytes]] = []
    screen.download = lambda name, kind, content: sent.append((name, content))  # type: ignore[method-assign]
    screen.vue_excel()
    book = openpyxl.load_workbook(io.BytesIO(sent[0][1]))
    assert book.sheetnames == ["District", "Industry"]
    assert [cell.value for cell in book["District"][3]][:4] == ["渌口区", 1, 1, 1]


def test_the_page_of_an_empty_house_says_so(road: Road):
    screen = CoverageScreen(road.ws())
    screen.visit()
    assert screen.total["is_empty"] is True
    assert screen.chart is None


def test_another_day_is_counted_anew(road: Road):
    screen = CoverageScreen(road.to(Stage.IN_FORCE).ws())
    screen.visit()
    screen.vue_ask({"on": "2020-04-01", "track": ""})
    assert screen.total["covered"] == "0"
    screen.vue_ask({"on": "2020-04-18", "track": "wage_agreement"})
    assert screen.total["covered"] == "1"
