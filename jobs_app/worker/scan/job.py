"""The job type `scan`: reads every file of a folder."""

import errno
import os
from collections.abc import Iterator
from time import monotonic
from typing import Any

from jobs_app.recorder import JobError, RecordedJob
from jobs_app.worker.registry import job_type
from jobs_app.worker.scan.file_contents import read_file
from jobs_app.worker.scan.findings import PROBLEM_MESSAGES, Findings, Problem

PROGRESS_INTERVAL_SECONDS = 0.1
"""Between two reports of progress: one for each small file would take a noticeable part of the time."""
Entry = os.DirEntry[str]


@job_type("scan")
def scan(job: RecordedJob, target: str) -> dict[str, Any]:
    """Read and hash all files below the folder `target`.

    What cannot be read is counted and logged. Links are checked, not followed: their targets are counted where they
    are. Raises JobError for a folder that does not exist.
    """
    _check_folder(target)
    job.set_progress(unit="files")
    job.log("counting the files in %s", target)
    total = sum(len(entries) for _, entries, _ in walk(target))
    job.set_progress(processed=0, total=total)
    job.log("reading %d files", total)
    reading = _FolderReader(job)
    for folder, entries, error in walk(target):
        reading.read_folder(folder, entries, error)
    job.set_progress(processed=reading.read_entries, total=reading.read_entries)
    return reading.findings.summary()


def walk(root: str) -> Iterator[tuple[str, list[Entry], OSError | None]]:
    """Each folder below `root`, itself included: its path, what is in it other than folders, why it is unreadable."""
    waiting = [root]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            yield path, [], error
            continue
        folders = {entry.name for entry in entries if _is_folder(entry)}
        waiting.extend(entry.path for entry in reversed(entries) if entry.name in folders)
        yield path, [entry for entry in entries if entry.name not in folders], None


class _FolderReader:
    """The second pass: everything is read, counted and logged."""

    def __init__(self, job: RecordedJob) -> None:
        self._job = job
        self.findings = Findings()
        self.read_entries = 0
        self._next_progress_at = 0.0

    def read_folder(self, path: str, entries: list[Entry], error: OSError | None) -> None:
        if error:
            return self._add_problem(
                "vanished" if isinstance(error, FileNotFoundError) else "unreadable_folders", path, error
            )
        self.findings.folders += 1
        files, size = self.findings.files, self.findings.bytes
        for entry in entries:
            self._read_entry(entry)
            self.read_entries += 1
            if monotonic() >= self._next_progress_at:
                self._report_progress()
        self._job.log("%s: %d files, %d bytes", path, self.findings.files - files, self.findings.bytes - size)

    def _report_progress(self) -> None:
        self._job.set_progress(processed=self.read_entries)
        self._next_progress_at = monotonic() + PROGRESS_INTERVAL_SECONDS

    def _read_entry(self, entry: Entry) -> None:
        if not entry.name.isascii() and _is_undecodable(entry.name):
            self._add_problem("undecodable_names", entry.path)
        try:
            if entry.is_symlink():
                self._check_link(entry.path)
            elif entry.is_file(follow_symlinks=False):
                self._read_file(entry.path)
            else:
                self.findings.special += 1
                self._job.log("%s: is no file, folder or link: left alone", entry.path)
        except FileNotFoundError as error:
            self._add_problem("vanished", entry.path, error)
        except OSError as error:
            self._add_problem("unreadable", entry.path, error)

    def _read_file(self, path: str) -> None:
        contents = read_file(path)
        self.findings.add_file(path, contents)
        if contents.changed:
            self._add_problem("changed", path)

    def _check_link(self, path: str) -> None:
        self.findings.links += 1
        try:
            os.stat(path)
        except FileNotFoundError as error:
            self._add_problem("broken_links", path, error)
        except OSError as error:
            self._add_problem("link_loops" if error.errno == errno.ELOOP else "broken_links", path, error)

    def _add_problem(self, problem: Problem, path: str, error: OSError | None = None) -> None:
        self.findings.problems[problem] += 1
        why = f" ({error.strerror or error})" if error else ""
        self._job.log("%s: %s%s", path, PROBLEM_MESSAGES[problem], why, level="WARNING")


def _check_folder(path: str) -> None:
    if not path:
        raise JobError("a scan needs a folder as its target")
    try:
        os.scandir(path).close()
    except FileNotFoundError:
        raise JobError(f"there is no folder {path}") from None
    except NotADirectoryError:
        raise JobError(f"{path} is not a folder") from None
    except (OSError, ValueError) as error:
        raise JobError(f"the folder {path} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _is_folder(entry: Entry) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_undecodable(name: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in name)
