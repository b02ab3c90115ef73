"""Rows of a list, put together as households and people."""

from __future__ import annotations

from typing import Any

from union_lib.consolation.list_rows import file_rows
from union_lib.consolation.rules.kinds import Kind


def row(number: int, **more: Any) -> dict[str, Any]:
    return {"row": number, "name": f"甲{number}", "kind": Kind.HARDSHIP, **more}


def test_a_household_is_put_together_from_its_rows():
    one = row(2, household="Z1", relation="本人", income_fen=100, members=3, **{"flag.two_homes": False})
    two = row(3, household="Z1", relation="配偶", income_fen=None, rigid_fen=7, **{"flag.two_homes": True})
    first, second = file_rows([one, two])
    assert first.household == second.household
    assert first.household is not None
    assert (first.household.income_fen, first.household.rigid_fen, first.household.members) == (100, 7, 3)
    assert dict(first.household.flags) == {"two_homes": True}
    assert (first.is_head, second.is_head) == (True, False)


def test_who_is_alone_in_a_household_is_its_head_unless_the_list_says_otherwise():
    alone, spouse = file_rows([row(2, household="Z1"), row(3, household="Z2", relation="配偶")])
    assert (alone.is_head, spouse.is_head) == (True, False)


def test_who_has_no_household_is_nobodys_head():
    [found] = file_rows([{**row(2), "kind": Kind.MEDIC, "relation": "本人"}])
    assert (found.household, found.is_head) == (None, False)


def test_only_the_columns_of_the_list_are_passed_on():
    [found] = file_rows([row(2, unit="一厂", household="Z1")])
    assert dict(found.more) == {"unit": "一厂"}
