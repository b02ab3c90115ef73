"""A kernel's life: born for one page, ended with it.

| event | what happens |
| --- | --- |
| page sent, never connected | ends after `open_s` |
| tab closed, other page opened | ends at once: the page says so as its last word |
| browser or network lost | ends after `grace_s` unless the page comes back |
| signed out | ends at once |
| sign-in expired, account closed | ends within `check_s` |
| kernel died | its page hears it within `check_s` |
| too many pages | the newcomer is told to wait |
"""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import dataclass
from time import monotonic
from typing import Protocol
from uuid import uuid4

from jupyter_client.manager import KernelManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from sqlalchemy import Engine

from ..registry import sign_in
from ..registry.sign_in import SignedIn
from ..store.settings import Settings

LOG = logging.getLogger(__name__)
KERNEL = "python3"
KERNEL_ARGUMENTS = ["--HistoryManager.enabled=False", "--InteractiveShell.colors=nocolor"]
TOUCH_S = 60
ENDED = 4001
"""Close code of a websocket whose kernel has ended."""
OPENED_ELSEWHERE = 4009
"""Close code of a websocket that a newer one of the same page replaces."""

_INHERITED = {"PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "USERPROFILE", "SYSTEMROOT"}
_INHERITED |= {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "LD_LIBRARY_PATH"}
_INHERITED |= {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX"}


def kernel_environment(own: Settings, signed_in: SignedIn, query: str) -> dict[str, str]:
    """Return all a kernel is born with: the system's few names, the installation's settings, who works.

    Nothing a client writes gets in but the query. A `UNION_…` name of the server's own environment that
    is not a setting stays outside, and so do tokens and whatever else lies there.
    """
    inherited = {k: v for k, v in os.environ.items() if k in _INHERITED or k.startswith("LC_")}
    settings = {
        "UNION_VAR": str(own.var.resolve()),
        "UNION_DATABASE_URL": own.database_url,
        "UNION_KEY_FILE": str(own.key_path.resolve()),
        "UNION_LANGUAGE": own.language,
        "UNION_TODAY": own.today.isoformat() if own.today else "",
    }
    who = {"UNION_ACCOUNT": str(signed_in.account_id), "UNION_SIGN_IN": str(signed_in.id)}
    return {**inherited, **{k: v for k, v in settings.items() if v}, **who, "QUERY_STRING": query}


class PageSocket(Protocol):
    """The connection of a page."""

    def close(self, code: int, reason: str) -> None:
        """Close it and say why."""

    def keep_alive(self) -> None:
        """See whether somebody is still there."""


class PageEnded(Exception):
    """The page was ended while its kernel was starting."""


@dataclass(frozen=True)
class Limits:
    """How many pages may be open at once, and how long things may take (seconds)."""

    pages: int = 40
    open_s: float = 30
    grace_s: float = 60
    check_s: float = 20
    cell_s: int = 60


@dataclass(eq=False)
class OpenPage:
    """One page in somebody's browser, with the kernel that works for it alone."""

    kernel_id: str
    sign_in_id: int
    socket: PageSocket | None = None
    deadline: asyncio.TimerHandle | None = None
    is_sent: bool = False
    was_heard: bool = False

    @property
    def name(self) -> str:
        """How the log calls it."""
        return self.kernel_id[:8]


class OpenPages:
    """The open pages by kernel id; whoever begins one here sees it ended."""

    def __init__(self, manager: AsyncMappingKernelManager, limits: Limits) -> None:
        self.manager = manager
        self.limits = limits
        self.gate = asyncio.Semaphore(2 * (os.cpu_count() or 1))
        self._pages: dict[str, OpenPage] = {}
        self._touched_at = monotonic()
        self._ending: set[asyncio.Future[None]] = set()

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def is_full(self) -> bool:
        """Whether a newcomer has to wait."""
        return len(self) >= self.limits.pages

    def belongs_to(self, kernel_id: str, sign_in_id: int) -> bool:
        """Return whether the kernel works for a page of this sign-in."""
        page = self._pages.get(kernel_id)
        return page is not None and page.sign_in_id == sign_in_id

    def begin(self, signed_in: SignedIn) -> OpenPage:
        """Take a place for a page; its kernel is not started yet."""
        page = OpenPage(str(uuid4()), signed_in.id)
        self._pages[page.kernel_id] = page
        return page

    async def start_kernel(self, page: OpenPage, environment: dict[str, str]) -> KernelManager:
        """Start the page's kernel; raises `PageEnded` when nobody waits for it any more."""
        await self.manager.start_kernel(
            kernel_id=page.kernel_id,
            kernel_name=KERNEL,
            cwd=self.manager.root_dir,
            env=environment,
            extra_arguments=KERNEL_ARGUMENTS,
        )
        if page.kernel_id not in self._pages:
            await self.manager.shutdown_kernel(page.kernel_id, now=True)
            raise PageEnded
        return self.manager.get_kernel(page.kernel_id)

    def sent(self, page: OpenPage) -> None:
        """Note that the page is with the browser, which now has `open_s` to connect."""
        page.is_sent = True
        if page.socket is None:
            self._end_in(page, self.limits.open_s)

    def attach(self, kernel_id: str, socket: PageSocket) -> None:
        """Note that the page is connected; of two connections the newer stays."""
        page = self._pages[kernel_id]
        self._stay(page)
        older, page.socket = page.socket, socket
        if older is not None:
            older.close(OPENED_ELSEWHERE, "opened elsewhere")

    def detach(self, kernel_id: str, socket: PageSocket) -> None:
        """Note that the connection is gone; the page has `grace_s` to come back."""
        page = self._pages.get(kernel_id)
        if page is not None and page.socket is socket:
            page.socket = None
            self._end_in(page, self.limits.grace_s)

    def heard(self, kernel_id: str) -> None:
        """Note that the page did something: its sign-in is not idle."""
        if kernel_id in self._pages:
            self._pages[kernel_id].was_heard = True

    async def end(self, kernel_id: str, why: str) -> None:
        """End a page: its connection and its kernel. Ending it twice is no fault."""
        page = self._pages.pop(kernel_id, None)
        if page is None:
            return
        self._stay(page)
        if page.socket is not None:
            page.socket.close(ENDED, why)
        LOG.info("page %s ended: %s", page.name, why)
        if kernel_id in self.manager:
            await self.manager.shutdown_kernel(kernel_id, now=True)

    async def end_where(self, sign_in_ids: set[int], why: str) -> None:
        """End every page of these sign-ins."""
        ids = [page.kernel_id for page in self._pages.values() if page.sign_in_id in sign_in_ids]
        await asyncio.gather(*(self.end(kernel_id, why) for kernel_id in ids))

    async def end_all(self) -> None:
        """End every page, and whatever kernel is still there."""
        await asyncio.gather(*(self.end(kernel_id, "server stops") for kernel_id in list(self._pages)))
        await self.manager.shutdown_all(now=True)

    async def check(self, engine: Engine) -> None:
        """Look after the open pages: find dead lines, count activity, end what is over."""
        for socket in [page.socket for page in self._pages.values() if page.socket]:
            socket.keep_alive()
        await self._touch(engine)
        await self._end_signed_out(engine)
        await self._end_dead()

    async def _touch(self, engine: Engine) -> None:
        if monotonic() - self._touched_at < TOUCH_S:
            return
        self._touched_at = monotonic()
        heard = {page.sign_in_id for page in self._pages.values() if page.was_heard}
        for page in self._pages.values():
            page.was_heard = False
        for sign_in_id in heard:
            await asyncio.to_thread(sign_in.touch, engine, sign_in_id)

    async def _end_signed_out(self, engine: Engine) -> None:
        asked = {page.sign_in_id for page in self._pages.values()}
        valid = await asyncio.to_thread(sign_in.still_open, engine, list(asked))
        await self.end_where(asked - valid, "sign-in is over")

    async def _end_dead(self) -> None:
        for kernel_id in [k for k in self._pages if k in self.manager]:
            if not await self.manager.is_alive(kernel_id):
                await self.end(kernel_id, "kernel died")

    def _end_in(self, page: OpenPage, seconds: float) -> None:
        self._stay(page)
        loop = asyncio.get_running_loop()
        page.deadline = loop.call_later(seconds, self._end_soon, page.kernel_id)

    def _end_soon(self, kernel_id: str) -> None:
        ending = asyncio.ensure_future(self.end(kernel_id, "page is gone"))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    def _stay(self, page: OpenPage) -> None:
        if page.deadline is not None:
            page.deadline.cancel()
            page.deadline = None
