"""Runs the steps on the connection that jobs_app.database.migrations hands over, or on the configured database."""

from sqlalchemy import Connection
from sqlmodel import SQLModel

from alembic import context
from jobs_app.database import models, open_database
from jobs_app.settings import load_settings

assert models.JOBS.metadata is SQLModel.metadata


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=SQLModel.metadata)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_database(load_settings().database_url).begin() as opened:
        run(opened)
