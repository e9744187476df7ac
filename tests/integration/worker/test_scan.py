"""The job type `scan`, on real folders with every kind of error."""

import os
import socket
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from jobs_app.database import open_database
from jobs_app.queries import read_job, read_log_lines
from jobs_app.recorder import JobError, record_job
from jobs_app.worker.scan import job as scanning
from jobs_app.worker.scan.job import scan


@pytest.fixture
def run_scan(sqlite_database_url: str) -> Any:
    engine = open_database(sqlite_database_url)

    def run(folder: Path | str) -> tuple[dict[str, Any], list[str], Any]:
        with record_job("scan", target=str(folder), engine=engine) as job:
            job.summary = scan(job, str(folder))
        return job.summary, list(read_log_lines(engine, job.id, 0, 1000).lines), read_job(engine, job.id)

    yield run
    engine.dispose()


@pytest.mark.requirement("US3.2")
def test_scan_reads_every_file(run_scan: Any, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "deep/er").mkdir(parents=True)
    (root / "a").write_bytes(b"same")
    (root / "deep/b").write_bytes(b"same")
    (root / "deep/er/c").write_bytes(b"other content")
    (root / "empty").write_bytes(b"")
    summary, lines, job = run_scan(root)
    assert (summary["files"], summary["bytes"], summary["folders"]) == (4, 21, 3)
    assert summary["largest"] == {"path": str(root / "deep/er/c"), "bytes": 13}
    assert summary["duplicates"] == {"files": 1, "bytes": 4, "groups": 1}
    assert (job.processed, job.total, job.percent, job.unit) == (4, 4, 100, "files")
    for folder in (root, root / "deep", root / "deep/er"):
        assert any(f"INFO {folder}:" in line for line in lines)


def test_unreadable_files_are_counted_and_logged(run_scan: Any, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "good").write_bytes(b"x")
    (root / "nowhere").symlink_to("not-there")
    (root / "loop").symlink_to("loop")
    (root / "inside").symlink_to(root)
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as unix:
        with chdir(root):  # An address may be no longer than 107 bytes.
            unix.bind("socket")
        (root / os.fsdecode(b"\xff\xfe")).write_bytes(b"odd name")
        summary, lines, job = run_scan(root)
    assert job.status == "completed"
    assert summary["files"] == 2
    assert {
        name: summary[name] for name in ("links", "special", "broken_links", "link_loops", "undecodable_names")
    } == {
        "links": 3,
        "special": 2,
        "broken_links": 1,
        "link_loops": 1,
        "undecodable_names": 1,
    }
    assert sum(" WARNING " in line for line in lines) == 3


def test_files_that_change_during_a_scan_are_counted(
    run_scan: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    for name in ("gone", "grows", "refused", "good"):
        (root / name).write_bytes(b"12345")
    read_file = scanning.read_file

    def meanwhile(path: str, *rest: Any) -> Any:
        if path.endswith("gone"):
            (root / path).unlink()
        if path.endswith("refused"):
            raise PermissionError(13, "Permission denied")
        if path.endswith("grows"):
            with monkeypatch.context() as patched:
                patched.setattr(os, "fstat", lambda _: os.stat_result((0o100644, 0, 0, 1, 0, 0, 3, 0, 0, 0)))
                return read_file(path, *rest)
        return read_file(path, *rest)

    monkeypatch.setattr(scanning, "read_file", meanwhile)
    summary, lines, _ = run_scan(root)
    assert (summary["files"], summary["vanished"], summary["changed"], summary["unreadable"]) == (2, 1, 1, 1)
    assert any("refused: cannot be read (Permission denied)" in line for line in lines)


@pytest.mark.parametrize("name", ["not-there", "a-file"])
def test_scan_of_no_folder_fails_with_a_clear_message(run_scan: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").touch()
    with pytest.raises(JobError, match=name):
        run_scan(tmp_path / name)
