"""What the worker relies on in Huey's consumer and storage beyond its documented interface."""

import inspect
import signal
import threading
from pathlib import Path

import pytest
from huey import PostgresHuey, PriorityRedisHuey, SqliteHuey
from huey.consumer import Consumer, ConsumerStopped, ForkSafeFlag, Scheduler, Worker
from huey.storage import PostgresStorage, PriorityRedisStorage

from jobs_app.worker.main import JobConsumer
from jobs_app.worker.reaper import Reaper
from jobs_app.worker.worker_process import JobWorker


@pytest.fixture
def huey(tmp_path: Path) -> SqliteHuey:
    return SqliteHuey("jobs", filename=tmp_path / "queue.db", results=False)


class Recorded(Consumer):
    """A consumer in threads that records what it creates."""

    def __init__(self, huey: SqliteHuey) -> None:
        self.created = list[str]()
        super().__init__(huey, workers=2, worker_type="thread", periodic=False)

    def _create_worker(self) -> Worker:
        self.created.append("worker")
        return super()._create_worker()

    def _create_scheduler(self) -> Scheduler:
        self.created.append("scheduler")
        return super()._create_scheduler()


def test_overridden_methods_exist_in_the_consumer() -> None:
    methods = {"_create_worker", "_create_scheduler", "loop", "initialize", "shutdown"}
    for ours, theirs in ((JobConsumer, Consumer), (JobWorker, Worker), (Reaper, Scheduler)):
        assert methods & vars(ours).keys() <= set(dir(theirs))
    assert list(inspect.signature(Consumer.loop).parameters) == ["self", "health_check_ts"]
    assert list(inspect.signature(Worker.loop).parameters) == ["self", "now"]
    assert list(inspect.signature(Scheduler.loop).parameters) == ["self", "now"]


def test_consumer_creates_one_scheduler_and_all_workers(huey: SqliteHuey) -> None:
    consumer = Recorded(huey)
    assert sorted(consumer.created) == ["scheduler", "worker", "worker"]
    assert [type(worker) for worker, _process in consumer.worker_threads] == [Worker, Worker]
    assert isinstance(consumer.scheduler, threading.Thread)


def test_dead_worker_and_scheduler_are_created_again(huey: SqliteHuey) -> None:
    consumer = Recorded(huey)
    consumer.created.clear()
    consumer.stop_flag.set()  # The new threads end at once.
    assert consumer.check_worker_health() is False
    assert sorted(consumer.created) == ["scheduler", "worker", "worker"]


def test_signal_stops_by_the_table_of_actions(huey: SqliteHuey) -> None:
    consumer = Recorded(huey)
    assert consumer._signal_actions.keys() >= {signal.SIGTERM, signal.SIGINT}
    consumer._signal_actions = {signal.SIGTERM: (False, False)}
    consumer._handle_signal(signal.SIGTERM, None)
    with pytest.raises(ConsumerStopped):
        consumer.loop(None)
    assert consumer.stop_flag.is_set()


def test_stop_flag_of_processes_is_set_once_and_waited_for() -> None:
    flag = ForkSafeFlag()
    assert flag.wait(0) is False
    flag.set()
    assert flag.is_set()
    assert flag.wait() is True


def test_worker_takes_the_timing_of_its_consumer(huey: SqliteHuey) -> None:
    consumer = Recorded(huey)
    timing = {"default_delay", "max_delay", "backoff"}
    assert all(hasattr(consumer, name) for name in timing)
    assert timing | {"huey", "stop_flag"} <= inspect.signature(Worker).parameters.keys()
    worker = consumer._create_worker()
    assert worker.delay == worker.default_delay == consumer.default_delay
    worker.stop_flag.set()
    worker.sleep()
    assert worker.delay == pytest.approx(worker.default_delay * worker.backoff)


def test_scheduler_names_its_process() -> None:
    assert Scheduler.process_name == "Scheduler"
    assert {"huey", "stop_flag", "interval", "periodic"} <= inspect.signature(Scheduler).parameters.keys()


def test_storage_gives_back_bytes_by_priority_then_age(huey: SqliteHuey) -> None:
    storage = huey.storage
    assert storage.blocking is False
    for message, priority in ((b"low", -1), (b"first", 0), (b"second", 0), (b"high", 5)):
        storage.enqueue(message, priority)
    assert storage.queue_size() == 4
    assert sorted(map(bytes, storage.enqueued_items())) == [b"first", b"high", b"low", b"second"]
    assert [bytes(storage.dequeue()) for _ in range(4)] == [b"high", b"first", b"second", b"low"]
    assert storage.dequeue() is None
    storage.close()
    storage.enqueue(b"after close", 0)
    assert storage.queue_size() == 1


def test_storages_of_servers_wait_for_about_a_second() -> None:
    for storage in (PostgresStorage, PriorityRedisStorage):
        parameters = inspect.signature(storage).parameters
        parameters = parameters if "blocking" in parameters else inspect.signature(storage.__mro__[1]).parameters
        assert parameters["blocking"].default is True
        assert parameters["read_timeout"].default == 1
        assert storage.priority is True


def test_postgres_queue_passes_options_to_the_driver() -> None:
    assert PostgresHuey.storage_class is PostgresStorage
    parameters = inspect.signature(PostgresStorage).parameters
    assert "dsn" in parameters
    assert parameters["connection_params"].kind is inspect.Parameter.VAR_KEYWORD


def test_redis_queue_opens_a_url_and_has_a_pool() -> None:
    queue = PriorityRedisHuey("jobs", url="redis://127.0.0.1:1/0", results=False)
    assert queue.storage.pool.connection_kwargs["port"] == 1
    queue.storage.pool.disconnect()
