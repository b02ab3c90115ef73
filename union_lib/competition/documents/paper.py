"""What every paper of a competition needs: its template, and the signed result it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...common.errors import N_, RuleViolation
from ...workspace import Workspace
from ..refusals import CodesClosed, NothingSigned
from ..reports import ResultList, results

TEMPLATES = Path(__file__).parent.parent / "templates"


@dataclass(eq=False)
class SignedResultDiffers(RuleViolation):
    """What stands in the database is no longer what was signed."""

    what = N_("The marks no longer agree with the signed result, so no paper is made of them.")
    todo = N_("Tell the chief judge and your administrator: something was changed after the signature.")


def signed_result(ws: Workspace, competition_id: int, *, with_names: bool = False) -> ResultList:
    """Return the result as it was signed, for those who may read it.

    Raises `NothingSigned`, `SignedResultDiffers`, and `CodesClosed` if the paper tells names that are still
    behind codes.
    """
    seen = results(ws, competition_id)
    if not seen.is_signed:
        raise NothingSigned
    if with_names and seen.is_coded:
        raise CodesClosed(seen.lists_closed)
    if not seen.agrees:
        raise SignedResultDiffers
    return seen
