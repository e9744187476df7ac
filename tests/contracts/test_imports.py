"""The import paths that other programs use, and what importing may do."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import jobs_app

PUBLIC = {
    "jobs_app.recorder": ("record_job", "JobError", "RecordedJob"),
    "jobs_app.settings": ("load_settings",),
    "jobs_app.database": ("shared_database",),
    "jobs_app.worker.registry": ("job_type",),
    "jobs_app.worker.queue": ("enqueue", "shared_queue"),
    "jobs_app.cli": ("main",),
}
COMPOSITION_ROOT = "jobs_app.jobs_app"
WATCHED_IMPORT = """
import sys, threading
import concurrent.futures, sqlalchemy
from importlib import import_module

def refuse(*args, **kwargs):
    raise AssertionError("opened at import")

import_module("reflex")
sqlalchemy.create_engine = concurrent.futures.ThreadPoolExecutor.__init__ = threading.Thread.start = refuse
for name in sys.argv[1:]:
    import_module(name)
"""


@pytest.mark.parametrize("module", PUBLIC)
def test_public_import_paths_stay(module: str) -> None:
    assert [name for name in PUBLIC[module] if not hasattr(import_module(module), name)] == []


def test_imports_point_one_way() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_opens_no_database_and_no_threads() -> None:
    names = [module.name for module in walk_packages(jobs_app.__path__, "jobs_app.")]
    modules = [name for name in names if name not in (COMPOSITION_ROOT, "jobs_app.cli.__main__")]
    assert len(modules) > 80
    done = subprocess.run([sys.executable, "-c", WATCHED_IMPORT, *modules], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
