"""The names of tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
MAX_CHARACTERS = 60


def names() -> Iterator[str]:
    for file in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield node.name


def test_names_of_tests_are_short() -> None:
    found = list(names())
    assert len(found) > 500
    assert [name for name in found if len(name) > MAX_CHARACTERS] == []
