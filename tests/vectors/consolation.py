"""Adapters for the kinds of consolation that the common ground answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from union_lib.common import calendar, identifiers, money
from union_lib.common.identifiers import IdentifierInvalid, Registry

Body = dict[str, Any]

REGISTRIES = {
    Registry.ESTABLISHMENT: "机构编制",
    Registry.FOREIGN_AFFAIRS: "外交",
    Registry.JUSTICE: "司法",
    Registry.CULTURE: "文化",
    Registry.CIVIL_AFFAIRS: "民政",
    Registry.TOURISM: "旅游",
    Registry.RELIGION: "宗教",
    Registry.UNION: "工会",
    Registry.MARKET: "工商",
    Registry.MILITARY: "军委改革编制",
    Registry.AGRICULTURE: "农业",
    Registry.OTHER: "其他",
}


def identifier_luhn(case: Body) -> Body:
    """Check digits of cards."""
    return {"valid": [identifiers.passes_luhn(value) for value in case["values"]]}


def identifier_mobile(case: Body) -> Body:
    """Mobile numbers as people write them."""
    return {"normalised": [_answered(identifiers.mobile, value)[0] for value in case["values"]]}


def identifier_ric(case: Body) -> Body:
    """Resident numbers."""
    as_of = date.fromisoformat(case["as_of"])
    found = [_answered(lambda text: identifiers.resident_id(text, as_of), value) for value in case["values"]]
    return {
        "valid": [resident is not None for resident, _ in found],
        "reason": [reason for _, reason in found],
        "normalised": [resident and resident.number for resident, _ in found],
        "sex": [resident and str(resident.sex) for resident, _ in found],
    }


def identifier_uscc(case: Body) -> Body:
    """Unified social credit codes."""
    found = [_answered(identifiers.credit_code, value) for value in case["values"]]
    return {
        "valid": [code is not None for code, _ in found],
        "reason": [reason for _, reason in found],
        "registry": [code and REGISTRIES[code.registry] for code, _ in found],
    }


def _answered(check: Callable[[str], Any], value: str) -> tuple[Any, str | None]:
    """Return what a check answers, or None and the code of its refusal."""
    try:
        return check(value), None
    except IdentifierInvalid as refusal:
        return None, refusal.code


def largest_remainder_fen(case: Body) -> Body:
    """A sum divided to the last fen."""
    weights = [Fraction(str(weight)) for weight in case["weights"]]
    return {"awards_fen": money.largest_remainder(case["total_fen"], weights)}


def notice_days(case: Body) -> Body:
    """Last days of public notices."""
    posted = [(date.fromisoformat(one["posted"]), one["working_days"]) for one in case["cases"]]
    return {"last_day": [calendar.notice_last_day(day, count).isoformat() for day, count in posted]}


KINDS: dict[str, Callable[[Body], Body]] = {
    adapter.__name__: adapter
    for adapter in (
        identifier_luhn,
        identifier_mobile,
        identifier_ric,
        identifier_uscc,
        largest_remainder_fen,
        notice_days,
    )
}
