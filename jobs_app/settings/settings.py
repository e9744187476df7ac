"""All settings: environment variables, and the same keys in `jobs.toml`."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, PositiveInt, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from jobs_app.settings.file_owner import ownership_problem
from jobs_app.settings.networks import Network, parse_networks
from jobs_app.settings.polling import DEFAULT_INTERVAL_SECONDS, PollingConfig, read_interval
from jobs_app.settings.urls import DatabaseUrl, QueueUrl, RedisUrl

PREFIX = "JOBS_"
INTERVALS = ("poll_interval_seconds", "log_poll_interval_seconds")


class SettingsError(Exception):
    """A setting cannot be used. The message is one line with the place of the setting and what is allowed."""


def _check_port(port: int) -> int:
    if not 1 <= port <= 65535:
        raise ValueError("a port is a whole number from 1 to 65535")
    return port


def _check_networks(addresses: str) -> str:
    try:
        parse_networks(addresses)
    except ValueError:
        raise ValueError("it is a list of IP addresses or networks such as 10.0.0.0/8, separated by commas") from None
    return addresses


class Settings(BaseSettings):
    """All settings, validated. `notices` lists what was adjusted, for the log at start."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    database_url: DatabaseUrl = "sqlite:///jobs.db"
    queue_url: QueueUrl = ""
    redis_url: RedisUrl = ""
    poll_interval_seconds: Any = DEFAULT_INTERVAL_SECONDS
    poll_enabled: bool = True
    poll_when_hidden: Literal["pause", "slow"] = "pause"
    log_poll_interval_seconds: Any = DEFAULT_INTERVAL_SECONDS
    host: str = "127.0.0.1"
    port: Annotated[int, AfterValidator(_check_port)] = 3000
    http2: bool = False
    allow_anyone: bool = False
    allowed_origins: str = ""
    trusted_proxies: Annotated[str, AfterValidator(_check_networks)] = ""
    max_connections: PositiveInt = 500
    max_connections_per_client: PositiveInt = 20
    stalled_after_seconds: PositiveInt = 600
    scan_max_file_bytes: PositiveInt = 100 * 2**30

    @classmethod
    def settings_customise_sources(cls, *_: Any, init_settings: Any, **__: Any) -> tuple[Any, ...]:
        """Only what it is given: `load_settings` reads environment and file."""
        return (init_settings,)

    @property
    def polling(self) -> PollingConfig:
        interval, log_interval = (read_interval(name, getattr(self, name))[0] for name in INTERVALS)
        return PollingConfig(interval, max(interval, log_interval), self.poll_enabled, self.poll_when_hidden)

    @property
    def origins(self) -> tuple[str, ...]:
        """Other origins whose pages may open a connection for events, such as `https://jobs.example.org`."""
        return tuple(origin.strip().rstrip("/") for origin in self.allowed_origins.split(",") if origin.strip())

    @property
    def proxies(self) -> tuple[Network, ...]:
        """The networks of proxies whose `X-Forwarded-For` is believed."""
        return parse_networks(self.trusted_proxies)

    @property
    def notices(self) -> tuple[str, ...]:
        """What was adjusted, a line each."""
        notices = (read_interval(name, getattr(self, name))[1] for name in INTERVALS)
        return tuple(notice for notice in notices if notice)

    @property
    def queue(self) -> str:
        """The URL of the queue: by default a file next to a SQLite database, else the database itself."""
        if self.queue_url:
            return self.queue_url
        if self.database_url.startswith("sqlite"):
            path = Path(self.database_url.split(":///", 1)[-1])
            return f"sqlite:///{path.with_name(path.stem + '-queue.db')}"
        return self.database_url


class _Environment(EnvSettingsSource):
    """The variables of a mapping. An empty one counts as missing, except for the intervals, which are reported."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        super().__init__(Settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        given = {name.lower(): value for name, value in self._environ.items()}
        return {name: value for name, value in given.items() if value or name.endswith("interval_seconds")}


def load_settings(environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> Settings:
    """The settings from the environment and, below it, `jobs.toml`. Raises SettingsError."""
    path = Path(environ.get(f"{PREFIX}CONFIG") or (folder or Path()) / "jobs.toml")
    stored = _read_file(path, must_exist=bool(environ.get(f"{PREFIX}CONFIG")))
    given = _Environment(environ)()
    try:
        return Settings(**(stored | given))
    except ValidationError as error:
        first = error.errors()[0]
        name, reason = str(first["loc"][0]), first["msg"].removeprefix("Value error, ")
        place = f"{PREFIX}{name.upper()}" if name in given else f"{path}: {name}"
        value = "" if name.endswith("_url") else f", not {first['input']!r}"  # A URL may contain a password.
        raise SettingsError(f"{place}: {reason}{value}") from None


def _read_file(path: Path, must_exist: bool) -> dict[str, Any]:
    if must_exist and not path.exists():
        raise SettingsError(f"{path}: no such file ({PREFIX}CONFIG names it)")
    if path.exists() and (problem := ownership_problem(path)):
        raise SettingsError(f"{path}: {problem}")
    try:
        values = TomlConfigSettingsSource(Settings, path).toml_data
    except (ValueError, OSError, RecursionError) as error:  # Malformed TOML, no text, or a number that is too long.
        raise SettingsError(f"{path}: {error}") from None
    for name in values:
        if name not in Settings.model_fields:
            near = difflib.get_close_matches(name, Settings.model_fields, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise SettingsError(f"{path}: unknown key {name!r}: {hint}allowed are {', '.join(Settings.model_fields)}")
    return values
