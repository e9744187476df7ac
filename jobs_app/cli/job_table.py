"""Jobs as lines of a table, one line for each, in a terminal of any width or in a pipe."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from jobs_app.jobs.api_json import iso_time
from jobs_app.jobs.graphemes import continues_grapheme
from jobs_app.jobs.safe_output import one_line
from jobs_app.jobs.snapshots import JobRow

COLUMNS: tuple[str, ...] = ("id", "status", "type", "target", "progress", "created")
DROPPED_FIRST = ("created", "progress", "type", "target")
MIN_TARGET_CELLS = 16
"""Cells of a target below which other columns are dropped instead."""
GAP = "  "


def table_lines(rows: Sequence[JobRow], width: int | None) -> list[str]:
    """A header and a line for each job; `width` is that of the terminal in cells, None for a pipe.

    In a terminal, columns are dropped and targets shortened at their start; id and status are always whole.
    """
    cells = [dict(zip(COLUMNS, COLUMNS, strict=True)), *map(_cells, rows)]
    widths = {name: max(cell_len(row[name]) for row in cells) for name in COLUMNS}
    shown = {name: widths[name] for name in COLUMNS} if width is None else _fitting(widths, width)
    return [GAP.join(_sized(row[name], size) for name, size in shown.items()).rstrip() for row in cells]


def _fitting(widths: dict[str, int], width: int) -> dict[str, int]:
    """The columns that fit, with their widths."""
    shown = dict(widths)
    for dropped in DROPPED_FIRST:
        others = sum(size + len(GAP) for name, size in shown.items() if name != "target")
        if others + min(shown.get("target", 0), MIN_TARGET_CELLS) <= width:
            break
        del shown[dropped]
    if "target" in shown:
        others = sum(size + len(GAP) for name, size in shown.items() if name != "target")
        shown["target"] = min(shown["target"], width - others)
    return shown


def _sized(text: str, size: int) -> str:
    """A text in exactly so many cells; one that is too long keeps its end."""
    if cell_len(text) <= size:
        return set_cell_size(text, size)
    return set_cell_size(f"…{_end(text, size - 1)}", size)


def _end(text: str, size: int) -> str:
    """The longest end of a text that fits into so many cells."""
    start, cells = len(text), 0
    while start:
        begin = start - 1
        while begin and continues_grapheme(text, begin):
            begin -= 1
        cells += cell_len(text[begin:start])
        if cells > size:
            break
        start = begin
    return text[start:]


def _cells(row: JobRow) -> dict[str, str]:
    values = (row.id, _status(row), row.job_type, row.target, _progress(row), short_time(row.created))
    return {name: one_line(value) for name, value in zip(COLUMNS, values, strict=True)}


def _status(row: JobRow) -> str:
    mark = row.attention
    return f"{row.raw_status or row.status}{f', {mark.kind}' if mark else ''}"


def _progress(row: JobRow) -> str:
    count = (
        "" if row.processed is None else f"{row.processed}{'' if row.total is None else f' of {row.total}'} {row.unit}"
    )
    return f"{'' if row.percent is None else f'{row.percent:.0f}% '}{count}".strip()


def short_time(milliseconds: int | None) -> str:
    """A time in UTC, to the second."""
    return (iso_time(milliseconds) or "")[:19].replace("T", " ")
