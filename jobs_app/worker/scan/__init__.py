"""The job type `scan`: reads all files of a folder and finds duplicates."""

from jobs_app.worker.scan.job import scan

__all__ = ["scan"]
