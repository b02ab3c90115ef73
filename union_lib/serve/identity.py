"""Who is asking: the cookie's token says it, and nothing else does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from jupyter_server.auth import Authorizer, IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import RequestHandler
from traitlets import Instance

from ..registry import sign_in
from ..registry.sign_in import SignedIn
from .life import OpenPages

COOKIE = "union_session"


@dataclass
class Visitor(User):
    """A signed-in person as the server knows them."""

    signed_in: SignedIn | None = None


def signed_in_of(handler: JupyterHandler) -> SignedIn | None:
    """Return whose request it is, None for a stranger or before anybody has looked."""
    visitor = getattr(handler, "_jupyter_current_user", None)
    return visitor.signed_in if visitor else None


class SignInIdentity(IdentityProvider):
    """Finds the visitor by the token in the cookie; there is no other way in."""

    auth_enabled = True
    login_available = True

    async def get_user(self, handler: RequestHandler) -> Visitor | None:
        """Return who holds the cookie's token; the database is asked off the event loop."""
        token = handler.get_cookie(COOKIE)
        engine = handler.settings["engine"]
        found = await asyncio.to_thread(sign_in.find, engine, token) if token else None
        return Visitor(found.username, found.name, found.name, signed_in=found) if found else None

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return nothing: our doors are listed by the server."""
        return []

    def is_token_authenticated(self, handler: RequestHandler) -> bool:
        """Return False: no request is trusted for a token in its address or headers."""
        return False

    def should_check_origin(self, handler: RequestHandler) -> bool:
        """Return True: every request is checked for the page it comes from."""
        return True


class OwnerAuthorizer(Authorizer):
    """Only the sign-in that opened a page touches its kernel; nothing else is authorised at all."""

    identity_provider = Instance(SignInIdentity)

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        """Return whether the kernel in the address belongs to the visitor's sign-in."""
        if resource != "kernels" or not isinstance(user, Visitor) or user.signed_in is None:
            return False
        pages: OpenPages = handler.settings["open_pages"]
        return pages.belongs_to(handler.path_kwargs["kernel_id"], user.signed_in.id)
