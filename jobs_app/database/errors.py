"""Errors of the database in words that an operator can act on."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

REASONS = (
    ("no such table", "the database has no jobs table: run `jobs migrate`"),
    ("no such column", "the database schema is too old: run `jobs migrate`"),
    ("undefinedtable", "the database has no jobs table: run `jobs migrate`"),
    ("undefinedcolumn", "the database schema is too old: run `jobs migrate`"),
    ("database is locked", "the database is locked by another program"),
    ("disk is full", "the disk of the database is full"),
    ("disk i/o error", "the disk of the database reports an error"),
    ("readonly", "the database is read-only"),
    ("unable to open", "the database file cannot be opened"),
    ("not a database", "the database file is damaged or no SQLite database"),
    ("malformed", "the database file is damaged"),
    ("statement timeout", "the database took too long to answer"),
    ("no answer within", "the database does not answer"),
    ("password authentication", "the database refuses the password"),
    ("connection", "the database cannot be reached"),
)


def reason_of(error: BaseException) -> str:
    """The cause of an error in one plain sentence, without addresses or passwords; of an unexpected error its type."""
    if isinstance(error, TimeoutError):
        return "the database does not answer"
    if isinstance(error, NoFreeConnection):
        return "too many reads of the database at once"
    if not isinstance(error, DBAPIError):
        return f"unexpected error ({type(error).__name__})"
    text = f"{type(error.orig).__name__} {error.orig}".lower()
    return next((reason for pattern, reason in REASONS if pattern in text), "the database reports an error")
