"""Run every case in the directories named: `python -m tests.vectors DIR...`."""

import sys

from .runner import main

sys.exit(main(sys.argv[1:]))
