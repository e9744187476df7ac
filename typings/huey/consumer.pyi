"""The parts of Huey that are used here; Huey has no types of its own."""

from datetime import datetime
from multiprocessing.context import ForkProcess
from types import FrameType

from huey import Huey

from jobs_app.worker.stop import StopFlag

class BaseProcess:
    process_name: str
    huey: Huey
    stop_flag: StopFlag

    def initialize(self) -> None: ...
    def loop(self, now: datetime | None = None) -> None: ...
    def shutdown(self) -> None: ...

class Worker(BaseProcess):
    delay: float
    default_delay: float

    def __init__(
        self, huey: Huey, stop_flag: StopFlag, default_delay: float, max_delay: float, backoff: float
    ) -> None: ...
    def sleep(self) -> None: ...

class Scheduler(BaseProcess):
    def __init__(self, huey: Huey, stop_flag: StopFlag, interval: int, periodic: bool) -> None: ...

class Consumer:
    huey: Huey
    stop_flag: StopFlag
    default_delay: float
    max_delay: float
    backoff: float
    worker_threads: list[tuple[Worker, ForkProcess]]
    scheduler: ForkProcess
    _signal_actions: dict[int, tuple[bool, bool]]

    def __init__(
        self,
        huey: Huey,
        workers: int = 1,
        periodic: bool = True,
        max_delay: float = 10.0,
        worker_type: str = "thread",
        health_check_interval: float = 10,
    ) -> None: ...
    def run(self) -> None: ...
    def loop(self, health_check_ts: float | None = None) -> float | None: ...
    def _create_worker(self) -> Worker: ...
    def _create_scheduler(self) -> Scheduler: ...
    def _handle_signal(self, signum: int, frame: FrameType | None) -> None: ...
