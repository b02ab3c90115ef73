"""The house itself: what a newcomer installs, and what must never stand in the project."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\n") if listed.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_conda_users_get_the_same_packages():
    import yaml

    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    [pip] = [part["pip"] for part in environment["dependencies"] if isinstance(part, dict)]
    assert pip == ["-c constraints.txt", "-e .[all]"]
    assert project["optional-dependencies"]["all"] == ["union-workbench[lab,test]"]
    least = re.search(r"\d+\.\d+", project["requires-python"]).group()
    assert f"python={least}" in environment["dependencies"]


def test_every_package_asked_for_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    pinned = {
        re.split("==", line)[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text("utf8").split("\n")
        if "==" in line
    }
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["lab"], *extras["test"]]
    names = {re.split(r"[\[><=~; ]", line)[0].lower().replace("_", "-") for line in asked}
    assert names - pinned == set()


def test_constraints_name_no_package_index():
    text = (ROOT / "constraints.txt").read_text("utf8")
    assert not re.search(r"https?:|--index|--extra|@ ", text)


@pytest.mark.parametrize("app", sorted((ROOT / "apps").glob("*.ipynb")), ids=lambda path: path.stem)
def test_an_app_is_a_door_of_at_most_five_lines(app: Path):
    import json

    cells = json.loads(app.read_text("utf8"))["cells"]
    lines = [line for cell in cells for line in cell["source"] if line.strip()]
    assert len(cells) == 1
    assert len(lines) <= 5
    assert all(not cell.get("outputs") for cell in cells)


def test_no_file_names_a_place_on_a_machine():
    place = re.compile(rb"(?:^|[^\w./-])/(?:" + b"|".join((b"work", b"root", b"farm")) + rb")/")
    texts = [
        p for p in _tracked() if p.suffix in {".py", ".md", ".toml", ".yml", ".txt", ".vue", ".ipynb", ""}
    ]
    assert [p.name for p in texts if place.search(p.read_bytes())] == []


def test_notebooks_are_committed_without_outputs():
    import json

    for path in _tracked():
        if path.suffix == ".ipynb":
            cells = json.loads(path.read_text("utf8"))["cells"]
            assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells), (
                path
            )
