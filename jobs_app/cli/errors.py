"""Errors of commands as one line, without a traceback."""

from collections.abc import Generator
from contextlib import contextmanager

import typer

from jobs_app.jobs.safe_output import one_line
from jobs_app.settings import Settings, SettingsError


class NoSuchJob(Exception):
    """There is no job with this id."""


class WrongArgument(Exception):
    """A command cannot use its argument. The message is one line."""

    exit_code = 2


@contextmanager
def one_line_errors() -> Generator[None]:
    """End the command with one line and an exit code for every error that is not a bug."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:
        if (message := _message_of(error)) is None:
            raise
        typer.echo(f"jobs: {one_line(message)}", err=True)
        raise typer.Exit(getattr(error, "exit_code", 1)) from None


def _message_of(error: Exception) -> str | None:
    """The message of an error, None for a bug. Imported here, since a command that succeeds needs little of it."""
    from sqlalchemy.exc import SQLAlchemyError

    from jobs_app.database.errors import reason_of
    from jobs_app.database.migrations import SchemaError
    from jobs_app.server.build import BuildError
    from jobs_app.server.serve import ServeError
    from jobs_app.worker.queue import QueueError

    if isinstance(error, SQLAlchemyError):
        return reason_of(error)
    expected = (SettingsError, SchemaError, BuildError, ServeError, QueueError, NoSuchJob, WrongArgument, ImportError)
    return str(error) if isinstance(error, expected) else None


def print_notices(settings: Settings) -> None:
    """Print what was adjusted in the settings."""
    for notice in settings.notices:
        typer.echo(f"jobs: {one_line(notice)}", err=True)
