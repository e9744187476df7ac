"""Temporary PostgreSQL and Redis servers for the tests."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from sqlalchemy.engine import make_url

from tests.support.ports import free_port
from tests.support.processes import for_each
from tests.support.surroundings import in_ci
from tests.support.waiting import wait_for

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
"""Settings of a PostgreSQL whose data need not survive a power cut."""


def missing(service: str, why: str) -> str:
    """Skip tests of a missing service; in CI that is a failure."""
    reason = f"{service} is missing: {why}"
    if in_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


class Postgres:
    """A PostgreSQL cluster in a folder of its own; `url` is that of its empty maintenance database."""

    def __init__(self, folder: Path) -> None:
        self._programs, self._folder, self._data = _postgres_programs(), folder, folder / "data"
        account = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        if account:
            shutil.chown(folder, "postgres", "postgres")
        self._run = {"cwd": folder, "check": True, "capture_output": True, **account}
        self.port = free_port()
        self._options = " ".join(
            f"-c {given}" for given in (*QUICK, f"port={self.port}", f"unix_socket_directories={folder}")
        )
        self.url = self.url_at(self.port)
        initdb = [self._programs / "initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*initdb, "--locale=C.UTF-8", "--no-sync"], **self._run)

    @staticmethod
    def url_at(port: int) -> str:
        """Its URL with another port that forwards to its own."""
        return f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        log = ["-l", self._folder / "log", "-o", self._options]
        subprocess.run([self._programs / "pg_ctl", "start", "-w", "-D", self._data, *log], **self._run)

    def stop(self) -> None:
        subprocess.run([self._programs / "pg_ctl", "stop", "-w", "-D", self._data, "-m", "immediate"], **self._run)

    def freeze(self) -> None:
        """Suspend all its processes: their connections stay open and do not answer."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        head = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
        for_each((head, *head.children(recursive=True)), lambda process: process.send_signal(number))


@contextmanager
def postgres_cluster() -> Generator[Postgres]:
    """A running cluster that a test may stop and start."""
    folder = Path(tempfile.mkdtemp(prefix="jobs-postgres-"))
    try:
        cluster = Postgres(folder)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres() -> Generator[str]:
    """A PostgreSQL cluster of its own; yields the URL of its empty maintenance database."""
    with postgres_cluster() as cluster:
        yield cluster.url


def _postgres_programs() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = shutil.which("initdb")
    if not installed and not found:
        missing("PostgreSQL", "no initdb in /usr/lib/postgresql/*/bin or on the PATH (Debian: apt install postgresql)")
    return installed[-1].parent if installed else Path(str(found)).parent


@contextmanager
def pgbouncer(postgres_url: str, **settings: str) -> Generator[str]:
    """A PgBouncer before a PostgreSQL; yields the URL of the same database through it."""
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not program:
        missing("PgBouncer", "no pgbouncer on the PATH (Debian: apt install pgbouncer)")
    server, port, folder = make_url(postgres_url), free_port(), Path(tempfile.mkdtemp(prefix="jobs-pgbouncer-"))
    options = {"listen_addr": "127.0.0.1", "listen_port": port, "unix_socket_dir": "", "auth_type": "any"} | settings
    lines = [f"* = host={server.host} port={server.port} user={server.username}", "[pgbouncer]"]
    lines += [f"{name} = {value}" for name, value in options.items()]
    (folder / "pgbouncer.ini").write_text("\n".join(["[databases]", *lines]))
    account = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder.chmod(0o755)
    process = subprocess.Popen([str(program), "-q", folder / "pgbouncer.ini"], cwd=folder, **account)
    try:
        url = server.set(port=port).render_as_string(hide_password=False)
        wait_for(lambda: _answers(url), "PgBouncer")
        yield url
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


REDIS_DATABASES = 1000


class RedisServer:
    """A Redis without persistence that a test may stop and start."""

    def __init__(self) -> None:
        program = shutil.which("redis-server")
        if not program:
            missing("Redis", "no redis-server on the PATH (Debian: apt install redis-server)")
        port = free_port()
        quiet = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--databases", str(REDIS_DATABASES)]
        self._command = [str(program), "--port", str(port), *quiet]
        self._address = f"redis://127.0.0.1:{port}"
        self.url = self.database(0)

    def database(self, number: int) -> str:
        """The URL of one of its databases."""
        return f"{self._address}/{number}"

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
        with redis.Redis.from_url(self.url, retry=Retry(ConstantBackoff(0.05), 100)) as client:
            client.ping()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """Suspend it: its connections stay open and do not answer."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)


@contextmanager
def redis_server() -> Generator[RedisServer]:
    """A Redis without persistence."""
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
