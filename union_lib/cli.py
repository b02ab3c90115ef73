"""The `union` command: serve, keep and look after an installation.

Heavy imports sit inside the commands, so that `--help` answers at once. Whatever stops a command is one
line on stderr and exit code 1, in the language of the installation; wrong usage is exit code 2 (typer's own).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from .common.errors import RuleViolation
from .common.text import _, speak

app = typer.Typer(
    name="union",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="工会工作台 · the union workbench.",
    epilog="Example: union serve",
)
GROUPS = {
    "user": ("Accounts: add, disable, enable, reset, list.", "Example: union user list"),
    "import": ("Bring Excel lists in.", "Example: union import entries 3 entries.xlsx --as organiser"),
    "export": (
        "Write lists and documents out.",
        "Example: union export results 3 results.xlsx --as organiser",
    ),
    "verify": ("Check what was decided.", "Example: union verify allocation 2"),
    "policy": (
        "Figures of law and practice: show them, add one that supersedes, look back.",
        "Example: union policy show --area 430211 --on 2020-03-04",
    ),
    "audit": ("The audit chain.", "Example: union audit verify"),
    "db": ("The database.", "Example: union db upgrade"),
}
user_app, import_app, export_app, verify_app, policy_app, audit_app, db_app = groups = [
    typer.Typer(no_args_is_help=True, help=told, epilog=example) for told, example in GROUPS.values()
]
for group, named in zip(groups, GROUPS, strict=True):
    app.add_typer(group, name=named)

As = Annotated[str, typer.Option("--as", help="User name of the account on whose behalf this is done.")]
Area = Annotated[str, typer.Option(help="Six digits of the area (430200 is Zhuzhou), or CN.")]
Day = Annotated[str, typer.Option(help="Day, as 2020-03-04; today when left out.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Username = Annotated[str, typer.Argument(help="User name of the account.")]
Competition = Annotated[
    int, typer.Argument(help="Number of the competition; the address of its page shows it.")
]
Programme = Annotated[int, typer.Argument(help="Number of the programme; the address of its page shows it.")]
ExcelFile = Annotated[Path, typer.Argument(help="Excel list (.xlsx); the first row names the columns.")]
Target = Annotated[Path, typer.Argument(help="File to write.")]


def main() -> None:
    """Run the command; what stops it becomes one clear line and exit code 1."""
    try:
        app()
    except RuleViolation as refused:
        _fail(str(refused))
    except OSError as broken:
        _fail(f"{broken.strerror or broken}: {broken.filename or ''}".removesuffix(": "))
    except _database_trouble() as broken:
        _fail(_database_words(broken))


def _fail(line: str) -> NoReturn:
    print(f"union: {line}", file=sys.stderr)
    raise SystemExit(1)


def _database_trouble() -> tuple[type[Exception], ...]:
    """Return what the database's driver raises when there is no using it."""
    from sqlalchemy.exc import ArgumentError, DatabaseError

    return ArgumentError, DatabaseError


def _database_words(broken: Exception) -> str:
    """Return the driver's first line; a broken constraint is our own fault and stays a fault."""
    from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

    if isinstance(broken, DataError | IntegrityError | ProgrammingError):
        raise broken
    why = str(getattr(broken, "orig", broken)).split("\n")[0].rstrip(".")
    return _(
        "The database cannot be used: {why}. "
        "Look at UNION_VAR and UNION_DATABASE_URL and whether another program holds it; else restore a backup."
    ).format(why=why)


@app.callback()
def settle() -> None:
    """Take the settings: a wrong one is told at once, and refusals come in the installation's language."""
    from pydantic import ValidationError

    from .store.settings import settings

    speak(os.environ.get("UNION_LANGUAGE", "zh"))
    try:
        own = settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = f"UNION_{first['loc'][0]}".upper()
        _fail(_("The setting {name} is wrong: {why}.").format(name=name, why=first["msg"]))
    if not own.url.startswith(("sqlite:///", "postgresql+psycopg://")):
        _fail(_("UNION_DATABASE_URL begins with sqlite:/// or postgresql://, or is empty."))


@contextmanager
def _progress(text: str, total: int | None = None) -> Iterator[Callable[..., None]]:
    """Show a bar on stderr (a terminal only); the value is called with the number of steps done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn(text), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(text, total=total)
        yield lambda done, of=None: progress.update(task, completed=done, total=of or total)


def _ready_engine() -> Any:
    """Return the engine of a database that is at the newest migration and whose key is at hand."""
    from .store import database, schema

    on = database.engine()
    found = schema.current(on)
    if not found:
        _fail(_("There is no database here yet. Run “union init” or “union demo” first."))
    if found != schema.newest():
        _fail(
            _("The database is at {found}, this release wants {wanted}. Run “union db upgrade”.").format(
                found=found, wanted=schema.newest()
            )
        )
    _check_key(on)
    return on


def _check_key(on: Any) -> None:
    """Refuse when the database was made with another key file; a missing one is never made anew."""
    from sqlmodel import select

    from .registry.tables import Installation
    from .store import database
    from .store.secrets import KeyUnusable
    from .store.settings import settings

    with database.reading(on) as session:
        if session.exec(select(Installation.id)).first() is None:
            return
        if not settings().key_path.exists():
            raise KeyUnusable(str(settings().key_path.resolve()))
        session.get_one(Installation, 1)  # unsealing its `key_check` is the check


@app.command(epilog="Example: union serve --port 8866")
def serve(
    port: Annotated[int | None, typer.Option(help="Port on 127.0.0.1 (default 8866).")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (default 127.0.0.1).")] = None,
    demo: Annotated[bool, typer.Option(help="Make demo data when there is no database.")] = True,
) -> None:
    """Open the workbench in the browser; makes demo data when there is no database yet."""
    from .demo.load import demo_sign_ins, is_half_made
    from .store import database, schema
    from .store.settings import settings

    on = database.engine()
    if demo and (not schema.current(on) or is_half_made(on)):
        _make_demo(2000, 20200304)
    _ready_engine()
    own = settings()
    from .serve.life import Limits
    from .serve.server import run

    run(
        host or own.host,
        port or own.port,
        limits=Limits(pages=own.max_pages),
        is_behind_proxy=own.behind_proxy,
        demo_accounts=demo_sign_ins,
        on_ready=_say_ready,
    )


def _say_ready(url: str) -> None:
    """Print the address, and the demo accounts of a practice installation."""
    from .demo.load import demo_accounts, is_demo
    from .store import database

    print(f"\n工会工作台 is open at {url}   (Ctrl+C ends it)\n", flush=True)
    if is_demo(database.engine()):
        print("Practice data. Sign in with one of these accounts:")
        for account in demo_accounts():
            print(
                f"  {account.username:<10} {account.password}  {account.name}  {_(account.role)}", flush=True
            )


@app.command(epilog="Example: union lab --port 8890")
def lab(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8890,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Open JupyterLab on the notebooks; the workspace there only reads, and nothing is fetched."""
    _ready_engine()
    from .store.settings import settings

    try:
        from jupyterlab.labapp import LabApp
    except ImportError:
        _fail(_("JupyterLab is not installed. Run: pip install -c constraints.txt -e .[lab]"))
    own = settings()
    os.environ |= {"UNION_VAR": str(own.var.resolve()), "UNION_KEY_FILE": str(own.key_path.resolve())}
    os.environ.pop("UNION_ACCOUNT", None)
    notebooks = Path(__file__).parent.parent / "notebooks"
    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={notebooks if notebooks.is_dir() else Path.cwd()}",
            f"--ServerApp.port={port}",
            "--ServerApp.port_retries=0",
            "--ServerApp.allow_root=True",  # in a container there is nobody else; the address has a token
            f"--ServerApp.open_browser={browser}",
            *LAB_KEEPS_STILL,
        ]
    )


LAB_KEEPS_STILL = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
"""What keeps JupyterLab from asking anybody outside: news, newer releases, the list of extensions."""


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
    _check_key(on)
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
    from .demo.load import check_clearable, holds_anything
    from .store import database

    on = database.engine()
    check_clearable(on)
    if holds_anything(on) and not yes:
        typer.confirm("Throw the present demo data away?", abort=True, err=True)
    _make_demo(people, seed)


def _make_demo(people: int, seed: int) -> None:
    from .demo.load import clear_demo, load_demo
    from .store import database, schema

    on = database.engine()
    with _progress("Making the demo town", people) as step:
        clear_demo(on)
        schema.upgrade(on)
        load_demo(on, people, seed, step)
    print(f"Demo data made: {people} invented workers, seed {seed}.")


def _workspace(username: str | None = None) -> Any:
    """Return the workspace of the installation itself, or of one of its accounts."""
    from sqlmodel import select

    from .registry.tables import Account
    from .workspace import Workspace, open_workspace

    ws = Workspace(_ready_engine())
    if username is None:
        return ws
    with ws.reading() as session:
        account = session.exec(select(Account).where(Account.username == username)).first()
    if account is None or account.is_closed:
        _fail(_("There is no open account “{username}”. See “union user list”.").format(username=username))
    return open_workspace(username, read_only=False)


@user_app.command("add", epilog="Example: union user add liu.min --name 刘敏 --union 1 --role organiser")
def user_add(
    username: Username,
    name: Annotated[str, typer.Option(help="The person's name.")],
    union: Annotated[int, typer.Option(help="Id of the organisation (see “union user unions”).")],
    role: Annotated[list[str], typer.Option(help="Role; may be given several times.")],
) -> None:
    """Add an account and print its one-time password."""
    from .registry.service import add_account
    from .registry.tables import Role

    unknown = [r for r in role if r not in set(Role)]
    if unknown:
        _fail(
            _("There is no role {unknown}. Roles: {roles}.").format(
                unknown=", ".join(unknown), roles=", ".join(Role)
            )
        )
    made = add_account(_workspace(), username, name, union, [Role(r) for r in role])
    print(f"Account {username} added. One-time password: {made[1]}")


@user_app.command("disable", epilog="Example: union user disable liu.min")
def user_disable(username: Username) -> None:
    """Close an account; its open pages end within a minute."""
    from .registry.service import disable_account

    disable_account(_workspace(), username)
    print(f"Account {username} closed.")


@user_app.command("enable", epilog="Example: union user enable liu.min")
def user_enable(username: Username) -> None:
    """Open a closed account again."""
    from .registry.service import disable_account

    disable_account(_workspace(), username, is_closed=False)
    print(f"Account {username} open again.")


@user_app.command("reset", epilog="Example: union user reset liu.min")
def user_reset(username: Username) -> None:
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


@policy_app.command("show", epilog="Example: union policy show --id min_wage --area 430211 --on 2020-03-04")
def policy_show(
    area: Area = "430200",
    on: Day = "",
    id_: Annotated[str, typer.Option("--id", help="Only figures whose id begins like this.")] = "",
) -> None:
    """Show the figures that count on a day in an area, each with its article and how sure it is."""
    from .common.typed import day
    from .figure_books import standing

    ws = _workspace()
    for entry in standing(ws, day(on) if on else ws.today, area, id_):
        _print_figure(entry)


@policy_app.command("history", epilog="Example: union policy history living_allowance_share_of_min_wage")
def policy_history(
    policy: Annotated[str, typer.Argument(help="Id of the figure (see “union policy show”).")],
    area: Annotated[str, typer.Option(help="Only what counts for this area.")] = "",
) -> None:
    """Show a figure through time, newest first, with who entered what when."""
    from .figure_books import history

    for entry in history(_workspace(), policy, area or None):
        _print_figure(entry)


@policy_app.command(
    "add",
    epilog="Example: union policy add sick_pay_floor_share 80% --area 430000 --from 2020-02-01 "
    "--citation “number of the notice” --union 1 --as staff",
)
def policy_add(
    policy: Annotated[str, typer.Argument(help="Id of the figure (see “union policy show”).")],
    value: Annotated[str, typer.Argument(help="Value as people write it: 70%, 1540, “10 working days”.")],
    area: Area,
    from_: Annotated[str, typer.Option("--from", help="First day it counts, as 2020-02-01.")],
    citation: Annotated[str, typer.Option(help="Number and article of the notice it comes from.")],
    union: Annotated[int, typer.Option(help="Id of the organisation (see “union user unions”).")],
    as_: As,
) -> None:
    """Add a figure with its notice: it supersedes the one before from its day on, nothing is edited."""
    from .common.typed import day
    from .figure_books import add, history

    ws = _workspace(as_)
    add(ws, union, policy, area, day(from_), value, citation)
    _print_figure(next(e for e in history(ws, policy, area) if e.value and e.value.valid_from == day(from_)))


def _print_figure(entry: Any) -> None:
    """Print one dated value: id, value, area, first day, how sure, article, who entered it."""
    from .registry.figures import UNKNOWN
    from .ui.shown import entered_words

    value, state = entry.value, entry.state
    if value is None:
        print(f"{entry.policy}\t—\t\t\t{_('no rule on this day')}")
        return
    since = str(value.valid_from) if value.valid_from.year > 1 else ""
    words = [entry.policy, entry.shown or _(UNKNOWN), value.area, since, _(state.words), value.citation]
    print("\t".join([*words, entered_words(state)]).rstrip("\t"))


@audit_app.command("verify", epilog="Example: union audit verify")
def audit_verify() -> None:
    """Walk the whole audit chain and compute every hash again."""
    from .store import audit

    with _workspace().reading() as session:
        found = audit.verify(session)
    if found.broken_at is not None:
        _fail(_chain_broken(found))
    print(f"The audit chain holds: {found.rows} rows, newest hash {found.newest_hash}.")


def _chain_broken(found: Any) -> str:
    return _(
        "The audit chain is broken at row {row}, after {n} good rows. "
        "Keep this database as it is and call whoever is answerable for it."
    ).format(row=found.broken_at, n=found.rows)


@db_app.command("upgrade", epilog="Example: union db upgrade")
def db_upgrade() -> None:
    """Bring the database to this release's schema; make a backup first."""
    from .store import database, schema

    before, after = schema.upgrade(database.engine())
    print(f"The database was at {before or 'nothing'}, now at {after}.")


@app.command(epilog="Example: union backup union-2020-03-25.zip")
def backup(
    target: Target, overwrite: Annotated[bool, typer.Option(help="Replace the file.")] = False
) -> None:
    """Write every table into one file; the key file is not in it."""
    from .store.backups import back_up
    from .store.settings import settings

    if target.exists() and not overwrite:
        _fail(_("{file} exists. Choose another name or add --overwrite.").format(file=target))
    on = _ready_engine()
    with _progress("Backing up") as step:
        made = back_up(on, target, step)
    print(f"{target}: {made.rows} rows of {made.tables} tables, schema {made.schema}.")
    print(f"Keep the key file apart: {settings().key_path.resolve()}")


@app.command(epilog="Example: union restore union-2020-03-25.zip --yes")
def restore(
    source: Annotated[Path, typer.Argument(help="File made by “union backup”.")], yes: Yes = False
) -> None:
    """Fill an empty database (SQLite or PostgreSQL) from a backup, after checking every hash."""
    from .store import audit, database
    from .store.backups import restore_backup
    from .store.settings import settings

    if not yes:
        typer.confirm("Fill this database from the backup?", abort=True, err=True)
    on = database.engine()
    with _progress("Restoring") as step:
        made = restore_backup(on, source, step)
    with database.reading(on) as session:
        found = audit.verify(session)
    print(f"Restored {made.rows} rows of {made.tables} tables.")
    if found.broken_at is not None:
        _fail(_chain_broken(found))
    print(
        f"The audit chain holds: {found.rows} rows. The key file belongs at {settings().key_path.resolve()}"
    )


@import_app.command("entries", epilog="Example: union import entries 3 entries.xlsx --as organiser")
def import_entries(competition: Competition, file: ExcelFile, as_: As) -> None:
    """Bring entries into a competition from an Excel list; nothing is imported if a row is wrong."""
    from .competition.imports import ENTRY_IMPORT

    _import(ENTRY_IMPORT, competition, file, as_)


@import_app.command("judges", epilog="Example: union import judges 3 judges.xlsx --as organiser")
def import_judges(competition: Competition, file: ExcelFile, as_: As) -> None:
    """Appoint judges from an Excel list; first passwords of new accounts are printed once."""
    from .competition.imports import JUDGE_IMPORT

    for made in _import(JUDGE_IMPORT, competition, file, as_).made:
        print(f"{made['name']}\t{made['username']}\t{made['password']}")


@import_app.command("recipients", epilog="Example: union import recipients 1 recipients.xlsx --as staff")
def import_recipients(
    union: Annotated[int, typer.Argument(help="Id of the organisation (see “union user unions”).")],
    file: ExcelFile,
    as_: As,
    problems: Annotated[
        Path | None, typer.Option(help="Write the list with its problems marked to this file.")
    ] = None,
) -> None:
    """Put recipients on file from an Excel list; nothing is imported if a row is wrong."""
    import hashlib

    from .consolation import service
    from .consolation.imports import read_recipients
    from .consolation.list_rows import file_rows

    ws, content = _workspace(as_), file.read_bytes()
    with _progress("Reading") as step:
        checked = read_recipients(content, ws.today, step)
    if problems is not None and checked.problems:
        problems.write_bytes(checked.annotated())
    if bad := [problem for problem in checked.problems if problem.kind == "bad"]:
        _tell(bad)
        _fail(_("Nothing was imported: {n} problems in {file}.").format(n=len(bad), file=file.name))
    with _progress("Putting on file") as step:
        digest = hashlib.sha256(content).hexdigest()
        done = service.file_list(ws, union, file_rows(checked.rows), digest, step)
    print(f"{file.name}: {done.added} added, {done.updated} updated, {done.households} households.")


@verify_app.command("allocation", epilog="Example: union verify allocation 2")
def verify_allocation(programme: Programme) -> None:
    """Compute a programme's allocation again from its own figures, and confirm it by an independent check."""
    from .consolation.reports import verification

    found = verification(_workspace(), programme)
    if found is None:
        _fail(_("Nothing has been submitted for programme {number}.").format(number=programme))
    for fault in found.faults:
        print(fault, file=sys.stderr)
    if found.faults:
        _fail(_("The allocation is not confirmed: {n} deviations.").format(n=len(found.faults)))
    print(
        f"Version {found.number}: {found.lines} lines, {found.total_fen} fen. Assessed again, divided again, "
        f"checked independently: no deviation. Data hash {found.data_hash}, root {found.root}."
    )


def _import(job: Any, competition: int, file: Path, username: str) -> Any:
    """Read, check and commit a list; every wrong cell is a line on stderr, and then nothing is imported."""
    ws = _workspace(username)
    with _progress("Reading") as step:
        checked = _checked(job.columns(ws, competition), file.read_bytes())
        step(1, 1)
    problems = [p for p in (*checked.problems, *job.check(ws, competition, checked.rows)) if p.kind == "bad"]
    if problems:
        _tell(problems)
        _fail(_("Nothing was imported: {n} problems in {file}.").format(n=len(problems), file=file.name))
    done = job.commit(ws, competition, checked.rows)
    print(f"{file.name}: {done.added} added, {done.updated} updated.")
    return done


def _tell(problems: Iterable[Any]) -> None:
    """Print each problem of a list as a line on stderr."""
    told = _("row {row} · {column} · {value}: {what} {todo}")
    for p in problems:
        print(
            told.format(row=p.row, column=p.column, value=p.value, what=p.what, todo=p.todo), file=sys.stderr
        )


def _checked(columns: Any, content: bytes) -> Any:
    """Return the rows of the first sheet, checked; refuses a file that lacks a needed column."""
    from .common.tabular import check_rows, match_columns, read_sheet

    raw = read_sheet(content)
    matched = match_columns(raw.heads, columns)
    lacking = [_(c.title) for c in columns if c.is_needed and matched[c.key] is None]
    if lacking:
        _fail(
            _("The file has no column “{columns}”. Its columns: {heads}. Nothing was imported.").format(
                columns="”, “".join(lacking), heads=", ".join(raw.heads)
            )
        )
    return check_rows(raw, matched, columns)


@export_app.command("results", epilog="Example: union export results 3 results.xlsx --as organiser")
def export_results(competition: Competition, target: Target, as_: As) -> None:
    """Write a competition's result list as Excel."""
    from .competition.documents import result_workbook

    _write(target, result_workbook(_workspace(as_), competition))


@export_app.command("notice", epilog="Example: union export notice 3 notice.docx --as organiser")
def export_notice(competition: Competition, target: Target, as_: As) -> None:
    """Write a competition's public notice (公示) as Word."""
    from .competition.documents import notice_document

    _write(target, notice_document(_workspace(as_), competition))


@export_app.command("town", epilog="Example: union export town town.jsonl --people 2000 --seed 7")
def export_town(
    target: Target,
    people: Annotated[int, typer.Option(min=20, help="Number of invented workers.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same town.")] = 20200304,
) -> None:
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
