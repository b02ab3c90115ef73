"""What the store promises on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from tests.conftest import House, build_house
from union_lib.registry.service import disable_account, set_language
from union_lib.registry.tables import Account, District, Enterprise, Union, Worker
from union_lib.store import audit, backups, database, schema
from union_lib.store.database import metadata
from union_lib.workspace import Workspace


def test_models_and_migrations_agree(engine: Engine):
    schema.load_models()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_upgrade_keeps_what_the_older_release_wrote(tmp_path: Path):
    old = database.make_engine(f"sqlite:///{tmp_path / 'old.db'}")
    schema.upgrade(old, "0001")
    house = build_house(old)
    with house.system.reading() as session:
        before = [account.model_dump() for account in session.exec(select(Account))]
    assert schema.upgrade(old) == ("0001", schema.newest())
    with house.system.reading() as session:
        assert [account.model_dump() for account in session.exec(select(Account))] == before
        assert audit.verify(session).broken_at is None


def test_a_database_from_a_newer_release_is_refused(sqlite_engine: Engine):
    with sqlite_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaIsNewer):
        schema.upgrade(sqlite_engine)


def test_sqlite_keeps_foreign_keys_and_a_write_ahead_log(sqlite_engine: Engine):
    with sqlite_engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_a_row_that_points_nowhere_is_refused_by_the_table(house: House):
    with pytest.raises(IntegrityError), house.system.transaction() as session:
        session.add(Enterprise(name="X", uscc="1", industry="", district_code="999999", union_id=1))


def test_a_failed_transaction_leaves_neither_rows_nor_audit(house: House):
    class Stop(Exception):
        pass

    with house.system.reading() as session:
        before = audit.verify(session).rows

    def write_and_fail() -> None:
        with house.system.transaction() as session:
            session.add(District(code="430200", name="City"))
            session.flush()
            raise Stop

    with pytest.raises(Stop):
        write_and_fail()
    with house.system.reading() as session:
        assert session.get(District, "430200") is None
        assert audit.verify(session).rows == before


def test_every_change_is_written_with_who_before_and_after(house: House):
    set_language(house.ws("chief"), "en")
    with house.system.reading() as session:
        row = session.exec(select(audit.AuditRow).order_by(audit.AuditRow.id.desc())).first()
    assert (row.who, row.table_name) == ("Chief", "account")
    assert '"language":"zh"' in row.before
    assert '"language":"en"' in row.after
    assert "password_hash" not in row.before + row.after


def test_the_database_itself_refuses_to_change_an_audit_row(house: House):
    for statement in ("UPDATE audit SET who = 'nobody'", "DELETE FROM audit"):
        with pytest.raises(DBAPIError, match="append-only"), house.engine.begin() as connection:
            connection.execute(text(statement))


def test_an_edited_audit_row_breaks_the_chain_where_it_stands(house: House):
    disable_account(house.ws("admin"), "staff")
    with house.engine.begin() as connection:
        _without_triggers(connection)
        connection.execute(text("UPDATE audit SET who = 'nobody' WHERE id = 2"))
    with house.system.reading() as session:
        assert audit.verify(session).broken_at == 2


def test_a_removed_audit_row_breaks_the_chain(house: House):
    with house.engine.begin() as connection:
        _without_triggers(connection)
        connection.execute(text("DELETE FROM audit WHERE id = 3"))
    with house.system.reading() as session:
        assert audit.verify(session).broken_at == 4


def _without_triggers(connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("DROP TRIGGER audit_no_delete"))
    else:
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))


def test_writers_at_the_same_moment_queue_and_the_chain_holds(house: House):
    problems: list[BaseException] = []

    def change(name: str) -> None:
        try:
            for language in ("en", "zh") * 5:
                set_language(house.ws(name), language)
        except BaseException as problem:  # told to the test below
            problems.append(problem)

    threads = [threading.Thread(target=change, args=(f"judge{n}",)) for n in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with house.system.reading() as session:
        assert audit.verify(session).broken_at is None


def test_a_reading_workspace_cannot_write(sqlite_engine: Engine):
    build_house(sqlite_engine)
    read_only = database.make_engine(sqlite_engine.url.render_as_string(), read_only=True)
    with pytest.raises(DBAPIError), Workspace(read_only).transaction() as session:
        session.add(District(code="430200", name="City"))


def test_a_reading_workspace_cannot_write_on_postgresql(postgres_engine: Engine):
    url = postgres_engine.url.render_as_string(hide_password=False)
    read_only = database.make_engine(url, read_only=True)
    with pytest.raises(DBAPIError), Workspace(read_only).transaction() as session:
        session.add(District(code="430200", name="City"))
    read_only.dispose()


def _nothing(*_: int) -> None:
    return None


def test_a_backup_restores_everything_on_the_other_database(
    house: House, tmp_path: Path, postgres_url: str, request: pytest.FixtureRequest
):
    with house.system.transaction() as session:
        session.add(District(code="430200", name="City"))
        session.flush()
        session.add(Enterprise(name="F", uscc="U", industry="I", district_code="430200", union_id=1))
        session.flush()
        session.add(Worker(name="W", identity="430299197508121239", identity_blind="b", enterprise_id=1))
    file = tmp_path / "backup.zip"
    made = backups.back_up(house.engine, file, _nothing)
    is_sqlite = house.engine.dialect.name == "sqlite"
    empty = _empty_engine(tmp_path, postgres_url if is_sqlite else None)
    assert backups.restore_backup(empty, file, _nothing) == made
    with Workspace(empty).reading() as session:
        assert audit.verify(session).broken_at is None
        assert session.exec(select(Worker.identity)).one() == "430299197508121239"
    with Workspace(empty).transaction() as session:
        session.add(Union(name="New", level="city", path="/9/"))
    empty.dispose()


def _empty_engine(tmp_path: Path, postgres_url: str | None) -> Engine:
    if postgres_url is None:
        return database.make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    from sqlalchemy import create_engine, make_url

    name = f"empty_{tmp_path.name[-12:]}".lower().replace("-", "_")
    with create_engine(postgres_url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = make_url(postgres_url).set(database=name)
    return database.make_engine(url.render_as_string(hide_password=False))


def test_a_damaged_backup_changes_nothing(sqlite_engine: Engine, tmp_path: Path):
    import zipfile

    build_house(sqlite_engine)
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    backups.back_up(sqlite_engine, good, _nothing)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"Chief", b"Thief") if name == "account.jsonl" else content)
    empty = database.make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(backups.BackupDamaged):
        backups.restore_backup(empty, bad, _nothing)
    assert schema.current(empty) == ""


def test_a_backup_never_fills_a_database_that_has_data(sqlite_engine: Engine, tmp_path: Path):
    build_house(sqlite_engine)
    backups.back_up(sqlite_engine, tmp_path / "b.zip", _nothing)
    with pytest.raises(backups.DatabaseNotEmpty):
        backups.restore_backup(sqlite_engine, tmp_path / "b.zip", _nothing)
