"""The list: filters, search, counts that respect the other filters, and the cost of a poll."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any, Literal
from unicodedata import normalize

import pytest
from sqlalchemy import Engine, event

from jobs_app.database import open_database
from jobs_app.jobs.cursors import SORTS
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import COUNT_LIMIT, JobListSnapshot
from jobs_app.jobs.status import JobStatus
from jobs_app.queries import read_job_list
from jobs_app.queries.job_list.counts import RECOUNT_READS
from tests.support.factories import NOON, JobFactory
from tests.support.query_cost import cost, gather_statistics


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    return JobFactory(database)


def page(engine: Engine, query: str = "", before: JobListSnapshot | None = None) -> JobListSnapshot:
    return read_job_list(engine, JobFilter.from_query(query), NOON, before and before.facets)


def shown(engine: Engine, query: str = "") -> list[str]:
    return [row.id for row in page(engine, query).rows]


def test_empty_database_is_an_empty_page(database: Engine) -> None:
    assert page(database) == JobListSnapshot(
        JobFilter(), (), None, None, dict.fromkeys(map(str, JobStatus), 0), (), False
    )


def test_row_has_the_stored_values(database: Engine, jobs: JobFactory) -> None:
    job_id = jobs.failed(
        target="/data", error_message="first\nsecond", processed_count=1, total_count=4, item_unit="rows"
    )
    (row,) = page(database).rows
    assert (row.id, row.status, row.job_type, row.target, row.error) == (job_id, "failed", "scan", "/data", "first")
    assert (row.percent, row.processed, row.total, row.unit) == (25.0, 1, 4, "rows")
    assert (row.created, row.ended) == (1773489600000, 1773487890000)
    assert row.started == row.ended - 90_000


def test_targets_longer_than_any_path_are_cut(database: Engine, jobs: JobFactory) -> None:
    longest, beyond = "/" + "x" * 4095, "/" + "y" * 10_000_000
    jobs.queued(target=longest)
    jobs.queued(target=beyond)
    assert [row.target for row in page(database).rows] == [beyond[:4096] + "…", longest]


def test_status_filter_accepts_several(database: Engine, jobs: JobFactory) -> None:
    queued, running, failed = jobs.queued(), jobs.running(), jobs.failed()
    assert shown(database, "status=queued,failed") == [queued, failed]
    assert shown(database, "status=running") == [running]
    assert shown(database, "status=completed") == []


@pytest.mark.parametrize("status", ["exploded", "", "Running", "unknown", "zzz", "a"])
def test_other_statuses_are_found_as_unknown(database: Engine, jobs: JobFactory, status: str) -> None:
    jobs.running()
    odd = jobs.add(status=status)
    assert shown(database, "status=unknown") == [odd]
    assert page(database, "status=unknown").rows[0].raw_status == status
    assert page(database).counts == dict.fromkeys(map(str, JobStatus), 0) | {"running": 1, "unknown": 1}


def test_type_filter_accepts_several(database: Engine, jobs: JobFactory) -> None:
    first, _, third = (jobs.running(job_type=name) for name in ("scan", "import", "a,b&c"))
    assert shown(database, "type=scan,a%2Cb%26c") == [third, first]
    assert shown(database, "type=scan,a%2Cb%26c&sort=-target") == [third, first]
    assert shown(database, "type=nowhere") == []


def test_types_are_distinct(database: Engine, jobs: JobFactory) -> None:
    jobs.add_all({"status": status, "job_type": name} for name in ("scan", "b", "a,b") for status in ("queued", "odd"))
    assert page(database, "type=scan&status=failed").types == ("a,b", "b", "scan")


Form = Literal["NFC", "NFD"]
SORTS_BOTH_WAYS = [f"{direction}{sort}" for sort in SORTS for direction in ("", "-")]


@pytest.mark.parametrize("sort", SORTS_BOTH_WAYS)
def test_time_range_holds_what_ended_in_it_or_has_not_ended(database: Engine, jobs: JobFactory, sort: str) -> None:
    ago = [NOON - timedelta(minutes=minutes) for minutes in (0, 4, 60, 61, 300)]
    in_range = {
        jobs.failed(created_at=ago[4], started_at=ago[4], completed_at=ago[1]),
        jobs.completed(created_at=ago[4], started_at=ago[4], completed_at=ago[2]),
        jobs.cancelled(created_at=ago[1], started_at=None, completed_at=None),
        jobs.add(status="RETRY", created_at=ago[2], completed_at=None),
        jobs.running(created_at=ago[4], started_at=ago[4]),
        jobs.queued(created_at=ago[4]),
        jobs.queued(created_at=None),
    }
    jobs.failed(created_at=ago[3], completed_at=ago[3])
    jobs.failed(created_at=ago[3], completed_at=None)
    jobs.add(status="RETRY", created_at=ago[1], completed_at=ago[3])
    jobs.completed(created_at=None, completed_at=None)
    assert set(shown(database, f"since=1h&sort={sort}")) == in_range
    assert set(shown(database, f"since=1h&sort={sort}&type=scan")) == in_range
    assert set(shown(database, f"since=1h&sort={sort}&q=data")) == in_range
    assert len(shown(database, f"since=1h&sort={sort}&status=failed,unknown,running")) == 3
    assert _counted(page(database, f"since=1h&sort={sort}")) == {
        "failed": 1, "completed": 1, "cancelled": 1, "unknown": 1, "running": 1, "queued": 2,
    }  # fmt: skip


@pytest.mark.parametrize("sort", SORTS_BOTH_WAYS)
def test_range_with_an_end_holds_what_ended_in_it(database: Engine, jobs: JobFactory, sort: str) -> None:
    early, start, within, end = (NOON - timedelta(minutes=minutes) for minutes in (300, 120, 90, 60))
    in_range = {
        jobs.failed(completed_at=start),
        jobs.completed(created_at=early, completed_at=within),
        jobs.cancelled(created_at=within, started_at=None, completed_at=None),
        jobs.add(status="RETRY", created_at=early, completed_at=end - timedelta(milliseconds=1)),
    }
    running = {jobs.running(created_at=early, started_at=early), jobs.queued(created_at=within)}
    at_noon = jobs.add(status="RETRY", created_at=early, completed_at=NOON)
    late = {jobs.failed(completed_at=end), at_noon}
    jobs.completed(completed_at=start - timedelta(milliseconds=1))
    ended = f"from={start.timestamp():.0f}&to={end.timestamp():.0f}&sort={sort}"
    assert set(shown(database, ended)) == set(shown(database, f"{ended}&q=data&type=scan")) == in_range
    assert _counted(page(database, ended)) == {"failed": 1, "completed": 1, "cancelled": 1, "unknown": 1}
    assert shown(database, f"{ended}&status=running,queued") == []
    for until in ("", f"&to={NOON.timestamp():.0f}", "&to=9999-12-31T00:00:00Z"):
        reaching_now = f"from={start.timestamp():.0f}{until}&sort={sort}"
        later = late - {at_noon} if until == f"&to={NOON.timestamp():.0f}" else late
        assert set(shown(database, reaching_now)) == in_range | running | later
    assert len(shown(database, f"to={start.timestamp():.0f}&sort={sort}")) == 1


@pytest.mark.parametrize(
    "query",
    [
        "since=1h",
        "from=2026-03-14T11:00Z&to=2026-03-14T12:01Z",
        "since=1h&type=scan",
        "since=1h&status=failed",
        "since=1h&sort=target",
    ],
)
def test_time_range_costs_no_more_with_more_jobs_outside(database: Engine, jobs: JobFactory, query: str) -> None:
    old = {"status": "failed", "completed_at": NOON - timedelta(days=9), "created_at": NOON - timedelta(days=9)}
    recent = [jobs.failed(completed_at=NOON) for _ in range(3)]
    costs = list[int]()
    for number in (1_000, 9_000):
        jobs.add_all(old for _ in range(number))
        gather_statistics(database)
        assert set(shown(database, query)) == set(recent)
        costs.append(cost(database, lambda: shown(database, query)))
    assert costs[1] < 1.5 * costs[0], "ten times as many jobs cost no more"


@pytest.mark.parametrize(
    ("search", "target"),
    [
        ("REPORT", "/data/report.csv"),
        ("report", "/DATA/REPORT.CSV"),
        ("100%", "at 100% now"),
        ("a_b", "x/a_b/y"),
        ("[x]*?", "a[x]*?b"),
        ("\\", "C:\\data"),
        ("/x/", "a/x/b"),
        ("o'clock", "one o'clock"),
        ("ÜBER", "/über/uns"),
        ("straße", "/straße 1"),
        ("日本", "/日本語/"),
        ("^a]-b", "^a]-b"),
        ("é*[à", "é*[à"),
    ],
)
def test_search_in_targets_is_case_insensitive(database: Engine, jobs: JobFactory, search: str, target: str) -> None:
    job_id = jobs.queued(target=target)
    jobs.add_all({"status": "queued", "target": other} for other in ("100 x", "axb", "aab", "/", "ab", "uber", "ea"))
    view = JobFilter(search=search)
    found = [row.id for row in read_job_list(database, view, NOON).rows]
    assert job_id in found
    assert found == [job_id] or search in ("\\", "/x/")


@pytest.mark.parametrize("name", ["/Café/ä.csv", "/Zoë/été", "/한글/보고서"])
@pytest.mark.parametrize(("stored", "searched"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD"), ("NFC", "NFC")])
def test_search_matches_composed_and_decomposed_letters(
    database: Engine, jobs: JobFactory, name: str, stored: Form, searched: Form
) -> None:
    job_id = jobs.queued(target=f"/x{normalize(stored, name)}")
    jobs.queued(target="/x/Cafe/a.csv")
    found = read_job_list(database, JobFilter(search=normalize(searched, name.upper())), NOON)
    assert [row.id for row in found.rows] == [job_id]


def test_search_finds_what_follows_a_nul(sqlite_database_url: str) -> None:
    engine = open_database(sqlite_database_url)
    jobs = JobFactory(engine)
    wanted = jobs.queued(target="before\0Änd after")
    jobs.queued(target="before\0"), jobs.queued(target=b"\xff\xfe\0\xff")
    for search in ("AFTER", "änd", "d aft"):
        assert [row.id for row in read_job_list(engine, JobFilter(search=search), NOON).rows] == [wanted]
    engine.dispose()


def test_search_finds_ids(database: Engine, jobs: JobFactory) -> None:
    wanted = jobs.queued(id="Nightly-7", target=None)
    jobs.queued(id="nightly-8")
    assert shown(database, "q=nightly-7") == [wanted]


def test_search_with_a_lone_surrogate_finds_nothing(database: Engine, jobs: JobFactory) -> None:
    jobs.queued()
    assert read_job_list(database, JobFilter(search="\ud83d", types=("\udfff",)), NOON).rows == ()


def test_search_combines_with_filters(database: Engine, jobs: JobFactory) -> None:
    wanted = jobs.failed(target="/x/report", job_type="import")
    jobs.failed(target="/x/report", job_type="scan")
    jobs.queued(target="/x/report", job_type="import")
    jobs.failed(target="/x/report", job_type="import", completed_at=NOON - timedelta(days=2))
    jobs.failed(target="/x/other", job_type="import")
    for sort in ("created", "-duration", "target", "type"):
        assert shown(database, f"q=REP&type=import&status=failed&since=24h&sort={sort}") == [wanted]


def test_counts_ignore_the_status_filter_only(database: Engine, jobs: JobFactory) -> None:
    jobs.queued(job_type="scan", target="/a"), jobs.failed(job_type="scan", target="/b")
    jobs.failed(job_type="import", target="/a"), jobs.failed(job_type="scan", completed_at=NOON - timedelta(days=9))
    assert _counted(page(database, "status=queued")) == {"queued": 1, "failed": 3}
    assert _counted(page(database, "status=queued&type=scan")) == {"queued": 1, "failed": 2}
    assert _counted(page(database, "type=scan&since=24h")) == {"queued": 1, "failed": 1}
    assert _counted(page(database, "type=scan&since=24h&q=%2Fb")) == {"failed": 1}
    assert page(database, "q=nothing-at-all").any_jobs


def test_counts_are_capped_above_ten_thousand(database: Engine, jobs: JobFactory) -> None:
    jobs.add_all({"status": "completed"} for _ in range(COUNT_LIMIT + 5))
    jobs.add_all({"status": "odd"} for _ in range(3))
    assert _counted(page(database)) == {"completed": COUNT_LIMIT + 1, "unknown": 3}
    assert _counted(page(database, "q=job")) == {"completed": COUNT_LIMIT + 1, "unknown": 3}


def test_large_counts_are_recounted_one_per_read(database: Engine, jobs: JobFactory) -> None:
    jobs.add_all({"status": "failed"} for _ in range(51))
    empty = page(database)
    large = dict.fromkeys(("completed", "queued", "cancelled"), COUNT_LIMIT + 1)
    read, wrong = replace(empty, counts=dict(empty.counts) | large | {"failed": 7}), list[int]()
    for _ in range(RECOUNT_READS):
        read = page(database, before=read)
        assert read.counts["failed"] == 51
        wrong.append(sum(number > COUNT_LIMIT for number in read.counts.values()))
    assert wrong[-1] == 0
    assert {earlier - later for earlier, later in pairwise([3, *wrong])} == {0, 1}


def test_large_counts_still_correct_are_kept(database: Engine, jobs: JobFactory) -> None:
    jobs.add_all({"status": "completed"} for _ in range(COUNT_LIMIT + 5))
    jobs.add_all({"status": "failed"} for _ in range(COUNT_LIMIT))
    read = page(database)
    for _ in range(RECOUNT_READS):
        read = page(database, before=replace(read, counts=dict(read.counts) | {"failed": COUNT_LIMIT + 1}))
        counted_again = list(JobStatus).index(JobStatus.FAILED) == read.read_number % RECOUNT_READS
        assert _counted(read) == {"completed": COUNT_LIMIT + 1, "failed": COUNT_LIMIT + (not counted_again)}


def test_large_counts_contradicted_by_the_page_are_recounted(database: Engine, jobs: JobFactory) -> None:
    jobs.failed()
    last = replace(page(database), counts={"completed": COUNT_LIMIT + 1, "failed": COUNT_LIMIT + 1})
    assert _counted(page(database, before=last)) == {"failed": 1}
    jobs.delete_all()
    gone = page(database, before=last)
    assert (_counted(gone), gone.any_jobs, gone.types) == ({}, False, ())


def test_types_are_cached_for_ten_reads_or_until_a_new_one(database: Engine, jobs: JobFactory) -> None:
    jobs.failed(job_type="scan")
    first = page(database)
    assert page(database, before=replace(first, types=("gone", "scan"))).types == ("gone", "scan")
    jobs.failed(job_type="import")
    assert page(database, before=first).types == ("import", "scan")
    read, types = replace(first, types=("gone", "import", "scan")), list[int]()
    for _ in range(RECOUNT_READS):
        read = page(database, before=read)
        types.append(len(read.types))
    assert types == sorted(types, reverse=True)
    assert (types[0], types[-1]) == (3, 2)


def test_sort_by_duration_counts_running_jobs_until_now(database: Engine, jobs: JobFactory) -> None:
    short = jobs.completed(started_at=NOON - timedelta(hours=9), completed_at=NOON - timedelta(hours=9, seconds=-5))
    running = jobs.running(started_at=NOON - timedelta(minutes=10))
    queued = jobs.queued()
    long = jobs.failed(started_at=NOON - timedelta(hours=2), completed_at=NOON - timedelta(hours=1))
    assert shown(database, "sort=-duration") == [long, running, short, queued]
    assert shown(database, "sort=duration&status=running,completed") == [short, running]


def test_sort_by_progress_equals_what_is_shown(database: Engine, jobs: JobFactory) -> None:
    half = jobs.running(processed_count=5, total_count=10)
    unknown = jobs.running()
    most = jobs.running(progress_percent=70, processed_count=1, total_count=100)
    over = jobs.running(progress_percent=250)
    none = jobs.running(processed_count=0, total_count=10)
    assert shown(database, "sort=-progress") == [over, most, half, none, unknown]
    assert [row.percent for row in page(database, "sort=-progress").rows] == [100.0, 70.0, 50.0, 0.0, None]


def test_list_with_very_many_statuses_is_correct(database: Engine, jobs: JobFactory) -> None:
    jobs.add_all({"status": f"odd {number}", "job_type": f"type {number}"} for number in range(450))
    last = jobs.running(job_type="zzz")
    assert _counted(page(database)) == {"running": 1, "unknown": 450}
    assert shown(database, "status=running&sort=target") == [last]
    assert len(shown(database, "status=unknown&sort=-target&size=100")) == 100
    assert shown(database, "type=zzz&sort=target") == [last]


def test_fifty_one_statuses_are_read_in_one_query(database: Engine, jobs: JobFactory) -> None:
    ids = jobs.add_all({"status": f"odd {number:02}"} for number in range(51))
    assert shown(database, "sort=target&size=100&status=unknown") == ids
    assert shown(database, "sort=status&size=100") == ids


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The statements that are sent in the meantime."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_list_read_is_three_queries_in_one_transaction(database: Engine, jobs: JobFactory) -> None:
    jobs.add_all({"status": "queued"} for _ in range(60))
    with statements(database) as sent:
        first = page(database)
    assert len([each for each in sent if each != "BEGIN"]) == 3
    assert database.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert first.next
    with statements(database) as sent:
        read_job_list(database, first.view.at(first.next), NOON)
    assert len([each for each in sent if each != "BEGIN"]) == 4


def test_list_read_is_consistent(database: Engine, jobs: JobFactory) -> None:
    jobs.queued()
    others = iter([jobs])

    def add_another(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        for other in others if "RECURSIVE" in statement else ():
            other.queued()

    event.listen(database, "after_cursor_execute", add_another)
    read = page(database)
    assert (len(read.rows), read.counts["queued"]) == (1, 1)
    assert page(database).counts["queued"] == 2


def test_list_read_never_writes(database: Engine, jobs: JobFactory) -> None:
    jobs.queued()
    with statements(database) as sent:
        page(database, "q=x&status=queued")
    assert not [each for each in sent if each.split()[0] not in ("BEGIN", "SELECT", "WITH", "SET")]


def _counted(read: JobListSnapshot) -> dict[str, int]:
    return {status: number for status, number in read.counts.items() if number}


def test_types_of_every_status_are_offered_beyond_the_plan(database: Engine, jobs: JobFactory) -> None:
    jobs.add_all({"job_type": f"failed-{number:03}", "status": "failed"} for number in range(450))
    jobs.running(job_type="only-running")
    found = page(database, "status=running")
    assert len(found.types) == 451
    assert found.types_complete
    assert "only-running" in found.types


def test_types_that_were_not_all_read_are_announced(
    database: Engine, jobs: JobFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs_app.queries.job_list.page.MAX_TYPE_PAIRS", 450)
    jobs.add_all({"job_type": f"type-{number:03}", "status": "failed"} for number in range(450))
    assert page(database).types_complete
    jobs.failed(job_type="type-450")
    found = page(database)
    assert (len(found.types), found.types_complete) == (450, False)


def test_range_of_time_holds_what_ended_in_it(database: Engine) -> None:
    jobs = JobFactory(database)
    inside = jobs.failed(completed_at=NOON - timedelta(minutes=1))
    jobs.failed(completed_at=NOON)
    jobs.running()
    for query in ("", "&sort=target", "&status=failed,running", "&q=data"):
        view = JobFilter.from_query(f"from=2026-03-14T11:30:00Z&to=2026-03-14T12:00:00Z{query}")
        page = read_job_list(database, view, NOON + timedelta(minutes=1))
        assert ([row.id for row in page.rows], page.counts["failed"]) == ([inside], 1)
