"""The pages: the first address, an app's notebook with a kernel of its own, health, and no such page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager
from jupyter_server.auth.decorator import allow_unauthenticated
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError
from voila.notebook_renderer import NotebookRenderer

from ..registry.sign_in import SignedIn
from ..store import database
from ..store.settings import settings
from .house import HTML_LANG, House, tokens
from .life import OpenPage, PageEnded, kernel_environment
from .words import COMMON, FAULT, FULL, LOADING, in_language

LOG = logging.getLogger(__name__)
RETRY_S = 15
HEALTH_S = 5
APP_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""What Voila's own front end needs: inline scripts, templates compiled in the page, modules from blobs."""


class Home(House):
    """The first address."""

    def get(self) -> None:
        """Lead to the workbench."""
        self.redirect(self.base_url + "app/workbench")


class NotHere(House):
    """Every address that is not served, whatever Jupyter would do there."""

    async def prepare(self, **how: Any) -> None:
        """Refuse before anything else happens."""
        self.current_user = self._jupyter_current_user = await self.settings["identity_provider"].get_user(
            self
        )
        raise HTTPError(404)


class Health(House):
    """How the server is, for whoever watches it."""

    serves_one_time_passwords = True

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer 200 when pages can be opened, 503 otherwise."""
        is_reachable = await self.is_database_reachable()
        self.set_status(200 if is_reachable and not self.pages.is_full else 503)
        self.finish({"kernels": len(self.pages), "limit": self.pages.limits.pages, "database": is_reachable})

    async def is_database_reachable(self) -> bool:
        """Return whether the database answers within `HEALTH_S` seconds."""
        try:
            await asyncio.wait_for(asyncio.to_thread(self.ask_database), HEALTH_S)
        except (SQLAlchemyError, OSError, TimeoutError):
            return False
        return True

    def ask_database(self) -> None:
        """Ask the simplest question; raises `SQLAlchemyError`."""
        with database.reading(self.engine) as session:
            session.execute(text("SELECT 1"))


class WithIncident(logging.LoggerAdapter):  # type: ignore[type-arg]
    """Voila's log of a failed notebook: the page's incident number and the traceback, without the cell."""

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log the fault that is being handled."""
        self.logger.error("incident %s: the notebook failed", self.extra["incident"], exc_info=True)  # type: ignore[index]


class PageRenderer(NotebookRenderer):
    """Voila's renderer, told to start the kernel only when the template comes to it."""

    async def load_notebook(self, path: str) -> Any:
        """Return the app's notebook; it is ours, so nobody needs to trust or sign it."""
        notebook = nbformat.read(Path(self.request_handler.settings["apps"], path), as_version=4)
        return await self.fix_notebook(notebook)

    async def _jinja_kernel_start(
        self, nb: Any, kernel_id: str, kernel_future: Callable[[], Awaitable[KernelManager]]
    ) -> str:
        return await super()._jinja_kernel_start(nb, kernel_id, kernel_future())


class AppPage(House):
    """One page of one app."""

    policy = APP_POLICY
    has_begun = False

    async def get(self, name: str) -> None:
        """Show the app; everything that may refuse comes before the first byte."""
        signed_in = self.signed_in
        if signed_in is None or not Path(self.settings["apps"], f"{name}.ipynb").is_file():
            raise HTTPError(404)
        if self.pages.is_full:
            self.set_status(503)
            self.set_header("Retry-After", str(RETRY_S))
            return self.show_sorry(FULL, retry_s=RETRY_S)
        await self.send(name, self.pages.begin(signed_in), signed_in)

    async def send(self, name: str, page: OpenPage, signed_in: SignedIn) -> None:
        """Send the page while its kernel starts and works; a page that is not sent leaves no kernel."""
        LOG.info("page %s begins: %s", page.name, name)
        try:
            await self.write_page(await self.renderer(name), page, signed_in)
            self.pages.sent(page)
        except (StreamClosedError, PageEnded):
            LOG.info("page %s: nobody waited for it", page.name)
        finally:
            if not page.is_sent:
                await self.pages.end(page.kernel_id, "not shown")

    async def write_page(self, renderer: PageRenderer, page: OpenPage, signed_in: SignedIn) -> None:
        """Write the loading page, wait for a turn, start the kernel, write what the cells show."""
        environment = kernel_environment(settings(), signed_in, self.request.query)
        async with AsyncExitStack() as turn:

            async def start() -> KernelManager:
                await self.flush()
                self.has_begun = True
                await turn.enter_async_context(self.pages.gate)
                return await self.pages.start_kernel(page, environment)

            async for html, _ in renderer.generate_content_generator(page.kernel_id, start):
                self.write(html)
            await self.finish()

    async def renderer(self, name: str) -> PageRenderer:
        """Return what turns the notebook into the page."""
        app = self.settings["voila"]
        renderer = PageRenderer(
            request_handler=self,
            voila_configuration=app.voila_configuration,
            traitlet_config=app.config,
            notebook_path=f"{name}.ipynb",
            template_paths=app.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=self.settings["page_config"],
        )
        renderer.log = WithIncident(LOG, {"incident": self.incident})
        await renderer.initialize()
        renderer.resources.update(self.words_and_looks())
        return renderer

    def words_and_looks(self) -> dict[str, Any]:
        """Return what the template shows besides the cells."""
        return {
            "t": in_language(self.language, COMMON, LOADING),
            "fault": self.fault_html(),
            "lang": self.language,
            "html_lang": HTML_LANG[self.language],
            "federation": self.settings["federation"],
            "tokens": tokens(),
            "xsrf": self.xsrf_token.decode(),
        }

    def fault_html(self) -> str:
        """Return what stands in the page when the notebook fails."""
        words = in_language(self.language, {"what": FAULT.what, "todo": FAULT.todo})
        return self.drawn("fault.html", **words, code=self.incident)

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        """End a page that had begun with the sentence about faults; the status has gone out already."""
        if self.has_begun:
            self.finish(self.fault_html())
        else:
            super().send_error(status_code, **kwargs)
