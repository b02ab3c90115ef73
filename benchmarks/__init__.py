"""Our figures beside our peers', one run: `python -m benchmarks`."""

import os
import tempfile
from pathlib import Path

KEPT = tempfile.TemporaryDirectory(prefix="union-bench-")
"""Everything a run writes; gone with the process."""

PLACE = Path(KEPT.name)

os.environ["UNION_VAR"] = KEPT.name
os.environ.pop("UNION_DATABASE_URL", None)
