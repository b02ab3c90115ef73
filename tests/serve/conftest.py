"""One server for all tests of this folder, on a database with a few invented people."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, update

from tests.serve.visitor import PASSWORD, Page, Visitor
from union_lib.registry.sign_in import hash_password
from union_lib.registry.tables import Account, SignIn, Union, UnionLevel
from union_lib.store import database

PEOPLE = ("li.wen", "wang.fang", "zhao.min", "sun.hao", "zhou.jie", "qian.yu", "wu.gang", "zheng.li")
NEWCOMER = "feng.ke"
SHOW_ENVIRONMENT = """
import json, os
from IPython.display import display
display({"text/plain": json.dumps(dict(os.environ))}, raw=True)
"""
NOTEBOOKS = {
    "plain": SHOW_ENVIRONMENT,
    "workbench": "1",
    "widget": "import ipywidgets\nipywidgets.IntSlider()",
    "broken": "secret = 'of the cell'\nraise ValueError('of the notebook')",
}


@dataclass
class Server:
    """A running server and what it stands on."""

    process: subprocess.Popen[bytes]
    port: int
    var: Path
    log: Path

    def visitor(self, username: str = "") -> Visitor:
        """Return somebody new at the door, signed in if a name is given."""
        visitor = Visitor(self.port)
        if username:
            assert visitor.sign_in(username).status == 303
        return visitor

    def kernels(self) -> list[psutil.Process]:
        """Return the kernels that are running."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def kernel(self, page: Page) -> psutil.Process:
        """Return the kernel that works for a page."""
        return next(kernel for kernel in self.kernels() if page.kernel_id in command(kernel))

    @property
    def engine(self) -> Engine:
        """The server's database, as an administrator's command reaches it."""
        return database.make_engine(f"sqlite:///{self.var / 'union.db'}")

    def close_account(self, username: str) -> None:
        """Close an account, as its administrator would."""
        with database.writing(self.engine) as session:
            session.execute(update(Account).where(Account.username == username).values(is_closed=True))

    def shift_sign_ins(self, username: str, **moments: object) -> None:
        """Set when the sign-ins of somebody began or were last seen."""
        with database.writing(self.engine) as session:
            account_id = (
                session.connection()
                .exec_driver_sql("SELECT id FROM account WHERE username = ?", (username,))
                .scalar()
            )
            session.execute(update(SignIn).where(SignIn.account_id == account_id).values(**moments))


def command(process: psutil.Process) -> str:
    """Return how a process was started, empty when it has just ended."""
    with suppress(psutil.NoSuchProcess):
        return " ".join(process.cmdline())
    return ""


def ends(process: psutil.Process, within_s: float = 15) -> bool:
    """Return whether a process ends in time."""
    gone, _ = psutil.wait_procs([process], within_s)
    return bool(gone)


def write_notebooks(folder: Path) -> None:
    for name, code in NOTEBOOKS.items():
        cell = {"cell_type": "code", "source": code, "metadata": {}, "outputs": [], "execution_count": None}
        book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        (folder / f"{name}.ipynb").write_text(json.dumps(book), "utf-8")


def invite_people(on: Engine) -> None:
    database.metadata.create_all(on)
    kept = hash_password(PASSWORD)
    with database.writing(on) as session:
        union = Union(name="湘江市总工会", level=UnionLevel.CITY, path="/1/")
        session.add(union)
        session.flush()
        for username in (*PEOPLE, NEWCOMER):
            account = Account(username=username, name=username, union_id=union.id or 0, password_hash=kept)
            account.must_change_password = username == NEWCOMER
            session.add(account)
        session.connection().exec_driver_sql(
            "INSERT INTO installation (id, is_training, key_check, made_at) VALUES (1, 1, '', '2020-03-25')"
        )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(folder: Path, pages: int) -> Iterator[Server]:
    """Run a server in a folder; it is ready when this begins and gone when it ends."""
    apps, var, log = folder / "apps", folder / "var", folder / "log.txt"
    apps.mkdir()
    var.mkdir()
    write_notebooks(apps)
    invite_people(database.make_engine(f"sqlite:///{var / 'union.db'}"))
    hostile = {"UNION_ACCOUNT": "999", "UNION_SECRET": "secret", "API_TOKEN": "secret"}
    environment = {**os.environ, **hostile, "UNION_VAR": str(var)}
    command = [sys.executable, "-m", "tests.serve.launch", str(port := free_port()), str(apps), str(pages)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=file)
    try:
        assert process.stdout is not None
        assert b"is open at" in process.stdout.readline(), log.read_text("utf-8")
        yield Server(process, port, var, log)
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server everybody shares."""
    with running(tmp_path_factory.mktemp("serve"), pages=12) as shared:
        yield shared


@pytest.fixture(scope="session")
def colleague(server: Server) -> Visitor:
    """Somebody who is signed in, for tests that only look."""
    return server.visitor("li.wen")
