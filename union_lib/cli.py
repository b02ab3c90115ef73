"""The `union` command: serve, keep and look after an installation.

Heavy imports sit inside the commands, so that `--help` answers at once. A refusal is one line on
stderr and exit code 1; wrong usage is exit code 2 (typer's own).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from .common.errors import RuleViolation

app = typer.Typer(
    name="union",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="工会工作台 · the union workbench.",
)
user_app = typer.Typer(no_args_is_help=True, help="Accounts: add, disable, enable, reset, list.")
audit_app = typer.Typer(no_args_is_help=True, help="The audit chain.")
db_app = typer.Typer(no_args_is_help=True, help="The database.")
import_app = typer.Typer(no_args_is_help=True, help="Bring Excel lists in.")
export_app = typer.Typer(no_args_is_help=True, help="Write lists and documents out.")
app.add_typer(user_app, name="user")
app.add_typer(audit_app, name="audit")
app.add_typer(db_app, name="db")
app.add_typer(import_app, name="import")
app.add_typer(export_app, name="export")

As = Annotated[str, typer.Option("--as", help="User name of the account on whose behalf this is done.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def main() -> None:
    """Run the command; a refusal becomes one clear line and exit code 1."""
    try:
        app()
    except RuleViolation as refused:
        _fail(str(refused))
    except KeyboardInterrupt:
        _fail("Interrupted.")


def _fail(line: str) -> None:
    print(f"union: {line}", file=sys.stderr)
    raise SystemExit(1)


def _progress(text: str, total: int | None = None) -> Any:
    """Return a context manager whose value is called with the number of steps done."""
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    @contextmanager
    def shown() -> Any:
        columns = (TextColumn(text), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(text, total=total)
            yield lambda done, of=None: progress.update(task, completed=done, total=of or total)

    return shown()


def _ready_engine() -> Any:
    """Return the engine of a database that is at the newest migration."""
    from .store import database, schema

    on = database.engine()
    found = schema.current(on)
    if not found:
        _fail("There is no database here yet. Run “union init” or “union demo” first.")
    if found != schema.newest():
        _fail(f"The database is at {found}, this release wants {schema.newest()}. Run “union db upgrade”.")
    return on


@app.command(epilog="Example: union serve --port 8866")
def serve(
    port: Annotated[int | None, typer.Option(help="Port on 127.0.0.1 (default 8866).")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (default 127.0.0.1).")] = None,
    demo: Annotated[bool, typer.Option(help="Make demo data when there is no database.")] = True,
) -> None:
    """Open the workbench in the browser; makes demo data when there is no database yet."""
    from .store import database, schema
    from .store.settings import settings

    on = database.engine()
    if not schema.current(on):
        if not demo:
            _fail("There is no database here yet. Run “union init” first.")
        _make_demo(2000, 20200304)
    elif schema.current(on) != schema.newest():
        _ready_engine()
    own = settings()
    from .demo.load import demo_sign_ins
    from .serve.server import run

    run(host or own.host, port or own.port, demo_accounts=demo_sign_ins, on_ready=_say_ready)


def _say_ready(url: str) -> None:
    """Print the address, and the demo accounts of a practice installation."""
    from .demo.load import demo_accounts, is_demo
    from .store import database

    print(f"\n工会工作台 is open at {url}   (Ctrl+C ends it)\n", flush=True)
    if is_demo(database.engine()):
        print("Practice data. Sign in with one of these accounts:")
        for account in demo_accounts():
            print(
                f"  {account.username:<10} {account.password:<14} {account.name}  {account.role}", flush=True
            )


@app.command(epilog="Example: union lab")
def lab(port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8890) -> None:
    """Open JupyterLab on the notebooks; the workspace there only reads."""
    _ready_engine()
    from .store.settings import settings

    notebooks = Path(__file__).parent.parent / "notebooks"
    os.environ["UNION_VAR"] = str(settings().var.resolve())
    arguments = ["lab", f"--port={port}", f"--notebook-dir={notebooks if notebooks.is_dir() else Path.cwd()}"]
    os.execv(sys.executable, [sys.executable, "-m", "jupyter", *arguments])


@app.command(epilog='Example: union init --union "株洲市总工会" --admin shen.qiming --name 沈启明')
def init(
    union: Annotated[str, typer.Option(help="Name of the federation at the top.")],
    admin: Annotated[str, typer.Option(help="User name of the first administrator.")],
    name: Annotated[str, typer.Option(help="Name of the first administrator.")],
) -> None:
    """Set up an empty installation: database, key, the federation and its first administrator."""
    from .registry.service import found_installation
    from .store import database, schema
    from .store.settings import settings
    from .workspace import Workspace

    on = database.engine()
    schema.upgrade(on)
    password = found_installation(Workspace(on), union, admin, name, is_training=False)
    print(f"Database   {on.url.render_as_string(hide_password=True)}")
    print(f"Key file   {settings().key_path.resolve()}  (keep a copy apart from the backups)")
    print(f"Sign in as {admin} with the one-time password {password}")


@app.command(epilog="Example: union demo --people 2000 --seed 7")
def demo(
    people: Annotated[int, typer.Option(min=20, help="Number of invented workers.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same town.")] = 20200304,
    yes: Yes = False,
) -> None:
    """Make an invented Zhuzhou to practise on; replaces demo data, refuses to touch real data."""
    from .demo.load import clear_demo
    from .store import database, schema

    on = database.engine()
    if schema.current(on):
        if not yes and not typer.confirm("Throw the present demo data away?"):
            raise SystemExit(1)
        clear_demo(on)
    _make_demo(people, seed)


def _make_demo(people: int, seed: int) -> None:
    from .demo.load import load_demo
    from .store import database, schema

    on = database.engine()
    with _progress("Making the demo town", people) as step:
        schema.upgrade(on)
        load_demo(on, people, seed, step)
    print(f"Demo data made: {people} invented workers, seed {seed}.")


def _workspace(username: str | None = None) -> Any:
    from .workspace import Workspace, open_workspace

    on = _ready_engine()
    return open_workspace(username, read_only=False) if username else Workspace(on)


@user_app.command("add", epilog="Example: union user add liu.min --name 刘敏 --union 1 --role organiser")
def user_add(
    username: str,
    name: Annotated[str, typer.Option(help="The person's name.")],
    union: Annotated[int, typer.Option(help="Id of the organisation (see “union user unions”).")],
    role: Annotated[list[str], typer.Option(help="Role; may be given several times.")],
) -> None:
    """Add an account and print its one-time password."""
    from .registry.service import add_account
    from .registry.tables import Role

    unknown = [r for r in role if r not in set(Role)]
    if unknown:
        _fail(f"No such role: {', '.join(unknown)}. Roles: {', '.join(Role)}.")
    _, password = add_account(_workspace(), username, name, union, [Role(r) for r in role])
    print(f"Account {username} added. One-time password: {password}")


@user_app.command("disable", epilog="Example: union user disable liu.min")
def user_disable(username: str) -> None:
    """Close an account; its open pages end within a minute."""
    from .registry.service import disable_account

    disable_account(_workspace(), username)
    print(f"Account {username} closed.")


@user_app.command("enable", epilog="Example: union user enable liu.min")
def user_enable(username: str) -> None:
    """Open a closed account again."""
    from .registry.service import disable_account

    disable_account(_workspace(), username, is_closed=False)
    print(f"Account {username} open again.")


@user_app.command("reset", epilog="Example: union user reset liu.min")
def user_reset(username: str) -> None:
    """Give a new one-time password."""
    from .registry.service import reset_password

    print(f"One-time password of {username}: {reset_password(_workspace(), username)}")


@user_app.command("list", epilog="Example: union user list")
def user_list() -> None:
    """List the accounts with their roles."""
    from .registry.reports import accounts

    print(accounts(_workspace()).to_string(index=False))


@user_app.command("unions", epilog="Example: union user unions")
def user_unions() -> None:
    """List the organisations with their ids."""
    from .registry.reports import unions

    print(unions(_workspace()).to_string(index=False))


@audit_app.command("verify", epilog="Example: union audit verify")
def audit_verify() -> None:
    """Walk the whole audit chain and compute every hash again."""
    from .store import audit

    with _workspace().reading() as session:
        found = audit.verify(session)
    if found.broken_at is not None:
        _fail(f"The audit chain is broken at row {found.broken_at}, after {found.rows} good rows.")
    print(f"The audit chain holds: {found.rows} rows, newest hash {found.newest_hash}.")


@db_app.command("upgrade", epilog="Example: union db upgrade")
def db_upgrade() -> None:
    """Bring the database to this release's schema; make a backup first."""
    from .store import database, schema

    before, after = schema.upgrade(database.engine())
    print(f"The database was at {before or 'nothing'}, now at {after}.")


@app.command(epilog="Example: union backup union-2020-03-25.zip")
def backup(target: Path, overwrite: Annotated[bool, typer.Option(help="Replace the file.")] = False) -> None:
    """Write every table into one file; the key file is not in it."""
    from .store.backups import back_up
    from .store.settings import settings

    if target.exists() and not overwrite:
        _fail(f"{target} exists. Choose another name or add --overwrite.")
    on = _ready_engine()
    with _progress("Backing up") as step:
        made = back_up(on, target, step)
    print(f"{target}: {made.rows} rows of {made.tables} tables, schema {made.schema}.")
    print(f"Keep the key file apart: {settings().key_path.resolve()}")


@app.command(epilog="Example: union restore union-2020-03-25.zip --yes")
def restore(source: Path, yes: Yes = False) -> None:
    """Fill an empty database (SQLite or PostgreSQL) from a backup, after checking every hash."""
    from .store import database
    from .store.backups import restore_backup

    if not source.exists():
        _fail(f"There is no file {source}.")
    if not yes and not typer.confirm("Fill this database from the backup?"):
        raise SystemExit(1)
    with _progress("Restoring") as step:
        made = restore_backup(database.engine(), source, step)
    print(f"Restored {made.rows} rows of {made.tables} tables; the audit chain holds.")


@import_app.command("entries", epilog="Example: union import entries 3 entries.xlsx --as organiser")
def import_entries(competition: int, file: Path, as_: As) -> None:
    """Bring entries into a competition from an Excel list; nothing is imported if a row is wrong."""
    from .competition.imports import ENTRY_IMPORT

    _import(ENTRY_IMPORT, competition, file, as_)


@import_app.command("judges", epilog="Example: union import judges 3 judges.xlsx --as organiser")
def import_judges(competition: int, file: Path, as_: As) -> None:
    """Appoint judges from an Excel list; first passwords of new accounts are printed once."""
    from .competition.imports import JUDGE_IMPORT

    for made in _import(JUDGE_IMPORT, competition, file, as_).made:
        print(f"{made['name']}\t{made['username']}\t{made['password']}")


def _import(job: Any, competition: int, file: Path, username: str) -> Any:
    from .common.tabular import check_rows, match_columns, read_sheet

    if not file.exists():
        _fail(f"There is no file {file}.")
    ws = _workspace(username)
    with _progress("Reading") as step:
        raw = read_sheet(file.read_bytes())
        columns = job.columns(ws, competition)
        checked = check_rows(raw, match_columns(raw.heads, columns), columns)
        step(1, 1)
    problems = [p for p in (*checked.problems, *job.check(ws, competition, checked.rows)) if p.kind == "bad"]
    for problem in problems:
        print(
            f"row {problem.row} · {problem.column} · {problem.value}: {problem.what} {problem.todo}",
            file=sys.stderr,
        )
    if problems:
        _fail(f"Nothing was imported: {len(problems)} problems in {file.name}.")
    done = job.commit(ws, competition, checked.rows)
    print(f"{file.name}: {done.added} added, {done.updated} updated.")
    return done


@export_app.command("results", epilog="Example: union export results 3 results.xlsx --as organiser")
def export_results(competition: int, target: Path, as_: As) -> None:
    """Write a competition's result list as Excel."""
    from .competition.documents import result_workbook

    _write(target, result_workbook(_workspace(as_), competition))


@export_app.command("notice", epilog="Example: union export notice 3 notice.docx --as organiser")
def export_notice(competition: int, target: Path, as_: As) -> None:
    """Write a competition's public notice (公示) as Word."""
    from .competition.documents import notice_document

    _write(target, notice_document(_workspace(as_), competition))


@export_app.command("town", epilog="Example: union export town town.jsonl --people 2000 --seed 7")
def export_town(target: Path, people: int = 2000, seed: int = 20200304) -> None:
    """Write the invented town as JSON lines: the same seed gives the same bytes."""
    from .demo.town import invent

    town = invent(people, seed)
    with target.open("wb") as file, _progress("Inventing", people + len(town.firms)) as step:
        for done, line in enumerate(town.digest_lines(), 1):
            file.write(line)
            if done % 500 == 0:
                step(done)
    print(f"{target}: {people} workers, {len(town.firms)} enterprises.")


def _write(target: Path, content: bytes) -> None:
    target.write_bytes(content)
    print(f"{target}: {len(content):,} bytes.")
