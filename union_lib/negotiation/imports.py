"""The list of cases from Excel: its columns, and what is wrong between its rows and with what is on file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..common.errors import N_, RuleViolation
from ..common.tabular import Column, RowProblem
from ..common.text import translate
from .case_cells import (
    SCOPE_CELL,
    SIDE_CELL,
    SUBJECT_CELL,
    TRACK_CELL,
    district,
    headcount,
    named,
    optional_day,
)
from .case_matters import Matter, matter_of
from .refusals import CaseRepeated, CaseRunning
from .rules.stages import DayAhead

Rows = Sequence[Mapping[str, Any]]


def case_columns(districts: Sequence[tuple[str, str]]) -> tuple[Column, ...]:
    """Return the columns of a list of cases; `districts` are the codes and names on file."""
    return (
        Column(
            "employer",
            N_("Employer"),
            ("用人单位", "企业", "企业名称", "单位", "单位名称", "employer"),
            True,
            named(2, 80),
            "渌口百味食品有限公司",
        ),
        Column(
            "district_code",
            N_("District"),
            ("县市区", "区县", "属地", "所属区县", "行政区划"),
            True,
            district(districts),
            "渌口区",
        ),
        Column("industry", N_("Industry"), ("行业", "所属行业"), False, named(0, 40), "食品加工"),
        Column(
            "track",
            N_("Procedure"),
            ("程序", "合同类型", "协商类型", "类型", "合同种类"),
            False,
            TRACK_CELL,
            "工资协议",
        ),
        Column("subject", N_("About"), ("内容", "协商内容", "事项", "专项"), False, SUBJECT_CELL, "工资"),
        Column("scope", N_("Binds"), ("适用范围", "范围", "层级"), False, SCOPE_CELL, "企业"),
        Column(
            "workers",
            N_("Workers"),
            ("职工人数", "职工数", "人数", "覆盖职工", "覆盖职工数"),
            False,
            headcount,
            "318",
            False,
        ),
        Column("invited_by", N_("Invited by"), ("要约方", "提出方", "发起方"), False, SIDE_CELL, "工会"),
        Column(
            "invited_on",
            N_("Invitation received on"),
            ("要约日期", "要约送达日期", "收到要约日期", "送达日期"),
            False,
            optional_day,
            "2020-02-20",
        ),
    )


def row_conflicts(rows: Rows, running: Mapping[Matter, str], today: date) -> list[RowProblem]:
    """Return what is wrong with rows that are sound in themselves; `running` are numbers of open cases by matter."""
    return [*_repeated(rows), *_running(rows, running), *_ahead(rows, today)]


def _repeated(rows: Rows) -> Iterator[RowProblem]:
    first: dict[Matter, int] = {}
    for row in rows:
        at = first.setdefault(matter_of(row), row["row"])
        if at != row["row"]:
            yield _problem(row, N_("Employer"), row["employer"], CaseRepeated(at))


def _running(rows: Rows, running: Mapping[Matter, str]) -> Iterator[RowProblem]:
    for row in rows:
        number = running.get(matter_of(row))
        if number:
            yield _problem(row, N_("Employer"), row["employer"], CaseRunning(row["employer"], number))


def _ahead(rows: Rows, today: date) -> Iterator[RowProblem]:
    for row in rows:
        day = row.get("invited_on")
        if day is not None and day > today:
            yield _problem(row, N_("Invitation received on"), day.isoformat(), DayAhead(day))


def _problem(row: Mapping[str, Any], title: str, value: str, refusal: RuleViolation) -> RowProblem:
    return RowProblem(row["row"], translate(title), value, *refusal.said())
