"""`make export`: the static front end and the backend, ready to be copied to other hosts."""

import shutil
from pathlib import Path

from jobs_app.server import build

EXPORT = build.ROOT / "export"
BACKEND_FILES = (
    "jobs_app",
    "alembic",
    "assets",
    "rxconfig.py",
    "pyproject.toml",
    "requirements",
    "reflex.lock",
    "README.md",
    "LICENSE",
)
SERVED_FOLDERS = ("build", "backend")
"""The parts of Reflex's work folder that a backend without Node needs."""


def export(target: Path = EXPORT) -> None:
    """Write `target`/frontend and `target`/backend anew. Raises BuildError."""
    if not build.is_current():
        build.build()
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(build.BUILT / "client", target / "frontend")
    skip = shutil.ignore_patterns("__pycache__", "*.db*", "external")
    for name in BACKEND_FILES:
        source, copy = build.ROOT / name, target / "backend" / name
        shutil.copytree(source, copy, ignore=skip) if source.is_dir() else shutil.copy(source, copy)
    for name in SERVED_FOLDERS:
        source = build.ROOT / ".web" / name
        if source.is_dir():
            shutil.copytree(source, target / "backend/.web" / name)
    for settings in (build.ROOT / ".web").glob("*.json"):
        if not settings.name.startswith("package"):
            shutil.copy(settings, target / "backend/.web")


if __name__ == "__main__":
    export()
    print(f"the static front end is in {EXPORT}/frontend, the backend in {EXPORT}/backend")
