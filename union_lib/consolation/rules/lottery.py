"""A draw that anyone can repeat: whoever has the smaller SHA-256 of `seed|id` comes first.

The seed is announced, or comes from outside (a published lottery number), after the list is closed. Anyone checks
a line with `printf '%s' 'seed|id' | sha256sum`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from ...common.errors import N_, RuleViolation


@dataclass(eq=False)
class DrawnTwice(RuleViolation):
    """The same name or number stands in a draw more than once."""

    id: str

    what = N_("{id} is in the draw more than once.")
    todo = N_("Take the duplicate off the list and draw again.")


@dataclass(frozen=True)
class Draw:
    """A drawn order: the first `places` win, the others wait in this order."""

    seed: str
    order: tuple[str, ...]
    places: int

    @property
    def winners(self) -> tuple[str, ...]:
        """Return who has a place."""
        return self.order[: self.places]

    @property
    def waiting(self) -> tuple[str, ...]:
        """Return who moves up when somebody drops out."""
        return self.order[self.places :]


def lot(seed: str, id: str) -> str:
    """Return the lot of an id: the SHA-256 of `seed|id` in UTF-8, lower-case hexadecimal.

    >>> lot("株洲-2020-03-04", "R002")[:8]
    '3303c5ab'
    """
    return sha256(f"{seed}|{id}".encode()).hexdigest()


def drawn(seed: str, ids: Sequence[str], places: int) -> Draw:
    """Return the draw; with more places than ids all win. Raises `DrawnTwice`.

    >>> drawn("株洲-2020-03-04", ["R001", "R002", "R003"], places=1).winners
    ('R002',)
    """
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise DrawnTwice(id)
        seen.add(id)
    return Draw(seed, tuple(sorted(ids, key=lambda id: lot(seed, id))), max(0, places))


def draw_record(draw: Draw) -> str:
    r"""Return the record that is posted: the seed, then every lot and id in order, winners marked with `*`.

    The lines hold what `sha256sum` prints, so that anyone can compare.

    >>> print(draw_record(drawn("s", ["a", "b"], places=1)))
    seed: s
    places: 1
    *  2fe5d35cd82a3132df78b1c369bc0298bc5364271c5189907439382c73f25d48  a
    -  b443aaa82f0a8848717428fc1f51cf30646b3fef86684e9b568d2a759914b3f5  b
    """
    lines = [
        f"{'*' if rank < draw.places else '-'}  {lot(draw.seed, id)}  {id}"
        for rank, id in enumerate(draw.order)
    ]
    return "\n".join([f"seed: {draw.seed}", f"places: {draw.places}", *lines])


def is_true_record(record: str) -> bool:
    """Tell whether a posted record is what the draw of its own seed and ids gives.

    >>> record = draw_record(drawn("s", ["a", "b"], places=1))
    >>> is_true_record(record), is_true_record(record.replace("*", "-"))
    (True, False)
    """
    try:
        seed, places, *lines = record.split("\n")
        ids = [line.split("  ", 2)[2] for line in lines]
        draw = drawn(seed.removeprefix("seed: "), ids, int(places.removeprefix("places: ")))
    except (ValueError, IndexError, DrawnTwice):
        return False
    return draw_record(draw) == record
