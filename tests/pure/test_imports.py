"""The import table of the architecture, held against the code; the rules stand in pyproject.toml."""

import subprocess
import sys
from pathlib import Path


def test_imports_point_one_way() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stdout + done.stderr
