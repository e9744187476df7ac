"""The `jobs` command."""

import sys
from typing import Annotated

import typer

from jobs_app.cli.errors import one_line_errors, print_notices
from jobs_app.cli.prepare import prepare_if_reachable, prepared, readable
from jobs_app.cli.standard_output import complete_output, replace_unprintable_characters
from jobs_app.jobs.safe_output import one_line
from jobs_app.settings import load_settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
JobId = Annotated[str, typer.Argument(metavar="ID", help="The job's id.")]


def main() -> None:
    """Run the command; an error ends it with one line and exit code 1, a wrong argument with 2."""
    replace_unprintable_characters()
    try:
        with complete_output():
            code = app(standalone_mode=False)
        sys.exit(code)
    except typer.TyperException as error:
        if message := " ".join(error.format_message().split()):
            typer.echo(f"jobs: {one_line(message)}", err=True)
        sys.exit(error.exit_code)
    except typer.Abort:
        sys.exit(130)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 0,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Run no jobs, only show them.")] = False,
    scan: Annotated[str, typer.Option(help="Queue a scan of this folder at start.")] = "",
    first_scan: Annotated[str, typer.Option(help="The same, if there are no jobs yet.")] = "",
) -> None:
    """Serve the dashboard, with a worker."""
    from jobs_app.cli.scan import folder_named, scan_at_start
    from jobs_app.server.serve import check_address
    from jobs_app.server.serve import serve as serve_dashboard

    with one_line_errors():
        settings = load_settings()
        host, port = host or settings.host, port or settings.port
        print_notices(settings)
        folder = folder_named(scan or first_scan) if scan or first_scan else ""
        check_address(settings, host, port)
        reachable = prepare_if_reachable(settings)
        if reachable and folder:
            scan_at_start(settings, folder, only_first=not scan)
        elif scan:
            typer.echo(f"jobs: {one_line(folder)} is not scanned", err=True)
        serve_dashboard(settings, host, port, with_worker=not no_worker)


@app.command()
def worker(
    workers: Annotated[int, typer.Option(help="Jobs to run at the same time.", min=1, max=256)] = 2,
    module: Annotated[list[str] | None, typer.Option(help="Import this module of job types; repeatable.")] = None,
    parent: Annotated[int | None, typer.Option(hidden=True)] = None,
    lost_after: Annotated[int, typer.Option(hidden=True, min=1)] = 45,
) -> None:
    """Run queued jobs until stopped."""
    from jobs_app.worker.main import WorkerOptions, run_worker

    with one_line_errors():
        settings = load_settings()
        if parent is None:  # `jobs serve`, the parent, has printed them.
            print_notices(settings)
        run_worker(settings, WorkerOptions(workers, parent, lost_after, tuple(module or ())))


@app.command()
def scan(
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder to scan.")],
    wait: Annotated[
        bool, typer.Option("--wait", help="Show the progress until the scan ends; fail if it fails.")
    ] = False,
) -> None:
    """Queue a scan of a folder and print the job's id."""
    from jobs_app.cli.scan import folder_named, queue_scan

    with one_line_errors():
        folder, settings = folder_named(path), load_settings()
        job_id = queue_scan(prepared(settings), folder)
        typer.echo(job_id)
        if wait:
            from jobs_app.cli.output import follow_progress

            raise typer.Exit(0 if follow_progress(settings.database_url, job_id) else 1)


@app.command("list")
def list_jobs(
    status: Annotated[str, typer.Option(help="Only these statuses, separated by commas.")] = "",
    job_type: Annotated[str, typer.Option("--type", help="Only these types, separated by commas.")] = "",
    attention: Annotated[bool, typer.Option("--attention", help="Only jobs that need attention.")] = False,
    search: Annotated[
        str, typer.Option("--search", "-q", help='Only these: words, "a phrase", error:word, duration:>10m.')
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the newest jobs."""
    from jobs_app.cli.output import check_statuses, list_view, print_jobs

    with one_line_errors():
        check_statuses(status)
        view = list_view(status, job_type, search, attention)
        print_jobs(readable(load_settings()), view, as_json)


@app.command()
def show(job_id: JobId, as_json: AsJson = False) -> None:
    """Show all columns of one job."""
    from jobs_app.cli.output import print_job

    with one_line_errors():
        print_job(readable(load_settings()), job_id, as_json)


@app.command()
def log(
    job_id: JobId, follow: Annotated[bool, typer.Option("--follow", help="Go on until the job ends.")] = False
) -> None:
    """Print what a job logged."""
    from jobs_app.cli.output import print_log

    with one_line_errors():
        print_log(readable(load_settings()).database_url, job_id, follow)


@app.command()
def migrate() -> None:
    """Bring the database schema up to date."""
    from jobs_app.database.migrations import upgrade

    with one_line_errors():
        upgrade(load_settings().database_url)
        typer.echo("the database schema is up to date")
