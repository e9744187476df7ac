"""The deepest frame of a program's own code in a stored traceback of any common language.

A frame is the end of its file's path and its function, without the line number, which every edit of the file changes.
"""

import re
from collections.abc import Iterator
from itertools import islice

MAX_FRAMES = 2_000
"""Frames of a traceback that are read, from each end."""

_LIBRARY = re.compile(
    r"[\\/](?:site-packages|dist-packages|node_modules|gems|vendor|pkg[\\/]mod|lib-python)[\\/]"
    r"|[\\/]lib(?:64)?[\\/](?:python|ruby)|[\\/]go[\\/]src[\\/]|[\\/]Lib[\\/]|^<frozen|^(?:node:|internal[\\/])"
    r"|^(?:java|javax|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|clojure|jakarta|reactor|io\.netty|org\.apache"
    r"|org\.springframework|org\.hibernate|org\.eclipse|org\.junit|System|Microsoft|runtime)\."
)
_PYTHON = re.compile(r'^[ \t|+-]*File "([^"\n]{1,1000})", line \d+(?:, in ([^\n]{1,200}))?', re.MULTILINE)
_OTHERS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # JavaScript
        r"^[ \t]*at (?:(?:async )?(?P<function>[^\n(]{1,200}) \()?(?P<file>[^\n()]{1,1000}):\d+:\d+\)?[ \t]*$",
        # .NET
        r"^[ \t]*at (?P<function>[\w.`<>+|\[\]]{1,300})\([^\n]{0,1000}\) in (?P<file>[^\n]{1,1000}):line \d+",
        # Java, Kotlin, Scala
        r"^[ \t]*at (?:[\w.@-]{1,200}/{1,2})?(?P<function>[\w.$<>]{1,300})\((?P<file>[^():\n]{1,200})(?::\d+)?\)",
        # Go
        r"^(?P<function>[^\s(][^\n(]{0,300}(?:\([^\n()]{1,200}\)[^\n(]{0,300})?)\([^\n]{0,1000}\)\n"
        r"\t(?P<file>[^\n]{1,1000}\.go):\d+",
        # Ruby
        r"^[ \t]*(?:from )?(?P<file>[^\s:]{1,1000}\.rb):\d+:in [`'](?P<function>[^'\n]{1,200})'",
        # PHP
        r"^#\d+ (?P<file>[^\n(]{1,1000}\.php)\(\d+\): (?P<function>[^\n(]{1,300})\(",
    )
)
_NUMBERED = re.compile(r"[\w-]*\d[\w-]*")
_DIGITS = re.compile(r"\d+")


def own_frame(start: str, end: str) -> str:
    """The deepest own frame, empty if there is none, of the start and the end of a traceback.

    Python's deepest frame comes last; that of other languages first, in Java after the last "Caused by".
    """
    python = [frame for frame in _PYTHON.findall(end)[-MAX_FRAMES:] if not _LIBRARY.search(frame[0])]
    if python:
        return _frame(*python[-1])
    cause = start.rpartition("\nCaused by: ")[2]
    return next(_own_frames(cause), "") or next(_own_frames(start), "")


def _own_frames(text: str) -> Iterator[str]:
    for pattern in _OTHERS:
        for found in islice(pattern.finditer(text), MAX_FRAMES):
            file, function = found["file"], found["function"] or ""
            if not (_LIBRARY.search(file) or _LIBRARY.search(function)):
                yield _frame(file, function)


def _frame(file: str, function: str) -> str:
    """The last two parts of the path, whose folder may be that of a release, and the function."""
    folder, _, name = file.replace("\\", "/").rpartition("/")
    inner = _NUMBERED.sub("…", folder.rpartition("/")[2])
    return f"{inner}/{name} {_DIGITS.sub('', function).strip()}"
