"""Personal columns at rest: AES-256-GCM, and a keyed blind index to find a value again.

The key is a file of 32 random bytes, made at first start with mode 0600; it is never in the
database or the repository. Two keys are derived from it (HKDF-SHA256, RFC 5869): one to seal, one
to index. Losing the file means losing the sealed columns, so back it up apart from the data.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets as _random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from ..common.errors import N_, RuleViolation
from .settings import settings

_NONCE = 12


@dataclass(eq=False)
class KeyUnusable(RuleViolation):
    """The key file is not 32 bytes, or it does not fit the data."""

    path: str

    what = N_("The key file {path} does not fit this database.")
    todo = N_("Put back the key file that was made with this database, from the backup kept apart.")


class KeyRing:
    """The two keys derived from one file."""

    def __init__(self, master: bytes, path: str = "") -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self.path = path
        if len(master) != 32:
            raise KeyUnusable(path)
        self._aes = AESGCM(_derived(master, b"union seal"))
        self._index = hmac.new(_derived(master, b"union index"), digestmod=hashlib.sha256)

    def seal(self, text: str) -> str:
        """Return the text encrypted, as url-safe base64 of nonce and ciphertext."""
        nonce = _random.token_bytes(_NONCE)
        return base64.urlsafe_b64encode(nonce + self._aes.encrypt(nonce, text.encode(), None)).decode()

    def unseal(self, sealed: str) -> str:
        """Return the text that was sealed; `KeyUnusable` when the key is another one."""
        from cryptography.exceptions import InvalidTag

        raw = base64.urlsafe_b64decode(sealed)
        try:
            return self._aes.decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
        except InvalidTag:
            raise KeyUnusable(self.path) from None

    def blind(self, text: str) -> str:
        """Return the value's index: equal texts have equal indices, and nothing leads back."""
        own = self._index.copy()
        own.update(text.encode())
        return own.hexdigest()


def _derived(master: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(master)


@cache
def _ring() -> KeyRing:
    """Return this process's keys, read once."""
    path = settings().key_path.resolve()
    return KeyRing(_read_or_make(path), str(path))


def key_ring(*, may_make: bool = True) -> KeyRing:
    """Return the keys of the installation, making the file at first use.

    Who reads something sealed must not make a new key (`may_make=False`): a missing file is `KeyUnusable`.
    """
    if not may_make and not _ring.cache_info().currsize and not settings().key_path.exists():
        raise KeyUnusable(str(settings().key_path.resolve()))
    return _ring()


def _read_or_make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        key = _random.token_bytes(32)
        file.write(key)
    return key


class Sealed(TypeDecorator[str]):
    """A text column that is encrypted in the database and plain in Python."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else key_ring().seal(str(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else key_ring(may_make=False).unseal(value)
