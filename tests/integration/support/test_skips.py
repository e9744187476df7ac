"""In CI a skipped test fails the run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
NAMES = "pytest_configure, pytest_sessionfinish, pytest_terminal_summary, pytest_unconfigure"
HOOKS = f"from tests.support.hooks import {NAMES}\n"
IN_A_TEST = "import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('no')\n"
MARKED = "import pytest\ndef test_a(): pass\n@pytest.mark.skipif(True, reason='no')\ndef test_b(): pass\n"
WHOLE_MODULE = "import pytest\npytest.importorskip('not_there')\n"
NOTHING = "def test_a(): pass\n"


@pytest.mark.parametrize(
    ("tests", "in_ci", "code"),
    [(IN_A_TEST, "true", 1), (MARKED, "1", 1), (WHOLE_MODULE, "true", 1), (NOTHING, "true", 0), (IN_A_TEST, "", 0)],
)
def test_skipping_is_a_failure_in_ci(tmp_path: Path, tests: str, in_ci: str, code: int) -> None:
    (tmp_path / "conftest.py").write_text(HOOKS)
    (tmp_path / "test_some.py").write_text(tests)
    (tmp_path / "test_other.py").write_text(NOTHING)
    environment = {**os.environ, "CI": in_ci, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == code, done.stdout
    assert ("1 skipped, which fails where CI runs" in done.stdout) == bool(code)
