"""The job type `scan`: reads every file of a folder."""

import errno
import os
from time import monotonic
from typing import Any

from jobs_app.recorder import JobError, RecordedJob
from jobs_app.settings import load_settings
from jobs_app.worker.registry import job_type
from jobs_app.worker.scan.file_contents import read_file
from jobs_app.worker.scan.findings import PROBLEM_MESSAGES, Findings, Problem
from jobs_app.worker.scan.walk import Entry, Folder, TooDeep, walk

PROGRESS_INTERVAL_SECONDS = 0.1
"""Between two reports of progress: one for each small file would take a noticeable part of the time."""


@job_type("scan")
def scan(job: RecordedJob, target: str) -> dict[str, Any]:
    """Read and hash all files below the folder `target`, up to the configured bytes of each."""
    return scan_folder(job, target, load_settings().scan_max_file_bytes)


def scan_folder(job: RecordedJob, target: str, max_file_bytes: int) -> dict[str, Any]:
    """Read and hash all files below the folder `target`, at most `max_file_bytes` of each.

    What cannot be read is counted and logged. Links are checked, not followed: their targets are counted where they
    are. Raises JobError for a folder that does not exist.
    """
    _check_folder(target)
    job.set_progress(unit="files")
    job.log("counting the files in %s", target)
    total = sum(len(folder.entries) for folder in walk(target))
    job.set_progress(processed=0, total=total)
    job.log("reading %d files", total)
    reading = _FolderReader(job, max_file_bytes)
    for folder in walk(target):
        reading.read_folder(folder)
    job.set_progress(processed=reading.read_entries, total=reading.read_entries)
    return reading.findings.summary()


class _FolderReader:
    """The second pass: everything is read, counted and logged."""

    def __init__(self, job: RecordedJob, max_file_bytes: int) -> None:
        self._job, self._max_file_bytes = job, max_file_bytes
        self.findings = Findings()
        self.read_entries = 0
        self._next_progress_at = 0.0

    def read_folder(self, folder: Folder) -> None:
        if folder.error:
            return self._add_problem(_problem_of(folder.error), folder.path, folder.error)
        self.findings.folders += 1
        files, size = self.findings.files, self.findings.bytes
        for entry in folder.entries:
            self._read_entry(folder, entry)
            self.read_entries += 1
            if monotonic() >= self._next_progress_at:
                self._report_progress()
        self._job.log("%s: %d files, %d bytes", folder.path, self.findings.files - files, self.findings.bytes - size)

    def _report_progress(self) -> None:
        self._job.set_progress(processed=self.read_entries)
        self._next_progress_at = monotonic() + PROGRESS_INTERVAL_SECONDS

    def _read_entry(self, folder: Folder, entry: Entry) -> None:
        path = os.path.join(folder.path, entry.name)
        if not entry.name.isascii() and _is_undecodable(entry.name):
            self._add_problem("undecodable_names", path)
        try:
            if entry.is_symlink():
                self._check_link(folder, entry.name, path)
            elif entry.is_file(follow_symlinks=False):
                self._read_file(folder, entry.name, path)
            else:
                self.findings.special += 1
                self._job.log("%s: is no file, folder or link: left alone", path)
        except FileNotFoundError as error:
            self._add_problem("vanished", path, error)
        except OSError as error:
            self._add_problem("unreadable", path, error)

    def _read_file(self, folder: Folder, name: str, path: str) -> None:
        contents = read_file(name, self._max_file_bytes, folder.descriptor)
        self.findings.add_file(path, contents)
        if contents.changed:
            self._add_problem("changed", path)
        if contents.partly_read:
            self._add_problem("partly_read", path)

    def _check_link(self, folder: Folder, name: str, path: str) -> None:
        self.findings.links += 1
        try:
            os.stat(name, dir_fd=folder.descriptor)
        except FileNotFoundError as error:
            self._add_problem("broken_links", path, error)
        except OSError as error:
            self._add_problem("link_loops" if error.errno == errno.ELOOP else "broken_links", path, error)

    def _add_problem(self, problem: Problem, path: str, error: OSError | None = None) -> None:
        self.findings.problems[problem] += 1
        why = f" ({error.strerror or error})" if error else ""
        self._job.log("%s: %s%s", path, PROBLEM_MESSAGES[problem], why, level="WARNING")


def _problem_of(error: OSError) -> Problem:
    """The problem that keeps a folder from being read."""
    if isinstance(error, TooDeep):
        return "too_deep"
    return "vanished" if isinstance(error, FileNotFoundError) else "unreadable_folders"


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


def _is_undecodable(name: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in name)
