"""A command's output: its encoding, and a device that does not take it."""

import io
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

BROKEN_PIPE_CODE = 141
"""What shells report of a program that a closed pipe ended: 128 + SIGPIPE."""


def replace_unprintable_characters() -> None:
    """Print "?" for characters that the encoding of the terminal or pipe lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@contextmanager
def complete_output() -> Generator[None]:
    """Write all output before the command ends.

    A reader that has closed the pipe, such as `head`, ends the command silently; an error of the device ends it with
    one line and exit code 1.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        sys.exit(BROKEN_PIPE_CODE)
    except OSError as error:
        _discard_output()
        print(f"jobs: the output cannot be written: {error.strerror or error}", file=sys.stderr)
        sys.exit(1)


def _discard_output() -> None:
    """Python flushes standard output once more at exit, which would fail again, with a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
