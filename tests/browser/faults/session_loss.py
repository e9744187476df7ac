"""Sessions that the server loses while their pages stay open and connected."""

from pathlib import Path
from typing import Protocol

import redis

from tests.browser.objects.server import Server
from tests.support.services import RedisServer

FORGETFUL = """
from pathlib import Path
from reflex.istate.manager.memory import StateManagerMemory

request, find = Path({request!r}), StateManagerMemory._get_or_create_state

def find_or_forget(manager, token):
    if request.exists():
        request.unlink()
        manager.states.clear()
    return find(manager, token)

StateManagerMemory._get_or_create_state = find_or_forget
"""
"""Makes a dashboard forget its sessions before it looks for the next one, when a file exists."""


class Sessions(Protocol):
    """A dashboard and where it keeps its sessions."""

    server: Server

    def lose(self) -> None:
        """Whoever needs a session next, an event or the poll loop, finds none."""
        ...

    def end(self) -> None: ...


class SessionsInMemory:
    """Expiry, or a limit on the number of closed tabs."""

    def __init__(self, folder: Path, database_url: str, **settings: object) -> None:
        self._request = folder / "lose-sessions"
        code = FORGETFUL.format(request=str(self._request))
        self.server = Server(folder, database_url, **settings).altered(code).start()

    def lose(self) -> None:
        self._request.touch()

    def end(self) -> None:
        self.server.stop()


class SessionsInRedis:
    """FLUSHALL, eviction, expiry."""

    def __init__(self, folder: Path, database_url: str, **settings: object) -> None:
        self._redis = RedisServer()
        self._redis.start()
        self.server = Server(folder, database_url, redis_url=self._redis.url, **settings).start()

    def lose(self) -> None:
        with redis.Redis.from_url(self._redis.url) as client:
            client.flushall()

    def lose_state(self, name: str) -> int:
        """Lose the part of the sessions that one state is, as if it alone had expired; returns how many there were."""
        with redis.Redis.from_url(self._redis.url) as client:
            keys = [key for key in client.scan_iter() if key.decode().endswith(name)]
            return int(client.delete(*keys)) if keys else 0

    def end(self) -> None:
        self.server.stop()
        self._redis.stop()
