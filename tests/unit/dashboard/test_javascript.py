"""Unit tests of the pure JavaScript modules, run by Node's test runner."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.node import NODE

ROOT = Path(__file__).parents[3]
FILES = sorted((Path(__file__).parent / "javascript").glob("*.test.js"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_javascript_tests_pass(file: Path) -> None:
    command = [*NODE, "--test", "--test-reporter=tap", file]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n# pass 0\n" not in done.stdout


def test_type_checked_packages_are_those_of_the_front_end() -> None:
    lock = json.loads((ROOT / "reflex.lock/package-lock.json").read_text())["packages"]
    tools = json.loads((ROOT / "requirements/javascript/package.json").read_text())["devDependencies"]
    built = {name: lock[f"node_modules/{name}"]["version"] for name in tools if f"node_modules/{name}" in lock}
    assert len(built) > 5
    assert {name: tools[name] for name in built} == built
