"""Finding a Chromium for the browser tests, or installing Debian's where that is allowed.

`python -m tests.browser.chromium` prints its path, or says in one line what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGES = ("chromium", "fonts-noto-cjk", "libatomic1")
WHAT_TO_DO = (
    "The browser tests need a Chromium, a Chinese font and the driver's library: run "
    "“sudo apt-get install chromium fonts-noto-cjk libatomic1”, or set CHROMIUM=/path/to/chromium."
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@cache
def chromium() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    told = os.environ.get("CHROMIUM")
    return told or next((path for name in NAMES if (path := shutil.which(name))), None)


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True).stdout.strip())


def _driver_runs() -> bool:
    """Tell whether the driver of the wheel starts; on a bare Debian its library is missing."""
    asked = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(asked, capture_output=True).returncode == 0


def install() -> None:
    """Install Debian's packages where this account may; quiet when it may not."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], **quiet)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "install", "-y", "-q", *PACKAGES], env=environment, **quiet)  # type: ignore[call-overload]


def main() -> None:
    """Find what the browser tests need or install it; exit 1 with one line when neither works."""
    if chromium() is None or not _has_chinese_font() or not _driver_runs():
        install()
        chromium.cache_clear()
    found = chromium()
    if found is None or not _driver_runs():
        sys.exit(WHAT_TO_DO)
    print(f"Browser tests with {found}")


if __name__ == "__main__":
    main()
