"""Reads of the database: plain functions that block, to be called in threads. They raise what SQLAlchemy raises."""

from jobs_app.queries.error_groups import read_error_groups
from jobs_app.queries.insights.figures import InsightsReads
from jobs_app.queries.insights.overview import read_overview
from jobs_app.queries.job import read_job, read_summary, typical_duration
from jobs_app.queries.job_list.adjacent import read_adjacent_jobs
from jobs_app.queries.job_list.page import read_job_list
from jobs_app.queries.log import MAX_LINES, MAX_TAIL_CHARACTERS, read_log_lines, read_log_tail
from jobs_app.queries.log_search import search_log
from jobs_app.queries.log_stream import stream_log
from jobs_app.queries.typical_times import read_attention_rules
from jobs_app.queries.workers import read_workers

__all__ = [
    "MAX_LINES",
    "MAX_TAIL_CHARACTERS",
    "InsightsReads",
    "read_adjacent_jobs",
    "read_attention_rules",
    "read_error_groups",
    "read_job",
    "read_job_list",
    "read_log_lines",
    "read_log_tail",
    "read_overview",
    "read_summary",
    "read_workers",
    "search_log",
    "stream_log",
    "typical_duration",
]
