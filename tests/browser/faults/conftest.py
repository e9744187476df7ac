"""A dashboard, and a connection to it that can fail."""

from collections.abc import Callable, Iterator

import pytest

from tests.browser.faults.fault_probe import INTERVAL
from tests.browser.faults.proxy import Proxy
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.server import Server


@pytest.fixture
def server(serve: Callable[..., Server], jobs: Jobs) -> Server:
    jobs.add(60, status="failed")
    jobs.add(5, status="running")
    return serve(poll_interval_seconds=INTERVAL)


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    proxy = Proxy(server.port)
    yield proxy
    proxy.close()
