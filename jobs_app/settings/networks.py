"""Lists of IP addresses and networks."""

from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network


def parse_networks(addresses: str) -> tuple[Network, ...]:
    """The networks of a list separated by commas; an address is a network of one. Raises ValueError."""
    return tuple(ip_network(part.strip(), strict=False) for part in addresses.split(",") if part.strip())
