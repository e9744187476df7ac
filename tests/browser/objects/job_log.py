"""The log of one running job, written as the recorder writes it."""

from collections.abc import Callable
from datetime import UTC, datetime

from tests.browser.objects.job_screen import JobScreen
from tests.browser.objects.jobs import Jobs
from tests.support.factories import JobFactory

STAMP = "2026-03-14T12:00:00.000Z"
OpenLog = Callable[..., JobScreen]


class Log:
    """The log of one running job, written as the recorder writes it."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs, self.factory, self.total = jobs, JobFactory(jobs.engine), 0
        (self.job,) = jobs.add(status="running", heartbeat_at=datetime.now(UTC))

    def write(self, *lines: str) -> None:
        self.factory.log_chunks(
            self.job, [lines[start : start + 500] for start in range(0, len(lines), 500)], self.total + 1
        )
        self.total += len(lines)

    def fill(self, number: int, text: str = "line") -> None:
        self.write(*(f"{STAMP} INFO {text} {self.total + index}" for index in range(1, number + 1)))
