"""What a scan found so far."""

from collections import Counter
from typing import Any, Literal

from jobs_app.worker.scan.duplicates import Duplicates
from jobs_app.worker.scan.file_contents import Contents

Problem = Literal[
    "unreadable", "unreadable_folders", "vanished", "changed", "broken_links", "link_loops", "undecodable_names"
]
PROBLEM_MESSAGES: dict[Problem, str] = {
    "unreadable": "cannot be read",
    "unreadable_folders": "folder cannot be read",
    "vanished": "vanished before it was read",
    "changed": "changed while it was read",
    "broken_links": "leads nowhere",
    "link_loops": "leads to itself",
    "undecodable_names": "has a name that is no valid text",
}
"""The problems that do not end a scan: their names in the summary, their texts in the log."""


class Findings:
    """Tallies of one scan."""

    def __init__(self) -> None:
        self.files = self.bytes = self.folders = self.links = self.special = 0
        self.problems: Counter[Problem] = Counter()
        self._largest: tuple[int, str] | None = None
        self._duplicates = Duplicates()

    def add_file(self, path: str, contents: Contents) -> None:
        self.files += 1
        self.bytes += contents.size
        if self._largest is None or contents.size > self._largest[0]:
            self._largest = contents.size, path
        self._duplicates.add(contents)

    def summary(self) -> dict[str, Any]:
        """The figures, for the job's summary."""
        largest = self._largest and {"path": self._largest[1], "bytes": self._largest[0]}
        return {
            "files": self.files,
            "bytes": self.bytes,
            "folders": self.folders,
            "largest": largest,
            "duplicates": self._duplicates.summary(),
            "links": self.links,
            "special": self.special,
            **{problem: self.problems[problem] for problem in PROBLEM_MESSAGES},
        }
