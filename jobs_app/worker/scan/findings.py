"""What a scan found so far."""

from collections import Counter
from typing import Any, Literal

from jobs_app.worker.scan.duplicates import Duplicates
from jobs_app.worker.scan.file_contents import Contents

Problem = Literal[
    "unreadable",
    "unreadable_folders",
    "too_deep",
    "vanished",
    "changed",
    "partly_read",
    "broken_links",
    "link_loops",
    "undecodable_names",
]
PROBLEM_MESSAGES: dict[Problem, str] = {
    "unreadable": "cannot be read",
    "unreadable_folders": "folder cannot be read",
    "too_deep": "folder is left out",
    "vanished": "vanished before it was read",
    "changed": "changed while it was read",
    "partly_read": "is read in part: it has more data than JOBS_SCAN_MAX_FILE_BYTES",
    "broken_links": "leads nowhere",
    "link_loops": "leads to itself",
    "undecodable_names": "has a name that is no valid text",
}
"""The problems that do not end a scan: their names in the summary, their texts in the log."""


class Findings:
    """Tallies of one scan."""

    def __init__(self) -> None:
        self.files = self.bytes = self.bytes_read = self.folders = self.links = self.special = 0
        self.problems: Counter[Problem] = Counter()
        self._largest: tuple[int, str] | None = None
        self._duplicates = Duplicates()

    def add_file(self, path: str, contents: Contents) -> None:
        self.files += 1
        self.bytes += contents.size
        self.bytes_read += contents.bytes_read
        if self._largest is None or contents.size > self._largest[0]:
            self._largest = contents.size, path
        self._duplicates.add(contents)

    def summary(self) -> dict[str, Any]:
        """The figures, for the job's summary; `bytes` are the sizes of the files, of which holes are not read."""
        largest = self._largest and {"path": self._largest[1], "bytes": self._largest[0]}
        return {
            "files": self.files,
            "bytes": self.bytes,
            "bytes_read": self.bytes_read,
            "folders": self.folders,
            "largest": largest,
            "duplicates": self._duplicates.summary(),
            "links": self.links,
            "special": self.special,
            **{problem: self.problems[problem] for problem in PROBLEM_MESSAGES},
        }
