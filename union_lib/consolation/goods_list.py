"""The units of a good from Excel: unit, weight, minimum, cap."""

from __future__ import annotations

from dataclasses import dataclass

from ..common.errors import N_, RuleViolation
from ..common.tabular import Column, check_rows, match_columns, read_sheet
from ..common.text import translate
from ..common.typed import whole, whole_or_none
from .rules.supplying import Unit


@dataclass(eq=False)
class UnitColumnMissing(RuleViolation):
    """A list of units lacks a column that it needs."""

    column: str

    what = N_("The list has no column “{column}”.")
    todo = N_("Name the columns 单位, 权重, 保底, 封顶; the last two may be missing.")


@dataclass(eq=False)
class UnitsUnreadable(RuleViolation):
    """Cells of a list of units cannot be read, so nothing of it was taken."""

    n: int
    row: int
    column: str
    why: str

    what = N_("{n} cells of the list cannot be read, the first in row {row}, “{column}”: {why}")
    todo = N_("Correct the file; nothing was taken from it.")


UNIT_COLUMNS = (
    Column("name", N_("Unit"), ("单位", "单位名称", "名称"), is_needed=True),
    Column("weight", N_("Weight"), ("权重", "人数", "职工数", "职工人数"), is_needed=True, parse=whole),
    Column("minimum", N_("At least"), ("保底", "最少", "最低"), parse=whole_or_none),
    Column("cap", N_("At most"), ("封顶", "最多", "需求", "需要量"), parse=whole_or_none),
)


def read_units(content: bytes) -> list[Unit]:
    """Return the units of an Excel list; raises `UnitColumnMissing`, `UnitsUnreadable`."""
    raw = read_sheet(content)
    mapping = match_columns(raw.heads, UNIT_COLUMNS)
    for column in UNIT_COLUMNS:
        if column.is_needed and mapping[column.key] is None:
            raise UnitColumnMissing(translate(column.title))
    checked = check_rows(raw, mapping, UNIT_COLUMNS)
    if checked.problems:
        first = checked.problems[0]
        raise UnitsUnreadable(len(checked.problems), first.row, first.column, first.what)
    return [Unit(row["name"], row["weight"], row.get("minimum") or 0, row.get("cap")) for row in checked.rows]
