"""Rows that other programs might write, each malformed in its own way."""

import sqlite3
from typing import Any

import psycopg

Facts = dict[str, Any]

COMMON: tuple[Facts, ...] = (
    {"id": "a/b/../c?d=e&f#g%2F"},
    {"id": "<script>alert(1)</script>"},
    {"id": "two\nlines\tand \u202eturned\u202c"},
    {"id": " "},
    {"id": ""},
    {"id": ".."},
    {"id": "~hex:00"},
    {"id": "~row:1"},
    {"id": "comma,comma"},
    {"id": "ünïcödé-💥"},
    {"id": "long" * 50},
    {"id": "status", "status": "exploded"},
    {"id": "status-empty", "status": ""},
    {"id": "status-case", "status": "Completed"},
    {"id": "type-empty", "job_type": ""},
    {"id": "type-comma", "job_type": "a,b&c=d"},
    {"id": "type-odd", "job_type": "~hex:00"},
    {"id": "target-huge", "target": "x" * 1_000_000},
    {"id": "target-controls", "target": "\x01\x1b[31m\x7f\u202e"},
    {"id": "target-odd", "target": "~hex:41"},
    {"id": "error-huge", "error_message": "boom " * 400_000, "error_traceback": "line\n" * 400_000},
    {"id": "percent-250", "progress_percent": 250},
    {"id": "percent-negative", "progress_percent": -5},
    {"id": "percent-infinite", "progress_percent": float("inf")},
    {"id": "counts-wild", "processed_count": 2**63 - 1, "total_count": 3},
    {"id": "counts-negative", "processed_count": -7, "total_count": -3},
    {"id": "counts-nothing", "processed_count": 0, "total_count": 0},
    {"id": "summary-broken", "summary_json": '{"open": ['},
)

POSTGRESQL: tuple[Facts, ...] = (
    {"id": "percent-nan", "progress_percent": float("nan")},
    {"id": "time-infinite", "created_at": "infinity", "started_at": "-infinity", "completed_at": "infinity"},
    {"id": "time-far", "created_at": "20000-01-01 00:00:00+00", "started_at": "294276-12-31 23:59:59+00"},
    {"id": "time-bc", "created_at": "0044-03-15 12:00:00+00 BC", "completed_at": "4713-01-01 00:00:00+00 BC"},
    {"id": "time-last", "created_at": "9999-12-31 23:59:59.999999+00", "started_at": "0001-01-01 00:00:00+00"},
    {"id": "time-null", "created_at": None, "started_at": None},
)

SQLITE: tuple[Facts, ...] = (
    {"id": b"\x00\xff\xfe"},
    {"id": b"job"},
    {"id": "nul\0inside"},
    {"id": "long" * 100_000},
    {"id": "status-blob", "status": b"running"},
    {"id": "status-huge", "status": "s" * 100_000},
    {"id": "type-blob", "job_type": b"\xff\xfe"},
    {"id": "type-huge", "job_type": "t" * 100_000},
    {"id": "target-blob", "target": b"\xff\xfe\x00" * 100},
    {"id": "target-nul", "target": "before\0after"},
    {"id": "percent-text", "progress_percent": "half", "processed_count": "some", "total_count": "many"},
    {"id": "percent-blob", "progress_percent": b"50", "processed_count": b"\xff", "total_count": b"3"},
    {"id": "percent-beyond", "progress_percent": 1e308, "processed_count": 9.3e18, "total_count": 1e19},
    {"id": "counts-text-huge", "processed_count": "9" * 1_000_000, "total_count": 5},
    {"id": "time-word", "created_at": "now", "started_at": "yesterday", "completed_at": "soon"},
    {"id": "time-number", "created_at": 1_700_000_000, "started_at": 1.5, "completed_at": 2_460_000.5},
    {"id": "time-blob", "created_at": b"2024-01-01 00:00:00", "started_at": b"\xff"},
    {"id": "time-impossible", "created_at": "2024-13-45 99:99:99", "started_at": "2024-02-30T10:00:00Z"},
    {"id": "time-tail", "created_at": "2024-01-01 10:00:00 or so", "started_at": "2024-01-01 " + "x" * 100_000},
    {"id": "time-year-0", "created_at": "0000-01-01 00:00:00", "started_at": "0001-01-01T00:00:00+14:00"},
    {"id": "time-last", "created_at": "9999-12-31T23:59:59-14:00"},
    {"id": "time-offset", "created_at": "2026-03-14T12:00:00+02:00", "completed_at": "2026-03-14T12:00:00.123456Z"},
    {"id": "time-null", "created_at": None, "started_at": None},
)

INVALID_TEXT = ("id-invalid", "status", "job_type", "target", "created_at")
"""Columns that hold bytes that are not UTF-8 but are stored as text."""


def write(database_url: str) -> int:
    """Write all of them as another program would; returns their number."""
    rows = [{"job_type": "odd", "status": "queued"} | facts for facts in COMMON]
    if database_url.startswith("sqlite"):
        rows += [{"job_type": "odd", "status": "queued"} | facts for facts in SQLITE]
        return _write_sqlite(database_url.removeprefix("sqlite:///"), rows)
    rows += [{"job_type": "odd", "status": "queued"} | facts for facts in POSTGRESQL]
    with psycopg.connect(database_url) as connection:
        for row in rows:
            columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
            connection.execute(f"INSERT INTO jobs ({columns}) VALUES ({marks})".encode(), list(row.values()))
    return len(rows)


def _write_sqlite(path: str, rows: list[Facts]) -> int:
    connection = sqlite3.connect(path)
    for row in rows:
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO jobs ({columns}) VALUES ({marks})", list(row.values()))
    for column in INVALID_TEXT:
        row = {"id": f"invalid-{column}", "job_type": "odd", "status": "queued"}
        row |= {"id" if column == "id-invalid" else column: b"2024-01-01 \xff\xed\xa0\x80 " + column.encode()}
        marks = ", ".join("CAST(? AS TEXT)" for _ in row)
        connection.execute(f"INSERT INTO jobs ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    connection.commit()
    connection.close()
    return len(rows) + len(INVALID_TEXT)
