"""What the page shows during faults of PostgreSQL."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import expect

from jobs_app.database import open_database
from jobs_app.database.migrations import upgrade
from tests.browser.faults.fault_probe import INTERVAL, FaultProbe
from tests.browser.faults.freshness_marker import FRESHNESS_MARKER, written
from tests.browser.faults.proxy import Proxy
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.support.services import Postgres, postgres_cluster
from tests.support.waiting import wait_for

Serve, OpenPage = Callable[..., Server], Callable[[str], Screen]
ROWS = 10


@pytest.fixture(scope="module")
def cluster() -> Iterator[Postgres]:
    with postgres_cluster() as cluster:
        upgrade(cluster.url)
        yield cluster


@pytest.fixture
def jobs(cluster: Postgres) -> Iterator[Jobs]:
    """Ten running jobs on PostgreSQL."""
    engine = open_database(cluster.url)
    jobs = Jobs(engine)
    jobs.sql("DELETE FROM jobs")
    jobs.add(ROWS, status="running")
    yield jobs
    engine.dispose()


@pytest.fixture
def proxy(cluster: Postgres) -> Iterator[Proxy]:
    """A connection to PostgreSQL that can be delayed and dropped."""
    proxy = Proxy(cluster.port)
    yield proxy
    proxy.close()


@pytest.fixture
def page(cluster: Postgres, serve: Serve, open_page: OpenPage, jobs: Jobs, proxy: Proxy) -> Screen:
    """The list, live."""
    server = serve(database_url=cluster.url_at(proxy.port), poll_interval_seconds=INTERVAL)
    return open_page(f"{server.url}/jobs").ready()


@pytest.mark.requirement("FR-011", "SC-004", "EC-1")
def test_postgres_stopped_and_started_retry_now_recovers(page: Screen, cluster: Postgres) -> None:
    probe = FaultProbe(page, "PostgreSQL stopped and started, then Retry now")
    probe.begins()
    cluster.stop()
    probe.noticed("retrying")
    expect(page.refresh).to_contain_text("as of")
    expect(page.refresh).to_contain_text("next try in")
    expect(page.page.locator(".jobs tbody")).to_have_css("filter", "grayscale(1)")
    failures = int(page.fact("failures"))
    wait_for(lambda: int(page.fact("failures")) > failures, "a further try")
    cluster.start()
    probe.ends()
    page.read_now()
    probe.recovered()
    assert probe.passed(ROWS) >= {"live", "retrying"}


@pytest.mark.requirement("FR-011", "SC-004", "EC-1")
def test_postgres_stopped_and_started_page_recovers(page: Screen, cluster: Postgres) -> None:
    probe = FaultProbe(page, "PostgreSQL stopped and started")
    probe.begins()
    cluster.stop()
    probe.noticed("retrying")
    cluster.start()
    probe.ends()
    probe.recovered()
    probe.passed(ROWS)


@pytest.mark.requirement("SC-004")
def test_postgres_restarted_under_load_page_recovers(page: Screen, cluster: Postgres, jobs: Jobs) -> None:
    probe = FaultProbe(page, "PostgreSQL restarted under load, three times")
    with written(jobs):
        for _ in range(3):
            cluster.stop()
            cluster.start()
            page.next_poll()
        probe.ends()
        probe.recovered()
        page.next_poll()
    (new,) = jobs.add(status="failed")
    page.becomes(new, "failed")
    jobs.remove(new)
    page.shows(*[job for job in page.ids() if job != new])
    probe.passed(ROWS)


@pytest.mark.requirement("FR-011")
def test_table_locked_polls_fail_and_do_not_pile_up(page: Screen, cluster: Postgres) -> None:
    probe = FaultProbe(page, "the jobs table locked")
    with psycopg.connect(cluster.url) as holder, psycopg.connect(cluster.url, autocommit=True) as watcher:
        probe.begins()
        holder.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE")
        probe.noticed("retrying")
        expect(page.refresh).to_contain_text("the database does not answer")
        most = 0

        def over() -> bool:
            nonlocal most
            (now,) = watcher.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'jobs'"
            ).fetchone() or (0,)
            most = max(most, now)
            return int(page.fact("failures")) >= 3

        wait_for(over, "three failures")
        # The page, the overview, the rules of attention; lost jobs and fingerprints.
        assert most <= 5, "one read of each kind"
    probe.ends()
    page.read_now()
    probe.recovered()
    probe.passed(ROWS)


@pytest.mark.parametrize("fault", ["its processes stopped", "the connection dead"])
@pytest.mark.requirement("FR-011", "SC-004")
def test_postgres_unresponsive_is_detected_and_recovers(
    page: Screen, cluster: Postgres, proxy: Proxy, fault: str
) -> None:
    """The connection is not closed: without a timeout the read would wait for ever."""
    probe = FaultProbe(page, f"PostgreSQL unresponsive: {fault}")
    frozen = fault == "its processes stopped"
    probe.begins()
    if frozen:
        cluster.freeze()
    proxy.dead = not frozen
    try:
        probe.noticed("retrying")
        wait_for(lambda: int(page.fact("failures")) >= 3, "three failures")
    finally:
        if frozen:
            cluster.thaw()
        proxy.dead = False
    probe.ends()
    probe.recovered()
    page.next_poll()
    probe.passed(ROWS)


def test_database_with_seconds_of_latency_is_not_live(page: Screen, proxy: Proxy, jobs: Jobs) -> None:
    """The age is checked independently: each row holds the time at which it was written."""
    with written(jobs):
        page.next_poll()
        probe = FaultProbe(page, "a database with several seconds of latency", marker=FRESHNESS_MARKER)
        probe.begins()
        for delay in (0.1, 0.3, 0.6):
            proxy.delay = delay
            before = page.fact("last-refresh")
            wait_for(lambda before=before: page.fact("last-refresh") != before, "slow data")
        probe.noticed("retrying")
        proxy.delay = 0
        probe.ends()
        probe.recovered()
        page.next_poll()
    probe.passed(ROWS)


def test_postgres_read_only_is_read(page: Screen, cluster: Postgres, jobs: Jobs) -> None:
    probe = FaultProbe(page, "PostgreSQL read-only")
    with psycopg.connect(cluster.url, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        admin.execute("SELECT pg_reload_conf()")
        try:
            admin.execute("SET default_transaction_read_only = off")
            admin.execute("UPDATE jobs SET job_type = 'still-read'")
            expect(page.rows.first).to_contain_text("still-read")
            page.next_poll()
        finally:
            admin.execute("ALTER SYSTEM RESET default_transaction_read_only")
            admin.execute("SELECT pg_reload_conf()")
    assert probe.passed(ROWS) <= {"live", "refreshing"}


@pytest.mark.requirement("FR-011")
def test_old_schema_is_reported(page: Screen, jobs: Jobs) -> None:
    probe = FaultProbe(page, "a missing column: old schema")
    probe.begins()
    jobs.sql("ALTER TABLE jobs RENAME COLUMN target TO target_old")
    probe.noticed("retrying")
    expect(page.refresh).to_contain_text("jobs migrate")
    jobs.sql("ALTER TABLE jobs RENAME COLUMN target_old TO target")
    probe.ends()
    probe.recovered()
    probe.passed(ROWS)
