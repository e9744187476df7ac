"""The cost of a long log: opening its page, polling, searching and recording it."""

import http.client
import json
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select, update

from jobs_app.database.models import JOB_LOG, JOBS
from jobs_app.recorder import RecordedJob, record_job
from tests.benchmarks.dashboard import browser, dashboard
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.server import Server
from tests.browser.objects.tabs import Chromium, Tab
from tests.support.waiting import wait_for

LINES, CHUNK, PAGES, SEARCHES, TICKS = 1_000_000, 500, 3, 5, 8
LINE = "2026-11-24T03:51:21.123Z INFO read /data/some/folder/file-{}.csv, 1234 rows, 5 empty"
RUNNING: dict[str, Any] = {"status": "running", "total_count": LINES, "processed_count": 10, "item_unit": "files"}
LOGGED, RATE, BURST = 100_000, 10_000, 100  # lines that a job logs: in all, a second, at a time
CHILD = """
import sys
from tests.benchmarks.job_log import pace, record_job
logged = []
try:
    with record_job("log", id=sys.argv[1], database_url=sys.argv[2]) as job:
        pace(job, logged)
finally:
    print(len(logged), flush=True)
"""


def figures() -> Iterator[dict[str, Any]]:
    with dashboard(poll_interval_seconds=2, log_poll_interval_seconds=2) as (server, jobs), browser() as chromium:
        (long,) = jobs.add(status="completed")
        _append(jobs, long, 0, LINES)
        opened = _opened(server, chromium, long)
        yield _row("page of a job with 1,000,000 lines: until its last line is shown", opened, "s", "< 1.5")
        limit = 300 + 2 * 10 * (len(LINE.format(CHUNK)) + 1)
        with _followed(server, chromium, jobs) as page:
            yield _row("bytes per tick, 10 new lines of a running job", _tick_bytes(*page), "B", f"< {limit}")
        with _followed(server, chromium, jobs) as page:
            yield _row("browser memory after 200,000 followed lines, to that after 20,000", _memory(*page), "", "< 1.5")
        with _followed(server, chromium, jobs) as page:
            yield _row("longest main-thread task, 1,000 lines a second for 20 s", _longest(*page), "ms", "< 50")
        yield from _search(server, long)
        yield from _recorder(jobs)


def _row(name: str, value: float, unit: str, target: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "target": target}


def _append(jobs: Jobs, job: str, stored: int, total: int) -> None:
    with jobs.engine.begin() as connection:
        for start in range(stored + 1, total + 1, CHUNK):
            lines = [LINE.format(number) for number in range(start, min(start + CHUNK, total + 1))]
            connection.execute(JOB_LOG.insert().values((job, start, len(lines), "\n".join(lines))))
        connection.execute(update(JOBS).where(JOBS.c.id == job).values(processed_count=total))


def _shows(number: int) -> str:
    return f"!!document.querySelector('[data-line=\"{number}\"] .log-text')?.textContent.includes('file-{number}.csv')"


def _opened(server: Server, chromium: Chromium, job: str) -> float:
    """Seconds from the start of the navigation until the last line is shown, by the page's clock."""
    seconds, look = list[float](), f"{_shows(LINES)} ? window.shownAt = performance.now() : setTimeout(look, 5)"
    for _ in range(1 + PAGES):  # the first one warms server and browser
        tab = chromium.open("about:blank")
        tab.call("Page.enable")
        tab.call("Page.addScriptToEvaluateOnNewDocument", source=f"{{ const look = () => {look}; look(); }}")
        tab.call("Page.navigate", url=f"{server.url}/jobs/{job}")
        wait_for(lambda tab=tab: tab.js("!!window.shownAt"), "the last line")
        seconds.append(tab.js("window.shownAt") / 1000)
        chromium.get(f"/json/close/{tab.id}")
    return statistics.median(seconds[1:])


@contextmanager
def _followed(server: Server, chromium: Chromium, jobs: Jobs) -> Generator[tuple[Tab, Jobs, str]]:
    """A page that follows a running job of 500 lines."""
    (job,) = jobs.add(**RUNNING)
    _append(jobs, job, 0, CHUNK)
    tab = chromium.open(f"{server.url}/jobs/{job}")
    wait_for(lambda: tab.js(_shows(CHUNK)), "the log")
    yield tab, jobs, job
    chromium.get(f"/json/close/{tab.id}")


def _tick_bytes(tab: Tab, jobs: Jobs, job: str) -> int:
    ticks = list[int]()
    for total in range(CHUNK + 10, CHUNK + 10 * (TICKS + 2), 10):
        before = len(tab.messages)
        _append(jobs, job, total - 10, total)
        wait_for(lambda total=total: tab.js(_shows(total)), "ten lines more")
        tab.quiet_for(0.4)
        ticks.append(sum(len(message.encode()) for message in tab.messages[before:]))
    return max(ticks[1:])


def _memory(tab: Tab, jobs: Jobs, job: str) -> float:
    """The first 20,000 lines arrive 500 a poll, so that the page has received, and keeps, all of them."""
    tab.call("Performance.enable")
    used, stored = list[float](), CHUNK
    for total in (*range(2 * CHUNK, 20_000, CHUNK), *range(20_000, 200_001, 10_000)):
        _append(jobs, job, stored, total)
        wait_for(lambda total=total: tab.js(_shows(total)), f"line {total}")
        stored = total
        if total in (20_000, 200_000):
            tab.call("HeapProfiler.collectGarbage")
            metrics = {metric["name"]: metric["value"] for metric in tab.call("Performance.getMetrics")["metrics"]}
            used.append(metrics["JSHeapUsedSize"])
    return used[1] / used[0]


def _longest(tab: Tab, jobs: Jobs, job: str) -> float:
    """Milliseconds of the longest task while 500 lines arrive every half second; 0 if none takes over 50."""
    tab.js("""window.tasks = []; window.from = performance.now(); new PerformanceObserver((list) =>
      tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true }); 0""")
    started = time.monotonic()
    for half in range(1, 41):
        wait_for(lambda due=started + half / 2: time.monotonic() >= due)
        _append(jobs, job, half * CHUNK, (half + 1) * CHUNK)
        tab.call("Browser.getVersion")  # takes what has come off the line; the page has no part in it
    wait_for(lambda: tab.js(_shows(41 * CHUNK)), "the last lines")
    return tab.js("Math.max(0, ...tasks.filter((task) => task.startTime > from).map((task) => task.duration))")


def _search(server: Server, job: str) -> Iterator[dict[str, Any]]:
    seconds, answers, done = list[float](), list[float](), threading.Event()

    def ask_healthz() -> None:
        line = http.client.HTTPConnection("127.0.0.1", server.port)
        while not done.is_set():
            started = time.monotonic()
            line.request("GET", "/healthz")
            line.getresponse().read()
            answers.append((time.monotonic() - started) * 1000)

    asking = threading.Thread(target=ask_healthz)
    asking.start()
    line = http.client.HTTPConnection("127.0.0.1", server.port)
    for _ in range(SEARCHES):
        started, before, lines = time.monotonic(), LINES + 1, list[tuple[int, str]]()
        while before and not lines:
            line.request("GET", f"/api/jobs/{job}/log/search?q=/FILE-1.csv&before={before}")
            found = json.load(line.getresponse())
            before, lines = found["before"], found["lines"]
        assert [number for number, _ in lines] == [1]
        seconds.append(time.monotonic() - started)
    done.set()
    asking.join()
    found, gap = statistics.median(seconds), max(answers) - statistics.median(answers)
    yield _row("search of 1,000,000 lines: until the only match, in line 1", found, "s", "< 1")
    yield _row("longest gap of the server's event loop during such searches", gap, "ms", "< 50")


def _recorder(jobs: Jobs) -> Iterator[dict[str, Any]]:
    logged, at = list[int](), [time.process_time()]
    with record_job("log", id="paced", engine=jobs.engine) as job:
        pace(job, logged)
    at.append(time.process_time())
    pace(None, [])
    spent = 2 * at[1] - at[0] - time.process_time()
    yield _row("recorder: 10,000 lines a second for 10 s, CPU of one core", 100 * spent * RATE / LOGGED, "%", "< 10")
    yield _row("lines lost of those", _lost(jobs, "paced", len(logged)), "", "0")
    lost = 0
    for name in ("ended-1", "ended-2", "ended-3"):
        command = ["timeout", "5", sys.executable, "-c", CHILD, name, str(jobs.engine.url)]
        lost += _lost(jobs, name, int(subprocess.run(command, stdout=subprocess.PIPE, timeout=60).stdout))
    yield _row("lines lost by three processes that SIGTERM ended while they logged as fast", lost, "", "0")


def pace(job: RecordedJob | None, logged: list[int]) -> None:
    started = time.monotonic()
    for number in range(1, LOGGED + 1):
        if job:
            job.log("read /data/folder-7/file-%d.csv, 1234 rows", number)
        logged.append(number)
        if number % BURST == 0:
            time.sleep(max(0, started + number / RATE - time.monotonic()))


def _lost(jobs: Jobs, job: str, logged: int) -> int:
    """The number of logged lines that are not stored; each line is searched for."""
    assert logged > BURST
    with jobs.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        status = select(JOBS.c.status).where(JOBS.c.id == job)
        wait_for(lambda: connection.execute(status).scalar() != "running", "the end of the job")
        texts = connection.execute(select(JOB_LOG.c.text).where(JOB_LOG.c.job_id == job)).scalars().all()
    return len(set(range(1, logged + 1)) - set(map(int, re.findall(r"/file-(\d+)\.csv, 1234 rows", "\n".join(texts)))))
