"""Which client a request comes from, also behind reverse proxies."""

from collections.abc import Collection
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from jobs_app.settings.networks import Network

IPV6_CLIENT_BITS = 64
"""Of an IPv6 address: one client may use all addresses of such a network (RFC 6177)."""


def client_of(scope: Scope, proxies: Collection[Network]) -> str:
    """The client of a request, for limits: an IPv4 address or an IPv6 network.

    Programs on this machine, and `proxies`, are believed what they say in `X-Forwarded-For`, of which the last entry
    is theirs: earlier ones may have been sent by the client.
    """
    client = (scope.get("client") or ("", 0))[0]
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
    for address in reversed(forwarded):
        if not _is_believed(client, proxies) or not address.strip():
            break
        client = _without_port(address.strip())
    return _network_of(client)


def _is_believed(address: str, proxies: Collection[Network]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return not address  # The peer of a Unix socket has none.
    return parsed.is_loopback or any(parsed in network for network in proxies)


def _without_port(address: str) -> str:
    """Some proxies add the port: 192.0.2.1:4711, [2001:db8::1]:4711."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _network_of(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:IPV6_CLIENT_BITS]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((parsed, IPV6_CLIENT_BITS), strict=False))
