"""Bringing recipients in from Excel."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from traitlets import List

from ...common.errors import N_, NotAllowed
from ...common.tabular import RowProblem
from ...common.text import translate
from ...ui.importing import Imported, ImportWizard
from .. import reports, service
from ..imports import recipient_columns, row_conflicts
from ..list_rows import file_rows


class RecipientWizard(ImportWizard):
    """Import of recipients and their households into the files of one union; it can be undone as a whole."""

    under = "files"
    title = N_("Recipients")

    unions = List().tag(sync=True)

    def visit(self, union: int | None = None) -> None:
        """Begin an import into the files of a union: the named one, or the account's uppermost."""
        self.columns = recipient_columns(self.ws.today)
        mine = [union_id for union_id, _ in reports.organising_unions(self.ws)]
        if not mine:
            raise NotAllowed
        self._union_id = union if union in mine else mine[0]
        self._digest = ""
        super().visit()

    def read(self, name: str, content: bytes) -> None:
        """Read the file and keep its fingerprint for the audit."""
        with self.working(translate(N_("Reading the file"))):
            super().read(name, content)
        self._digest = hashlib.sha256(content).hexdigest()

    def check(self, rows: Sequence[dict[str, Any]]) -> list[RowProblem]:
        """Return what is wrong between rows."""
        return row_conflicts(rows)

    def commit(self, rows: Sequence[dict[str, Any]]) -> Imported:
        """Put the recipients on file."""
        with self.working(translate(N_("Putting recipients on file"))) as progress:
            done = service.file_list(self.ws, self._union_id, file_rows(rows), self._digest, progress)
        undo = self._undo_of(list(done.ids)) if done.ids and not done.updated else None
        return Imported(done.added, done.updated, len(rows) - done.added - done.updated, undo)

    def _undo_of(self, ids: list[int]) -> Callable[[], None]:
        union_id = self._union_id
        return lambda: (service.unfile(self.ws, union_id, ids), None)[1]
