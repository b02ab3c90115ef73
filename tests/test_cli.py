"""The `union` command as an administrator types it: every run is a process of its own."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from sqlalchemy import create_engine, make_url

from union_lib.cli import app

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cli")]
TOKYO, FIVE_SMALL, WELDERS = "1", "2", "3"
FOUND = ("init", "--union", "City Federation", "--admin", "first.admin", "--name", "First")


@dataclass(frozen=True)
class Office:
    """An installation in a folder of its own, and the commands typed there."""

    var: Path

    def union(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Type one command and return what it said."""
        command = [sys.executable, "-m", "union_lib", *words]
        return subprocess.run(
            command, env=self.environment(**settings), capture_output=True, encoding="utf8", input=""
        )

    def environment(self, **settings: str) -> dict[str, str]:
        """Return the surroundings of a process that works here, in English."""
        bare = {k: v for k, v in os.environ.items() if not k.startswith("UNION_")}
        spoken = {"UNION_LANGUAGE": "en", "PYTHONUTF8": "1", "COLUMNS": "110"}
        return {**bare, "UNION_VAR": str(self.var), **spoken, **settings}

    def sql(self, *statements: str) -> list[tuple]:
        """Run statements behind the command's back and return the last one's rows."""
        on = sqlite3.connect(self.var / "union.db", isolation_level=None)
        rows = [on.execute(statement).fetchall() for statement in statements][-1]
        on.close()
        return rows

    def copy(self, to: Path) -> Office:
        """Return the same installation in another folder, to be changed there."""
        return Office(Path(shutil.copytree(self.var, to)))


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A practice installation to read from; its people read English."""
    office = Office(tmp_path_factory.mktemp("cli") / "var")
    assert office.union("demo", "--people", "40", "--seed", "7").returncode == 0
    office.sql("UPDATE account SET language = 'en'")
    return office


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, str]:
    """An installation for work, and what setting it up said."""
    office = Office(tmp_path_factory.mktemp("cli") / "var")
    return office, office.union(*FOUND).stdout


def one_line(said: subprocess.CompletedProcess[str]) -> str:
    """Return the one line a refused command leaves on stderr."""
    lines = said.stderr.strip().split("\n")
    assert said.returncode == 1, said
    assert len(lines) == 1, said.stderr
    assert lines[0].startswith("union: ")
    return lines[0].removeprefix("union: ")


def sheet(path: Path, *rows: tuple[str, ...]) -> str:
    """Write the rows as a real .xlsx and return its path."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


def commands() -> list[tuple[str, ...]]:
    """Return every command and group there is, as typed."""
    found: list[tuple[str, ...]] = [()]
    found += [(command.name or command.callback.__name__,) for command in app.registered_commands]
    for group in app.registered_groups:
        inside = group.typer_instance.registered_commands
        found += [(group.name,), *((group.name, command.name) for command in inside)]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_help_ends_with_an_example(words: tuple[str, ...], tmp_path: Path):
    said = Office(tmp_path).union(*words, "--help")
    assert said.returncode == 0
    assert f"Example: union {' '.join(words)}".strip() in said.stdout
    assert not list(tmp_path.iterdir())


# Setting up


def test_init_names_database_key_and_first_password(founded: tuple[Office, str]):
    office, said = founded
    assert str(office.var / "union.key") in said
    assert re.search(r"Sign in as first\.admin with the one-time password [a-z]{4}-[a-z]{4}-\d{4}", said)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions otherwise")
def test_nobody_else_can_read_the_key_file(founded: tuple[Office, str]):
    assert stat.S_IMODE((founded[0].var / "union.key").stat().st_mode) == 0o600


def test_an_installation_is_set_up_once(founded: tuple[Office, str]):
    assert "has been set up already" in one_line(founded[0].union(*FOUND))


def test_demo_never_clears_real_data(founded: tuple[Office, str]):
    office, _ = founded
    assert "holds real data" in one_line(office.union("demo", "--yes"))
    assert office.sql("SELECT username FROM account") == [("first.admin",)]


def test_demo_asks_before_it_throws_practice_away(practice: Office):
    before = practice.sql("SELECT MAX(id), COUNT(*) FROM audit")
    said = practice.union("demo")
    assert said.returncode == 1
    assert "Throw the present demo data away?" in said.stderr
    assert practice.sql("SELECT MAX(id), COUNT(*) FROM audit") == before


def test_demo_replaces_practice_when_told_to(practice: Office, tmp_path: Path):
    office = practice.copy(tmp_path / "var")
    assert "30 invented workers" in office.union("demo", "--people", "30", "--yes").stdout
    assert office.sql("SELECT COUNT(*) FROM worker") == [(30,)]


def test_the_same_seed_makes_the_same_town_byte_for_byte(tmp_path: Path):
    def town(name: str, seed: str) -> str:
        target = tmp_path / name
        said = Office(tmp_path).union("export", "town", str(target), "--people", "300", "--seed", seed)
        assert said.returncode == 0
        return hashlib.sha256(target.read_bytes()).hexdigest()

    first = town("a.jsonl", "7")
    assert town("b.jsonl", "7") == first
    assert town("c.jsonl", "8") != first


def test_long_work_shows_its_progress_on_stderr(tmp_path: Path):
    target = str(tmp_path / "town.jsonl")
    said = Office(tmp_path).union("export", "town", target, "--people", "3000", TTY_COMPATIBLE="1")
    assert "Inventing" in said.stderr
    assert "Inventing" not in said.stdout


def test_db_upgrade_makes_and_keeps_the_schema(tmp_path: Path):
    office = Office(tmp_path / "var")
    assert "was at nothing, now at" in office.union("db", "upgrade").stdout
    again = office.union("db", "upgrade").stdout
    assert len(set(re.findall(r"at (\w+)", again))) == 1


# Accounts


def test_an_account_from_its_first_day_to_its_last(practice: Office, tmp_path: Path):
    office = practice.copy(tmp_path / "var")
    union_id = office.union("user", "unions").stdout.split("\n")[1].split()[0]
    added = office.union(
        "user", "add", "hu.lin", "--name", "Hu Lin", "--union", union_id, "--role", "analyst"
    )
    assert re.search(r"hu\.lin added\. One-time password: \S+", added.stdout)
    assert "closed" in office.union("user", "disable", "hu.lin").stdout
    assert "hu.lin" in one_line(office.union("export", "results", TOKYO, "x.xlsx", "--as", "hu.lin"))
    assert "open again" in office.union("user", "enable", "hu.lin").stdout
    assert re.search(r"password of hu\.lin: \S+", office.union("user", "reset", "hu.lin").stdout)
    [listed] = [line for line in office.union("user", "list").stdout.split("\n") if "hu.lin" in line]
    assert listed.split()[-2:] == ["analyst", "False"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "judge1", "--name", "N", "--union", "1", "--role", "judge"), "judge1 is taken"),
        (("add", "new.one", "--name", "N", "--union", "1", "--role", "king"), "no role king"),
        (("add", "Ünfit", "--name", "N", "--union", "1", "--role", "judge"), "cannot be a user name"),
        (("add", "new.one", "--name", "N", "--union", "999", "--role", "judge"), "does not exist"),
        (("disable", "nobody"), "does not exist"),
        (("reset", "nobody"), "does not exist"),
    ],
)
def test_an_account_that_cannot_be_is_refused(practice: Office, words: tuple[str, ...], reason: str):
    assert reason in one_line(practice.union("user", *words))


# Lists in


def test_entries_and_judges_come_in_from_excel(practice: Office, tmp_path: Path):
    office = practice.copy(tmp_path / "var")
    rows = (("Code", "Entry", "Unit"), ("901", "Jig", "Firm A"), ("902", "Gauge", ""))
    entries = sheet(tmp_path / "entries.xlsx", *rows)
    judges = sheet(tmp_path / "judges.xlsx", ("Name", "User name"), ("Hu Lin", "hu.lin"))
    said = office.union("import", "entries", WELDERS, entries, "--as", "organiser")
    assert "entries.xlsx: 2 added, 0 updated." in said.stdout
    said = office.union("import", "judges", WELDERS, judges, "--as", "organiser")
    assert re.search(r"Hu Lin\thu\.lin\t[a-z]{4}-[a-z]{4}-\d{4}", said.stdout)
    assert office.sql("SELECT code, title, unit FROM entry WHERE code > '900' AND competition_id = 3") == [
        ("901", "Jig", "Firm A"),
        ("902", "Gauge", ""),
    ]


def test_one_wrong_row_keeps_the_whole_list_out(practice: Office, tmp_path: Path):
    rows = (
        ("Code", "Entry", "State"),
        ("901", "Jig", ""),
        ("902", "Gauge", "flying"),
        ("901", "Jig again", ""),
    )
    file = sheet(tmp_path / "entries.xlsx", *rows)
    said = practice.union("import", "entries", WELDERS, file, "--as", "organiser")
    *problems, last = said.stderr.strip().split("\n")
    assert said.returncode == 1
    assert problems[0].startswith("row 3 · State · flying: There is no state “flying”. Use one of:")
    assert problems[1].startswith("row 4 · Code · 901: “901” stands in row 2 already.")
    assert last == f"union: Nothing was imported: {len(problems)} problems in entries.xlsx."
    assert practice.sql("SELECT COUNT(*) FROM entry WHERE code > '900' AND competition_id = 3") == [(0,)]


def test_a_list_without_a_needed_column_is_refused_with_the_columns_it_has(practice: Office, tmp_path: Path):
    file = sheet(tmp_path / "entries.xlsx", ("Code", "Colour"), ("901", "red"))
    said = one_line(practice.union("import", "entries", WELDERS, file, "--as", "organiser"))
    assert "“Entry”" in said
    assert "Code, Colour" in said


def test_a_file_that_is_no_excel_is_refused(practice: Office, tmp_path: Path):
    (tmp_path / "entries.xlsx").write_text("Code;Entry\n901;Jig\n")
    said = practice.union("import", "entries", WELDERS, str(tmp_path / "entries.xlsx"), "--as", "organiser")
    assert "cannot be opened" in one_line(said)


def test_recipients_come_in_from_excel(practice: Office, tmp_path: Path):
    office = practice.copy(tmp_path / "var")
    rows = (("Name", "On file as", "Mobile phone"), ("Wu Fang", "Front-line worker", "13911110001"))
    file = sheet(tmp_path / "recipients.xlsx", *rows)
    said = office.union("import", "recipients", "1", file, "--as", "staff")
    assert "recipients.xlsx: 1 added, 0 updated, 0 households." in said.stdout
    assert office.sql("SELECT COUNT(*) FROM recipient WHERE name = 'Wu Fang'") == [(1,)]


def test_a_list_of_recipients_with_problems_is_handed_back_marked(practice: Office, tmp_path: Path):
    rows = (("Name", "On file as", "Mobile phone"), ("Wu Fang", "Front-line worker", "139"))
    file, marked = sheet(tmp_path / "recipients.xlsx", *rows), tmp_path / "marked.xlsx"
    said = practice.union("import", "recipients", "1", file, "--as", "staff", "--problems", str(marked))
    assert said.returncode == 1
    assert said.stderr.strip().split("\n")[-1] == (
        "union: Nothing was imported: 1 problems in recipients.xlsx."
    )
    assert marked.exists()


# Allocations


def test_a_kept_allocation_is_verified(practice: Office):
    said = practice.union("verify", "allocation", "2")
    assert (said.returncode, said.stderr) == (0, "")
    assert "no deviation" in said.stdout


def test_an_allocation_changed_behind_the_books_is_found(practice: Office, tmp_path: Path):
    office = practice.copy(tmp_path / "var")
    office.sql(
        "UPDATE allocation_line SET amount_fen = amount_fen + 100 WHERE allocation_id = "
        "(SELECT id FROM allocation WHERE programme_id = 2) AND position = 1"
    )
    said = office.union("verify", "allocation", "2")
    assert said.returncode == 1
    assert "line 1: " in said.stderr
    assert "the data hash does not fit" in said.stderr
    assert said.stderr.strip().split("\n")[-1].startswith("union: The allocation is not confirmed")


def test_a_draft_has_nothing_to_verify(practice: Office):
    assert "Nothing has been submitted" in one_line(practice.union("verify", "allocation", "5"))


def test_judges_cannot_bring_lists_in(practice: Office, tmp_path: Path):
    file = sheet(tmp_path / "entries.xlsx", ("Code", "Entry"), ("901", "Jig"))
    assert "may not do this" in one_line(practice.union("import", "entries", WELDERS, file, "--as", "judge1"))


# Lists and documents out


def test_results_leave_as_excel_with_the_published_winner_first(practice: Office, tmp_path: Path):
    target = tmp_path / "results.xlsx"
    assert practice.union("export", "results", TOKYO, str(target), "--as", "organiser").returncode == 0
    values = [[cell.value for cell in row] for row in load_workbook(target).worksheets[0]]
    assert "CAO Yuan" in next(row for row in values if 582.35 in row)


def test_the_notice_leaves_as_word_with_the_data_hash(practice: Office, tmp_path: Path):
    target = tmp_path / "notice.docx"
    assert practice.union("export", "notice", TOKYO, str(target), "--as", "organiser").returncode == 0
    [(signed,)] = practice.sql("SELECT data_hash FROM result WHERE competition_id = 1")
    content = zipfile.ZipFile(io.BytesIO(target.read_bytes()))
    assert "CAO Yuan" in "".join(
        c.text for t in Document(str(target)).tables for r in t.rows for c in r.cells
    )
    assert any(signed.encode() in content.read(name) for name in content.namelist())


def test_there_is_no_notice_before_the_signature(practice: Office, tmp_path: Path):
    said = practice.union("export", "notice", FIVE_SMALL, str(tmp_path / "n.docx"), "--as", "organiser")
    assert "no signed result yet" in one_line(said)
    assert not list(tmp_path.iterdir())


# Keeping


def test_a_backup_fills_an_empty_place_and_nothing_else(practice: Office, tmp_path: Path):
    file = tmp_path / "backup.zip"
    made = practice.union("backup", str(file))
    rows = re.search(r"(\d+) rows of \d+ tables", made.stdout).group()
    assert str(practice.var / "union.key") in made.stdout
    assert "--overwrite" in one_line(practice.union("backup", str(file)))
    assert practice.union("backup", str(file), "--overwrite").returncode == 0

    empty = Office(tmp_path / "other")
    restored = empty.union("restore", str(file), "--yes")
    assert rows in restored.stdout
    assert "The audit chain holds" in restored.stdout
    assert "has data already" in one_line(empty.union("restore", str(file), "--yes"))

    assert "union.key does not fit" in one_line(empty.union("user", "list"))
    shutil.copy(practice.var / "union.key", empty.var / "union.key")
    assert empty.union("user", "list").stdout == practice.union("user", "list").stdout


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database whose clock stands in Shanghai."""
    server = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE moved")
        connection.exec_driver_sql("ALTER DATABASE moved SET timezone = 'Asia/Shanghai'")
        yield make_url(postgres_url).set(database="moved").render_as_string(hide_password=False)
        connection.exec_driver_sql("DROP DATABASE moved WITH (FORCE)")
    server.dispose()


def test_a_backup_moves_an_installation_to_postgresql_and_back(
    practice: Office, empty_postgres: str, tmp_path: Path
):
    practice.union("backup", str(tmp_path / "a.zip"))
    there = {"UNION_DATABASE_URL": empty_postgres}
    restored = practice.union("restore", str(tmp_path / "a.zip"), "--yes", **there)
    assert "The audit chain holds" in restored.stdout
    assert practice.union("user", "list", **there).stdout == practice.union("user", "list").stdout
    assert practice.union("user", "reset", "trainer", **there).returncode == 0

    practice.union("backup", str(tmp_path / "b.zip"), **there)
    back = Office(tmp_path / "back")
    assert "The audit chain holds" in back.union("restore", str(tmp_path / "b.zip"), "--yes").stdout
    [(before,)], [(after,)] = (o.sql("SELECT made_at FROM installation") for o in (practice, back))
    assert after == before


def test_a_backup_holds_no_key(practice: Office, tmp_path: Path):
    practice.union("backup", str(tmp_path / "backup.zip"))
    key = (practice.var / "union.key").read_bytes()
    archive = zipfile.ZipFile(tmp_path / "backup.zip")
    content = b"".join(archive.read(name) for name in archive.namelist())
    assert [key in content, key.hex().encode() in content] == [False, False]


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path):
    (tmp_path / "backup.zip").write_bytes(b"not a zip")
    office = Office(tmp_path / "var")
    assert "backup.zip" in one_line(office.union("restore", str(tmp_path / "backup.zip"), "--yes"))
    assert "No such file" in one_line(office.union("restore", str(tmp_path / "none.zip"), "--yes"))


def test_audit_verify_finds_the_row_somebody_edited(practice: Office, tmp_path: Path):
    office = practice.copy(tmp_path / "var")
    assert re.search(r"holds: \d+ rows, newest hash [0-9a-f]{64}", office.union("audit", "verify").stdout)
    office.sql("DROP TRIGGER audit_no_update", "UPDATE audit SET who = 'nobody' WHERE id = 5")
    assert "broken at row 5, after 4 good rows" in one_line(office.union("audit", "verify"))


# What goes wrong around it


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("export", "results", TOKYO, "x.xlsx", "--as", "nobody"), "no open account “nobody”"),
        (("export", "results", "99", "x.xlsx", "--as", "organiser"), "does not exist"),
        (("import", "judges", "99", __file__, "--as", "organiser"), "cannot be opened"),
        (("import", "entries", "99", __file__, "--as", "organiser"), "does not exist"),
        (("import", "entries", WELDERS, "none.xlsx", "--as", "organiser"), "none.xlsx"),
        (("export", "results", TOKYO, "no/folder/x.xlsx", "--as", "organiser"), "no/folder/x.xlsx"),
        (("backup", "no/folder/x.zip"), "no/folder/x.zip"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(practice: Office, words: tuple[str, ...], reason: str):
    assert reason in one_line(practice.union(*words))


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"UNION_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/union"}, "Connection refused"),
        ({"UNION_DATABASE_URL": "oracle://somewhere"}, "UNION_DATABASE_URL begins with"),
        ({"UNION_PORT": "many"}, "UNION_PORT is wrong"),
        ({"UNION_VAR": __file__ + "/var"}, "Not a directory"),
    ],
)
def test_a_setting_that_leads_nowhere_is_said_in_one_line(
    practice: Office, settings: dict[str, str], reason: str
):
    assert reason in one_line(practice.union("audit", "verify", **settings))


def test_an_empty_folder_says_what_to_run_first(tmp_path: Path):
    assert "Run “union init” or “union demo” first" in one_line(
        Office(tmp_path / "var").union("user", "list")
    )


def test_a_database_file_that_is_none_is_said_in_one_line(tmp_path: Path):
    (tmp_path / "union.db").write_bytes(bytes(range(256)) * 40)
    assert "file is not a database" in one_line(Office(tmp_path).union("audit", "verify"))


def test_a_database_held_by_another_program_is_said_in_one_line(practice: Office):
    other = sqlite3.connect(practice.var / "union.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert "database is locked" in one_line(practice.union("user", "disable", "trainer"))
    finally:
        other.close()
    assert practice.sql("SELECT is_closed FROM account WHERE username = 'trainer'") == [(0,)]


def test_a_lost_key_is_never_made_anew(practice: Office, tmp_path: Path):
    office = practice.copy(tmp_path / "var")
    key = office.var / "union.key"
    kept = key.read_bytes()
    key.unlink()
    for words in (("user", "list"), FOUND, ("serve",), ("lab",)):
        assert "union.key does not fit" in one_line(office.union(*words))
    assert not key.exists()
    key.write_bytes(bytes(32))
    assert "union.key does not fit" in one_line(office.union("user", "list"))
    key.write_bytes(kept)
    assert office.union("user", "list").returncode == 0


def test_serve_refuses_a_port_that_is_taken(practice: Office):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert port in one_line(practice.union("serve", "--port", port))


@pytest.mark.server
def test_serve_makes_a_broken_off_demo_anew(practice: Office, tmp_path: Path):
    office = practice.copy(tmp_path / "var")
    last = "DELETE FROM audit WHERE event = 'The demo town is ready'"
    office.sql("DROP TRIGGER audit_no_delete", last, "DELETE FROM role_grant")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        office.union("serve", "--port", str(taken.getsockname()[1]))
    assert office.sql("SELECT COUNT(*) > 5 FROM role_grant") == [(1,)]


@pytest.fixture
def lab(practice: Office) -> Iterator[str]:
    """The address of a JupyterLab opened by `union lab`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "union_lib", "lab", "--port", port, "--no-browser"]
    running = subprocess.Popen(command, env=practice.environment(), stderr=subprocess.PIPE, encoding="utf8")
    said = (re.search(r"http://127\.0\.0\.1:\d+/lab\S*token=\w+", line) for line in running.stderr)
    address = next((found.group() for found in said if found), "")
    listens(int(port))
    yield address
    running.terminate()
    running.wait()


def listens(port: int) -> None:
    """Return as soon as somebody listens there, at the latest after twenty seconds."""
    latest = time.monotonic() + 20
    while time.monotonic() < latest:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return


@pytest.mark.server
def test_lab_opens_on_the_notebooks_and_asks_nobody_outside(lab: str):
    with urllib.request.urlopen(lab) as answer:
        page = answer.read().decode()
    assert answer.status == 200
    assert re.search(r'"news": \{"disabled": true\}', page)
    assert '"extensionManager": {' in page
    assert '"can_install": false' in page
