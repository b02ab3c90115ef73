"""Killed in the middle of a save: the database holds the old marks or the new ones, never half of each."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from select import select
from time import perf_counter
from typing import IO

import pytest
from sqlalchemy import Engine

from tests.conftest import build_house
from tests.kill_target import batch_mark
from union_lib.store import audit, database

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
    pytest.mark.xdist_group("kill"),
]
ROUNDS, CELLS = 50, 60


@pytest.fixture
def target(sqlite_engine: Engine, speaks_english: None) -> Iterator[subprocess.Popen[bytes]]:
    """A warm process that begins to save sixty marks whenever it is asked to."""
    competition = build_house(sqlite_engine).competition(entries=CELLS // 2)
    command = [sys.executable, "-m", "tests.kill_target", str(sqlite_engine.url), str(competition), "judge1"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, bufsize=0) as process:
        yield process
        process.stdin.close()


def begin(target: subprocess.Popen[bytes]) -> tuple[int, IO[bytes]]:
    """Let a child begin to save; return its id and where it will say that it is through."""
    target.stdin.write(b"go\n")
    said = target.stdout.readline().split()
    assert said[0] == b"begun"
    return int(said[1]), target.stdout


def kill(target: subprocess.Popen[bytes], child: int) -> bool:
    """Kill the child outright; tell whether it had said that its marks were saved."""
    os.kill(child, signal.SIGKILL)
    said = [target.stdout.readline()]
    if said[0] != b"gone\n":
        said.append(target.stdout.readline())
    assert said[-1] == b"gone\n"
    return len(said) == 2


def seconds_of_a_save(target: subprocess.Popen[bytes]) -> float:
    """Let one save run to its end and return how long it took."""
    child, out = begin(target)
    start = perf_counter()
    select([out], [], [])
    took = perf_counter() - start
    assert kill(target, child)
    return took


def whole_versions(on: Engine) -> int:
    """Return how many versions of the sheet there are, each of them whole, the database sound."""
    with sqlite3.connect(on.url.database) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = raw.execute(
            "SELECT version, value, COUNT(*) FROM mark GROUP BY version, value ORDER BY version"
        )
        versions = found.fetchall()
    raw.close()
    assert versions == [(v, format(batch_mark(v), "f"), CELLS) for v in range(1, len(versions) + 1)]
    with database.reading(on) as session:
        assert audit.verify(session).broken_at is None
    return len(versions)


def test_a_save_that_is_killed_leaves_all_old_or_all_new_marks(
    sqlite_engine: Engine, target: subprocess.Popen[bytes]
):
    rng, outcomes = random.Random(50), Counter[tuple[bool, bool]]()
    longest = 1.6 * max(seconds_of_a_save(target) for _ in range(3))
    before = whole_versions(sqlite_engine)
    for _ in range(ROUNDS):
        child, out = begin(target)
        select([out], [], [], rng.uniform(0, longest))
        was_told = kill(target, child)
        after = whole_versions(sqlite_engine)
        assert after - before in (0, 1)
        assert after > before or not was_told
        outcomes[after > before, was_told] += 1
        before = after
    in_the_middle, in_time = outcomes[False, False], outcomes[True, True] + outcomes[True, False]
    assert in_the_middle >= 3, outcomes
    assert in_time >= 3, outcomes
