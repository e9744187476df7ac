"""The `jobs` command as users run it: in a separate process and folder."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.waiting import DEADLINE_SECONDS


def jobs(
    folder: Path, *arguments: str, python_options: tuple[str, ...] = (), **settings: str
) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "JOBS_DATABASE_URL": f"sqlite:///{folder / 'jobs.db'}", **settings}
    command = [sys.executable, *python_options, "-m", "jobs_app.cli", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=DEADLINE_SECONDS
    )
