"""A search of the list by its language, compared with the same search in plain Python over malformed rows."""

import random
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from unicodedata import normalize

import pytest
from sqlalchemy import Engine

from jobs_app.jobs.filters import MAX_TEXT, JobFilter
from jobs_app.jobs.ids import encoded
from jobs_app.queries import read_job_list
from jobs_app.queries.job_list.duration import COMPARISONS
from jobs_app.queries.job_list.search import SEARCHED
from jobs_app.queries.transaction import on_sqlite
from tests.support.factories import NOON, JobFactory
from tests.support.seeds import SEEDS

Row = dict[str, Any]
Term = tuple[str, str]
"""A field, or "" for any, or "duration", and what is written after it."""

COLUMNS = {"target": "target", "id": "id", "type": "job_type", "worker": "worker", "error": "error_message"}
PIECES = [
    "a",
    "B",
    "Ab",
    "ü",
    "Ü",
    "é",
    "e\u0301",
    "E\u0301",
    "ß",
    "日本",
    "한",
    "\u1112\u1161\u11ab",
    "😀",
    " ",
    "\t",
    "%",
    "_",
]
PIECES += ["\\", "'", "[a]", "*", "?", "^", "]", "-", ":", "type:", "10m", "\n", "\u202e"]
SECONDS = [None, 0, 4.999, 5, 5.001, 600, 601, 90_000]
LENGTHS = {"4.999s": 4.999, "5s": 5, "5001ms": 5.001, "10m": 600, "1h": 3600, "1d": 86_400}


@pytest.mark.parametrize("seed", SEEDS)
def test_search_finds_what_plain_python_finds(database: Engine, seed: int) -> None:
    chance = random.Random(seed)
    with database.connect() as connection:
        rows = [_row(chance, number, on_sqlite(connection)) for number in range(60)]
    JobFactory(database).add_all(rows)
    for _ in range(40):
        terms = [_term(chance, rows) for _ in range(chance.choice([1, 1, 1, 2, 2, 3]))]
        query = " ".join(_written(term) for term in terms)
        if len(query) > MAX_TEXT:
            continue
        view = JobFilter(search=query, sort=chance.choice(["created", "duration", "target"]), size=100)
        read = read_job_list(database, view, NOON)
        expected = {encoded(row["id"]) for row in rows if all(_matches(row, term) for term in terms)}
        assert {row.id for row in read.rows} == expected, (
            query,
            [row for row in rows if encoded(row["id"]) in expected ^ {row.id for row in read.rows}],
        )
        assert sum(read.counts.values()) == len(expected), query


def _text(chance: random.Random, most: int = 4) -> str:
    return "".join(chance.choices(PIECES, k=chance.randint(1, most)))


def _row(chance: random.Random, number: int, on_sqlite: bool) -> Row:
    def value(limit: int) -> str | bytes | None:
        kind = chance.randrange(8)
        text = _text(chance)
        if kind == 0:
            return None
        if kind == 1:  # It begins before what is searched ends, and may end after it.
            return chance.choice("x日") * (limit - chance.randint(0, 6)) + text
        if kind == 2:
            return text + "x" * 100_000
        if kind == 3 and on_sqlite:
            return f"{chance.choice(['', 'x', 'x' * limit])}\0{text}"
        return b"\xff" + text.encode() if kind == 4 and on_sqlite else text

    started, ran = NOON - timedelta(seconds=chance.choice([5, 601, 90_000])), chance.choice(SECONDS)
    return {
        "id": f"{number}{_text(chance)}",
        "job_type": (value(100) or "")[:200],
        "target": value(4096) or "/",
        "worker": value(200),
        "error_message": value(4096),
        "status": chance.choice(["running", "completed", "failed", "queued", "odd"]),
        "started_at": chance.choice([None, started, started]),
        "completed_at": None if ran is None else started + timedelta(seconds=chance.choice([ran, -ran])),
    }


def _term(chance: random.Random, rows: Iterable[Row]) -> Term:
    if chance.randrange(6) == 0:
        return "duration", chance.choice(list(COMPARISONS)) + chance.choice(list(LENGTHS))
    field = chance.choice(["", "", *COLUMNS])
    stored = _decoded(chance.choice(list(rows))[COLUMNS[field or chance.choice(list(COLUMNS))]])
    text = _text(chance, 2) if chance.randrange(2) or not stored else _part(chance, stored)
    text = chance.choice([str, str.upper, str.lower, lambda each: normalize("NFC", each), _decomposed])(text)
    return field, text.replace('"', "").replace("\0", "") or "a"


def _decomposed(text: str) -> str:
    return normalize("NFD", text)


def _part(chance: random.Random, stored: str) -> str:
    start = chance.randrange(len(stored)) if len(stored) < 100 else chance.choice([0, 95, 195, 4090])
    return stored[start : start + chance.randint(1, 8)]


def _written(term: Term) -> str:
    field, text = term
    prefix = f"{field}:" if field else ""
    return prefix + text if field == "duration" else f'{prefix}"{text}"'


def _decoded(stored: str | bytes | None) -> str:
    return stored.decode(errors="replace") if isinstance(stored, bytes) else stored or ""


def _matches(row: Row, term: Term) -> bool:
    field, text = term
    if field == "duration":
        return _runs(row, text)
    return any(
        normalize_(text).lower() in _decoded(row[COLUMNS[name]])[: SEARCHED[name][1]].lower()
        for name in SEARCHED
        if field in ("", name)
        for normalize_ in (str, lambda each: normalize("NFC", each), _decomposed)
    )


def _runs(row: Row, text: str) -> bool:
    comparison = text.rstrip("0123456789.msh" + "d")
    ended = NOON if row["status"] == "running" else row["completed_at"]
    if row["started_at"] is None or ended is None or (ended < row["started_at"] and row["status"] != "running"):
        return False
    seconds = max(0.0, (ended - row["started_at"]).total_seconds())
    return bool(COMPARISONS[comparison](seconds, LENGTHS[text.removeprefix(comparison)]))
