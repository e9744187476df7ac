"""The schema of a database as the database describes it."""

import re

from sqlalchemy import Engine, text

SQLITE = {
    "columns": """
        SELECT t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
        FROM sqlite_master t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND t.name IN ('jobs', 'job_log')""",
    "references": """
        SELECT "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list('job_log')""",
    "generated": """
        SELECT m.name, substr(m.sql, instr(m.sql, m.name || ' TEXT GENERATED'))
        FROM (SELECT c.name, t.sql FROM sqlite_master t, pragma_table_xinfo(t.name) c WHERE c.hidden = 2) m""",
    "indexes": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
}
POSTGRESQL = {
    "columns": """
        SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name IN ('jobs', 'job_log')""",
    "references": """
        SELECT conrelid::regclass::text, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE conrelid IN ('jobs'::regclass, 'job_log'::regclass)""",
    "generated": "SELECT 'none'",
    "indexes": """
        SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'""",
}


def facts(engine: Engine) -> dict[str, set[tuple[object, ...]]]:
    """Columns, references and indexes, with normalized white space."""
    questions = SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL
    with engine.connect() as connection:
        return {
            name: {tuple(_squeezed(value) for value in row) for row in connection.execute(text(question))}
            for name, question in questions.items()
        }


def _squeezed(value: object) -> object:
    return re.sub(r"\s+", " ", value.partition(" VIRTUAL")[0]) if isinstance(value, str) else value
