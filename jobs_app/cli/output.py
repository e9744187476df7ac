"""Jobs in a terminal: the reads of the dashboard, printed."""

import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine

from jobs_app.cli.errors import NoSuchJob, WrongArgument
from jobs_app.cli.job_table import table_lines
from jobs_app.database import shared_database
from jobs_app.jobs.api_json import to_json
from jobs_app.jobs.attention import DEFAULT_RULES, AttentionRules
from jobs_app.jobs.filters import MAX_TYPES, JobFilter, types_left_out
from jobs_app.jobs.log_records import plain_lines
from jobs_app.jobs.safe_output import indented_lines, json_text, one_line
from jobs_app.jobs.snapshots import JobDetail
from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.terminal_text import without_styles
from jobs_app.queries import MAX_LINES, read_attention_rules, read_job, read_job_list, read_log_lines
from jobs_app.settings import Settings

FOLLOW_INTERVAL_SECONDS = 0.5
INDENT = len("jobs: ")


def check_statuses(status: str) -> None:
    """Raises WrongArgument for a status that there is not."""
    if wrong := set(filter(None, status.split(","))) - set(JobStatus):
        raise WrongArgument(f"there is no status {', '.join(sorted(wrong))}, only {', '.join(JobStatus)}")


def list_view(status: str, job_type: str, search: str, attention: bool) -> JobFilter:
    """The first page of a list, as long as pages may be. Raises WrongArgument for more types than are possible."""
    values = {"status": quote(status, safe=","), "type": quote(job_type, safe=",", errors="replace")}
    values |= {"q": quote(search, safe="", errors="replace"), "attention": f"{attention:d}", "size": "100"}
    query = "&".join(f"{name}={value}" for name, value in values.items())
    if left_out := types_left_out(query):
        raise WrongArgument(f"{MAX_TYPES + left_out} types are named, no more than {MAX_TYPES} are possible")
    return JobFilter.from_query(query)


def print_jobs(settings: Settings, view: JobFilter, as_json: bool) -> None:
    """One page of jobs."""
    engine = shared_database(settings.database_url)
    rules = read_attention_rules(engine, settings.stalled_after_seconds)
    page = read_job_list(engine, view, datetime.now(UTC), rules=rules)
    if as_json:
        _print_json([to_json(row) for row in page.rows])
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        print("\n".join(table_lines(page.rows, width)))
    if page.next:
        Console(stderr=True).print("there are more; the dashboard shows them all", style="dim")


def print_job(settings: Settings, job_id: str, as_json: bool) -> None:
    """All columns of one job. Raises NoSuchJob."""
    engine = shared_database(settings.database_url)
    rules = read_attention_rules(engine, settings.stalled_after_seconds)
    values = to_json(_existing(engine, job_id, rules))
    if as_json:
        return _print_json(values)
    width = max(map(len, values))
    for name, value in values.items():
        if value not in (None, "", {}):
            print(f"{name:<{width}}  {indented_lines(value, width + 2)}")


def print_log(url: str, job_id: str, follow: bool, wait: Callable[[float], object] = time.sleep) -> None:
    """The log of a job, and its new lines until it ends. Raises NoSuchJob."""
    engine = shared_database(url)
    log = LogFollower(engine, job_id)
    while True:
        job = _existing(engine, job_id)
        ended = JobStatus(job.status).is_final
        while lines := log.next_lines((job.created, job.started, job.attempt)):
            print(plain_lines("\n".join(lines)), flush=True)
        if ended or not follow:
            return
        wait(FOLLOW_INTERVAL_SECONDS)


class LogFollower:
    """Reads the log of a job in parts. A log that was replaced, by another run of the job, is read from its start."""

    def __init__(self, engine: Engine, job_id: str) -> None:
        self._engine, self._job_id = engine, job_id
        self._after, self._last_line = 0, ""
        self._run: tuple[object, ...] = ()

    def next_lines(self, run: tuple[object, ...] = ()) -> list[str]:
        """The lines after those that were returned before; empty if there are none yet. `run` identifies the run."""
        if run != self._run:
            self._run, self._after, self._last_line = run, 0, ""
        known = 1 if self._after else 0
        found = read_log_lines(self._engine, self._job_id, self._after - known, MAX_LINES)
        lines = list(found.lines)
        if known and (found.first != self._after or lines[:1] != [self._last_line]):
            self._after, self._last_line = 0, ""
            return self.next_lines(run)
        if new := lines[known:]:
            self._after, self._last_line = found.first + len(lines) - 1, lines[-1]
        return new


def follow_progress(url: str, job_id: str, wait: Callable[[float], object] = time.sleep) -> bool:
    """Show a job's progress until it ends; whether it completed. Raises NoSuchJob."""
    engine = shared_database(url)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("queued", total=None)
        while not JobStatus((job := _existing(engine, job_id)).status).is_final:
            total = None if job.percent is None else 100
            status = escape(one_line(job.raw_status or job.status))
            bar.update(task, description=status, total=total, completed=job.percent or 0)
            wait(FOLLOW_INTERVAL_SECONDS)
        bar.update(task, description=job.status, total=100, completed=job.percent or 0)
    if job.error:
        print(f"jobs: {indented_lines(without_styles(job.error), INDENT)}", file=sys.stderr)
    return job.status == JobStatus.COMPLETED


def _existing(engine: Engine, job_id: str, rules: AttentionRules = DEFAULT_RULES) -> JobDetail:
    job = read_job(engine, job_id, datetime.now(UTC), rules)
    if job is None:
        raise NoSuchJob(f"there is no job {job_id}")
    return job


def _print_json(value: object) -> None:
    print(json_text(value, indent=2))
