"""Which jobs need attention: the same answer in rows, filter, count and on a job's page."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any

import pytest
from sqlalchemy import Engine

from jobs_app.database import open_database
from jobs_app.jobs.attention import AttentionRules
from jobs_app.jobs.cursors import SORTS
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs.snapshots import JobListSnapshot
from jobs_app.queries import read_attention_rules, read_job, read_job_list
from tests.support.factories import NOON, JobFactory
from tests.support.seeds import SEEDS

TYPES = ("scan", "import", "report ü", "never seen")
RULES = AttentionRules(900.0, {"scan": 400.0, "import": 5000.0}, {"scan": 20.0, "report ü": 500.0})
SIGNS = ("started_at", "heartbeat_at", "updated_at", "progressed_at")


@pytest.fixture
def jobs(database: Engine) -> JobFactory:
    return JobFactory(database)


def page(engine: Engine, query: str = "", rules: AttentionRules = RULES) -> JobListSnapshot:
    return read_job_list(engine, JobFilter.from_query(query), NOON, rules=rules)


def ago(**time: float) -> datetime:
    return NOON - timedelta(**time)


def kinds(engine: Engine, query: str = "size=100", rules: AttentionRules = RULES) -> dict[str, str]:
    return {row.id: row.attention.kind for row in page(engine, query, rules).rows if row.attention}


def fresh(**facts: Any) -> dict[str, Any]:
    """A running job with signs of life, changed by some facts."""
    signs = {"heartbeat_at": NOON, "updated_at": NOON, "progressed_at": NOON}
    return {"status": "running", "started_at": ago(minutes=5), **signs} | facts


def expected(job: Mapping[str, Any], rules: AttentionRules = RULES) -> str | None:
    """The rules of the contract in Python; times are datetimes or None."""
    known = {name: job[name] for name in (*SIGNS, "created_at", "completed_at") if job.get(name)}

    def seconds(*names: str) -> float:
        times = [known[name] for name in names if name in known]
        return max(0.0, (NOON - max(times)).total_seconds()) if times else -1.0

    job_type = job["job_type"]
    reports = job.get("progress_percent") is not None or any((job.get(f"{n}_count") or 0) > 0 for n in PROGRESS)
    runs, waits = seconds("started_at"), seconds("created_at", "started_at", "completed_at")
    running, queued = job["status"] == "running", job["status"] == "queued"
    holds = {
        "unresponsive": running and seconds(*SIGNS) >= 60,
        "stalled": running and reports and seconds("started_at", "progressed_at") >= rules.stalled_after,
        "overdue": running and runs > 600 and runs > 2 * rules.typical_durations.get(job_type, 1e12),
        "waiting": queued and waits > max(300, 10 * rules.typical_waits.get(job_type, 0)),
    }
    return next((kind for kind, true in holds.items() if true), None)


PROGRESS = ("processed", "total")


@pytest.mark.parametrize("seed", SEEDS)
def test_random_jobs_need_attention_by_the_rules(database: Engine, jobs: JobFactory, seed: int) -> None:
    some = random.Random(seed)
    added = [random_job(some) for _ in range(90)]
    ids = jobs.add_all(added)
    wanted = {id: kind for id, job in zip(ids, added, strict=True) if (kind := expected(job))}
    assert kinds(database) == wanted
    everything, needy = page(database), page(database, "attention=1&size=100")
    assert everything.attention == needy.attention == len(needy.rows) == len(wanted)
    assert {row.id for row in needy.rows} == set(wanted)
    assert sum(needy.counts.values()) == len(wanted)
    for id in ids:
        detail = read_job(database, id, NOON, RULES)
        assert detail
        assert (detail.attention.kind if detail.attention else None) == wanted.get(id)


def random_job(some: random.Random) -> dict[str, Any]:
    def time() -> datetime | None:
        return some.choice(
            [None, ago(seconds=some.choice([0, 30, 59, 60, 250, 301, 599, 601, 850, 901, 5001, 20_000]))]
        )

    status = some.choice(["running", "running", "queued", "queued", "completed", "failed", "RETRY"])
    times = {name: time() for name in (*SIGNS, "created_at", "completed_at")}
    if status != "queued":
        times["completed_at"] = None
    counts = {f"{name}_count": some.choice([None, 0, 5]) for name in PROGRESS}
    progress = {"progress_percent": some.choice([None, None, 0.0, 12.5]), **counts}
    return {"status": status, "job_type": some.choice(TYPES), **times, **progress}


@pytest.mark.parametrize("sort", sorted(SORTS))
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_of_attention_hold_each_job_once(database: Engine, jobs: JobFactory, sort: str, sign: str) -> None:
    silent = [fresh(**dict.fromkeys(SIGNS, ago(minutes=number))) for number in range(2, 32)]
    ids = jobs.add_all([*silent, *({"status": "queued", "created_at": ago(hours=n)} for n in range(1, 31))])
    jobs.add_all(fresh(status=status) for status in ("running", "completed", "failed"))
    view, found = JobFilter.from_query(f"attention=1&size=25&sort={sign}{sort}"), list[str]()
    while view:
        answer = read_job_list(database, view, NOON)
        found += [row.id for row in answer.rows]
        view = answer.next and view.at(answer.next)
    assert sorted(found) == sorted(ids)


@pytest.mark.parametrize(
    ("query", "matching"),
    [
        ("attention=1", 3),
        ("attention=1&status=running", 2),
        ("attention=1&status=queued", 1),
        ("attention=1&status=failed", 0),
        ("attention=1&type=scan", 2),
        ("attention=1&since=1h", 3),
        ("attention=1&q=odd", 1),
        ("attention=1&q=odd&type=import", 0),
    ],
)
def test_attention_combines_with_other_filters(database: Engine, jobs: JobFactory, query: str, matching: int) -> None:
    old = dict.fromkeys(SIGNS, ago(hours=2))
    jobs.add(**fresh(**old, target="/odd"))
    jobs.add(**fresh(**old, job_type="import"))
    jobs.queued(created_at=ago(hours=5))
    jobs.running(**fresh(target="/odd"))
    jobs.completed(target="/odd")
    answer = page(database, query, AttentionRules())
    assert (
        len(answer.rows) == sum(answer.counts[status] for status in answer.view.statuses or answer.counts) == matching
    )


def test_count_of_attention_ignores_the_statuses(database: Engine, jobs: JobFactory) -> None:
    jobs.add(**fresh(**dict.fromkeys(SIGNS, ago(hours=2))))
    jobs.failed()
    assert page(database, "status=failed").attention == 1
    assert page(database, "q=nothing").attention == 0
    assert page(database, "type=scan&q=job").attention == page(database, "type=scan").attention == 1


@pytest.mark.parametrize("column", ["heartbeat_at", "updated_at", "progressed_at"])
def test_time_that_cannot_be_read_never_counts(sqlite_database_url: str, column: str) -> None:
    database = open_database(sqlite_database_url)
    job_id = JobFactory(database).add(**fresh(**dict.fromkeys(SIGNS, ago(hours=2))))
    with database.begin() as connection:
        connection.exec_driver_sql(f"UPDATE jobs SET {column} = 'yesterday evening'")
    assert kinds(database, rules=AttentionRules()) == {}
    assert page(database, rules=AttentionRules()).attention == 0
    detail = read_job(database, job_id, NOON)
    assert detail
    assert detail.attention is None


def test_queued_again_waits_since_its_last_attempt(database: Engine, jobs: JobFactory) -> None:
    jobs.queued(created_at=ago(days=3), started_at=ago(hours=1), completed_at=ago(minutes=2))
    assert kinds(database) == {}


def test_mark_tells_since_when_and_what_is_usual(database: Engine, jobs: JobFactory) -> None:
    jobs.add(**fresh(started_at=ago(hours=1)))
    (row,) = page(database).rows
    assert row.attention
    assert row.attention.kind == "overdue"
    assert row.attention.since == round(ago(hours=1).timestamp() * 1000)
    assert row.attention.usual_seconds == 400.0


def times_of(jobs: JobFactory, job_type: str, durations: Sequence[float], wait: float = 7.0) -> None:
    """Completed jobs, the last one most recently."""
    for number, took in enumerate(durations):
        ended = ago(days=100) + timedelta(minutes=number)
        started = ended - timedelta(seconds=took)
        created = started - timedelta(seconds=wait)
        jobs.completed(job_type=job_type, created_at=created, started_at=started, completed_at=ended)


@pytest.mark.parametrize(("number", "typical"), [(4, None), (5, 5.0), (20, 19.0), (21, 20.0), (100, 95.0)])
def test_typical_duration_is_the_95th_percentile(
    database: Engine, jobs: JobFactory, number: int, typical: float | None
) -> None:
    jobs.running(job_type="import")
    times_of(jobs, "import", [float(each) for each in range(1, number + 1)])
    rules = read_attention_rules(database, 600.0)
    assert rules.typical_durations.get("import") == typical
    assert typical is None or typical == ceil(number * 0.95)
    assert rules.typical_waits == {"import": 7.0}


def test_typical_times_are_those_of_the_latest_jobs(
    database: Engine, jobs: JobFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs_app.queries.typical_times.LATEST_JOBS", 10)
    jobs.running()
    times_of(jobs, "scan", [100.0] * 10 + [3.0] * 10)
    assert read_attention_rules(database, 600.0).typical_durations == {"scan": 3.0}


def test_jobs_without_usable_times_are_not_typical(database: Engine, jobs: JobFactory) -> None:
    jobs.queued()
    for _ in range(6):
        jobs.completed(started_at=None)
        jobs.completed(started_at=NOON, completed_at=ago(hours=1))
    assert read_attention_rules(database, 600.0) == AttentionRules(600.0, {}, {"scan": 0.0})
