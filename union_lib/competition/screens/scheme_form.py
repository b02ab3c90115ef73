"""A scheme as the page edits it: every field present, numbers as text, and back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from .. import rules
from ..reports import plain
from ..rules import Combine, Criterion, Kind, Scheme

LEVELS = 4


def scheme_to_page(scheme: Scheme) -> dict[str, Any]:
    """Return the scheme with everything the page can change."""
    body = rules.scheme_to_dict(scheme)
    is_bounded = scheme.combine == Combine.MEAN and not any(map(scheme.brings, scheme.criteria))
    return {
        **body,
        "criteria": [_criterion_to_page(criterion) for criterion in scheme.criteria],
        "groups": [
            {"key": g.key, "title": g.title, "weight": plain(g.weight), "parent": g.parent}
            for g in scheme.groups
        ],
        "factor": plain(scheme.factor),
        "trim_by_size": body.get("trim_by_size", []),
        "team": body.get("team") or {"best": "", "by": "unit"},
        "adjustment": scheme.adjustment.value,
        "shows_totals": scheme.shows_totals,
        "awards": {
            **body["awards"],
            "small_fields": [
                {"least": line.least, "medals": list(line.medals or ())}
                for line in scheme.awards.small_fields
            ],
        },
        "full_total": plain(scheme.full_total) if is_bounded else "",
    }


def _criterion_to_page(criterion: Criterion) -> dict[str, Any]:
    limit = criterion.spread_limit
    return {
        "key": criterion.key,
        "title": criterion.title,
        "kind": criterion.kind.value,
        "group": criterion.group,
        "full_mark": plain(criterion.full_mark),
        "weight": plain(criterion.weight),
        "step": plain(criterion.step),
        "lowest": plain(criterion.lowest),
        "nominal": plain(criterion.nominal),
        "spread_limit": "" if limit is None else plain(limit),
        "bands": [
            {"low": plain(b.low), "high": plain(b.high), "wording": b.wording} for b in criterion.bands
        ],
        "brackets": [{"limit": plain(b.limit), "points": plain(b.points)} for b in criterion.brackets],
        "levels": list(criterion.levels) or [""] * LEVELS,
    }


def scheme_from_page(body: Mapping[str, Any]) -> Scheme:
    """Read what was typed; new criteria and groups get the next free keys. Raises `MarkNotANumber`."""
    taken = {str(item["key"]) for item in [*body["criteria"], *body["groups"]] if item.get("key")}
    groups = [_group_from_page(item, taken) for item in body["groups"]]
    awards, team = body["awards"], body.get("team") or {}
    return rules.scheme_from_dict(
        {
            "criteria": [_criterion_from_page(item, taken) for item in body["criteria"]],
            "groups": groups,
            "drop_high": whole(body["drop_high"]),
            "drop_low": whole(body["drop_low"]),
            "trim_at": body["trim_at"],
            "combine": body["combine"],
            "rounding_point": body["rounding_point"],
            "decimals": whole(body["decimals"]),
            "factor": _decimal(body["factor"]),
            "uses_multipliers": bool(body["uses_multipliers"]),
            "tie_chain": [{k: key[k] for k in ("by", "is_higher_better")} for key in body["tie_chain"]],
            "ranking": body["ranking"],
            "trim_by_size": [
                {name: whole(line[name]) for name in ("least", "drop_high", "drop_low")}
                for line in body["trim_by_size"]
            ],
            "team": {"best": whole(team["best"]), "by": team["by"]}
            if team.get("best") not in (None, "")
            else None,
            "adjustment": body["adjustment"],
            "shows_totals": bool(body["shows_totals"]),
            "awards": {
                "classes": [_award_from_page(a) for a in awards["classes"]],
                "rounding": awards["rounding"],
                "border_ties": awards["border_ties"],
                "small_fields": [
                    {"least": whole(line["least"]), "medals": list(line["medals"]) or None}
                    for line in awards["small_fields"]
                ],
            },
        }
    )


def _group_from_page(typed: Mapping[str, Any], taken: set[str]) -> dict[str, Any]:
    return {
        "key": typed.get("key") or _free_key(taken, "g"),
        "title": str(typed["title"]).strip(),
        "weight": _decimal(typed["weight"]),
        "parent": str(typed["parent"]),
    }


def _criterion_from_page(typed: Mapping[str, Any], taken: set[str]) -> dict[str, Any]:
    kind = Kind(str(typed["kind"]))
    return {
        "key": typed.get("key") or _free_key(taken, "c"),
        "title": str(typed["title"]).strip(),
        "kind": kind.value,
        "group": str(typed["group"]),
        "full_mark": _decimal(typed["full_mark"]),
        "weight": _decimal(typed["weight"]),
        "step": _decimal(typed["step"]),
        "spread_limit": _decimal_or_none(typed["spread_limit"]),
        "bands": _rows(typed["bands"], ("low", "high"), "wording") if kind == Kind.MARK else [],
        "levels": [str(level).strip() for level in typed["levels"]] if kind == Kind.JUDGEMENT else [],
        "nominal": _decimal(typed["nominal"]) if kind == Kind.MEASUREMENT else "0",
        "brackets": _rows(typed["brackets"], ("limit", "points")) if kind == Kind.MEASUREMENT else [],
        "lowest": _decimal(typed["lowest"]) if kind == Kind.ELEMENT else "0",
    }


def _rows(typed: Sequence[Mapping[str, Any]], numbers: Sequence[str], text: str = "") -> list[dict[str, Any]]:
    """Return the rows in which anything was typed."""
    filled = [
        row for row in typed if any(str(row.get(name) or "").strip() for name in (*numbers, text) if name)
    ]
    worded = {text: ""} if text else {}
    return [
        {name: _decimal(row[name]) for name in numbers} | {name: str(row[name]).strip() for name in worded}
        for row in filled
    ]


def _award_from_page(typed: Mapping[str, Any]) -> dict[str, Any]:
    quota = typed["quota"]
    return {
        "name": str(typed["name"]).strip(),
        "ratio": _decimal_or_none(typed["ratio"]),
        "quota": None if quota in (None, "") else whole(quota),
    }


def _free_key(taken: set[str], letter: str) -> str:
    number = 1
    while (key := f"{letter}{number}") in taken:
        number += 1
    taken.add(key)
    return key


def _decimal(typed: Any) -> str:
    value = rules.parse_mark(str(typed))
    return str(value if value is not None else Decimal(0))


def _decimal_or_none(typed: Any) -> str | None:
    return None if typed in (None, "") else _decimal(typed)


def whole(typed: Any) -> int:
    """Return a whole number that was typed; 0 for nothing. Raises `MarkNotANumber`."""
    return int(rules.parse_mark(str(typed)) or Decimal(0)) if typed not in (None, "") else 0
