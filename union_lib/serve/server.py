"""The workbench's server: Voila with our sign-in, our pages and our kernels, and nothing else of it."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from socket import socket
from types import FrameType
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from traitlets import Any as Anything
from traitlets import Bool
from traitlets.config import Config
from voila.app import Voila
from voila.paths import collect_template_paths
from voila.utils import get_page_config

from ..store import database
from . import assets
from .channels import ALLOWED, Channels, KernelState, PageLeft
from .doors import DemoAccounts, PasswordDoor, SignInDoor, SignOutDoor, federation_name, is_training
from .house import TEMPLATES
from .identity import OwnerAuthorizer, SignInIdentity
from .life import Limits, OpenPages
from .pages import AppPage, Health, Home, NotHere
from .words import PortTaken

LOG = logging.getLogger(__name__)
KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
IDLE_S = 1800


def apps_dir() -> Path:
    """Return the folder of the apps' notebooks: of the checkout, or as installed."""
    beside = Path(__file__).parents[2] / "apps"
    is_checkout = (beside / "workbench.ipynb").is_file()
    return beside if is_checkout else Path(sys.prefix, "share", "union-workbench", "apps")


def voila_config(limits: Limits) -> Config:
    """Return what is set in Voila and Jupyter: nothing from the address, no traceback, no second life."""
    config = Config()
    config.VoilaConfiguration = Config(
        template="union",
        allow_template_override="NO",
        allow_theme_override="NO",
        show_tracebacks=False,
        extension_allowlist=list(assets.EXTENSIONS),
    )
    config.VoilaExecutor = Config(timeout=limits.cell_s)
    config.KernelManager = Config(autorestart=False)
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"  # no port for others on this machine to knock at
    config.KernelSpecManager = Config(allowed_kernelspecs={"python3"})
    config.MappingKernelManager = Config(
        allow_tracebacks=False,
        cull_idle_timeout=IDLE_S,
        cull_interval=60,
        cull_connected=False,
    )
    return config


class Workbench(Voila):
    """The server of one installation."""

    engine = Anything()
    limits = Anything(Limits())
    demo_accounts = Anything(list)
    on_ready = Anything(print)
    is_behind_proxy = Bool(False)
    config_file_paths: list[str] = []
    loop: asyncio.AbstractEventLoop | None = None
    identity_provider_class = SignInIdentity
    authorizer_class = OwnerAuthorizer
    log_level = logging.ERROR

    def setup_template_dirs(self) -> None:
        """Look for our page first, then for what nbconvert brings."""
        self.template_paths = [
            str(TEMPLATES / "union"),
            *collect_template_paths(["voila"], "lab", prune=True),
        ]

    def init_settings(self) -> dict[str, Any]:
        """Return what the handlers share."""
        settings = super().init_settings()
        self.kernel_manager.allowed_message_types = ALLOWED
        self.pages = OpenPages(self.kernel_manager, self.limits)
        return {**settings, **self.shared(), **self.guarded(), "page_config": self.page_config(settings)}

    def shared(self) -> dict[str, Any]:
        """Return what our own handlers look up."""
        return {
            "engine": self.engine,
            "open_pages": self.pages,
            "apps": self.root_dir,
            "demo_accounts": self.demo_accounts,
            "federation": federation_name(self.engine),
            "is_training": is_training(self.engine),
            "wrong_passwords": Counter(),
        }

    def guarded(self) -> dict[str, Any]:
        """Return what keeps strangers, other sites and the log out."""
        return {
            "allow_unauthenticated_access": False,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"samesite": "Lax", "expires_days": None, "path": self.base_url},
            "login_url": self.base_url + "login",
            "log_function": log_request,
            "compress_response": True,
            "ws_ping_interval": 0,  # `OpenPages.check` pings
        }

    def page_config(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Return what Voila's front end is told: where its scripts are, and no address of anybody else."""
        asked = {"settings": settings, "log": self.log, "voila_configuration": self.voila_configuration}
        config = get_page_config(base_url=self.base_url, **asked)
        config["fullStaticUrl"] = f"{self.assets_url}/voila"
        config["fullLabextensionsUrl"] = f"{self.assets_url}/labextensions"
        return {**config, "disabledExtensions": [*config["disabledExtensions"], *assets.NOT_WANTED]}

    @property
    def assets_url(self) -> str:
        """Where the libraries' files are."""
        return f"{self.base_url}assets/{assets.stamp()}"

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Return every address that is served; the rest is not here."""
        here = {
            "": Home,
            "login": SignInDoor,
            "logout": SignOutDoor,
            "password": PasswordDoor,
            "healthz": Health,
            r"app/([A-Za-z0-9_]+)": AppPage,
            f"api/kernels/{KERNEL_ID}": KernelState,
            f"api/kernels/{KERNEL_ID}/channels": Channels,
            f"api/kernels/{KERNEL_ID}/left": PageLeft,
        }
        ours = [(self.base_url + place, handler) for place, handler in here.items()]
        return [*ours, *assets.asset_handlers(self.assets_url)]

    def start(self) -> None:
        """Serve until SIGTERM or Ctrl-C; raises `PortTaken`."""
        asyncio.run(self.serve(sockets_on(self.ip, self.port)))

    async def serve(self, sockets: list[socket]) -> None:
        """Serve on these sockets until told to stop; leaves no kernel behind."""
        self.loop, self.stopping = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._handle_signal_stop)
        self.connection_dir = tempfile.mkdtemp(prefix="union-")
        self.app = Application(**self.init_settings(), default_handler_class=NotHere)
        self.app.add_handlers(".*$", self.init_handlers())
        server = HTTPServer(self.app, xheaders=self.is_behind_proxy)
        server.add_sockets(sockets)
        await self.run_until_stopped()
        server.stop()
        await self.pages.end_all()
        await server.close_all_connections()
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    async def run_until_stopped(self) -> None:
        """Say that the server is ready and look after the pages."""
        check = PeriodicCallback(lambda: self.pages.check(self.engine), 1000 * self.limits.check_s)
        check.start()
        LOG.info("ready: at most %d pages", self.limits.pages)
        self.on_ready(self.display_url)
        await self.stopping.wait()
        LOG.info("stopping with %d pages open", len(self.pages))
        check.stop()

    def _handle_signal_stop(self, sig: int, frame: FrameType | None) -> None:
        if self.loop is None:
            raise SystemExit(0)
        self.loop.call_soon_threadsafe(self.stopping.set)


def sockets_on(host: str, port: int) -> list[socket]:
    """Return sockets that listen there; raises `PortTaken`, for another port is never chosen silently."""
    try:
        return bind_sockets(port, host)
    except OSError as error:
        raise PortTaken(host, port, error.strerror or str(error)) from None


def log_request(handler: RequestHandler) -> None:
    """Log a request only when the server failed, and never what was asked."""
    if handler.get_status() >= 500:
        LOG.warning("%d %s %s", handler.get_status(), handler.request.method, handler.request.path)


def log_to_stderr() -> None:
    """Let our own events be heard; libraries only when something is wrong."""
    heard = logging.StreamHandler()
    heard.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    ours = logging.getLogger("union_lib")
    ours.addHandler(heard)
    ours.setLevel(logging.INFO)
    ours.propagate = False


def say_ready(url: str) -> None:
    """Print where the workbench is."""
    print(f"The workbench is open at {url}  (Ctrl-C ends it)", flush=True)


def run(
    host: str = "127.0.0.1",
    port: int = 8866,
    *,
    limits: Limits | None = None,
    apps: Path | None = None,
    is_behind_proxy: bool = False,
    demo_accounts: DemoAccounts = list,
    on_ready: Callable[[str], None] = say_ready,
) -> None:
    """Serve the workbench until SIGTERM or Ctrl-C.

    `is_behind_proxy` believes the proxy's `X-Forwarded-For` and `-Proto`: only for a port that the proxy
    alone can reach. `demo_accounts` is asked on a practice installation's sign-in page. Raises `PortTaken`.
    """
    log_to_stderr()
    workbench = Workbench.instance(
        config=voila_config(limits or Limits()),
        ip=host,
        port=port,
        root_dir=str(apps or apps_dir()),
        engine=database.engine(),
        limits=limits or Limits(),
        is_behind_proxy=is_behind_proxy,
        demo_accounts=demo_accounts,
        on_ready=on_ready,
    )
    workbench.initialize([])
    workbench.start()
