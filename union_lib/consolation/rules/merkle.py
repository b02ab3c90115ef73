"""One fingerprint for a whole list, so that each recipient can prove to be on it (RFC 6962, section 2.1).

Leaves are hashed with a first byte 0, nodes with a first byte 1: a node can never pass for a leaf.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ...common.errors import N_, RuleViolation


@dataclass(eq=False)
class NotInTree(RuleViolation):
    """A line was asked for that the list does not have."""

    line: int
    lines: int

    what = N_("There is no line {line} in a list of {lines}.")
    todo = N_("Check the number of the line in the notice.")


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one line of the list."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two hashes."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Tree:
    """All hashes of a list, `levels[0]` the leaves' and the last the root's alone."""

    levels: tuple[tuple[bytes, ...], ...]

    @property
    def size(self) -> int:
        """Return how many leaves there are."""
        return len(self.levels[0])

    @property
    def root(self) -> bytes:
        """Return the fingerprint of the list; of an empty list the hash of nothing."""
        return self.levels[-1][0] if self.size else sha256().digest()

    def path(self, index: int) -> list[bytes]:
        """Return the audit path of a leaf (from 0), lowest level first; raises `NotInTree`."""
        if not 0 <= index < self.size:
            raise NotInTree(index + 1, self.size)
        path = []
        for level in self.levels[:-1]:
            if (index ^ 1) < len(level):
                path.append(level[index ^ 1])
            index >>= 1
        return path


def tree(leaves: Iterable[bytes]) -> Tree:
    """Return the tree of a list.

    RFC 6962 splits at the largest power of two below the size. Pairing from the left and handing an odd last hash up
    unchanged gives the same tree.

    >>> tree([b"", bytes(1)]).root.hex()[:16]
    'fac54203e7cc696c'
    """
    levels = [tuple(leaf_hash(leaf) for leaf in leaves)]
    while len(levels[-1]) > 1:
        levels.append(_level_above(levels[-1]))
    return Tree(tuple(levels))


def _level_above(level: Sequence[bytes]) -> tuple[bytes, ...]:
    paired = [node_hash(a, b) for a, b in zip(level[::2], level[1::2], strict=False)]
    return (*paired, *level[len(paired) * 2 :])


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the path proves the leaf to stand at the index (from 0) of a list of that size and root.

    Source: RFC 9162, section 2.1.3.2, which states RFC 6962's check step by step.

    >>> list_of_three = tree([b"a", b"b", b"c"])
    >>> is_included(b"c", 2, 3, list_of_three.path(2), list_of_three.root)
    True
    """
    if not 0 <= index < size:
        return False
    found, last = leaf_hash(leaf), size - 1
    for hash in path:
        if not last:
            return False
        if index & 1 or index == last:
            found = node_hash(hash, found)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            found = node_hash(found, hash)
        index, last = index >> 1, last >> 1
    return not last and found == root
