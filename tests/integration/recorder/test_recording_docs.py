"""The examples of docs/recording.md work as written."""

import re
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine

from jobs_app.queries import read_job, read_log_lines
from jobs_app.recorder import record_job
from jobs_app.worker.queue import shared_queue
from jobs_app.worker.registry import find_job_type

DOCUMENT = (Path(__file__).parents[3] / "docs/recording.md").read_text()


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)


def test_sql_examples_work_on_both_databases(database: Engine) -> None:
    insert, update, complete, log = examples("sql")
    percents: list[float | None] = []
    for statement in (insert, update, complete, log):
        with database.begin() as connection:
            connection.exec_driver_sql(statement)
        job = read_job(database, "backup-2026-11-23")
        assert job
        percents.append(job.percent)
    assert (job.status, percents) == ("completed", [0, 25, 100, 100])
    assert job.created
    assert job.started
    assert job.ended
    lines = read_log_lines(database, "backup-2026-11-23", 0, 10)
    assert (lines.first, lines.total, len(lines.lines)) == (1, 2, 2)


@pytest.fixture
def configured(database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    monkeypatch.setenv("JOBS_DATABASE_URL", database_url)
    monkeypatch.setenv("JOBS_QUEUE_URL", f"sqlite:///{tmp_path / 'queue.db'}")
    return database


def test_python_examples_work(configured: Engine, tmp_path: Path) -> None:
    record, job_type, enqueue = examples("python")
    names = {"rows": [SimpleNamespace(name=str(number)) for number in range(100)]}
    exec(record, names)
    imported = read_job(configured, names["job"].id)  # type: ignore[attr-defined]
    assert imported
    assert (imported.status, imported.percent) == ("completed", 100)

    (tmp_path / "reports.py").write_text(job_type)
    report = find_job_type("report") or runpy.run_path(str(tmp_path / "reports.py"))["report"]
    with record_job("report", engine=configured) as job:
        assert report(job, "2026-11") == {"pages": 3}

    queued: dict[str, str] = {}
    exec(enqueue, queued)
    waiting = read_job(configured, queued["job_id"])
    assert waiting
    assert (waiting.status, waiting.target) == ("queued", "2026-11")
    shared_queue.cache_clear()
