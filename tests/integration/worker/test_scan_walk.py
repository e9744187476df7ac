"""A scan stays in the tree of its folder, whatever takes the place of a folder meanwhile."""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jobs_app.jobs.summaries import PROBLEM_COUNTS
from jobs_app.worker.scan import job as scanning
from jobs_app.worker.scan import walk as walking
from jobs_app.worker.scan.findings import PROBLEM_MESSAGES
from jobs_app.worker.scan.job import scan_folder
from jobs_app.worker.scan.walk import TooDeep, walk

NO_LIMIT = 10**18
DESCRIPTORS = Path("/dev/fd")


class Record:
    """The record of a job, in memory."""

    def __init__(self) -> None:
        self.lines = list[str]()

    def log(self, message: str, *args: object, level: str = "INFO") -> None:
        self.lines.append(f"{level} {message % args}")

    def set_progress(self, **_: Any) -> None:
        pass


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder `root` with two files and a folder of two; outside of it a folder with larger files of these names."""
    for folder, content in (("root", "1"), ("root/sub", "22"), ("outside", "secret")):
        (tmp_path / folder).mkdir()
        for name in ("a", "b"):
            (tmp_path / folder / name).write_text(content)
    return tmp_path / "root"


def replace_by_link(folder: Path) -> None:
    folder.rename(folder.parent.parent / "moved")
    folder.symlink_to(folder.parent.parent / "outside")


def scanned(root: Path, limit: int = NO_LIMIT) -> tuple[dict[str, Any], list[str]]:
    record = Record()
    return scan_folder(record, str(root), limit), record.lines  # type: ignore[arg-type]


@pytest.fixture
def before_reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Callable[[], None]], None]:
    """Do something before the file of a number is read."""

    def prepare(number: int, change: Callable[[], None]) -> None:
        read_file, numbers = scanning.read_file, iter(range(1, 100))

        def read(*args: Any) -> Any:
            if next(numbers) == number:
                change()
            return read_file(*args)

        monkeypatch.setattr(scanning, "read_file", read)

    return prepare


def test_folder_replaced_by_a_link_is_not_walked(tree: Path) -> None:
    found = walk(str(tree))
    assert [entry.name for entry in next(found).entries] == ["a", "b"]
    replace_by_link(tree / "sub")
    (sub,) = found
    assert (sub.path, list(sub.entries)) == (str(tree / "sub"), [])
    assert isinstance(sub.error, OSError)


def test_folder_replaced_before_it_is_opened_is_a_problem(tree: Path, before_reading: Any) -> None:
    before_reading(1, lambda: replace_by_link(tree / "sub"))
    summary, lines = scanned(tree)
    assert (summary["files"], summary["bytes"], summary["unreadable_folders"]) == (2, 2, 1)
    assert any(line.startswith(f"WARNING {tree / 'sub'}: folder cannot be read") for line in lines)


def test_files_of_a_folder_replaced_later_are_its_own(tree: Path, before_reading: Any) -> None:
    before_reading(3, lambda: replace_by_link(tree / "sub"))
    summary, _ = scanned(tree)
    assert (summary["files"], summary["bytes"], summary["bytes_read"]) == (4, 6, 6)


def test_folder_to_scan_may_be_a_link(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tree)
    assert scanned(tmp_path / "link")[0]["files"] == 4


def test_folders_below_the_last_level_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MAX_DEPTH", 3)
    (tmp_path / "1/2/3/4/5").mkdir(parents=True)
    for level in ("1/2/3", "1/2/3/4", "1/2/3/4/5"):
        (tmp_path / level / "file").touch()
    summary, lines = scanned(tmp_path)
    assert (summary["files"], summary["folders"], summary["too_deep"]) == (1, 4, 1)
    why = "folder is left out (more than 3 levels below the first folder)"
    assert f"WARNING {tmp_path / '1/2/3/4'}: {why}" in lines
    assert [type(folder.error) for folder in walk(str(tmp_path)) if folder.error] == [TooDeep]


def test_walk_keeps_one_descriptor_per_level(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"wide-{number}" / "deep/deeper").mkdir(parents=True)
    gc.collect()
    before = len(os.listdir(DESCRIPTORS))
    assert max(len(os.listdir(DESCRIPTORS)) for _ in walk(str(tmp_path))) == before + 4
    assert len(os.listdir(DESCRIPTORS)) == before
    stopped = walk(str(tmp_path))
    next(stopped), next(stopped)
    stopped.close()  # type: ignore[attr-defined]
    assert len(os.listdir(DESCRIPTORS)) == before


def test_files_read_in_part_are_in_log_and_summary(tree: Path) -> None:
    summary, lines = scanned(tree, limit=1)
    assert (summary["files"], summary["bytes"], summary["bytes_read"], summary["partly_read"]) == (4, 6, 4, 2)
    assert summary["duplicates"] == {"files": 1, "bytes": 1, "groups": 1}
    assert sum("JOBS_SCAN_MAX_FILE_BYTES" in line for line in lines) == 2


def test_every_problem_of_a_scan_counts_in_its_sentence() -> None:
    assert set(PROBLEM_COUNTS) == set(PROBLEM_MESSAGES)
