"""Bringing cases in from Excel."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from ...common.errors import N_, NotAllowed
from ...common.tabular import RowProblem
from ...common.text import translate
from ...ui.importing import Imported, ImportWizard
from .. import reports
from ..case_matters import matter_of
from ..imports import case_columns, row_conflicts
from ..reports.running import running_of
from ..service import CaseForm
from ..service.importing import CaseLine, close_cases, open_cases


class CaseImportScreen(ImportWizard):
    """Import of cases into one organisation; it can be undone as a whole."""

    under = "board"
    title = N_("Negotiation cases")

    def visit(self, union: int | None = None) -> None:
        """Begin an import into an organisation: the named one, or the account's uppermost."""
        mine = [union_id for union_id, _ in reports.officer_unions(self.ws)]
        if not mine:
            raise NotAllowed
        self.columns = case_columns(reports.districts(self.ws))
        self._union_id = union if union in mine else mine[0]
        self._digest = ""
        super().visit()

    def read(self, name: str, content: bytes) -> None:
        """Read the file and keep its fingerprint for the audit."""
        with self.working(translate(N_("Reading the file"))):
            super().read(name, content)
        self._digest = hashlib.sha256(content).hexdigest()

    def check(self, rows: Sequence[dict[str, Any]]) -> list[RowProblem]:
        """Return what is wrong between rows, and with cases that are running."""
        return row_conflicts(rows, running_of(self.ws, self._union_id), self.ws.today)

    def commit(self, rows: Sequence[dict[str, Any]]) -> Imported:
        """Open the cases."""
        lines = [_line(row) for row in rows]
        with self.working(translate(N_("Opening the cases"))) as progress:
            opened = open_cases(self.ws, self._union_id, lines, self._digest, progress)
        union_id = self._union_id
        return Imported(len(opened), undo=lambda: (close_cases(self.ws, union_id, opened), None)[1])


def _line(row: dict[str, Any]) -> CaseLine:
    told = {key: row[key] for key in CaseForm.model_fields if row.get(key) is not None}
    _, track, subject = matter_of(told)
    form = CaseForm.model_validate({**told, "track": track, "subject": subject})
    return CaseLine(form, row.get("invited_on"))
