"""Long lists in hand: the collector of reference cycles rests, or it walks the growing list again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Let the collector rest for the time of a block or of a decorated function.

    What is dropped without a cycle is freed at once, as ever; cycles wait until the end.

    >>> with collecting_later():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
