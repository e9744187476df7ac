"""Counts the files of a scan that have the same content."""

from collections import Counter

from jobs_app.worker.scan.file_contents import Contents


class Duplicates:
    """The files whose content another file has, not counting the first of each group nor what was not read whole."""

    def __init__(self) -> None:
        self._copies: Counter[bytes] = Counter()
        self._files = self._bytes = self._groups = 0

    def add(self, contents: Contents) -> None:
        if contents.digest is None:
            return
        self._copies[contents.digest] += 1
        copies = self._copies[contents.digest]
        if copies > 1:
            self._groups += copies == 2
            self._files += 1
            self._bytes += contents.size

    def summary(self) -> dict[str, int]:
        """Files and bytes that are duplicates, and groups of equal files."""
        return {"files": self._files, "bytes": self._bytes, "groups": self._groups}
