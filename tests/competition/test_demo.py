"""The invented town: a real final in it comes out as published, and nobody in it can be real."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from union_lib.common.identifiers import credit_code, resident_id
from union_lib.competition import reports
from union_lib.competition.rules import Stage
from union_lib.demo.competitions import tokyo
from union_lib.demo.load import (
    NotDemoData,
    clear_demo,
    demo_accounts,
    demo_sign_ins,
    holds_anything,
    is_demo,
    is_half_made,
    load_demo,
)
from union_lib.demo.town import NOWHERE, invent
from union_lib.registry.service import found_installation
from union_lib.registry.sign_in import find, sign_in
from union_lib.registry.tables import Enterprise, Worker
from union_lib.store import audit, schema
from union_lib.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]
PEOPLE, SEED = 60, 7


@pytest.fixture
def practice(engine: Engine) -> Workspace:
    """A small demo town on the database of the test."""
    load_demo(engine, PEOPLE, SEED)
    return Workspace(engine)


def test_a_fresh_demo_is_all_it_promises(practice: Workspace):
    assert (is_demo(practice.engine), is_half_made(practice.engine)) == (True, False)
    stages = {row.id: row.stage for row in reports.competitions(practice)}
    first = {1: Stage.PUBLISHED, 2: Stage.MARKING, 3: Stage.DRAFT, 4: Stage.SIGNED}
    assert stages == first | dict.fromkeys((5, 6, 7), Stage.PUBLISHED)
    assert all(reports.results(practice, one).agrees for one in stages)
    assert_totals_and_order_are_the_published_ones(practice)
    assert_the_audit_chain_holds(practice)
    assert_everybody_signs_in(practice.engine)
    assert_nobody_can_be_real(practice)


def assert_totals_and_order_are_the_published_ones(ws: Workspace) -> None:
    published = [(str(r["rank"]), r["entry"], Decimal(r["total"])) for r in tokyo()["final"]]
    table = reports.result_table(ws, 1)
    assert list(zip(table["rank"], table["title"], table["score"], strict=True)) == published
    assert reports.results(ws, 1).agrees


def assert_the_audit_chain_holds(ws: Workspace) -> None:
    with ws.reading() as session:
        found = audit.verify(session)
    assert found.broken_at is None
    assert found.rows > PEOPLE


def assert_everybody_signs_in(on: Engine) -> None:
    for account in demo_accounts():
        opened = find(on, sign_in(on, account.username, account.password, "127.0.0.1"))
        assert opened is not None
        assert (opened.name, opened.unit, opened.must_change_password) == (account.name, account.union, False)
    assert {(a.username, a.password) for a in demo_accounts()} == {
        (hint.username, hint.password) for hint in demo_sign_ins()
    }


def assert_nobody_can_be_real(ws: Workspace) -> None:
    with ws.reading() as session:
        workers = session.exec(select(Worker)).all()
        codes = session.exec(select(Enterprise.uscc)).all()
    assert len({w.identity for w in workers}) == PEOPLE
    assert {w.identity[:6] for w in workers} == {code[2:8] for code in codes} == {NOWHERE}
    assert {w.phone[:5] for w in workers} == {"14000"}


def test_invented_numbers_pass_every_check_of_real_ones():
    town = invent(300, SEED)
    numbers = [person.identity for person in town.persons()]
    assert [resident_id(number, date(2020, 12, 31)).number for number in numbers] == numbers
    assert [credit_code(firm.uscc).code for firm in town.firms] == [firm.uscc for firm in town.firms]


@pytest.mark.parametrize("people", [20, 2_000])
def test_a_larger_town_has_more_people_and_firms(people: int):
    town = invent(people, SEED)
    assert sum(1 for _ in town.persons()) == people
    assert len(town.firms) == max(18, people // 40)


def test_half_a_demo_is_known_as_such_and_cleared(engine: Engine):
    found_installation(Workspace(engine), "City", "admin", "Admin", is_training=True)
    assert is_half_made(engine)
    clear_demo(engine)
    assert schema.current(engine) == ""
    assert not holds_anything(engine)


def test_real_data_are_never_cleared(engine: Engine):
    found_installation(Workspace(engine), "City", "admin", "Admin", is_training=False)
    with pytest.raises(NotDemoData):
        clear_demo(engine)
    assert holds_anything(engine)


def test_clearing_leaves_other_programs_tables_alone(practice: Workspace):
    with practice.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE somebody_elses (n INTEGER)")
    clear_demo(practice.engine)
    with practice.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM somebody_elses").scalar() == 0
