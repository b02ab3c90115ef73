"""Adapters for the kinds of consolation that say who may receive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from union_lib.common.policies import COUNTRY, DatedValue, FigureUnknown, NoRuleInForce, Policy, PolicyBook
from union_lib.consolation.rules.aid_caps import Aid, AidRequest, AidRules, Granted, ShareCap, granted
from union_lib.consolation.rules.dated import exact
from union_lib.consolation.rules.duplicates import PersonRecord, Verdict, judged_pairs
from union_lib.consolation.rules.eligibility import HardshipRule, HouseholdFigures, assessment, by_income
from union_lib.consolation.rules.stacking import StackingCaps, allowed

Body = dict[str, Any]

FEN = 100
LINE = "line"
ENDLESS = date.max


def _fen(yuan: Any) -> Fraction:
    """Return an amount in yuan as fen, exactly as it is written."""
    return exact(yuan) * FEN


def _fen_or_none(yuan: Any) -> Fraction | None:
    return None if yuan is None else _fen(yuan)


def eligibility(case: Body) -> Body:
    """What households count as under one rule, and their income a head."""
    rule = _rule(case["rule"])
    found = [assessment(_figures(one, rule), rule) for one in case["households"]]
    per_capita = [one.per_capita_fen for one in found]
    return {
        "category": [one.hardship for one in found],
        "per_capita_month": [None if fen is None else fen / FEN for fen in per_capita],
    }


def _rule(body: Body) -> HardshipRule:
    share = body.get("accident_share")
    return HardshipRule(
        _fen(body["line"]),
        exact(body.get("relative_multiple", 2)),
        body["comparator"],
        None if share is None else exact(share),
        tuple(body.get("exclusions") or ()),
    )


def _figures(one: Body, rule: HardshipRule) -> HouseholdFigures:
    return HouseholdFigures(
        _fen_or_none(one["annual_income"]),
        _fen(one.get("rigid_expense") or 0),
        one["members"],
        _fen(one.get("accident_expense") or 0),
        frozenset(flag for flag in rule.exclusions if one.get(flag)),
    )


def eligibility_dates(case: Body) -> Body:
    """What an income a head counts as under the line of each day."""
    values = [
        DatedValue(one["line"], date.fromisoformat(one["valid_from"]), COUNTRY) for one in case["lines"]
    ]
    book = PolicyBook({LINE: Policy(LINE, LINE, "yuan", tuple(values))})
    return {"category": [_dated(book, one, case) for one in case["cases"]]}


def _dated(book: PolicyBook, one: Body, case: Body) -> str:
    try:
        line = book.figure(LINE, date.fromisoformat(one["date"])).value
    except (NoRuleInForce, FigureUnknown):
        return "error_no_rule"
    rule = HardshipRule(_fen(line), exact(case.get("relative_multiple", 2)), case["comparator"])
    return by_income(_fen(one["per_capita"]), rule)


def aid_cap(case: Body) -> Body:
    """What may be granted of aids asked for, and who approves."""
    rules = _aid_rules(case["rules"])
    found: list[Granted] = [granted(rules, _request(one)) for one in case["cases"]]
    return {
        "granted": [Fraction(one.granted_fen, FEN) for one in found],
        "approval_level": [one.level for one in found],
    }


def _aid_rules(body: Body) -> AidRules:
    return AidRules(
        living_months={key: exact(months) for key, months in (body.get("living_months") or {}).items()},
        medical={key: _share_cap(cap) for key, cap in (body.get("medical") or {}).items()},
        education_fen={key: _fen(yuan) for key, yuan in (body.get("education") or {}).items()},
        training_max_fen=_fen_or_none(body.get("training_max")),
        injury_max_fen=_fen_or_none(body.get("accident_injury_max")),
        accident=_share_cap(body["accident"]) if body.get("accident") else None,
    )


def _share_cap(body: Body) -> ShareCap:
    bounds = body.get("review_at_or_above") or ()
    return ShareCap(exact(body["share"]), _fen_or_none(body.get("max")), tuple(_fen(yuan) for yuan in bounds))


COSTS = {Aid.MEDICAL: "own_share", Aid.TRAINING: "own_cost", Aid.ACCIDENT: "expense"}


def _request(one: Body) -> AidRequest:
    aid = Aid(one["program"])
    return AidRequest(
        one.get("category", ""),
        aid,
        _fen(one["requested"]),
        line_fen=_fen(one.get("line") or 0),
        cost_fen=_fen(one.get(COSTS.get(aid, "")) or 0),
        stage=one.get("stage", ""),
    )


def stacking(case: Body) -> Body:
    """What people may receive at one time and in one year."""
    paid: Counter[str] = Counter()
    for one in case["history"]:
        paid[one["person"]] += one["paid_fen"]
    caps = StackingCaps(case.get("per_time_max_fen"), case.get("per_year_max_fen"))
    found = allowed(caps, paid, [(one["person"], one["fen"]) for one in case["proposed"]])
    return {"allowed_fen": [one.allowed_fen for one in found], "reason": [one.held_by for one in found]}


def dedup(case: Body) -> Body:
    """Which records are one person, doubtful, or certainly two."""
    records = [
        PersonRecord(one.get("name") or "", one.get("ric") or "", one.get("phone") or "")
        for one in case["records"]
    ]
    numbers = [one["i"] for one in case["records"]]
    pairs: Body = {str(verdict): [] for verdict in (Verdict.SAME, Verdict.REVIEW, Verdict.DIFFERENT)}
    for pair in judged_pairs(records, ENDLESS):
        pairs[pair.judged.verdict].append([numbers[pair.first], numbers[pair.second]])
    return pairs


def unlike_pairs(expected: Body, found: Body) -> list[str]:
    """Return the pairs of `dedup` that came out otherwise than listed; a pair not listed is not asserted."""
    verdicts = {frozenset(pair): verdict for verdict, pairs in found.items() for pair in pairs}
    return [
        f".{verdict}: {pair} came out as {verdicts.get(frozenset(pair), 'unrelated')}"
        for verdict, pairs in expected.items()
        for pair in pairs
        if verdicts.get(frozenset(pair)) != verdict
    ]


KINDS: dict[str, Callable[[Body], Body]] = {
    adapter.__name__: adapter for adapter in (eligibility, eligibility_dates, aid_cap, stacking, dedup)
}

COMPARISONS: dict[str, Callable[[Body, Body], list[str]]] = {"dedup": unlike_pairs}
"""Kinds whose `expected` asserts only what it lists, each with what is compared instead."""
