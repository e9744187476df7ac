"""How SQLite reads a stored time: as one SQL expression, of which a generated column of the table is made.

So every program that writes plain SQL gets the same sort keys, and no row is written twice. SQLite accepts only
deterministic expressions there, and fails an INSERT of 'now': a text is tested before a date function sees it.

Migration 0007 stored the expression in every database: another one needs a migration of its own.
"""

READABLE_CHARACTERS = 40
"""A longer text is no time; others may have stored megabytes in its place."""


def sqlite_time_key(column: str) -> str:
    """The SQL of a column's time as `YYYY-MM-DD HH:MM:SS.sss` in UTC, '' if it is missing or cannot be parsed.

    Parses ISO 8601 and RFC 3339, extended or basic, the zone as Z, UTC, GMT or an offset, none meaning UTC; and
    numbers since 1970, which by their size are seconds, milliseconds, microseconds or nanoseconds. `strftime` returns
    null for what it does not accept, so each form is tried in turn.
    """
    day = f"substr({column}, 1, 10)"
    basic_day = f"(substr({column}, 1, 4) || '-' || substr({column}, 5, 2) || '-' || substr({column}, 7, 2))"
    return f"""(CASE WHEN {column} GLOB '[0-9]*' AND length({column}) <= {READABLE_CHARACTERS} THEN coalesce(
        CASE WHEN {_exists(day)} THEN {_with_zone("", column, 1)}
        WHEN {_exists(basic_day)} AND substr({column}, 9, 1) IN ('', 'T', 't', ' ')
        THEN {_of_basic_form(column, basic_day)}
        WHEN {_is_number(column)} THEN {_of_number(f"CAST({column} AS REAL)")}
        END, '') ELSE '' END)"""


def _of_basic_form(column: str, day: str) -> str:
    minutes = f"{day} || substr({column}, 9, 3) || ':' || "
    seconds = f"{minutes}substr({column}, 12, 2) || ':' || "
    forms = (_with_zone(seconds, column, 14), _with_zone(minutes, column, 12))
    return f"CASE length({column}) WHEN 8 THEN {_key(day)} ELSE coalesce({', '.join(forms)}) END"


def _with_zone(head: str, column: str, start: int) -> str:
    """The key of a head and the text from a position on, whose end may be an offset without a colon or minutes."""
    tail = f"substr({column}, {start})" if head else column
    before_minutes = f"max(0, length({column}) - {start + 1})"  # of a negative length, substr returns what is before
    with_colon = f"substr({column}, {start}, {before_minutes}) || ':' || substr({column}, -2)"
    forms = (tail, with_colon, f"{tail} || ':00'", _renamed(tail))
    return f"coalesce({', '.join(_key(head + form) for form in forms)})"


def _renamed(text: str) -> str:
    """Named zones, RFC 3339's lower case and leap second (5.6, 5.7) and ISO's comma as SQLite parses them."""
    for written, understood in (("+0000 UTC", "Z"), ("UTC", "Z"), ("GMT", "Z"), (":59:60", ":59:59"), (",", ".")):
        text = f"replace({text}, '{written}', '{understood}')"
    return f"upper(trim({text}))"


def _is_number(column: str) -> str:
    return f"replace({column}, 'e+', '') NOT GLOB '*[^0-9.]*' AND {column} NOT GLOB '*.*.*'"


def _of_number(number: str) -> str:
    units = ((1e11, "1.0"), (1e14, "1e3"), (1e17, "1e6"))
    unit = f"CASE {' '.join(f'WHEN {number} < {limit:.0e} THEN {unit}' for limit, unit in units)} ELSE 1e9 END"
    return f"strftime('%Y-%m-%d %H:%M:%f', {number} / ({unit}), 'unixepoch')"


def _key(text: str) -> str:
    """The modifier makes 24:00 the start of the next day."""
    return f"strftime('%Y-%m-%d %H:%M:%f', {text}, '+0 days')"


def _exists(day: str) -> str:
    """Whether a text is a day of the calendar that Python can represent in any time zone."""
    return f"date({day}, '+0 days') = {day} AND {day} BETWEEN '0001-01-02' AND '9999-12-30'"
