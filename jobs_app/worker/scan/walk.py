"""Walks a tree of folders by descriptors: one that becomes a link meanwhile is not followed out of the tree."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
MAX_DEPTH = 200
"""Levels of folders that are walked: each of them takes a descriptor, of which a process may have 1,024."""
Entry = os.DirEntry[str]


class TooDeep(OSError):
    """A folder lies too many levels below the first one."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, and what is in it other than folders; or why it cannot be read.

    The entries have no path of their own: they are names below `descriptor`, which is open until the walk goes on.
    """

    path: str
    descriptor: int
    entries: Sequence[Entry]
    error: OSError | None = None


def walk(root: str) -> Iterator[Folder]:
    """Each folder below `root`, itself included; `root` may be a link, any other link is no folder."""
    waiting, opened = [(root, root, 0)], list[int]()
    try:
        while waiting:
            path, name, depth = waiting.pop()
            while len(opened) > depth:
                os.close(opened.pop())
            try:
                opened.append(_open(name, opened))
                with os.scandir(opened[-1]) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError as error:
                yield Folder(path, -1, (), error)
                continue
            folders = [entry.name for entry in entries if _is_folder(entry)]
            waiting.extend((os.path.join(path, folder), folder, depth + 1) for folder in reversed(folders))
            names = set(folders)
            yield Folder(path, opened[-1], [entry for entry in entries if entry.name not in names])
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _open(name: str, parents: Sequence[int]) -> int:
    if not parents:
        return os.open(name, FOLDER_FLAGS)
    if len(parents) > MAX_DEPTH:
        raise TooDeep(f"more than {MAX_DEPTH} levels below the first folder")
    return os.open(name, FOLDER_FLAGS | os.O_NOFOLLOW, dir_fd=parents[-1])


def _is_folder(entry: Entry) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
