"""Builds the static front end when its sources changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The checkout: Reflex wants rxconfig.py, assets/ and .web/ in one folder."""

BUILT = ROOT / ".web/build"
STAMP = BUILT / "sources"
SOURCES = (
    "rxconfig.py",
    "assets/**/*",
    "reflex.lock/package-lock.json",
    "jobs_app/jobs_app.py",
    "jobs_app/dashboard/**/*",
    "jobs_app/jobs/*",
    "jobs_app/polling/*",
    "jobs_app/settings/*",
)


class BuildError(Exception):
    """The front end could not be built; the message contains the end of the build's output."""


def sources_digest() -> str:
    """A hash of everything that the built front end depends on."""
    digest = hashlib.sha256(version("reflex").encode())
    for path in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()}):
        if "external" not in path.parts and path.suffix != ".pyc":
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the existing front end was built from the present sources."""
    return STAMP.exists() and STAMP.read_text() == sources_digest()


def build() -> None:
    """Compile the pages with Reflex and Node; takes about half a minute the first time. Raises BuildError."""
    if not (ROOT / "rxconfig.py").exists():
        raise BuildError(f"the front end can only be built in a checkout; there is no rxconfig.py in {ROOT}")
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip", "--env", "prod"]
    done = subprocess.run(command, cwd=ROOT, env=build_environment(), capture_output=True, text=True)
    if done.returncode or not (BUILT / "client").is_dir():
        raise BuildError("building the front end failed:\n" + (done.stdout + done.stderr)[-4000:])
    STAMP.write_text(sources_digest())


def build_environment() -> dict[str, str]:
    """Environment variables for Reflex: Node and npm of the virtual environment, no network but for the packages."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    quiet = {"REFLEX_TELEMETRY_ENABLED": "false", "REFLEX_CHECK_LATEST_VERSION": "false", "REFLEX_USE_NPM": "1"}
    environment = {**os.environ, **quiet, "PATH": path, "JOBS_CONFIG": "", "JOBS_DATABASE_URL": "sqlite://"}
    npm = shutil.which("npm", path=path)
    if npm and "NPM_CONFIG_REGISTRY" not in environment:
        # With a registry set, Reflex does not probe the network for the fastest mirror.
        registry = subprocess.run([npm, "config", "get", "registry"], env=environment, capture_output=True, text=True)
        environment["NPM_CONFIG_REGISTRY"] = registry.stdout.strip()
    return environment
