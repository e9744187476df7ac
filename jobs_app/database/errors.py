"""Errors of the database in words that an operator can act on."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

NO_TABLE = "the database has no jobs table: run `jobs migrate`"
OLD_SCHEMA = "the database schema is too old: run `jobs migrate`"
FOREIGN_TYPE = "a column of the jobs table has a type that is not ours"
UNREACHABLE = "the database cannot be reached"
UNKNOWN = "the database reports an error"
READ_ONLY = "the database is read-only"
NO_PRIVILEGE = "the user of the database lacks a privilege"
DISK_FULL = "the disk of the database is full"
DAMAGED = "the database file is damaged"
LOCKED = "the database is locked by another program"
TOO_SLOW = "the database took too long to answer"

BY_SQLSTATE = {
    "08": UNREACHABLE,
    "22": FOREIGN_TYPE,
    "25006": READ_ONLY,
    "28": "the database refuses this user or address",
    "28P01": "the database refuses the password",
    "3D000": "there is no database of this name on the server",
    "3F000": "the schema in the search path of the database does not exist",
    "42501": NO_PRIVILEGE,
    "42703": OLD_SCHEMA,
    "42804": FOREIGN_TYPE,
    "42809": "the jobs table is a view, or something else that is not a table",
    "42883": FOREIGN_TYPE,
    "42P01": NO_TABLE,
    "53100": DISK_FULL,
    "53200": "the server of the database has no memory left",
    "53300": "the database has no free connection: its connection limit is reached",
    "55P03": "a table of the database is locked by another program",
    "57014": TOO_SLOW,
    "57P01": "the server of the database shuts down",
    "57P02": "the server of the database shuts down",
    "57P03": "the server of the database starts or shuts down",
    "57P05": "the database closed an idle connection",
    "XX001": "the database is damaged",
    "XX002": "the database is damaged",
}
"""Reasons by SQLSTATE or by its class, the first two characters (PostgreSQL, appendix A)."""

PROTOCOL_VIOLATION = "08P01"
"""What a pooler gives for all its own errors."""

BY_SQLITE_CODE = {
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_FULL": DISK_FULL,
    "SQLITE_INTERRUPT": TOO_SLOW,
    "SQLITE_IOERR": "the disk of the database reports an error",
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": "the database file cannot be opened",
    "SQLITE_NOTADB": "the database file is damaged or no SQLite database",
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_PERM": "the database file cannot be opened",
    "SQLITE_AUTH": "the database refuses access",
}
"""Reasons by the name of SQLite's result code, or by its beginning for extended codes (sqlite.org/rescode.html)."""

BY_TEXT = (
    ("database is locked", LOCKED),
    ("no such table", NO_TABLE),
    ("no such column", OLD_SCHEMA),
    ("unable to open", "the database file cannot be opened"),
    ("no answer within", "the database does not answer"),
    ("password authentication", "the database refuses the password"),
    ("no password supplied", "the database wants a password"),
    ("no encryption", "the database requires TLS, or refuses this user or address"),
    ("does not support ssl", "the database does not offer TLS, which its URL requires"),
    ("certificate", "the TLS certificate of the database is not accepted"),
    ("pg_hba.conf", "the database refuses this user or address"),
    ("invalid connection option", "the database URL has a parameter that does not exist"),
    ("invalid uri query parameter", "the database URL has a parameter that does not exist"),
    ("too many clients", "the database has no free connection: its connection limit is reached"),
    ("too many connections", "the database has no free connection: its connection limit is reached"),
    ("connection slots", "the database has no free connection: its connection limit is reached"),
    ("permission denied", NO_PRIVILEGE),
    ("failed to resolve host", "the host of the database is unknown"),
    ("could not translate host", "the host of the database is unknown"),
    ("statement pooling mode", "the pooler of the database is in statement mode: set its pool_mode to transaction"),
    ("query_wait_timeout", "the pooler of the database has no free connection"),
    ("no more connections allowed", "the pooler of the database has no free connection"),
    ("starting up", "the server of the database starts or shuts down"),
    ("shutting down", "the server of the database starts or shuts down"),
)
"""Reasons by a part of the message, for errors without a code: SQLite's generic ones, and failed connections."""

REASONS_OF_REFUSED_CONNECTIONS = (
    ("database", "there is no database of this name on the server"),
    ("role", "there is no user of this name on the database server"),
)


def reason_of(error: BaseException) -> str:
    """The cause of an error in one plain sentence, without addresses or passwords; of an unexpected error its type."""
    if isinstance(error, TimeoutError):
        return "the database does not answer"
    if isinstance(error, NoFreeConnection):
        return "too many reads of the database at once"
    if not isinstance(error, DBAPIError) or error.orig is None:
        return f"unexpected error ({type(error).__name__})"
    return known_reason(error.orig) or UNKNOWN


def known_reason(error: BaseException) -> str | None:
    """The cause of a driver's error in our words, which repeat nothing of its own; None if it is not known."""
    return _by_code(error) or _by_text(error)


def is_expected(error: BaseException) -> bool:
    """Whether the reason says all that an operator needs; a traceback helps with others."""
    return isinstance(error, (TimeoutError, NoFreeConnection, DBAPIError))


def _by_code(error: BaseException) -> str | None:
    sqlstate = str(getattr(error, "sqlstate", None) or "")
    if sqlstate == PROTOCOL_VIOLATION and (reason := _by_text(error)):
        return reason
    if sqlstate:
        return BY_SQLSTATE.get(sqlstate) or BY_SQLSTATE.get(sqlstate[:2]) or UNKNOWN
    code = str(getattr(error, "sqlite_errorname", None) or "")
    return next(
        (reason for name, reason in BY_SQLITE_CODE.items() if code == name or code.startswith(name + "_")), None
    )


def _by_text(error: BaseException) -> str | None:
    text = str(error).lower()
    if "does not exist" in text:
        text = text.rpartition("fatal:")[2]
        return next((why for kind, why in REASONS_OF_REFUSED_CONNECTIONS if text.strip().startswith(kind)), None)
    found = next((reason for pattern, reason in BY_TEXT if pattern in text), None)
    if found or "fatal" not in text:
        return found or (UNREACHABLE if "connection" in text or "timeout" in text else None)
    return "the database refuses the connection"
