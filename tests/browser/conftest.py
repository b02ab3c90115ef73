"""A real server with demo data, and people at real browsers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import Engine
from sqlmodel import select

from tests.browser.chromium import FLAGS, WHAT_TO_DO, chromium
from union_lib.demo.load import PASSWORD
from union_lib.registry.tables import Account
from union_lib.store import database
from union_lib.store.secrets import key_ring
from union_lib.workspace import Actor, Workspace

FIRST_SCREEN_MS = 60_000
expect.set_options(timeout=15_000)


@dataclass
class Server:
    """A running workbench: where it is, and its database for what other people do meanwhile."""

    url: str
    var: Path
    process: subprocess.Popen[bytes]
    engine: Engine

    def ws(self, username: str) -> Workspace:
        """Return the workspace of somebody at another machine."""
        with database.reading(self.engine) as session:
            account = session.exec(select(Account).where(Account.username == username)).one()
        return Workspace(self.engine, Actor(account.id, account.name), is_training=True)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_server(var: Path, port: int) -> subprocess.Popen[bytes]:
    """Start `union serve` and wait until it answers."""
    environment = {**os.environ, "UNION_VAR": str(var)}
    command = [sys.executable, "-m", "union_lib", "serve", "--port", str(port)]
    log = (var.parent / f"server-{port}.log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError((var.parent / f"server-{port}.log").read_text())


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The workbench with demo data, as `make serve` starts it; with the key of this process."""
    var = tmp_path_factory.mktemp("workbench") / "var"
    var.mkdir()
    key_ring()
    (var / "union.key").write_bytes((Path(os.environ["UNION_VAR"]) / "union.key").read_bytes())
    port = free_port()
    process = start_server(var, port)
    engine = database.make_engine(f"sqlite:///{var / 'union.db'}")
    yield Server(f"http://127.0.0.1:{port}", var, process, engine)
    engine.dispose()
    process.terminate()
    assert process.wait(timeout=20) == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    path = chromium()
    assert path is not None, WHAT_TO_DO
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Keep a picture of every open page when a browser test fails."""
    report = yield
    people = item.funcargs.get("people", []) if hasattr(item, "funcargs") else []
    if report.when == "call" and report.failed:
        folder = Path("test-results")
        folder.mkdir(exist_ok=True)
        for number, person in enumerate(people):
            person.page.screenshot(path=folder / f"{item.name[:60]}-{number}.png")
    return report


@dataclass
class Person:
    """Somebody signed in at a browser of their own; keeps what went wrong in it."""

    server: Server
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, path: str) -> Page:
        """Open a page of an app and wait until its screen is drawn."""
        self.page.goto(f"{self.server.url}/app/{path}")
        return self.drawn()

    def drawn(self) -> Page:
        """Wait until the screen is drawn, not merely until the cell has run."""
        self.page.locator("[data-ready]").wait_for(timeout=FIRST_SCREEN_MS)
        expect(self.page.locator("#loading")).to_have_count(0)
        return self.page

    def tab(self) -> Page:
        """Open a second tab of the same sign-in."""
        page = self.context.new_page()
        self.watch(page)
        return page

    def watch(self, page: Page) -> None:
        """Note errors of ours and every host that is asked for something."""
        page.on("pageerror", lambda error: self.problems.append(f"page: {error}"))
        page.on("console", self._hear)
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def _hear(self, message) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def expect_refused_reconnection(self) -> None:
        """Allow that a page whose session has ended tries its channel once more and is refused."""
        self.problems = [p for p in self.problems if not ("/channels" in p and "response code: 403" in p)]

    def confirm(self) -> None:
        """Answer yes to the question that is asked."""
        self.page.get_by_test_id("confirm-yes").click()
        expect(self.page.get_by_test_id("confirm")).to_have_count(0)

    def told(self, text: str) -> None:
        """Expect a notice that says this."""
        expect(self.page.get_by_test_id("notice").filter(has_text=text).last).to_be_visible()


SignInAs = Callable[..., Person]


@pytest.fixture
def people() -> list[Person]:
    """Whoever signed in during the test."""
    return []


@pytest.fixture
def sign_in(server: Server, browser: Browser, people: list[Person]) -> Iterator[SignInAs]:
    """Sign somebody in through the sign-in page; at the end nobody may have seen an error of ours."""

    def as_(username: str, password: str = PASSWORD, *, width: int = 1366, height: int = 768) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True
        )
        person = Person(server, context, context.new_page())
        person.watch(person.page)
        people.append(person)
        person.page.goto(f"{server.url}/login")
        person.page.get_by_label("登录名", exact=True).fill(username)
        person.page.locator("input[name=password]").fill(password)
        person.page.keyboard.press("Enter")
        person.page.wait_for_url(lambda url: "/login" not in url)
        return person

    yield as_
    host = server.url.removeprefix("http://")
    problems = [problem for person in people for problem in person.problems]
    hosts = {name for person in people for name in person.hosts}
    for person in people:
        person.context.close()
    assert problems == []
    assert hosts - {host, ""} == set()
