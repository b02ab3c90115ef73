"""Every notebook runs from its first cell to its last, on practice data, and changes nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from sqlalchemy import Engine, text

from union_lib.demo.load import load_demo
from union_lib.demo.practice import practice_room
from union_lib.store import database, schema
from union_lib.workspace import Workspace

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("notebooks")]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a practice installation, in the environment of what runs here."""
    folder = tmp_path_factory.mktemp("notebooks") / "var"
    before = os.environ["UNION_VAR"]
    os.environ["UNION_VAR"] = str(folder)
    command = [sys.executable, "-m", "union_lib", "demo", "--people", "40"]
    subprocess.run(command, check=True, capture_output=True)
    yield folder
    os.environ["UNION_VAR"] = before


def ran(path: str, **other: str) -> NotebookNode:
    """Restart and run all, with another text behind some names; a cell that fails fails the test."""
    notebook = nbformat.read(NOTEBOOKS / path, as_version=4)
    for name, text_ in other.items():
        for cell in notebook.cells:
            cell.source = re.sub(rf'(?m)^{name} = ".*?"', f'{name} = "{text_}"', cell.source)
    where = {"metadata": {"path": str(NOTEBOOKS)}}
    return NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()


def printed(notebook: NotebookNode) -> str:
    """Return what the cells printed and displayed, as text."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    data = [out.get("data", {}) for out in outputs]
    shown = [told.get("text/markdown") or told.get("text/plain", "") for told in data]
    return "\n".join([out.get("text", "") for out in outputs] + shown)


def audit_rows(var: Path) -> int:
    """Return how much has ever been written into the installation."""
    on = database.make_engine(f"sqlite:///{var}/union.db", read_only=True)
    with on.connect() as connection:
        return connection.execute(text("SELECT COUNT(*) FROM audit")).scalar_one()


def test_all_notebooks_are_run_here():
    found = {path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.rglob("*.ipynb")}
    assert found == {
        "analysis/allocation_inequality.ipynb",
        "analysis/arrears_ageing.ipynb",
        "analysis/judge_fairness.ipynb",
        "analysis/negotiation_coverage.ipynb",
        "analysis/progress_across_years.ipynb",
        "analysis/return_to_poverty.ipynb",
        "analysis/rule_laboratory.ipynb",
        "analysis/wage_effects.ipynb",
        "analysis/who_was_reached.ipynb",
        "training/first_competition.ipynb",
        "training/sending_warmth.ipynb",
        "training/stoppage_wage_agreement.ipynb",
    }


def pictures(notebook: NotebookNode) -> int:
    """Count the charts that were drawn."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    return sum("application/vnd.jupyter.widget-view+json" in out.get("data", {}) for out in outputs)


def test_whether_marks_are_fair_is_answered_and_drawn(var: Path):
    notebook = ran("analysis/judge_fairness.ipynb")
    said = printed(notebook)
    assert re.search(r"东京 2020.*请看一看的评委：没有。.*难分高下", said)
    assert re.search(r"“五小”成果评审\*\*：请看一看的评委：文海军（偏严，-\d", said)
    assert pictures(notebook) == 2


def test_how_units_come_along_over_the_years_is_answered_and_drawn(var: Path):
    notebook = ran("analysis/progress_across_years.ipynb")
    assert re.search(r"共 3 个年度.*单位：有两年以上成绩的 \d+ 个.*区县：有两年以上成绩的", printed(notebook))
    assert pictures(notebook) == 1


def test_a_single_year_has_an_answer_too(var: Path):
    notebook = ran("analysis/progress_across_years.ipynb", LIKE="东京")
    assert "只有 2021 年的成绩，还看不出进步" in printed(notebook)
    assert pictures(notebook) == 1


def test_who_was_reached_is_answered_and_the_money_drawn_where_it_went(var: Path):
    notebook = ran("analysis/who_was_reached.ipynb")
    assert re.search(r"3 个项目共慰问 236 人.*应发 244,000 元，已发 \d.*覆盖 \d+%", printed(notebook))
    assert pictures(notebook) == 1


def test_inequality_is_told_by_district_industry_and_tier(var: Path):
    notebook = ran("analysis/allocation_inequality.ipynb")
    said = printed(notebook)
    assert re.search(r"基尼系数 0\.\d+.*区县之间占 \d+%，行业之间占 \d+%，档次之间占 \d+%", said)
    assert re.search(r"名单上的人一律均分 .* 0\.0\d\d ", said)
    assert pictures(notebook) == 2


def test_who_may_fall_below_the_line_again_is_answered_and_drawn(var: Path):
    notebook = ran("analysis/return_to_poverty.ipynb")
    assert re.search(r"困难线 1,400 元。线下 \d+ 户.*返贫风险的 \d+ 户：临近 \d+ 户", printed(notebook))
    assert pictures(notebook) == 1


def test_the_rules_of_the_laboratory_are_compared_and_drawn(var: Path):
    notebook = ran("analysis/rule_laboratory.ipynb")
    said = printed(notebook)
    assert re.search(r"96 人应得 232,000 元，预算 60,000 元.*最平的是“等额”", said)
    assert "“加权分配（保底、封顶）”没有算：保底合计超过预算。" in said
    assert pictures(notebook) == 7


def test_who_is_covered_by_agreements_is_answered_and_drawn(var: Path):
    notebook = ran("analysis/negotiation_coverage.ipynb")
    said = printed(notebook)
    assert re.search(
        r"已知企业 18 家，\d 家有生效的协议，覆盖 \d+%，.*从要约到生效的 \d+ 件，中位 \d+ 天", said
    )
    assert pictures(notebook) == 1


def test_what_a_raise_does_is_answered_and_drawn(var: Path):
    notebook = ran("analysis/wage_effects.ipynb")
    assert re.search(r"318 人，低于最低工资 2,000 元的 \d+ 人；少发工资的 \d+ 人", printed(notebook))
    assert pictures(notebook) == 1


def test_an_employer_without_a_payroll_has_an_answer_too(var: Path):
    notebook = ran("analysis/wage_effects.ipynb", EMPLOYER="没有这一家")
    assert "还没有登记过工资表，无从回答" in printed(notebook)


def test_how_long_wages_are_owed_is_answered_and_drawn(var: Path):
    notebook = ran("analysis/arrears_ageing.ipynb")
    assert re.search(
        r"5 份计划，共 1,779,400 元.*2 份有欠付，欠 478,000 元.*已经违约的 1 份", printed(notebook)
    )
    assert pictures(notebook) == 1


@pytest.mark.parametrize("course", ["first_competition", "sending_warmth", "stoppage_wage_agreement"])
def test_every_step_of_a_course_holds_and_nothing_is_changed(var: Path, course: str):
    before = audit_rows(var)
    notebook = ran(f"training/{course}.ipynb")
    steps = sum(len(re.findall(r"\bstep\(", cell.source)) for cell in notebook.cells)
    said = printed(notebook)
    assert (said.count("✓"), said.count("✗")) == (steps, 0)
    assert steps > 15
    assert audit_rows(var) == before


def test_an_analyst_cannot_write(var: Path):
    code = (
        "from union_lib.workspace import open_workspace\n"
        "from union_lib.registry.service import reset_password\n"
        "reset_password(open_workspace(), 'judge1')\n"
    )
    before = audit_rows(var)
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf8")
    assert said.returncode == 1
    assert "readonly database" in said.stderr
    assert audit_rows(var) == before


def test_a_course_works_on_a_copy_of_postgresql_too(postgres_engine: Engine):
    load_demo(postgres_engine, 20, 7)
    with practice_room(Workspace(postgres_engine)) as room:
        assert room.engine.dialect.name == "sqlite"
        assert schema.current(room.engine) == schema.newest()
        assert room.ws("organiser").actor.name == "刘建湘"
