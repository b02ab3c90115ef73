"""What an administrator may set, by environment variable (`UNION_…`)."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one installation; every name is read from `UNION_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="UNION_", extra="ignore")

    var: Path = Path("var")
    """Folder of everything that is ours: database, key, logs."""
    database_url: str = ""
    """SQLAlchemy address; empty means SQLite in `var`."""
    key_file: Path | None = None
    """File of the encryption key; `var/union.key` unless told."""
    host: str = "127.0.0.1"
    port: int = 8866
    max_pages: int = 40
    """Pages open at the same time; each is a process of some 90 MB."""
    behind_proxy: bool = False
    """Believe the proxy's `X-Forwarded-For`: only for a port that the proxy alone can reach."""
    language: str = "zh"
    today: date | None = None
    """A fixed day for demonstrations; the clock's day unless told."""

    @property
    def url(self) -> str:
        """Address of the database, with the driver this project uses."""
        if not self.database_url:
            return f"sqlite:///{(self.var / 'union.db').resolve()}"
        for short in ("postgresql://", "postgres://"):
            if self.database_url.startswith(short):
                return "postgresql+psycopg://" + self.database_url.removeprefix(short)
        return self.database_url

    @property
    def key_path(self) -> Path:
        """Where the key file lies."""
        return self.key_file or self.var / "union.key"


@cache
def settings() -> Settings:
    """Return this process's settings, read once."""
    return Settings()
