"""A database of many jobs, made by its own SQL: a million of them in a minute."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from tests.benchmarks.databases import empty_database

DAYS = 60
"""The jobs are spread evenly over so many days before `now()`, in the order of their creation."""

_NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {size})",
    "postgresql": "WITH n(i) AS (SELECT * FROM generate_series(0, {size} - 1))",
}
_CHANCE = {"sqlite": "(abs(random()) % 1000000 / 1e6)", "postgresql": "random()"}
_TIME = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', {seconds}, 'unixepoch')",
    "postgresql": "to_timestamp({seconds})",
}
_NOW = {"sqlite": "unixepoch()", "postgresql": "floor(extract(epoch FROM now()))"}

_INSERT = """
INSERT INTO jobs (id, job_type, status, target, worker, created_at, started_at, completed_at, error_message)
{numbers},
raw AS (SELECT i, {chance} AS a, {chance} AS b, {chance} AS c, {chance} AS d FROM n),
timed AS (
    SELECT i, d, {now} - {days} * 86400.0 * (1 - i * 1.0 / {size}) AS created, 40 * a * a * a AS waited,
    2 + 60 * b * b * b * (1 + i % 12) * (1 + i % 12) AS took,
    CASE WHEN c < 0.94 - 0.01 * (i % 12) THEN 'completed' WHEN c < 0.985 THEN 'failed' ELSE 'cancelled' END AS outcome
    FROM raw
),
known AS (SELECT *, CASE
    WHEN created + waited > {now} - 5 THEN 'queued'
    WHEN created + waited + took > {now} - 5 THEN 'running' ELSE outcome END AS status FROM timed)
SELECT 'job-' || i, 'type-' || (i % 12), status, '/data/customers/' || (i % 977) || '/folder-' || i,
    CASE WHEN status <> 'queued' THEN 'worker-' || CAST(floor(d * 8) AS INTEGER) END, {created},
    CASE WHEN status <> 'queued' THEN {started} END,
    CASE WHEN status NOT IN ('queued', 'running') THEN {ended} END,
    CASE WHEN status = 'failed' THEN 'OSError: no space left on device' END
FROM known
"""


def fill(engine: Engine, size: int) -> None:
    """Insert so many jobs of the last `DAYS` days: 12 types, 8 workers, 1 to 12 % of a type failed."""
    dialect = engine.dialect.name
    times = {
        name: _TIME[dialect].format(seconds=seconds)
        for name, seconds in (
            ("created", "created"),
            ("started", "created + waited"),
            ("ended", "created + waited + took"),
        )
    }
    numbers = _NUMBERS[dialect].format(size=size)
    statement = _INSERT.format(
        numbers=numbers, chance=_CHANCE[dialect], now=_NOW[dialect], size=size, days=DAYS, **times
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if dialect == "postgresql":
            connection.execute(text("SET statement_timeout = 0"))
        connection.exec_driver_sql(statement.replace("%", "%%") if dialect == "postgresql" else statement)
        if dialect == "postgresql":  # It does this by itself within a minute.
            for step in ("CHECKPOINT", "VACUUM ANALYZE"):
                connection.execute(text(step))


@contextmanager
def many_jobs(database: str, size: int) -> Generator[Engine]:
    """A SQLite or PostgreSQL database of so many jobs."""
    with empty_database(database, answer_timeout=None) as engine:
        fill(engine, size)
        yield engine
