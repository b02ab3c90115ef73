"""Who may sign in, who may do what where, and who looked at what."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.conftest import House
from union_lib.common.errors import NotAllowed
from union_lib.registry import reports, service, sign_in
from union_lib.registry.permissions import Permission, may
from union_lib.registry.tables import Account, District, Enterprise, Installation, Role, SignIn, Worker
from union_lib.store.audit import AuditRow
from union_lib.store.secrets import key_ring
from union_lib.workspace import Workspace

GOOD = "kapok-river-58"


def _with_password(house: House, username: str, password: str = GOOD) -> None:
    with house.system.transaction() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        account.password_hash = sign_in.hash_password(password)


def test_name_and_password_open_a_sign_in_and_signing_out_ends_it(house: House):
    _with_password(house, "staff")
    token = sign_in.sign_in(house.engine, " Staff ", GOOD, "10.0.0.1")
    found = sign_in.find(house.engine, token)
    assert (found.username, found.unit) == ("staff", "North District")
    sign_in.sign_out(house.engine, token)
    assert sign_in.find(house.engine, token) is None


def test_the_database_keeps_no_token_and_no_password(house: House):
    _with_password(house, "staff")
    token = sign_in.sign_in(house.engine, "staff", GOOD, "10.0.0.1")
    with house.system.reading() as session:
        kept = session.exec(select(SignIn)).one()
        account = session.exec(select(Account).where(Account.username == "staff")).one()
    assert token not in kept.model_dump_json()
    assert account.password_hash.startswith("$argon2id$")


def test_wrong_password_unknown_name_and_closed_account_get_the_same_answer(house: House):
    _with_password(house, "staff")
    service.disable_account(house.ws("admin"), "staff")
    answers = set()
    for username, password in (("staff", GOOD), ("chief", "wrong"), ("nobody", GOOD)):
        with pytest.raises(sign_in.SignInRefused) as refused:
            sign_in.sign_in(house.engine, username, password, "10.0.0.1")
        answers.add(str(refused.value))
    assert len(answers) == 1


def test_eight_failures_brake_one_name_at_one_address_and_nobody_else(house: House):
    _with_password(house, "staff")
    _with_password(house, "chief")
    for _ in range(8):
        with pytest.raises(sign_in.SignInRefused):
            sign_in.sign_in(house.engine, "staff", "wrong", "10.0.0.1")
    with pytest.raises(sign_in.TooManyAttempts):
        sign_in.sign_in(house.engine, "staff", GOOD, "10.0.0.1")
    assert sign_in.sign_in(house.engine, "staff", GOOD, "10.0.0.2")
    assert sign_in.sign_in(house.engine, "chief", GOOD, "10.0.0.1")


def test_closing_an_account_ends_its_sign_ins_and_its_open_workspaces(house: House):
    _with_password(house, "staff")
    token = sign_in.sign_in(house.engine, "staff", GOOD, "10.0.0.1")
    opened = sign_in.find(house.engine, token)
    service.disable_account(house.ws("north_admin"), "staff")
    assert sign_in.find(house.engine, token) is None
    assert sign_in.still_open(house.engine, [opened.id]) == set()
    with pytest.raises(NotAllowed):
        service.set_language(house.ws("staff"), "en")


def test_a_changed_password_ends_every_other_sign_in(house: House):
    _with_password(house, "staff")
    here = sign_in.sign_in(house.engine, "staff", GOOD, "10.0.0.1")
    elsewhere = sign_in.sign_in(house.engine, "staff", GOOD, "10.0.0.2")
    account_id = house.accounts["staff"][0]
    sign_in.change_password(house.engine, account_id, GOOD, "maple-stone-31", keep=here)
    assert sign_in.find(house.engine, here) is not None
    assert sign_in.find(house.engine, elsewhere) is None


@pytest.mark.parametrize("weak", ["short1", "aaaaaaaaaa", "staff-2020", GOOD])
def test_a_weak_or_unchanged_password_is_refused(house: House, weak: str):
    _with_password(house, "staff")
    with pytest.raises(sign_in.PasswordTooWeak):
        sign_in.change_password(house.engine, house.accounts["staff"][0], GOOD, weak)


def test_a_new_account_signs_in_once_and_must_change_its_password(house: House):
    _, password = service.add_account(
        house.ws("admin"), "new.colleague", "New", house.unions["north"], [Role.STAFF]
    )
    token = sign_in.sign_in(house.engine, "new.colleague", password, "10.0.0.1")
    assert sign_in.find(house.engine, token).must_change_password


@pytest.mark.parametrize("name", ["", "x", "Zhang San", "9lives", "a" * 50, "张三", "a;b"])
def test_an_unfit_user_name_is_refused(house: House, name: str):
    with pytest.raises(service.UsernameUnfit):
        service.add_account(house.ws("admin"), name, "X", house.unions["city"], [])


def test_a_taken_user_name_is_refused(house: House):
    with pytest.raises(service.UsernameTaken):
        service.add_account(house.ws("admin"), "STAFF", "X", house.unions["city"], [])


@pytest.mark.parametrize(
    ("who", "where", "is_allowed"),
    [
        ("admin", "city", True),
        ("admin", "firm", True),
        ("north_admin", "north", True),
        ("north_admin", "firm", True),
        ("north_admin", "south", False),
        ("north_admin", "city", False),
        ("organiser", "city", False),
    ],
)
def test_an_administrator_manages_the_own_organisation_and_those_below(
    house: House, who: str, where: str, is_allowed: bool
):
    with house.system.reading() as session:
        account_id = house.accounts[who][0]
        assert may(session, account_id, Permission.MANAGE_ACCOUNTS, house.unions[where]) == is_allowed


def test_somebody_elses_organisation_is_refused_by_the_service(house: House):
    with pytest.raises(NotAllowed):
        service.add_account(house.ws("north_admin"), "spy", "Spy", house.unions["south"], [])
    with pytest.raises(NotAllowed):
        service.disable_account(house.ws("north_admin"), "chief")


def test_a_reset_password_ends_sign_ins_and_must_be_changed(house: House):
    _with_password(house, "staff")
    token = sign_in.sign_in(house.engine, "staff", GOOD, "10.0.0.1")
    fresh = service.reset_password(house.ws("north_admin"), "staff")
    assert sign_in.find(house.engine, token) is None
    again = sign_in.sign_in(house.engine, "staff", fresh, "10.0.0.1")
    assert sign_in.find(house.engine, again).must_change_password


def test_an_installation_is_founded_once(engine: Engine):
    ws = Workspace(engine)
    password = service.found_installation(ws, "City", "boss", "Boss", is_training=False)
    assert sign_in.sign_in(engine, "boss", password, "")
    with pytest.raises(service.AlreadyFounded):
        service.found_installation(ws, "City", "other", "Other", is_training=False)
    with ws.reading() as session:
        assert session.get(Installation, 1).is_training is False


@pytest.fixture
def worker(house: House) -> int:
    with house.system.transaction() as session:
        session.add(District(code="430202", name="North"))
        session.flush()
        enterprise = Enterprise(
            name="Firm", uscc="91430299MA0000000M", industry="rail", district_code="430202",
            union_id=house.unions["firm"],
        )  # fmt: skip
        session.add(enterprise)
        session.flush()
        made = Worker(
            name="Worker", identity="430299197508121239", phone="14000000001",
            identity_blind=key_ring().blind("430299197508121239"), enterprise_id=enterprise.id,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


def test_personal_columns_are_unreadable_in_the_database_and_in_the_audit(house: House, worker: int):
    with house.engine.connect() as connection:
        raw = connection.exec_driver_sql("SELECT identity, phone FROM worker").one()
        audited = connection.exec_driver_sql("SELECT after FROM audit WHERE table_name = 'worker'").one()
    for text in (*raw, *audited):
        assert "430299197508121239" not in text
        assert "14000000001" not in text


def test_a_list_of_workers_is_masked_and_ends_at_the_own_organisation(house: House, worker: int):
    [row] = reports.workers(house.ws("staff")).itertuples()
    assert (row.id, row.identity, row.phone) == (worker, "430299********1239", "140****0001")
    for stranger in ("organiser", "south_organiser", "judge1"):
        assert reports.workers(house.ws(stranger)).empty


def test_a_worker_is_found_by_identity_through_the_blind_index(house: House, worker: int):
    assert service.find_worker(house.ws("staff"), "430299197508121239") == worker
    assert service.find_worker(house.ws("staff"), "430299197508121238") is None


def test_looking_at_an_identity_needs_a_reason_and_leaves_an_audit_row(house: House, worker: int):
    with pytest.raises(service.ReasonMissing):
        service.unmask_worker(house.ws("staff"), worker, " ")
    seen = service.unmask_worker(house.ws("staff"), worker, "matching a bank return")
    assert seen.identity == "430299197508121239"
    with house.system.reading() as session:
        row = session.exec(select(AuditRow).order_by(AuditRow.id.desc())).first()
    assert (row.who, row.reason) == ("Staff", "matching a bank return")
    assert "430299197508121239" not in row.model_dump_json()


def test_looking_at_an_identity_needs_the_permission_there(house: House, worker: int):
    for stranger in ("organiser", "south_organiser", "judge1"):
        with pytest.raises(NotAllowed):
            service.unmask_worker(house.ws(stranger), worker, "curious")


def test_activity_shows_the_own_doings_and_an_organisation_to_its_organiser(house: House):
    service.set_language(house.ws("judge1"), "en")
    house.competition(judges=1)
    assert {a.who for a in reports.recent_activity(house.ws("judge1"))} == {"Judge1"}
    assert "Created the competition “Welders”" in [
        a.text for a in reports.recent_activity(house.ws("organiser"))
    ]
    assert reports.recent_activity(house.ws("south_organiser")) == []
