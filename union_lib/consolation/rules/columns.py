"""Whole fen for very many people at once: whole numbers over NumPy, and the largest remainders found without sorting.

No float decides a fen. Where 64 bits would not do, the columns become Python integers: slower, never wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .amounts import AmountUnusable, NobodyListed

Ints = NDArray[Any]
Bools = NDArray[np.bool_]
ROOM = 2**62
BLOCK = 2**16
BOOLEANS = frozenset({bool, np.bool_})


def fen_column(amounts: Sequence[int] | Ints) -> Ints:
    """Return amounts as a column of whole numbers; raises `NobodyListed` or `AmountUnusable`.

    >>> fen_column([1, 2])
    array([1, 2])
    """
    column = np.asarray(amounts)
    if not column.size:
        raise NobodyListed
    has_flags = not isinstance(amounts, np.ndarray) and not BOOLEANS.isdisjoint(map(type, amounts))
    if has_flags or column.dtype.kind not in "iu":
        column = _from_objects(amounts)
    if column.dtype.kind == "u" and int(column.max()) < ROOM:
        column = column.astype(np.int64)
    if int(column.min()) < 0:
        line = int(np.argmax(column < 0))
        raise AmountUnusable(line + 1, str(column[line]))
    return column


def _from_objects(amounts: Sequence[int] | Ints) -> Ints:
    """Return Python integers of any size; anything else is refused."""
    for line, amount in enumerate(amounts, 1):
        if isinstance(amount, bool | np.bool_) or not isinstance(amount, int | np.integer):
            raise AmountUnusable(line, str(amount))
    return np.array([int(amount) for amount in amounts], dtype=object)


def roomy(column: Ints, largest: int) -> Ints:
    """Return the column as Python integers if a number computed from it may leave 64 bits."""
    return column if largest < ROOM and column.dtype != object else column.astype(object)


def total(column: Ints) -> int:
    """Return the exact sum, however large."""
    if column.dtype == object or not column.size:
        return int(sum(column.tolist()))
    if int(column.max()) * column.size < ROOM:
        return int(column.sum(dtype=np.int64))
    return (int((column >> 32).sum()) << 32) + int((column & 0xFFFFFFFF).sum())


def total_where(column: Ints, chosen: Bools) -> int:
    """Return the exact sum of the chosen lines."""
    if column.dtype == object:
        return total(column[chosen])
    return sum(total(column[block] * chosen[block]) for block in blocks(column.size))


def blocks(size: int) -> Iterator[slice]:
    """Yield slices that together cover a column, each small enough to stay in the processor's cache."""
    return (slice(start, start + BLOCK) for start in range(0, size, BLOCK))


def give_left_over(whole: Ints, remainders: Ints, left_over: int) -> Ints:
    """Give one more to the largest remainders, the first of equals first, in place; return the column.

    >>> give_left_over(np.array([3, 3, 3]), np.array([1, 2, 1]), 2)
    array([4, 4, 3])
    """
    if not left_over:
        return whole
    at = remainders.size - left_over
    border = np.partition(remainders, at)[at]
    larger = remainders > border
    whole += larger
    first_equals = np.flatnonzero(remainders == border)[: left_over - int(np.count_nonzero(larger))]
    whole[first_equals] += 1
    return whole
