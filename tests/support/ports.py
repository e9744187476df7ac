"""Ports that no other test and no outgoing connection uses."""

import os
import random
import socket
from itertools import count

FIRST, PER_WORKER, WORKERS = 10_100, 2_000, 11
"""Above 10,080, the highest port that browsers refuse; below 32,768, where Linux begins to give out ports itself."""


def _start() -> int:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    return FIRST + worker * PER_WORKER + random.SystemRandom().randrange(PER_WORKER // 2)


_ports = count(_start())


def free_port() -> int:
    """The next port of this process of the test run that is free."""
    while True:
        port = next(_ports)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
