"""Checked rows of a recipient list, put together as the service takes them in: people with their households."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from ..common.collecting import collecting_later
from .imports import FIGURES, FLAG, Rows
from .list_cells import is_head
from .service.filing import MORE, FileRow, HouseholdRow


@collecting_later()
def file_rows(rows: Rows) -> list[FileRow]:
    """Return rows as the service takes them in; figures of a household are put together from its rows.

    Who is alone in a household's rows is its head, unless the list says otherwise.
    """
    houses = _households(rows)
    many = Counter(row.get("household") for row in rows)
    alone = {number for number, n in many.items() if n == 1}
    return [_file_row(row, houses, alone) for row in rows]


def _households(rows: Rows) -> dict[str, HouseholdRow]:
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    flags: dict[str, dict[str, bool]] = defaultdict(dict)
    heads = sorted(key for key in set().union(*rows) if key.startswith(FLAG))
    for row in rows:
        if number := row.get("household"):
            told[number] |= {key: row[key] for key in FIGURES if row.get(key) is not None}
            for key in heads:
                flag = key.removeprefix(FLAG)
                flags[number][flag] = flags[number].get(flag, False) or row.get(key, False)
    return {number: HouseholdRow(number, flags=flags[number], **figures) for number, figures in told.items()}


def _file_row(row: Mapping[str, Any], houses: Mapping[str, HouseholdRow], alone: set[Any]) -> FileRow:
    number, relation = row.get("household"), row.get("relation") or ""
    return FileRow(
        row["name"],
        row["kind"],
        row.get("identity"),
        row.get("phone"),
        row.get("card"),
        houses[number] if number else None,
        is_head=bool(number) and (is_head(relation) or (number in alone and not relation)),
        more={key: row[key] for key in MORE if key in row},
    )
