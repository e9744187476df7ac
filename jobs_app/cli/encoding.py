"""The encoding of a command's output."""

import io
import sys


def replace_unprintable_characters() -> None:
    """Print "?" for characters that the encoding of the terminal or pipe lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
