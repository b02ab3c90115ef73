"""The rule laboratory: the same fen as the rules, on typed claims and on a programme's list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import House
from tests.consolation.round import BY_WEIGHT, begin
from union_lib.consolation import reports
from union_lib.consolation.reports.laboratory import ALL_AXIOMS, RULE_NAMES, RULES
from union_lib.consolation.rules.claims import ClaimsRule, awards_fen
from union_lib.consolation.rules.terms import Method

claims = st.lists(st.integers(1, 10**6), min_size=1, max_size=6)


@settings(max_examples=60)
@given(claims, st.integers(0, 10**6))
def test_every_rule_of_the_laboratory_gives_the_fen_of_the_exact_fractions(due, budget):
    table = reports.by_rules(due, budget)
    for rule in ClaimsRule:
        assert (table[rule.value] * 100).round().astype(int).tolist() == awards_fen(rule, due, budget)


def test_the_talmud_divides_the_three_estates_of_the_mishnah():
    told = [
        reports.by_rules([100_00, 200_00, 300_00], estate * 100)["talmud"].tolist()
        for estate in (100, 200, 300)
    ]
    assert told == [[33.34, 33.33, 33.33], [50, 75, 75], [50, 100, 150]]


def test_a_list_too_long_for_random_arrival_says_so_and_keeps_the_other_rules():
    due = [2**n * 100 + n for n in range(24)]
    table = reports.by_rules(due, sum(due) // 2)
    assert table["random_arrival"].isna().all()
    assert "24" in table.attrs["reasons"]["random_arrival"]
    assert table["piniles"].notna().all()


def test_nobody_claims_nothing_and_no_rule_is_asked():
    assert reports.by_rules([], 100).empty


def test_a_programmes_list_is_divided_by_every_rule_to_the_whole_budget(house: House):
    round_ = begin(house, BY_WEIGHT, budget_fen=4_000_00)
    table = reports.laboratory(house.system, round_.programme)
    assert table.columns.tolist() == ["position", "tier", "claim", *(rule.value for rule in RULES)]
    for rule in RULES:
        assert round(table[rule.value].sum() * 100) == 4_000_00
    assert table.attrs["reasons"] == {}


def test_weights_whose_floors_exceed_the_budget_say_so(house: House):
    round_ = begin(house, BY_WEIGHT, budget_fen=1_000_00)
    table = reports.laboratory(house.system, round_.programme, [ClaimsRule.TALMUD, Method.WEIGHTS])
    assert table["weights"].isna().all()
    assert table.attrs["reasons"]["weights"]
    assert round(table["talmud"].sum(), 2) == 1000


def test_a_path_never_takes_from_anybody_as_the_budget_grows():
    budgets = [10_00 * n for n in range(61)]
    path = reports.budget_path([100_00, 200_00, 300_00], list(ClaimsRule), budgets)
    for _, one in path.groupby("rule"):
        gains = one[["1", "2", "3"]].diff().dropna()
        assert (gains >= -1e-9).all(axis=None)
        assert one[["1", "2", "3"]].iloc[-1].tolist() == [100, 200, 300]


def test_axioms_tell_the_rules_apart_as_the_literature_says():
    due, budgets = [100, 200, 300], [50, 120, 150, 300, 450, 480]
    table = reports.axiom_table(due, budgets)
    assert table.loc["self_dual", ["prop", "talmud", "random_arrival"]].all()
    assert not table.loc["self_dual", ["cea", "cel", "piniles", "minimal_overlap"]].any()
    assert not table.loc["consistent", "random_arrival"]
    assert table.loc["consistent", ["prop", "cea", "cel", "talmud", "piniles"]].all()
    assert table.loc["no_advantageous_transfer"].to_dict() == {
        r.value: r == ClaimsRule.PROPORTIONAL for r in ClaimsRule
    }
    assert table.loc["equal_treatment"].all()


def test_every_axiom_can_be_asked_and_an_unknown_one_is_refused():
    assert reports.axiom_table([1, 2], [1], [ClaimsRule.PROPORTIONAL], ALL_AXIOMS).shape == (
        len(ALL_AXIOMS),
        1,
    )
    with pytest.raises(KeyError):
        reports.axiom_table([1, 2], [1], axioms=["fair"])


def test_every_rule_has_a_name_of_its_own():
    names = [reports.rule_name(rule) for rule in RULES]
    assert set(RULE_NAMES) == set(RULES)
    assert len(set(names)) == len(names)
