from pathlib import Path

import pytest

from .kinds import KINDS
from .runner import Case, differences, load_cases, main

CASES = load_cases([Path(__file__).parent / "data"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_published_case_comes_out_as_expected(case):
    assert differences(case) == []


def test_every_kind_has_a_case_of_its_own():
    assert KINDS.keys() == {case.kind for case in CASES}


def rounded(expected, tolerance=0.0):
    case = {"values": ["7.125"], "decimals": 2}
    return differences(Case(Path("x.json"), "rounding", case, {"rounded": expected}, tolerance))


def test_text_must_match_exactly():
    assert rounded(["7.13"]) == []
    assert rounded(["7.130"]) == [".rounded[0]: expected '7.130', found '7.13'"]
    assert rounded([7.13], tolerance=1) == [".rounded[0]: expected 7.13, found '7.13'"]


def test_lists_must_be_as_long_as_expected():
    assert rounded(["7.13", "7.13"]) == [".rounded: 2 items expected, 1 found"]


def test_keys_must_be_the_same_on_both_sides():
    case = Case(Path("x.json"), "rounding", {"values": []}, {"rounded": [], "extra": 1}, 0)
    assert differences(case) == [": these keys are on one side only: ['extra']"]


def test_numbers_match_within_the_tolerance_and_no_further():
    case = {"counts": [[3, 0], [0, 3]]}
    expected = {"P_bar": 1.001, "P_e": 0.5, "kappa": 1.0}
    assert differences(Case(Path("x.json"), "fleiss_kappa", case, expected, 0.001)) == []
    assert differences(Case(Path("x.json"), "fleiss_kappa", case, expected, 0.0009)) != []


def test_of_pairs_only_those_listed_are_asserted_and_each_in_its_sort():
    twins = [{"i": i, "name": "李玥", "ric": "", "phone": "13812340000"} for i in range(3)]
    listed = {"same": [], "review": [[1, 0]], "different": []}
    assert differences(Case(Path("x.json"), "dedup", {"records": twins}, listed, 0)) == []
    wrong = {"same": [[0, 1]], "review": [], "different": []}
    assert differences(Case(Path("x.json"), "dedup", {"records": twins}, wrong, 0)) == [
        ".same: [0, 1] expected, found review"
    ]


@pytest.mark.parametrize(
    ("expected", "is_same"),
    [
        ({"additional_pay": 8275.86, "published_amount_yuan": 8275}, True),
        ({"additional_pay": 8275.86, "published_amount_yuan": 2758}, False),
        ({"additional_pay": 8275.86, "rejected_claim_amount": 2758.62, "published_amount_yuan": 2758}, True),
    ],
)
def test_a_printed_figure_is_that_of_the_refused_claim_where_there_is_one(expected, is_same):
    case = {"avg_monthly_wage_ex_overtime": 12000, "unused_days": 5, "normal_wage_already_paid": False}
    found = differences(Case(Path("x.json"), "annual_leave_pay", case, expected, 0.005))
    assert (found == []) == is_same


def test_an_unknown_kind_fails_the_run_and_is_named(tmp_path, capsys):
    (tmp_path / "a.json").write_text('{"kind": "juggling", "input": {}, "expected": {}}', "utf-8")
    assert main([str(tmp_path)]) == 1
    assert "unknown kind: juggling (1 cases)" in capsys.readouterr().out


def test_a_run_without_any_case_fails(tmp_path):
    assert main([str(tmp_path)]) == 1


def test_a_wrong_answer_fails_the_run_and_is_counted(tmp_path, capsys):
    (tmp_path / "a.json").write_text(
        '{"kind": "rounding", "input": {"values": ["1"]}, "expected": {"rounded": ["2.00"]}}', "utf-8"
    )
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.endswith("0 passed, 1 failed\n")
