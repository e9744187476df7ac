"""The cost of a read in units that are the same on every machine."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event, text

STEP = 10
"""Instructions of SQLite's virtual machine per counted step."""


def cost(engine: Engine, read: Callable[[], object]) -> int:
    """The work of a database for a read: steps of SQLite's virtual machine, rows that PostgreSQL visits."""
    return _steps(engine, read) if engine.dialect.name == "sqlite" else _rows(engine, read)


def _steps(engine: Engine, read: Callable[[], object]) -> int:
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    def watch(_connection: Any, cursor: Any, *_: Any) -> None:
        cursor.connection.set_progress_handler(count, STEP)  # In place of the deadline of a read transaction.

    event.listen(engine, "before_cursor_execute", watch)
    try:
        read()
    finally:
        event.remove(engine, "before_cursor_execute", watch)
    return steps


def _rows(engine: Engine, read: Callable[[], object]) -> int:
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        plans = [
            connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar_one()
            for statement, parameters in statements
        ]
    return sum(_looked_at(plan[0]["Plan"]) for plan in plans)


def _looked_at(node: dict[str, Any]) -> int:
    here = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return int(here * node["Actual Loops"]) + sum(map(_looked_at, node.get("Plans", [])))


def gather_statistics(engine: Engine) -> None:
    """Update the planner's statistics."""
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
