"""What can be configured: environment variables, and the same keys in `jobs.toml`."""

import difflib
import math
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from jobs_app.settings.polling import LONGEST, SHORTEST, USUAL, PollingConfig
from jobs_app.settings.urls import DATABASE_FORM, REDIS_FORM, is_database, is_redis

PREFIX = "JOBS_"


class SettingsError(Exception):
    """A setting cannot be used. The message is one line that says where it stands and what is allowed."""


class Settings(BaseModel):
    """All settings, checked. `notices` says what was adjusted, for the log at start."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = "sqlite:///jobs.db"
    queue_url: str = ""
    redis_url: str = ""
    poll_interval_seconds: Any = USUAL
    poll_enabled: bool = True
    poll_when_hidden: Literal["pause", "slow"] = "pause"
    log_poll_interval_seconds: Any = USUAL
    host: str = "127.0.0.1"
    port: int = 3000
    allow_anyone: bool = False
    allowed_origins: str = ""

    @field_validator("port")
    @classmethod
    def _is_port(cls, port: int) -> int:
        if not 1 <= port <= 65535:
            raise ValueError("a port is a whole number from 1 to 65535")
        return port

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, url: str) -> str:
        if not is_database(url):
            raise ValueError(f"a database is {DATABASE_FORM}")
        return url

    @field_validator("queue_url")
    @classmethod
    def _is_queue(cls, url: str) -> str:
        if url == "sqlite://" or (url and not is_database(url) and not is_redis(url)):
            raise ValueError(f"a queue is {DATABASE_FORM} or {REDIS_FORM}")
        return url

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, url: str) -> str:
        if url and not is_redis(url):
            raise ValueError(f"a Redis is {REDIS_FORM}")
        return url

    @property
    def polling(self) -> PollingConfig:
        interval = read_interval("poll_interval_seconds", self.poll_interval_seconds)[0]
        log_interval = read_interval("log_poll_interval_seconds", self.log_poll_interval_seconds)[0]
        return PollingConfig(interval, max(interval, log_interval), self.poll_enabled, self.poll_when_hidden)

    @property
    def origins(self) -> tuple[str, ...]:
        """Other origins whose pages may open a live connection, such as `https://jobs.example.org`."""
        return tuple(origin.strip().rstrip("/") for origin in self.allowed_origins.split(",") if origin.strip())

    @property
    def notices(self) -> tuple[str, ...]:
        """What was adjusted, a line each."""
        intervals = ("poll_interval_seconds", "log_poll_interval_seconds")
        said = (read_interval(name, getattr(self, name))[1] for name in intervals)
        return tuple(line for line in said if line)

    @property
    def queue(self) -> str:
        """Where queued work waits: by default beside the database."""
        if self.queue_url:
            return self.queue_url
        if self.database_url.startswith("sqlite"):
            path = Path(self.database_url.split(":///", 1)[-1])
            return f"sqlite:///{path.with_name(path.stem + '-queue.db')}"
        return self.database_url


def read_interval(name: str, value: object) -> tuple[float, str]:
    """Seconds between polls for a configured value, and what to say about it: "" if it was taken as it is.

    Numbers outside 2 to 60 are moved to the nearest end; anything that is no number means 5.
    """
    try:
        seconds = math.nan if isinstance(value, bool) or "_" in str(value) else float(value)  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError):
        seconds = math.nan
    except OverflowError:  # A whole number of hundreds of digits.
        seconds = -math.inf if str(value).startswith("-") else math.inf
    if math.isnan(seconds):
        return USUAL, f"{name}: {value!r} is not a number, using {USUAL:g} s"
    clamped = min(max(seconds, SHORTEST), LONGEST)
    if clamped != seconds:
        return clamped, f"{name}: {seconds:g} s is outside {SHORTEST:g} to {LONGEST:g} s, using {clamped:g} s"
    return seconds, ""


def load_settings(environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> Settings:
    """The settings from the environment and, below it, `jobs.toml`; raises SettingsError."""
    path = Path(environ.get(f"{PREFIX}CONFIG") or (folder or Path()) / "jobs.toml")
    stored = _read_toml(path, must_exist=bool(environ.get(f"{PREFIX}CONFIG")))
    given = {name: environ[PREFIX + name.upper()] for name in Settings.model_fields if PREFIX + name.upper() in environ}
    given = {name: value for name, value in given.items() if value or name.endswith("interval_seconds")}
    try:
        return Settings.model_validate(stored | given)
    except ValidationError as error:
        name, why = str(error.errors()[0]["loc"][0]), error.errors()[0]["msg"].removeprefix("Value error, ")
        where = f"{PREFIX}{name.upper()}" if name in given else f"{path}: {name}"
        given_value = "" if name.endswith("_url") else f", not {error.errors()[0]['input']!r}"  # It holds a password.
        raise SettingsError(f"{where}: {why}{given_value}") from None


def _read_toml(path: Path, must_exist: bool) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text())
    except FileNotFoundError:
        if must_exist:
            raise SettingsError(f"{path}: no such file ({PREFIX}CONFIG names it)") from None
        return {}
    except (ValueError, OSError, RecursionError) as error:  # Broken TOML, no text, or a number that is too long.
        raise SettingsError(f"{path}: {error}") from None
    for name in values:
        if name not in Settings.model_fields:
            near = difflib.get_close_matches(name, Settings.model_fields, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise SettingsError(f"{path}: unknown key {name!r}: {hint}allowed are {', '.join(Settings.model_fields)}")
    return values
