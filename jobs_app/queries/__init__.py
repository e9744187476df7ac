"""Reads: one page of the list, one job, some lines of its log. Plain functions that block; call them in threads."""

from jobs_app.queries.job import read_job, read_summary, typical_duration
from jobs_app.queries.job_list.adjacent import read_adjacent_jobs
from jobs_app.queries.job_list.page import read_job_list
from jobs_app.queries.log import MOST_LINES, TAIL_CHARACTERS, read_log_lines, read_log_tail, search_log, stream_log

__all__ = [
    "MOST_LINES",
    "TAIL_CHARACTERS",
    "read_adjacent_jobs",
    "read_job",
    "read_job_list",
    "read_log_lines",
    "read_log_tail",
    "read_summary",
    "search_log",
    "stream_log",
    "typical_duration",
]
