"""The libraries' scripts and styles, under an address that changes with their versions."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tornado.web import StaticFileHandler
from voila.paths import collect_static_paths
from voila.utils import get_voila_labextensions_path

from .house import Discreet

LIBRARIES = ("voila", "jupyterlab_widgets", "ipyvue", "ipyvuetify", "ipecharts")
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "jupyter-vuetify",
    "jupyter-vue",
    "ipecharts",
)
"""All five are needed; without the second a page shows the names of widgets instead of widgets."""

NOT_WANTED = ("@jupyterlab/mathjax2-extension:plugin",)
"""It would fetch MathJax from somebody else's host."""


def stamp() -> str:
    """Return what stands for the versions of all libraries."""
    return hashlib.sha256("".join(version(name) for name in LIBRARIES).encode()).hexdigest()[:12]


def extension_dir(name: str) -> Path:
    """Return where an extension is installed; raises `FileNotFoundError`."""
    found = (Path(root, name) for root in get_voila_labextensions_path())
    for path in found:
        if path.is_dir():
            return path
    raise FileNotFoundError(name)


def front_end_dir() -> Path:
    """Return where Voila's own scripts are installed."""
    return next(Path(p) for p in collect_static_paths(["voila"], "base") if Path(p, "voila.js").is_file())


class Assets(Discreet, StaticFileHandler):
    """Files that never change under their address; open to anybody, as the libraries themselves are."""

    def set_extra_headers(self, path: str) -> None:
        """Let the browser keep the file for a year."""
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.clear_header("Server")


def asset_handlers(prefix: str) -> list[tuple[str, type[Assets], dict[str, Any]]]:
    """Return the handlers below an address."""
    roots = {
        "voila": front_end_dir(),
        **{f"labextensions/{name}": extension_dir(name) for name in EXTENSIONS},
    }
    return [(f"{prefix}/{place}/(.*)", Assets, {"path": str(root)}) for place, root in roots.items()]
