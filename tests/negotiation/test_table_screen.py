"""The negotiator's table as somebody signed in sees it: both sides' offers over the wages of a case."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import House
from tests.negotiation.road import Road, begin
from union_lib.common.errors import NotAllowed
from union_lib.negotiation.payroll_list import payroll_row
from union_lib.negotiation.reports.bargaining import staff
from union_lib.negotiation.rules.bargaining import Offer
from union_lib.negotiation.rules.effects import band_width, bands, effect
from union_lib.negotiation.screens.figures import FigureTable
from union_lib.negotiation.screens.table import TableScreen
from union_lib.negotiation.service.figures import enter_case_figure
from union_lib.negotiation.service.payrolls import import_payroll
from union_lib.negotiation.wage_offers import percent, wages_by_band
from union_lib.ui.launch import make_shell

CLASS = "min_wage_class_of_zhuzhou_areas"
SCREENS: Any = {"table": TableScreen, "figures": FigureTable}
BANDS = [{"heads": "3", "wage": "1500"}, {"heads": "2", "wage": "3000"}, {"heads": "", "wage": ""}]


class Visit:
    """Somebody's visit to the table of a case, in English."""

    def __init__(self, road: Road, username: str = "negotiator") -> None:
        self.shell = make_shell(
            "negotiation",
            SCREENS,
            ws=road.house.ws(username),
            query=f"screen=table&lang=en&case={road.case_id}",
        )
        if self.shell.screen is not None:
            self.shell.screen.send = lambda content, buffers=None: None

    @property
    def screen(self) -> Any:
        return self.shell.screen

    def slide(self, side: str = "union", /, **typed: Any) -> None:
        offers = self.screen.offers
        own = {key: value for key, value in typed.items() if key in offers[side]}
        rest = {key: value for key, value in typed.items() if key not in offers[side]}
        self.screen.call("slide", {**offers, side: {**offers[side], **own}, **rest})

    def side(self, key: str = "union") -> dict[str, Any]:
        return next(side for side in self.screen.sides if side["key"] == key)


@pytest.fixture
def road(house: House) -> Road:
    return begin(house)


def put(road: Road, *wages: int) -> None:
    rows = [payroll_row({"worker": "工", "contract_fen": wage, "paid_fen": wage}, 22) for wage in wages]
    import_payroll(road.ws(), road.case_id, date(2020, 3, 1), "430212", rows, "f" * 64)


def test_without_wages_the_table_asks_whose_are_negotiated(road: Road):
    visit = Visit(road)
    assert visit.screen.about["is_empty"]
    assert visit.screen.sides == []


def test_the_newest_payroll_of_the_case_is_on_the_table(road: Road):
    put(road, 3_000_00, 4_000_00)
    visit = Visit(road)
    visit.slide(**{"raise": "5", "on_cost": "25"})
    assert (visit.side()["annual"], visit.side()["mean"]) == ("5,250.00", "5.00%")
    assert visit.side("employer")["annual"] == "0.00", "the other side has offered nothing yet"


def test_head_counts_by_wage_stand_in_for_a_payroll(road: Road):
    visit = Visit(road)
    visit.screen.call("bands", BANDS)
    visit.slide(flat="100", on_cost="0")
    assert visit.side()["monthly"] == "500.00"
    visit.screen.call("bands", [])
    assert visit.screen.about["is_empty"]


def test_who_is_lifted_over_the_minimum_and_over_the_least_wage_of_the_offer(road: Road):
    enter_case_figure(
        road.ws(), road.house.unions["city"], CLASS, "430212", date(2019, 10, 1), "2", "invented notice 7"
    )
    visit = Visit(road)
    visit.screen.call("bands", BANDS)
    visit.slide(least="1540")
    assert visit.side()["minimum"] == "3 → 0, lifted 3"
    assert visit.side()["agreed"] == "3 → 0, lifted 3"
    assert visit.side("employer")["minimum"] == "3 → 3, lifted 0"


def test_an_unknown_minimum_wage_is_named_and_never_guessed(road: Road):
    visit = Visit(road)
    visit.screen.call("bands", BANDS)
    assert visit.side()["minimum"] == ""
    assert visit.screen.about["missing"]["id"] == CLASS
    visit.screen.call("figure", CLASS)
    assert visit.screen.opened["policy"] == CLASS


def test_a_cut_is_shown_by_how_many_earn_less(road: Road):
    visit = Visit(road)
    visit.screen.call("bands", BANDS)
    visit.slide(**{"raise": "-2"})
    assert (visit.side()["worse"], visit.side()["is_worse"]) == ("5", True)


def test_the_zone_of_agreement_or_the_gap_is_said(road: Road):
    visit = Visit(road)
    visit.slide(floor="3", ceiling="5")
    assert visit.screen.zone["text"] == "Both can accept 3% to 5%; the middle is 4%."
    visit.slide(floor="8", ceiling="6")
    assert visit.screen.zone["text"] == "No zone: the two are 2 points apart."
    visit.slide(floor="")
    assert visit.screen.zone == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"raise": "much"}, "much"),
        ({"raise": "500"}, "500"),
        ({"flat": "-10"}, "below 0"),
        ({"least": "1e3"}, "1e3"),
        ({"months": "99"}, "99"),
    ],
)
def test_what_cannot_be_offered_is_said_in_the_page(road: Road, typed: Any, said: str):
    visit = Visit(road)
    visit.screen.call("bands", BANDS)
    visit.slide(**typed)
    assert said in visit.screen.error["what"]
    visit.slide(**{"raise": "1", "flat": "0", "least": "0", "months": "12"})
    assert visit.screen.error == {}


def test_another_case_begins_with_offers_of_nothing(road: Road):
    from union_lib.negotiation import service
    from union_lib.negotiation.service import CaseForm

    form = CaseForm(employer="荷塘硬质合金厂", district_code="430212", workers=10)
    other = service.open_case(road.ws(), road.house.unions["city"], form)
    visit = Visit(road)
    visit.screen.call("bands", BANDS)
    visit.slide(**{"raise": "5"})
    visit.shell.go("table", case=other)
    assert visit.screen.offers["union"]["raise"] == "0"
    assert visit.screen.rows == []


def test_only_readers_see_the_wages_of_a_case(road: Road):
    put(road, 3_000_00)
    with pytest.raises(NotAllowed):
        staff(road.ws("organiser"), road.case_id)
    assert staff(road.ws("leader"), road.case_id).bases_fen.tolist() == [3_000_00]


@given(st.lists(st.integers(-50_000_00, 50_000_00), max_size=30))
def test_nobody_is_left_out_of_the_bands(amounts):
    column = np.array(amounts, dtype=np.int64)
    width = band_width(column)
    found = bands(column, width)
    assert sum(band.count for band in found) == len(amounts)
    assert len(found) <= 12
    for band in found:
        assert band.count == sum(band.from_fen <= fen < band.to_fen for fen in amounts)


@given(st.lists(st.integers(0, 20_000_00), min_size=1, max_size=20), st.integers(0, 5_000_00))
def test_an_offer_of_the_minimum_wage_leaves_nobody_below_it(bases, minimum):
    found = effect(np.array(bases, dtype=np.int64), Offer(min_base_fen=minimum), minimum)
    assert found.below_minimum == (sum(base < minimum for base in bases), 0)


def test_percentages_and_head_counts_are_read_as_they_are_typed():
    assert percent("4.5%") * 200 == 9
    assert wages_by_band(BANDS).tolist() == [1_500_00] * 3 + [3_000_00] * 2


def test_a_bad_percentage_is_said_once_in_the_page_and_the_last_result_stays_out(road: Road):
    visit = Visit(road)
    visit.screen.call("bands", BANDS)
    before = len(visit.shell.notices)
    visit.slide(floor="three", ceiling="5")
    assert visit.screen.error["what"]
    assert len(visit.shell.notices) == before
    visit.slide(floor="3", ceiling="5")
    assert not visit.screen.error
