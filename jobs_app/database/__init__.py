"""The jobs database: connections, schema, and what differs between SQLite and PostgreSQL."""

from jobs_app.database.engine import open_database, shared_database

__all__ = ["open_database", "shared_database"]
