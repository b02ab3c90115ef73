"""Start a server for the tests: `python -m tests.serve.launch PORT APPS PAGES`."""

import sys
from pathlib import Path

from union_lib.serve.doors import DemoAccount
from union_lib.serve.life import Limits
from union_lib.serve.server import run

PRACTICE = [DemoAccount("he.zhiqiang", "何志强", "Judge", "practice-2020")]

if __name__ == "__main__":
    port, apps, pages = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    limits = Limits(pages=pages, open_s=4, grace_s=2, check_s=0.5)
    run(port=port, apps=apps, limits=limits, demo_accounts=lambda: PRACTICE)
