"""Equations with very many unknowns of one kind (entries) and few of another (judges, criteria, steps)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .arrays import Floats

BLOCK = 2_000_000
"""Numbers held at once while variances are computed."""

LEAST = 1e-12
"""An unknown whose own coefficient is smaller is as good as open."""


@dataclass(frozen=True)
class Eliminated:
    """The symmetric system [[diag(own), cross], [cross', rest]], solved for the few once the many are out.

    `own` holds n numbers above 0, `cross` is sparse n × p, `rest` is p × p. The columns of `free` (p × g)
    are directions among the few that the system leaves open, each orthogonal to the others; a solution has
    no part in them, so directions of ones make the named unknowns sum to 0. Memory grows with p².
    """

    own: Floats
    cross: Any
    rest: Floats
    free: Floats

    @cached_property
    def _unit_free(self) -> Floats:
        return self.free / np.linalg.norm(self.free, axis=0)

    @cached_property
    def _weight(self) -> float:
        """The size of `rest`, given to the open directions so that the system can be factored."""
        return float(np.trace(self.rest) / len(self.rest))

    @cached_property
    def _factor(self) -> Any:
        from scipy.linalg import cho_factor

        if self.own.min() < LEAST:
            raise np.linalg.LinAlgError("One of the many is left open.")
        shared = (self.cross.T @ (self.cross / self.own[:, None])).toarray()
        open_ = self._weight * self._unit_free @ self._unit_free.T
        return cho_factor(self.rest - shared + open_)

    def solved(self, many: Floats, few: Floats) -> tuple[Floats, Floats]:
        """Return the unknowns, many and few, for right-hand sides of the same lengths.

        Raises `numpy.linalg.LinAlgError` if more is left open than `free` says.
        """
        from scipy.linalg import cho_solve

        of_few = cho_solve(self._factor, few - self.cross.T @ (many / self.own))
        return (many - self.cross @ of_few) / self.own, of_few

    def variances(self) -> tuple[Floats, Floats]:
        """Return the diagonal of the inverse, of the many and of the few; exactly 0 at the least."""
        from scipy.linalg import cho_solve

        whole = cho_solve(self._factor, np.eye(len(self.rest)))
        inverse = whole - self._unit_free @ self._unit_free.T / self._weight
        return 1 / self.own + self._spread(inverse), np.diag(inverse).clip(min=0.0)

    def _spread(self, inverse: Floats) -> Floats:
        """Return what each of the many inherits from the few: the diagonal of W inverse W'."""
        weights = (self.cross / self.own[:, None]).tocsr()
        rows = max(1, BLOCK // len(inverse))
        blocks = (weights[start : start + rows] for start in range(0, weights.shape[0], rows))
        return np.concatenate([np.asarray(block.multiply(block @ inverse).sum(axis=1)) for block in blocks])
