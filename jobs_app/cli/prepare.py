"""The database of a command, with the current schema."""

import typer

from jobs_app.settings import Settings


def prepared(settings: Settings) -> Settings:
    """The settings, after the schema of their database was checked. Raises SchemaError and what the database raises."""
    from jobs_app.database.migrations import prepare

    prepare(settings.database_url)
    return settings


def readable(settings: Settings) -> Settings:
    """The settings of a command that only reads: the database is left as it is. Raises as `prepared` does."""
    from jobs_app.database.migrations import check

    check(settings.database_url)
    return settings


def prepare_if_reachable(settings: Settings) -> bool:
    """Whether the database can be reached: if not, the dashboard starts and shows that. Raises SchemaError."""
    from sqlalchemy.exc import SQLAlchemyError

    from jobs_app.database.errors import reason_of

    try:
        prepared(settings)
    except SQLAlchemyError as error:
        typer.echo(f"jobs: {reason_of(error)}; the pages will say so until it is back", err=True)
        return False
    return True
