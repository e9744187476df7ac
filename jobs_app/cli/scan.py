"""Scans queued from the command line."""

from pathlib import Path

import typer
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from jobs_app.cli.errors import WrongArgument
from jobs_app.database import shared_database
from jobs_app.database.errors import reason_of
from jobs_app.database.models import JOBS
from jobs_app.jobs.safe_output import one_line
from jobs_app.queries.transaction import read_transaction
from jobs_app.settings import Settings
from jobs_app.worker.queue import QueueError, enqueue, shared_queue


def folder_named(path: str) -> str:
    """The absolute path of a folder; raises WrongArgument if there is none, or if it is no valid text."""
    if not path:
        raise WrongArgument("the name of the folder to scan is empty")
    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise WrongArgument(f"there is no folder {_escaped(path)}")
    absolute = str(folder.absolute())
    if _escaped(absolute) != absolute:
        raise WrongArgument(f"the path {_escaped(absolute)} is no valid text, so that no job can name it")
    return absolute


def queue_scan(settings: Settings, folder: str) -> str:
    """Queue a scan of a folder; returns the job's id. Raises QueueError, and what the database raises."""
    engine = shared_database(settings.database_url)
    return enqueue("scan", folder, engine=engine, queue=shared_queue(settings.queue))


def scan_at_start(settings: Settings, folder: str, *, only_first: bool) -> None:
    """Queue a scan, with `only_first` if there are no jobs yet; an error is printed, so that the pages are served."""
    try:
        if not only_first or _has_no_jobs(settings):
            queue_scan(settings, folder)
    except (SQLAlchemyError, QueueError) as error:
        why = str(error) if isinstance(error, QueueError) else reason_of(error)
        typer.echo(f"jobs: {one_line(f'{folder} is not scanned: {why}')}", err=True)


def _has_no_jobs(settings: Settings) -> bool:
    with read_transaction(shared_database(settings.database_url)) as connection:
        return connection.execute(select(JOBS.c.id).limit(1)).first() is None


def _escaped(text: str) -> str:
    """The text with its lone surrogates as escapes, as a terminal can print it."""
    return text.encode(errors="backslashreplace").decode()
