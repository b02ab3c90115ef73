"""Which negotiations are under way at an organisation."""

from __future__ import annotations

from collections.abc import Mapping

from ...workspace import Workspace
from ..case_matters import Matter, running_matters
from ..queries import require_reader


def running_of(ws: Workspace, union_id: int) -> Mapping[Matter, str]:
    """Return the numbers of the cases under way at an organisation by employer, track and subject."""
    with ws.reading() as session:
        require_reader(session, ws.actor.account_id, union_id)
        return running_matters(session, [union_id])
