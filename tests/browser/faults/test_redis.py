"""Sessions in Redis, as several backends need them: Redis stops and starts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.faults.clocked import STEP, ClockedScreen
from tests.browser.faults.fault_probe import INTERVAL, FaultProbe
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.services import RedisServer

pytestmark = pytest.mark.own_server

FIVE_MINUTES = 300


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    redis = RedisServer()
    redis.start()
    yield redis
    redis.stop()


@pytest.mark.requirement("SC-004")
def test_redis_restarted_page_recovers(
    serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs, redis: RedisServer
) -> None:
    (job,) = jobs.add(status="running")
    server = serve(redis_url=redis.url, poll_interval_seconds=INTERVAL)
    page = open_page(f"{server.url}/jobs?status=running,failed").ready()
    jobs.change(job, job_type="with-redis")
    expect(page.row(job)).to_contain_text("with-redis")
    probe = FaultProbe(page, "Redis stopped and started")
    probe.begins()
    redis.stop()
    probe.noticed("offline", "retrying")
    redis.start()
    probe.ends()
    jobs.change(job, status="failed")
    page.becomes(job, "failed")
    probe.recovered()
    page.next_poll()
    assert page.query() == "?status=running,failed"
    probe.passed(1)


@pytest.mark.requirement("FR-012")
def test_redis_unresponsive_reconnects_back_off_and_recover(
    serve: Callable[..., Server], context: BrowserContext, jobs: Jobs, redis: RedisServer
) -> None:
    jobs.add(3)
    server = serve(redis_url=redis.url, poll_interval_seconds=INTERVAL)
    page = ClockedScreen(context, f"{server.url}/jobs")
    page.state("live")
    probe = FaultProbe(page, "Redis unresponsive for 5 min", clocked=True)
    attempts: list[str] = []
    page.page.on("websocket", lambda socket: attempts.append(socket.url))
    redis.freeze()
    page.state("offline")
    for _ in range(FIVE_MINUTES // STEP):
        page.runs(STEP)
    redis.thaw()
    assert 3 <= len(attempts) <= 12
    page.reconnects(attempts)
    probe.passed(3)
