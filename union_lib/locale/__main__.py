"""Collect the messages, compile the catalogue, list what lacks Chinese (exit status 1 then)."""

from __future__ import annotations

import sys

from . import messages, refresh

missing = refresh()
said = messages()
for message in missing:
    print(f"{', '.join(sorted(said[message]))}: {message}")
print(f"{len(said)} messages, {len(missing)} without Chinese")
sys.exit(1 if missing else 0)
