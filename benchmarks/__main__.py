"""Put the areas' cases together, measure them and print one table."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import ExitStack
from importlib import import_module

from . import KEPT
from .measure import Case, print_table

AREAS = (
    "scoring",
    "bulk",
    "keeping",
    "fairness",
    "allocation",
    "duplicates",
    "pipeline",
    "payslips",
    "deadlines",
)
"""Modules whose `cases(stack)` returns what they measure; the stack closes what they open."""


def cases_of(area: str, stack: ExitStack) -> list[Case]:
    """Return one area's cases; its imports are its own."""
    found: list[Case] = import_module(f".{area}", __package__).cases(stack)
    return found


def main() -> None:
    """Measure every area, or only one, and print the table."""
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=AREAS, help="measure one area instead of all")
    only = parser.parse_args().only
    with ExitStack() as stack:
        stack.callback(KEPT.cleanup)
        print_table([case for area in ([only] if only else AREAS) for case in cases_of(area, stack)])


if __name__ == "__main__":
    main()
