"""Dated figures with a source: read from YAML that law people can review, asked for by day and area.

Area codes are those of GB/T 2260: a district falls back to its city, its province, then the country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .errors import N_, RuleViolation

COUNTRY = "CN"


@dataclass(frozen=True)
class DatedValue:
    """A figure in one area from a day on; it holds until that area's next one. None is unknown.

    `entered_by` and `entered_at` say who recorded it in this installation, where somebody did.
    """

    value: Any
    valid_from: date
    area: str
    citation: str = ""
    confidence: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None


@dataclass(frozen=True)
class Policy:
    """One figure of law or practice through time."""

    id: str
    name: str
    unit: str
    values: tuple[DatedValue, ...]


@dataclass(frozen=True)
class Figure:
    """The figure in force, with what a screen must show beside it."""

    value: Any
    citation: str
    confidence: str
    valid_from: date
    area: str


@dataclass(eq=False)
class FigureUnknown(RuleViolation):
    """A figure is in force, but nobody has recorded it."""

    id: str
    area: str
    on: date
    name: str = ""

    what = N_("The figure “{name}” for area {area} on {on} is not known.")
    todo = N_("Enter the value and the number of the notice it comes from.")


@dataclass(eq=False)
class NoRuleInForce(RuleViolation):
    """No such rule was in force on that day."""

    id: str
    area: str
    on: date
    name: str = ""

    what = N_("No rule “{name}” was in force in area {area} on {on}.")
    todo = N_("Check the date, or enter the rule with the day it counts from.")


@dataclass(frozen=True)
class PolicyBook:
    """All policies of an area of work, by id."""

    policies: Mapping[str, Policy] = field(default_factory=dict)

    def figure(self, policy_id: str, on: date, area: str = COUNTRY) -> Figure:
        """Return the figure in force on the day for the nearest area that has one.

        Raises `FigureUnknown` if it is recorded as unknown, `NoRuleInForce` if there is none yet.
        """
        found, name = self.in_force(policy_id, on, area), self.policies[policy_id].name
        if found is None:
            raise NoRuleInForce(policy_id, area, on, name)
        if found.value is None:
            raise FigureUnknown(policy_id, area, on, name)
        return Figure(found.value, found.citation, found.confidence, found.valid_from, found.area)

    def in_force(self, policy_id: str, on: date, area: str = COUNTRY) -> DatedValue | None:
        """Return what is recorded for the day and the nearest area, an unknown value too; None without a rule."""
        values = self.policies[policy_id].values
        return next((v for place in wider_areas(area) if (v := _newest(values, place, on))), None)

    def history(self, policy_id: str, area: str | None = None) -> list[DatedValue]:
        """Return the values through time, newest first; with an area only those it may fall back on.

        Of one day and area the first counts, the others were superseded.
        """
        places = None if area is None else wider_areas(area)
        values = [v for v in self.policies[policy_id].values if places is None or v.area in places]
        return sorted(values, key=lambda value: value.valid_from, reverse=True)

    def with_values(self, entered: Mapping[str, Sequence[DatedValue]]) -> PolicyBook:
        """Return the book with values entered later; of one day and area the first given counts."""
        return PolicyBook(
            {
                key: replace(policy, values=(*entered.get(key, ()), *policy.values))
                for key, policy in self.policies.items()
            }
        )


def wider_areas(area: str) -> list[str]:
    """Return the area and those around it, nearest first.

    >>> wider_areas("430202")
    ['430202', '430200', '430000', 'CN']
    """
    codes = [area, f"{area[:4]}00", f"{area[:2]}0000"] if _is_code(area) else [area]
    return list(dict.fromkeys([*codes, COUNTRY]))


def _is_code(area: str) -> bool:
    return len(area) == 6 and area.isdecimal()


def _newest(values: Sequence[DatedValue], area: str, on: date) -> DatedValue | None:
    in_force = [value for value in values if value.area == area and value.valid_from <= on]
    return max(in_force, key=lambda value: value.valid_from, default=None)


def load_policies(*paths: Path) -> PolicyBook:
    """Return the policies of the YAML files, each with a `parameters` list."""
    import yaml

    items = [item for path in paths for item in yaml.safe_load(path.read_text("utf-8"))["parameters"]]
    return PolicyBook({item["id"]: _policy(item) for item in items})


def _policy(item: Mapping[str, Any]) -> Policy:
    return Policy(item["id"], item["name"], item.get("unit", ""), tuple(_values(item)))


def _values(item: Mapping[str, Any]) -> Iterator[DatedValue]:
    """Yield the dated values of an entry; what a value leaves out, its entry says."""
    for value in (*item.get("values", ()), *item.get("area_values", ())):
        yield DatedValue(
            value=value["value"],
            valid_from=_valid_from(value),
            area=str(value.get("area", item.get("area", COUNTRY))),
            citation=value.get("citation") or item.get("citation") or "",
            confidence=value.get("confidence") or item.get("confidence") or "",
        )


def _valid_from(value: Mapping[str, Any]) -> date:
    """Return the first day: `from` as written, or the first of `year`; without either, always."""
    if "from" in value:
        return date.fromisoformat(str(value["from"]))
    return date(value.get("year", 1), 1, 1)
