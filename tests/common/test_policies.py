from datetime import date

import pytest

from union_lib.common.policies import FigureUnknown, NoRuleInForce, load_policies

RULES = """
parameters:
- id: paid_days
  name: 月计薪天数
  unit: day
  values:
  - {from: 2008-01-03, value: 21.75, citation: 甲号文件}
  - {from: "2025-01-01", value: 21.76, citation: 乙号文件}
  confidence: source
- id: share
  name: 生活费比例
  unit: ratio
  area_values:
  - {area: CN, from: 2000-01-01, value: 0.6}
  - {area: "430000", from: 2010-01-01, value: 0.7, citation: 省文件, confidence: source}
  - {area: "430200", from: 2020-01-01, value: null}
  - {area: "430211", from: 2021-01-01, value: 0.9}
  confidence: memory
"""


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, "utf-8")
    return load_policies(path)


def test_a_figure_comes_with_its_source(book):
    found = book.figure("paid_days", date(2020, 3, 4))
    assert (found.value, found.citation, found.confidence) == (21.75, "甲号文件", "source")
    assert (found.valid_from, found.area) == (date(2008, 1, 3), "CN")


@pytest.mark.parametrize(("on", "value"), [(date(2024, 12, 31), 21.75), (date(2025, 1, 1), 21.76)])
def test_a_figure_holds_until_the_next_one_counts(book, on, value):
    assert book.figure("paid_days", on).value == value


def test_before_its_first_day_a_rule_is_not_in_force(book):
    with pytest.raises(NoRuleInForce) as refused:
        book.figure("paid_days", date(2008, 1, 2))
    assert refused.value.said("en")[0] == "No rule “月计薪天数” was in force in area CN on 2008-01-02."


@pytest.mark.parametrize(
    ("area", "value", "from_area"),
    [
        ("430211", 0.9, "430211"),
        ("430102", 0.7, "430000"),
        ("110105", 0.6, "CN"),
        ("CN", 0.6, "CN"),
    ],
)
def test_the_nearest_area_with_a_figure_decides(book, area, value, from_area):
    found = book.figure("share", date(2022, 1, 1), area)
    assert (found.value, found.area) == (value, from_area)


def test_a_narrower_figure_that_does_not_count_yet_leaves_the_wider_one(book):
    assert book.figure("share", date(2012, 1, 1), "430211").value == 0.7


def test_a_figure_recorded_as_unknown_is_asked_for_and_never_guessed(book):
    with pytest.raises(FigureUnknown) as refused:
        book.figure("share", date(2022, 1, 1), "430202")
    assert (refused.value.id, refused.value.area) == ("share", "430202")


def test_what_a_value_leaves_out_its_entry_says(book):
    assert book.figure("share", date(2022, 1, 1)).confidence == "memory"
