"""Measure and print one table: medians of interleaved runs, ours and what somebody would use instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

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
    peak_mb: float | None = None


def seconds(work: Callable[[], Any]) -> float:
    """Return how long the work took."""
    start = perf_counter()
    work()
    return perf_counter() - start


def measured(cases: Sequence[Case]) -> Iterator[tuple[Case, float, float | None]]:
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


def shown(s: float | None) -> str:
    """Return a time as people read it.

    >>> shown(0.00042), shown(0.0123), shown(12.3), shown(None)
    ('0.4 ms', '12.3 ms', '12.3 s', '—')
    """
    if s is None:
        return NO_PEER
    return f"{s:.1f} s" if s >= 1 else f"{s * 1000:.1f} ms"


def print_table(cases: Sequence[Case]) -> None:
    """Measure the cases and print a line of each; a ratio below 1 is in our favour."""
    print(f"{'':58}{'ours':>10}{'peer':>10}{'ratio':>9}{'rows/s':>11}{'peak MB':>9}  peer is")
    for case, ours, peer in measured(cases):
        ratio = f"{ours / peer:.2g}" if peer else NO_PEER
        rate = f"{case.rows / ours:,.0f}" if case.rows else ""
        times = f"{shown(ours):>10}{shown(peer):>10}{ratio:>9}{rate:>11}"
        peak = f"{case.peak_mb:,.0f}" if case.peak_mb else ""
        print(f"{case.title:58}{times}{peak:>9}  {case.peer_title}")
