"""Reads: one page of the list, one job, some lines of its log. Plain functions that block; call them in threads."""

from jobs_app.queries.details import job_detail, usual_duration, whole_summary
from jobs_app.queries.logs import MOST_LINES, TAIL_CHARACTERS, log_lines, log_tail, search_log, whole_log
from jobs_app.queries.page import job_page

__all__ = [
    "MOST_LINES",
    "TAIL_CHARACTERS",
    "job_detail",
    "job_page",
    "log_lines",
    "log_tail",
    "search_log",
    "usual_duration",
    "whole_log",
    "whole_summary",
]
