"""Bringing entries and judges in from Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from ...common.tabular import RowProblem
from ...ui.importing import Imported, ImportWizard
from .. import service
from ..imports import ENTRY_IMPORT, JUDGE_IMPORT, ListImport
from ..refusals import NothingChosen
from .desk import Desk


class _ListWizard(ImportWizard):
    """An import into the competition on the desk."""

    job: ClassVar[ListImport]

    def __init__(self, ws: Any = None, desk: Desk | None = None, **state: Any) -> None:
        self.desk = desk or Desk()
        super().__init__(ws, **state)

    def visit(self, competition: int | None = None) -> None:
        """Begin an import into a competition."""
        self.desk.take(self.ws, competition)
        self.columns = self.job.columns(self.ws, self.competition_id)
        super().visit()

    @property
    def competition_id(self) -> int:
        """The competition the rows go into; `NothingChosen` when there is none."""
        if not self.desk.competition:
            raise NothingChosen
        return self.desk.competition

    def check(self, rows: Sequence[dict[str, Any]]) -> list[RowProblem]:
        """Return the rows that stand twice in the file."""
        return self.job.check(self.ws, self.competition_id, rows)


class EntryWizard(_ListWizard):
    """Import of entries; it can be undone as a whole as long as no mark hangs on them."""

    under = "entries"
    title = ENTRY_IMPORT.title
    job = ENTRY_IMPORT

    def commit(self, rows: Sequence[dict[str, Any]]) -> Imported:
        """Save the entries."""
        done = self.job.commit(self.ws, self.competition_id, rows)
        undo = self._undo_of(done.ids) if done.ids and not done.updated else None
        return Imported(done.added, done.updated, len(rows) - done.added - done.updated, undo)

    def _undo_of(self, ids: list[int]) -> Callable[[], None]:
        competition_id = self.competition_id
        return lambda: (service.remove_entries(self.ws, competition_id, ids), None)[1]


class JudgeWizard(_ListWizard):
    """Import of judges; the sign-in slips of new accounts go to the staff list."""

    under = "staff"
    title = JUDGE_IMPORT.title
    job = JUDGE_IMPORT

    def commit(self, rows: Sequence[dict[str, Any]]) -> Imported:
        """Appoint the judges."""
        done = self.job.commit(self.ws, self.competition_id, rows)
        self.desk.slips.extend(done.made)
        return Imported(done.added, done.updated)
