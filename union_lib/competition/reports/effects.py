"""What a change would do before it is made: another scheme, and what becomes of every standing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ...workspace import Workspace
from .. import rules
from ..queries import Shown, competition_of, field_of, require_duty
from ..rules import Change, Duty, Scheme
from ..scored import Outcome, outcome_of, outcome_under, unfit_marks


@dataclass(frozen=True)
class StandingChange:
    """An entry whose total, place or award would change."""

    shown: Shown
    total_before: Decimal | None
    total_after: Decimal | None
    change: Change


@dataclass(frozen=True)
class SchemeEffect:
    """What a new scheme does to all standings as a set, and the marks it would not allow or still wants."""

    number: int
    entries: int
    changes: list[StandingChange]
    unfit: int
    lacking: int

    @property
    def awards_changed(self) -> int:
        """Return how many entries would win something else."""
        return sum(1 for one in self.changes if one.change.is_award_changed)


def scheme_effect(ws: Workspace, competition_id: int, scheme: Scheme) -> SchemeEffect:
    """Return what becomes of every standing under another scheme; nothing is saved."""
    rules.check_scheme(scheme)
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_duty(session, ws.actor.account_id, competition, Duty.ORGANISER)
        field = field_of(session, competition_id)
    before, after = outcome_of(field), outcome_under(field, scheme)
    lacking = sum(after.field.missing_of(judge) - field.missing_of(judge) for judge in field.judges)
    return SchemeEffect(
        number=field.scheme_number,
        entries=len(field.entries),
        changes=standing_changes(before, after),
        unfit=unfit_marks(field, scheme),
        lacking=max(0, lacking),
    )


def standing_changes(before: Outcome, after: Outcome) -> list[StandingChange]:
    """Return the entries whose total, place or award differs, in the order of the standings before."""
    by_id = {entry.id or 0: entry for entry in before.field.entries}
    changed = {change.entry: change for change in rules.changes(before.standings, after.standings)}
    found = []
    for standing in before.standings:
        entry_id = int(str(standing.entry))
        was, now = before.totals.get(entry_id), after.totals.get(entry_id)
        change = changed.get(standing.entry)
        if change is None and was != now:
            change = Change(standing.entry, standing.rank, standing.rank, standing.award, standing.award)
        if change is not None:
            found.append(StandingChange(before.field.shown(by_id[entry_id]), was, now, change))
    return found
