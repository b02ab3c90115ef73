"""Putting the invented town and its competitions into an empty database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Engine, inspect
from sqlmodel import Session, select

from ..common.errors import N_, RuleViolation
from ..registry.service import add_union, found_installation, grant_role, new_account
from ..registry.sign_in import hash_password
from ..registry.tables import (
    Account,
    District,
    Enterprise,
    Installation,
    Role,
    Union,
    UnionLevel,
    Worker,
)
from ..serve.doors import DemoAccount as SignInHint
from ..store import backups, database
from ..store.audit import AuditRow, note
from ..store.secrets import key_ring
from ..workspace import Workspace
from . import town as invented

PASSWORD = "gonghui-2020"
FEDERATION = "株洲市总工会"
READY = N_("The demo town is ready")
Step = Callable[[int], Any]


@dataclass(eq=False)
class NotDemoData(RuleViolation):
    """Somebody asked to throw away a database that is not for training."""

    what = N_("This database holds real data, not demo data.")
    todo = N_("Set UNION_VAR to another folder for the demo.")


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo, with its password; `role` is a message id."""

    username: str
    name: str
    role: str
    union: str
    roles: tuple[Role, ...] = ()
    password: str = PASSWORD


ADMIN = DemoAccount("admin", "沈启明", N_("Administrator"), FEDERATION, (Role.ADMINISTRATOR,))
ORGANISER = DemoAccount("organiser", "刘建湘", N_("Competition organiser"), FEDERATION, (Role.ORGANISER,))
CHECKER = DemoAccount("checker", "黄志刚", N_("Mark checker"), FEDERATION, ())
CHIEF = DemoAccount("chief", "谭小春", N_("Chief judge"), FEDERATION, ())
SUPERVISOR = DemoAccount("supervisor", "何静安", N_("Supervisor"), FEDERATION, ())
JUDGE_NAMES = ("王建国", "罗春燕", "彭志明", "易秀兰", "文海军", "唐晓红", "肖伟")
JUDGES = tuple(
    DemoAccount(f"judge{seat}", name, N_("Judge"), FEDERATION, (Role.JUDGE,))
    for seat, name in enumerate(JUDGE_NAMES, 1)
)
REVIEWER = DemoAccount("reviewer", "欧阳慧", N_("Reviewer"), FEDERATION, (Role.REVIEWER,))
APPROVER = DemoAccount("approver", "龙建平", N_("Approver"), FEDERATION, (Role.APPROVER,))
SECOND_APPROVER = DemoAccount("approver2", "汤秀英", N_("Approver"), FEDERATION, (Role.APPROVER,))
CASHIER = DemoAccount("cashier", "丁海燕", N_("Cashier"), FEDERATION, (Role.CASHIER,))
NEGOTIATOR = DemoAccount("negotiator", "陈文斌", N_("Negotiation adviser"), FEDERATION, (Role.NEGOTIATOR,))
STAFF = DemoAccount("staff", "周敏华", N_("Union staff"), FEDERATION, (Role.STAFF,))
OTHERS = (
    STAFF,
    NEGOTIATOR,
    REVIEWER,
    APPROVER,
    SECOND_APPROVER,
    CASHIER,
    DemoAccount(
        "shifeng", "陈立平", N_("Competition organiser of a district"), "石峰区总工会", (Role.ORGANISER,)
    ),
    DemoAccount("analyst", "邓文静", N_("Analyst"), FEDERATION, (Role.ANALYST,)),
    DemoAccount("trainer", "袁晓霞", N_("Trainer"), FEDERATION, (Role.TRAINER,)),
)
ACCOUNTS = (ORGANISER, *JUDGES, CHECKER, CHIEF, SUPERVISOR, *OTHERS, ADMIN)


def demo_accounts() -> tuple[DemoAccount, ...]:
    """Return the accounts of the demo, most used first."""
    return ACCOUNTS


def demo_sign_ins() -> list[SignInHint]:
    """Return the accounts as a practice installation's sign-in page lists them."""
    return [SignInHint(a.username, a.name, a.role, a.password) for a in ACCOUNTS]


def is_demo(on: Engine) -> bool:
    """Tell whether the database was made for training."""
    return _training_mark(on) is True


def holds_anything(on: Engine) -> bool:
    """Tell whether the database has been set up at all, for training or for work."""
    return _training_mark(on) is not None


def is_half_made(on: Engine) -> bool:
    """Tell whether making the demo was broken off before its end."""
    if not is_demo(on):
        return False
    with database.reading(on) as session:
        return session.exec(select(AuditRow.id).where(AuditRow.event == READY)).first() is None


def _training_mark(on: Engine) -> bool | None:
    """Return what the installation says of itself; None where there is none. The key is not needed."""
    if not inspect(on).has_table("installation"):
        return None
    with database.reading(on) as session:
        return session.exec(select(Installation.is_training)).first()


def check_clearable(on: Engine) -> None:
    """Refuse with `NotDemoData` when the database was set up for work."""
    if _training_mark(on) is False:
        raise NotDemoData


def clear_demo(on: Engine) -> None:
    """Throw demo data away, if there are any; `NotDemoData` when the database was set up for work."""
    check_clearable(on)
    if is_demo(on):
        backups.clear(on)


def load_demo(on: Engine, people: int, seed: int, step: Step = lambda _: None) -> None:
    """Fill an empty, migrated database: registry first, then competitions, programmes and cases."""
    from .competitions import load_competitions
    from .negotiations import load_negotiations
    from .programmes import load_programmes

    ws = Workspace(on, is_training=True)
    found_installation(ws, FEDERATION, ADMIN.username, ADMIN.name, is_training=True)
    town = invented.invent(people, seed)
    with ws.transaction() as session:
        unions = _unions(session)
        firms = _enterprises(session, town, unions)
        _accounts(session, unions)
        note(session, N_("Made the demo town"), union_id=unions[FEDERATION].id)
    _workers(on, town, firms, step)
    load_competitions(on, seed)
    load_programmes(on, seed)
    load_negotiations(on, seed)
    with ws.transaction() as session:
        note(session, READY, union_id=None)


def _unions(session: Session) -> dict[str, Union]:
    session.add(District(code=invented.CITY_CODE, name=invented.CITY_NAME))
    session.add_all(District(code=code, name=name) for code, name in invented.DISTRICTS.items())
    session.flush()
    city = session.get_one(Union, 1)
    city.district_code = invented.CITY_CODE
    made = {city.name: city}
    for code, name in invented.DISTRICTS.items():
        made[f"{name}总工会"] = add_union(session, f"{name}总工会", UnionLevel.DISTRICT, city, code)
    for name in invented.INDUSTRY_UNIONS.values():
        made[name] = add_union(session, f"株洲市{name}", UnionLevel.INDUSTRY, city, invented.CITY_CODE)
    return made


def _enterprises(session: Session, town: invented.Town, unions: dict[str, Union]) -> list[int]:
    ids = []
    for firm in town.firms:
        upper = unions[f"{invented.DISTRICTS[firm.district_code]}总工会"]
        own = add_union(session, f"{firm.name}工会", UnionLevel.ENTERPRISE, upper, firm.district_code)
        enterprise = Enterprise(union_id=own.id or 0, **asdict(firm))
        session.add(enterprise)
        session.flush()
        ids.append(enterprise.id or 0)
    return ids


def _accounts(session: Session, unions: dict[str, Union]) -> None:
    admin = session.exec(select(Account).where(Account.username == ADMIN.username)).one()
    admin.password_hash = hash_password(PASSWORD)
    for told in ACCOUNTS:
        if told is not ADMIN:
            union = unions[told.union]
            account = new_account(session, told.username, told.name, union, told.password, must_change=False)
            session.add_all(grant_role(account, union, role) for role in told.roles)


def _workers(on: Engine, town: invented.Town, firms: list[int], step: Step) -> None:
    ring, done = key_ring(), 0
    persons = iter(town.persons())
    while batch := list(islice(persons, 1000)):
        with database.writing(on) as session:
            session.execute(Worker.__table__.insert(), list(_worker_rows(batch, firms, ring)))
        done += len(batch)
        step(done)


def _worker_rows(batch: Iterable[invented.Person], firms: list[int], ring: Any) -> Iterable[dict[str, Any]]:
    for person in batch:
        yield {
            "name": person.name,
            "identity": person.identity,
            "identity_blind": ring.blind(person.identity),
            "phone": person.phone,
            "phone_blind": ring.blind(person.phone),
            "enterprise_id": firms[person.firm],
            "job": person.job,
            "is_migrant": person.is_migrant,
            "joined_on": person.joined_on,
            "version": 1,
        }
