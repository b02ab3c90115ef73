"""Bringing an Excel list in without losing or inventing a row: file, columns, problems, confirmation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from traitlets import Bool, Dict, Int, List, Unicode

from ..common.annotated import annotated_workbook
from ..common.errors import N_, RuleViolation
from ..common.tabular import (
    ENDING,
    MEDIA_TYPE,
    Checked,
    Column,
    RawSheet,
    RowProblem,
    blank_form,
    check_rows,
    match_columns,
    read_sheet,
)
from ..common.text import _, translate
from .kit import Screen
from .uploading import Uploading

FILE, COLUMNS, PROBLEMS, CONFIRM, DONE = range(5)
PROBLEMS_SHOWN = 200
SAMPLES = 3


@dataclass(eq=False)
class ColumnMissing(RuleViolation):
    """A column that must be there has not been found in the file."""

    column: str

    what = N_("“{column}” is required, but no column of the file was chosen for it.")
    todo = N_("Choose the column, or add it to the file and choose the file again.")


@dataclass(eq=False)
class RowsUnsettled(RuleViolation):
    """Rows are wrong and neither mended nor skipped."""

    n: int

    what = N_("{n} rows are still wrong.")
    todo = N_("Correct each of them, or skip it.")


@dataclass
class Imported:
    """What an import did, in rows; the others were skipped or left as they were.

    `undo` takes it back as a whole.
    """

    added: int
    updated: int = 0
    skipped: int = 0
    undo: Callable[[], None] | None = None


class ImportWizard(Uploading, Screen):
    """An import in four steps; nothing is saved before the last button.

    A kind of list gives `title` (message id), `columns`, what else to `check` and how to `commit`; if it is
    about one thing, its `visit` keeps the id and then calls this one.
    """

    file = "vue/import.vue"
    words = {
        "added": N_("Added"),
        "adds_up": N_("Not one row more, not one less"),
        "again": N_("Import another file"),
        "apply": N_("Change to {fix}"),
        "back": N_("Back"),
        "blank": N_("Download the blank form"),
        "check": N_("Check the rows"),
        "column": N_("Column"),
        "columns": N_("Match columns"),
        "confirm": N_("Confirm"),
        "content": N_("In the file"),
        "count_found": N_("{rows} rows with problems, {passed} rows passed"),
        "count_matched": N_("{n} matched"),
        "count_must": N_("Must be settled: {n}"),
        "count_open": N_("{n} to settle"),
        "count_rows": N_("{n} rows"),
        "count_should": N_("Worth a look: {n}"),
        "done": N_("Done"),
        "edit": N_("Correct"),
        "file": N_("Choose the file"),
        "first_rows": N_("First rows of that column"),
        "from_file": N_("Column of the file"),
        "hint": N_(".xlsx, at most {limit} MB; the first row holds the column names."),
        "import": N_("Import {n} rows"),
        "imported": N_("The list is imported"),
        "in_file": N_("Rows in the file"),
        "left": N_("Skipped or unchanged"),
        "matched": N_("matched"),
        "more": N_("The first {shown} of {n} problems are shown; download the rows to see all."),
        "must": N_("required, not matched"),
        "next": N_("Next step"),
        "no_problems": N_("No problems found"),
        "no_problems_text": N_("All {n} rows can be imported."),
        "not_imported": N_("not imported"),
        "ours": N_("Field"),
        "problem": N_("Problem"),
        "problem_rows": N_("Download the problem rows"),
        "problems": N_("Settle problems"),
        "required": N_("required"),
        "row": N_("Row"),
        "save": N_("Accept"),
        "skip": N_("Skip row"),
        "skip_all": N_("Skip the {n} rows that are still wrong"),
        "skipped": N_("Skipped"),
        "source": N_("{field} comes from"),
        "steps": N_("Steps of the import"),
        "text": N_("From Excel; nothing is saved before the last step."),
        "to_import": N_("To import"),
        "todo": N_("What to do"),
        "undo": N_("Undo the import"),
        "unskip": N_("Do not skip"),
        "updated": N_("Updated"),
        "upload": N_("Excel file to import"),
        "which": N_("Which column of the file is it?"),
        "your_value": N_("Correct value for row {row}, {column}"),
    }
    title: ClassVar[str] = ""
    columns: Sequence[Column] = ()

    step = Int(FILE).tag(sync=True)
    heading = Unicode("").tag(sync=True)
    name = Unicode("").tag(sync=True)
    fields: List[Any] = List().tag(sync=True)
    heads: List[Any] = List().tag(sync=True)
    mapping = Dict().tag(sync=True)
    problems: List[Any] = List().tag(sync=True)
    counts = Dict().tag(sync=True)
    may_undo = Bool(False).tag(sync=True)

    def __init__(self, ws: Any = None, **state: Any) -> None:
        super().__init__(ws, **state)
        self._forget()

    def check(self, rows: Sequence[dict[str, Any]]) -> list[RowProblem]:
        """Return what is wrong with rows that are sound in themselves: repeated, unknown, not allowed."""
        return []

    def commit(self, rows: Sequence[dict[str, Any]]) -> Imported:
        """Save the rows in one transaction; each holds its Excel `row` besides the columns' keys."""
        raise NotImplementedError

    def visit(self) -> None:
        """Begin anew."""
        self._forget()
        self.show()

    def show(self) -> None:
        """Say everything again in the spoken language."""
        self.heading = _("Import: {title}").format(title=translate(self.title))
        self.fields = [
            {"key": c.key, "title": translate(c.title), "needed": c.is_needed} for c in self.columns
        ]
        if self.step in (PROBLEMS, CONFIRM):
            self._check()

    def _forget(self) -> None:
        self._raw = RawSheet((), (), ())
        self._edits: dict[tuple[int, str], str] = {}
        self._skipped: set[int] = set()
        self._checked = Checked()
        self._undo: Callable[[], None] | None = None
        self.step, self.name, self.heads, self.mapping, self.problems = FILE, "", [], {}, []
        self.counts, self.may_undo, self.is_dirty = {}, False, False

    # The file

    def read(self, name: str, content: bytes) -> None:
        """Read the file and match its columns."""
        raw = read_sheet(content)
        self._forget()
        self._raw, self.name, self.is_dirty = raw, name, True
        self.mapping = match_columns(raw.heads, self.columns)
        self.heads = [{"title": head, "sample": self._sample(head)} for head in raw.heads]
        self.counts = {"rows": len(raw.rows)}
        self.step = COLUMNS

    def _sample(self, head: str) -> list[str]:
        return [cell for cell in self._raw.column(head)[: 10 * SAMPLES] if cell][:SAMPLES]

    # The columns

    def vue_map(self, asked: Mapping[str, Any]) -> None:
        """Take a field from a column of the file, or from none."""
        key, head = asked["key"], asked.get("head")
        if key in self.mapping and (head is None or head in self._raw.heads):
            self.mapping = {**self.mapping, key: head}

    # The problems

    def vue_go(self, step: int) -> None:
        """Go back, or on to the next step when this one is settled."""
        if not FILE <= step <= min(self.step + 1, CONFIRM) or self.step == DONE or not self._raw.rows:
            return
        if step == PROBLEMS:
            self._require_columns()
            self._check()
        if step == CONFIRM and self.counts["open"]:
            raise RowsUnsettled(self.counts["open"])
        self.step = step

    def _require_columns(self) -> None:
        for column in self.columns:
            if column.is_needed and not self.mapping.get(column.key):
                raise ColumnMissing(translate(column.title))

    def _check(self) -> None:
        """Check every row that is not skipped, as it is in the file or as it was mended."""
        with self.working(_("Checking the rows")) as progress:
            checked = check_rows(self._mended(), self.mapping, self.columns, progress)
        extra = self.check(checked.rows)
        wrong = {problem.row for problem in extra if problem.kind == "bad"}
        rows = [row for row in checked.rows if row["row"] not in wrong]
        self._checked = Checked(rows, sorted(checked.problems + extra, key=lambda problem: problem.row))
        self._count()

    def _mended(self) -> RawSheet:
        """Return the sheet with what was corrected here and without what is skipped."""
        kept = [(n, self._mended_row(n, row)) for n, row in self._numbered() if n not in self._skipped]
        return replace(self._raw, rows=tuple(row for _n, row in kept), numbers=tuple(n for n, _row in kept))

    def _numbered(self) -> list[tuple[int, tuple[str, ...]]]:
        return list(zip(self._raw.numbers, self._raw.rows, strict=True))

    def _mended_row(self, number: int, row: tuple[str, ...]) -> tuple[str, ...]:
        edits = {self.mapping.get(key): text for (at, key), text in self._edits.items() if at == number}
        return tuple(edits.get(head, cell) for head, cell in zip(self._raw.heads, row, strict=True))

    def _count(self) -> None:
        """Set what is shown: the first problems, and counts that add up to the rows of the file."""
        problems = self._checked.problems
        bad = {problem.row for problem in problems if problem.kind == "bad"}
        looks = {problem.row for problem in problems} - bad
        self.counts = {
            "rows": len(self._raw.rows),
            "problems": len(problems),
            "touched": len(bad | looks | self._skipped),
            "passed": len(self._raw.rows) - len(bad | looks | self._skipped),
            "ready": len(self._checked.rows),
            "open": len(bad),
            "looks": len(looks),
            "skipped": len(self._skipped),
        }
        told = [self._told(problem) for problem in problems[:PROBLEMS_SHOWN]]
        self.problems = told + [{"row": row, "is_skipped": True} for row in sorted(self._skipped)]

    def _told(self, problem: RowProblem) -> dict[str, Any]:
        return {
            "row": problem.row,
            "key": self._key(problem.column),
            "column": problem.column,
            "value": problem.value,
            "what": problem.what,
            "todo": problem.todo,
            "kind": problem.kind,
            "fix": problem.fix,
            "is_skipped": False,
        }

    def _key(self, title: str) -> str | None:
        """Return the column a problem is about, if its cell can be corrected here."""
        keys = (c.key for c in self.columns if translate(c.title) == title and self.mapping.get(c.key))
        return next(keys, None)

    def vue_mend(self, asked: Mapping[str, Any]) -> None:
        """Take another text for a cell, then check again."""
        number, key = int(asked["row"]), str(asked["key"])
        if number in self._raw.numbers and self.mapping.get(key):
            self._edits[number, key] = str(asked["text"]).strip()
            self._check()

    def vue_skip(self, number: int) -> None:
        """Skip a row, or do not skip it any more."""
        self._skipped ^= {number} & set(self._raw.numbers)
        self._check()

    def vue_skip_all(self) -> None:
        """Skip every row that is still wrong."""
        self._skipped |= {problem.row for problem in self._checked.problems if problem.kind == "bad"}
        self._check()

    def vue_problem_rows(self) -> None:
        """Hand over the file again as Excel, every problem marked where it is and listed on a sheet of its own."""
        places = {translate(c.title): head for c in self.columns if (head := self.mapping.get(c.key))}
        content = annotated_workbook(self._raw, self._checked.problems, places)
        self.download(f"{_('Problem rows')}{ENDING}", MEDIA_TYPE, content)

    def vue_blank(self) -> None:
        """Hand over the blank form."""
        title = translate(self.title)
        self.download(f"{title}{ENDING}", MEDIA_TYPE, blank_form(self.columns, title))

    # The end

    def vue_finish(self) -> None:
        """Save; only from the last step, and only once."""
        if self.step != CONFIRM or self.counts["open"]:
            return
        done = self.commit(self._checked.rows)
        self._undo = done.undo
        left = self.counts["rows"] - done.added - done.updated
        self.counts = {**self.counts, "added": done.added, "updated": done.updated, "left": left}
        self.step, self.may_undo, self.is_dirty = DONE, done.undo is not None, False
        self.say(_("{added} rows added, {updated} updated.").format(added=done.added, updated=done.updated))

    def vue_undo(self) -> None:
        """Take the import back as a whole, once."""
        undo, self._undo = self._undo, None
        if undo:
            undo()
            self._forget()
            self.say(_("The import is undone."), "info")

    def vue_again(self) -> None:
        """Begin anew with another file."""
        self._forget()
