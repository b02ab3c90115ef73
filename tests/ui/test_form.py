"""Forms from models: what is asked, and what was typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from pydantic import BaseModel, Field

from union_lib.ui import form_fields, read_form, typed_form

pytestmark = pytest.mark.usefixtures("speaks_english")


class Tier(StrEnum):
    DEEP = "deep"
    MILD = "mild"


class Household(BaseModel):
    name: str = Field(min_length=2, max_length=20, json_schema_extra={"ui": {"wide": True}})
    code: str = Field(default="", pattern=r"^\d*$")
    tier: Tier
    visited_on: date | None = None
    people: int = Field(ge=1, le=15, json_schema_extra={"ui": {"unit": "days"}})
    weight: Decimal = Field(default=Decimal(1), gt=0, decimal_places=2)
    income_fen: int = Field(ge=0, le=200_000_00)
    is_migrant: bool = False


WORDS = {
    **{f"Household.{key}": key.capitalize() for key in Household.model_fields},
    "Household.name.hint": "As on the card",
    "Household.code.error": "Digits only.",
    "Tier.deep": "Deep",
}
TYPED = {"name": "Li Ming", "tier": "deep", "people": "4", "income_fen": "36,500.50"}


def fields() -> dict[str, dict]:
    return {field["key"]: field for field in form_fields(Household, WORDS)}


def test_fields_come_in_the_order_of_the_model():
    assert list(fields()) == list(Household.model_fields)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("name", "text"),
        ("tier", "select"),
        ("visited_on", "date"),
        ("people", "number"),
        ("weight", "number"),
        ("income_fen", "money"),
        ("is_migrant", "check"),
    ],
)
def test_the_kind_of_a_field_comes_from_its_type(key: str, kind: str):
    assert fields()[key]["kind"] == kind


def test_what_has_no_default_is_needed():
    needed = {key for key, field in fields().items() if field["needed"]}
    assert needed == {"name", "tier", "people", "income_fen"}


def test_a_field_brings_its_label_hint_length_and_width():
    name = fields()["name"]
    assert (name["label"], name["hint"], name["longest"], name["wide"]) == (
        "Name",
        "As on the card",
        20,
        True,
    )


def test_choices_have_words_where_there_are_some():
    assert fields()["tier"]["choices"] == [
        {"value": "deep", "title": "Deep"},
        {"value": "mild", "title": "mild"},
    ]


def test_a_form_becomes_values_of_the_model():
    values, errors = read_form(Household, TYPED)
    assert errors == {}
    assert values["income_fen"] == 3_650_050
    assert values["tier"] is Tier.DEEP
    assert values["visited_on"] is None


def test_full_width_digits_are_digits():
    values, _ = read_form(Household, {**TYPED, "people": "４", "income_fen": "１２．５"})
    assert (values["people"], values["income_fen"]) == (4, 1250)


@pytest.mark.parametrize(
    ("typed", "key", "said"),
    [
        ({"name": ""}, "name", "This must be filled in."),
        ({"name": "L"}, "name", "At least 2 characters."),
        ({"code": "12a"}, "code", "Digits only."),
        ({"tier": "none"}, "tier", "Choose one from the list."),
        ({"visited_on": "25.3."}, "visited_on", "Write the date as 2020-03-25."),
        ({"people": "four"}, "people", "Enter a whole number."),
        ({"people": "0"}, "people", "Not less than 1."),
        ({"weight": "0"}, "weight", "More than 0."),
        ({"weight": "1.234"}, "weight", "At most 2 decimals."),
        ({"income_fen": "much"}, "income_fen", "Enter an amount, for example 1,250.00."),
        ({"income_fen": "1.001"}, "income_fen", "Enter an amount, for example 1,250.00."),
        ({"income_fen": "NaN"}, "income_fen", "Enter an amount, for example 1,250.00."),
        ({"income_fen": "200000.01"}, "income_fen", "Not more than 200,000.00."),
    ],
)
def test_an_error_says_what_to_do(typed: dict, key: str, said: str):
    values, errors = read_form(Household, {**TYPED, **typed}, WORDS)
    assert values is None
    assert errors == {key: said}


def test_what_the_model_does_not_know_is_left_out():
    values, errors = read_form(Household, {**TYPED, "role": "admin"})
    assert errors == {}
    assert "role" not in values


def test_a_form_can_be_typed_again():
    values, _ = read_form(Household, TYPED)
    typed = typed_form(Household(**values))
    assert typed["income_fen"] == "36500.50"
    assert read_form(Household, typed)[0] == values
