"""`union policy`: one mechanism for the figures of every area, shown, added and looked back on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import House
from tests.test_cli import FOUND, Office
from union_lib.common.errors import NotAllowed
from union_lib.common.policies import COUNTRY
from union_lib.consolation.service.local import RangesUnreadable
from union_lib.figure_books import add, figure_books, history, standing
from union_lib.negotiation.figure_values import FigureFixed
from union_lib.registry.figures import CitationMissing, PolicyUnknown

NOTICE_DAY = date(2020, 3, 4)
ALLOWANCE = "living_allowance_share_of_min_wage"
CITED = "湘人社发〔2020〕3号"


def enter(
    house: House, policy: str, text: str, *, who: str = "staff", area: str = "430000", citation: str = CITED
) -> int:
    return add(house.ws(who), house.unions["north"], policy, area, date(2020, 2, 1), text, citation)


def shown(house: House, policy: str, area: str = "430211") -> str:
    return next(e.shown for e in standing(house.system, NOTICE_DAY, area, policy))


def test_no_figure_stands_in_two_books():
    ids = [key for book in figure_books() for key in book.house.policies]
    assert len(ids) == len(set(ids))


def test_every_value_of_every_book_can_be_shown(house: House):
    for book in figure_books():
        for key in book.house.policies:
            assert all(
                e.value is None or e.value.value is None or e.shown for e in history(house.system, key)
            )


@pytest.mark.parametrize(
    ("policy", "text", "seen"),
    [
        (ALLOWANCE, "70%", "70%"),
        ("hardship_line_fen", "650", "650.00"),
        ("deferred_payment_max_days", "1个月", "1 months"),
    ],
)
def test_a_figure_of_either_area_is_added_by_the_same_door(house: House, policy: str, text: str, seen: str):
    enter(house, policy, text, area="430200")
    assert shown(house, policy) == seen


def test_what_is_added_supersedes_and_edits_nothing(house: House):
    enter(house, ALLOWANCE, "70%")
    enter(house, ALLOWANCE, "80%")
    past = history(house.system, ALLOWANCE, "430211")
    assert [e.shown for e in past][:2] == ["80%", "70%"]
    assert {e.state.entered_by for e in past[:2] if e.state} == {"Staff"}
    assert past[-1].value is not None
    assert past[-1].value.area == COUNTRY


@pytest.mark.parametrize(
    ("policy", "text", "citation", "refusal"),
    [
        ("no_such_figure", "1", CITED, PolicyUnknown),
        ("rest_quota", "1/5", CITED, PolicyUnknown),
        ("nego_topics", "everything", CITED, FigureFixed),
        ("approval_ranges", "everyone", CITED, RangesUnreadable),
        (ALLOWANCE, "70%", "  ", CitationMissing),
    ],
)
def test_what_makes_no_sense_is_refused(
    house: House, policy: str, text: str, citation: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        enter(house, policy, text, citation=citation)


def test_nobody_adds_a_figure_for_an_organisation_that_is_not_theirs(house: House):
    with pytest.raises(NotAllowed):
        enter(house, ALLOWANCE, "70%", who="south_organiser")


def test_the_history_of_an_unknown_figure_is_refused(house: House):
    with pytest.raises(PolicyUnknown):
        history(house.system, "no_such_figure")


@pytest.mark.slow
@pytest.mark.xdist_group("cli")
def test_an_administrator_types_it(tmp_path: Path):
    office = Office(tmp_path / "var")
    assert office.union(*FOUND).returncode == 0
    office.sql("UPDATE account SET language = 'en'")
    typed = ("--area", "430000", "--from", "2020-02-01", "--union", "1", "--as", "first.admin")
    unknown = office.union("policy", "show", "--id", ALLOWANCE, "--area", "430211", "--on", "2020-03-04")
    assert "not known" in unknown.stdout
    added = office.union("policy", "add", ALLOWANCE, "70%", "--citation", CITED, *typed)
    assert (added.returncode, added.stdout.split("\t")[:3]) == (0, [ALLOWANCE, "70%", "430000"])
    stands = office.union("policy", "show", "--id", ALLOWANCE, "--area", "430211", "--on", "2020-03-04")
    assert f"70%\t430000\t2020-02-01\tentered here\t{CITED}\tby First, 20" in stands.stdout
    past = office.union("policy", "history", ALLOWANCE, "--area", "430211").stdout.splitlines()
    assert [line.split("\t")[1] for line in past] == ["70%", "not known", "not known"]
    refused = office.union("policy", "add", ALLOWANCE, "70%", "--citation", " ", *typed)
    assert (refused.returncode, refused.stderr.startswith("union: The number of the notice is missing")) == (
        1,
        True,
    )
    lost = office.union("policy", "show", "--on", "yesterday")
    assert (lost.returncode, "“yesterday” is not a day" in lost.stderr) == (1, True)
