"""Bringing an employer's payroll of one month in from Excel."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from ...common.calendar import workdays_between
from ...common.errors import N_, NotAllowed
from ...common.tabular import RowProblem
from ...common.text import translate
from ...ui.importing import Imported, ImportWizard
from ..payroll_list import payroll_columns, payroll_row, row_problems
from ..refusals import NoCaseChosen
from ..reports.wages import case_facts
from ..rules.standstill import month_of
from ..service.payrolls import import_payroll, remove_payroll
from ..wage_facts import month as month_typed


class PayrollWizard(ImportWizard):
    """Import of a payroll into a case; it can be undone as a whole."""

    under = "audit"
    title = N_("Payroll")

    def visit(self, case: int | None = None, month: str = "", area: int | str = "") -> None:
        """Begin an import into a case, for a month and an area."""
        if not case:
            raise NoCaseChosen
        found = case_facts(self.ws, case)
        if not found.may_save:
            raise NotAllowed
        self.columns = payroll_columns()
        self._case, self._area = found.id, str(area) or found.area
        self._month = month_typed(month)
        self._workdays = workdays_between(*month_of(self._month))
        self._digest = ""
        super().visit()

    def read(self, name: str, content: bytes) -> None:
        """Read the file and keep its fingerprint."""
        with self.working(translate(N_("Reading the file"))):
            super().read(name, content)
        self._digest = hashlib.sha256(content).hexdigest()

    def check(self, rows: Sequence[dict[str, Any]]) -> list[RowProblem]:
        """Return what is wrong within rows: too many days, more overtime pay than pay."""
        return row_problems(rows, self._workdays)

    def commit(self, rows: Sequence[dict[str, Any]]) -> Imported:
        """Put the payroll on file."""
        lines = [payroll_row(row, self._workdays) for row in rows]
        with self.working(translate(N_("Putting the payroll on file"))) as progress:
            made = import_payroll(self.ws, self._case, self._month, self._area, lines, self._digest, progress)
        return Imported(len(lines), undo=lambda: remove_payroll(self.ws, made))
