"""Forms drawn from a pydantic model: fields for `<u-form>`, and what was typed back into the model.

A name ending in `_fen` is typed in yuan and kept in fen. Grouping, width and unit come from the model's
`json_schema_extra={"ui": {"group": …, "wide": True, "unit": …}}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any
from unicodedata import normalize

from pydantic import BaseModel, ValidationError

from ..common.errors import N_
from ..common.text import translate

NOT_MONEY = N_("Enter an amount, for example 1,250.00.")
NOT_A_NUMBER = N_("Enter a number.")
NOT_WHOLE = N_("Enter a whole number.")
NOT_A_DATE = N_("Write the date as 2020-03-25.")
NOT_IN_LIST = N_("Choose one from the list.")
UNFIT = N_("This does not fit. Please check it.")
PROBLEMS = {
    "missing": N_("This must be filled in."),
    "string_too_short": N_("At least {min_length} characters."),
    "string_too_long": N_("At most {max_length} characters."),
    "string_pattern_mismatch": N_("This is not written as it should be; see the hint."),
    "greater_than_equal": N_("Not less than {ge}."),
    "greater_than": N_("More than {gt}."),
    "less_than_equal": N_("Not more than {le}."),
    "less_than": N_("Less than {lt}."),
    "decimal_max_places": N_("At most {decimal_places} decimals."),
    "int_parsing": NOT_WHOLE,
    "int_from_float": NOT_WHOLE,
    "int_type": NOT_WHOLE,
    "decimal_parsing": NOT_A_NUMBER,
    "decimal_type": NOT_A_NUMBER,
    "float_parsing": NOT_A_NUMBER,
    "date_from_datetime_parsing": NOT_A_DATE,
    "date_from_datetime_inexact": NOT_A_DATE,
    "date_parsing": NOT_A_DATE,
    "enum": NOT_IN_LIST,
    "literal_error": NOT_IN_LIST,
}
_KINDS = {"integer": "number", "number": "number", "boolean": "check"}


def form_fields(model: type[BaseModel], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Describe a model's fields for `<u-form>`, in the order they are declared.

    `words` holds message ids: `"EntryForm.title"` the label of a field, `"EntryForm.title.hint"` its hint,
    `"Tier.deep"` a choice of an enum.
    """
    schema = model.model_json_schema()
    needed, named = set(schema.get("required", ())), schema.get("$defs", {})
    return [
        _field(model, key, spec, _rule(spec, named), words) | {"needed": key in needed}
        for key, spec in schema["properties"].items()
    ]


def _rule(spec: Mapping[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a field must be, with `null` and references resolved."""
    first = next(kind for kind in spec.get("anyOf", [spec]) if kind.get("type") != "null")
    if "$ref" not in first:
        return dict(first)
    name = first["$ref"].rsplit("/", 1)[1]
    return {**named[name], "enum_name": name}


def _field(
    model: type[BaseModel],
    key: str,
    spec: Mapping[str, Any],
    rule: Mapping[str, Any],
    words: Mapping[str, str],
) -> dict[str, Any]:
    name = f"{model.__name__}.{key}"
    extra = dict(spec.get("ui") or {})
    for part in {"group", "unit"} & extra.keys():
        extra[part] = translate(extra[part])
    return {
        "key": key,
        "kind": _kind(key, rule),
        "label": translate(words[name]),
        "hint": translate(words.get(f"{name}.hint", "")),
        "longest": rule.get("maxLength"),
        "choices": [_choice(rule, value, words) for value in rule.get("enum", ())],
        **extra,
    }


def _kind(key: str, rule: Mapping[str, Any]) -> str:
    if "enum" in rule:
        return "select"
    if rule.get("format") == "date":
        return "date"
    if key.endswith("_fen"):
        return "money"
    return _KINDS.get(rule.get("type", "number"), "text")


def _choice(rule: Mapping[str, Any], value: str, words: Mapping[str, str]) -> dict[str, str]:
    return {"value": value, "title": translate(words.get(f"{rule.get('enum_name', '')}.{value}", value))}


def read_form(
    model: type[BaseModel], typed: Mapping[str, Any], words: Mapping[str, str] | None = None
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """Return the checked values, or None and the errors by field in the spoken language.

    `words` may word a field's error itself: `"EntryForm.code.error"`.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for key, given in typed.items():
        try:
            values.update(_value(model, key, given))
        except InvalidOperation:
            errors[key] = translate(NOT_MONEY)
    errors = {**_refused(model, values, words or {}), **errors}
    return (None, errors) if errors else (model.model_validate(values).model_dump(), {})


def _refused(model: type[BaseModel], values: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong, by field."""
    try:
        model.model_validate(values)
    except ValidationError as refused:
        return {str(e["loc"][0]): _said(e, words, model) for e in refused.errors() if e["loc"]}
    return {}


def _value(model: type[BaseModel], key: str, given: Any) -> dict[str, Any]:
    """Return the field's value, or nothing when it was left empty."""
    if key not in model.model_fields or given is None:
        return {}
    if not isinstance(given, str):
        return {key: given}
    text = given.strip()
    if model.model_fields[key].annotation is not str:
        text = normalize("NFKC", text)
    if not text:
        return {}
    return {key: _fen(text) if key.endswith("_fen") else text}


def _fen(yuan: str) -> int:
    """Return whole fen.

    >>> _fen("1,250.50")
    125050
    """
    fen = Decimal(yuan.replace(",", "")) * 100
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise InvalidOperation
    return int(fen)


def _said(error: Mapping[str, Any], words: Mapping[str, str], model: type[BaseModel]) -> str:
    key = str(error["loc"][0])
    limits = {name: _shown(limit, key.endswith("_fen")) for name, limit in error.get("ctx", {}).items()}
    own = words.get(f"{model.__name__}.{key}.error") if error["type"] != "missing" else None
    return translate(own or PROBLEMS.get(error["type"], UNFIT)).format(**limits)


def _shown(limit: Any, is_money: bool) -> str:
    if isinstance(limit, bool) or not isinstance(limit, int | Decimal | float):
        return str(limit)
    return f"{Decimal(limit) / 100:,.2f}" if is_money else f"{limit:,}"


def typed_form(form: BaseModel) -> dict[str, Any]:
    """Return a form as somebody would have typed it, to be changed in `<u-form>`."""
    return {key: _typed(key, getattr(form, key)) for key in type(form).model_fields}


def _typed(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if key.endswith("_fen"):
        return f"{Decimal(value) / 100:.2f}"
    return value.value if isinstance(value, Enum) else str(value)
