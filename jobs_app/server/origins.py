"""From which hosts and origins requests are accepted."""

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers


def is_own_origin(headers: Headers, allowed: Collection[str]) -> bool:
    """Whether the `Origin` of a request is this server's own or an allowed one.

    Programs send none: they have no session of another site, so they are allowed.
    """
    origin = headers.get("origin")
    if origin is None or origin in allowed:
        return True
    return bool(_host_of(origin)) and origin.partition("://")[2] == headers.get("host")


def is_own_host(host: str, allowed: Collection[str]) -> bool:
    """Whether the `Host` of a request is a name that nobody else can give to this server (DNS rebinding).

    evil.example may resolve to this server's address, so that its pages count as of the same origin; its requests
    still contain the name. An IP address is no name that anyone could resolve. `allowed` are the origins whose hosts a
    proxy may pass on.
    """
    name = _host_of(f"http://{host}")
    return name == "localhost" or _is_address(name) or (bool(name) and name in map(_host_of, allowed))


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine can reach an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _host_of(origin: str) -> str:
    """The host's name in lower case without its port; "" if there is none."""
    try:
        parts = urlsplit(origin)
        return (parts.hostname or "") if "@" not in parts.netloc else ""
    except ValueError:
        return ""
