"""What a job's status may be, and what follows from it."""

from enum import StrEnum


class JobStatus(StrEnum):
    """The statuses of the contract, in the order in which they are listed on screen."""

    RUNNING = "running"
    QUEUED = "queued"
    FAILED = "failed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, stored: object) -> "JobStatus":
        """The status of a stored value; any other text is `UNKNOWN`."""
        try:
            return cls(str(stored))
        except ValueError:
            return cls.UNKNOWN

    @property
    def is_final(self) -> bool:
        """Whether a job of this status has ended."""
        return self in (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)


OPEN = (JobStatus.RUNNING, JobStatus.QUEUED)
"""The statuses of jobs that have not ended."""
STORED = tuple(status for status in JobStatus if status is not JobStatus.UNKNOWN)
"""What programs write; any other stored text is shown as unknown."""
