"""No client can fill the disk by causing log records."""

import io
import logging

import pytest

from jobs_app.server.log_rate_limit import MAX_MESSAGE_CHARACTERS, MAX_RECORDS, LogRateLimit, limit_log


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def written(now: list[float]) -> io.StringIO:
    """The records of the logger `limited` and its children."""
    logger, stream = logging.getLogger("limited"), io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(LogRateLimit(lambda: now[0]))
    logger.handlers, logger.propagate = [handler], False
    return stream


def complain(text: str, times: int = 1) -> None:
    for number in range(times):
        logging.getLogger("limited.child").warning("%s %s", text, number)


def test_records_above_the_limit_are_dropped_and_counted(written: io.StringIO, now: list[float]) -> None:
    complain("100 %s", 1_000)
    assert written.getvalue().count("\n") == MAX_RECORDS
    now[0] = 61.0
    complain("again", 2)
    assert written.getvalue().splitlines()[MAX_RECORDS:] == [
        f"again 0 ({1_000 - MAX_RECORDS} more like this were left out)",
        "again 1",
    ]


def test_records_of_other_places_are_not_limited(written: io.StringIO) -> None:
    complain("flood", 1_000)
    logging.getLogger("limited").error("something else")
    assert written.getvalue().endswith("something else\n")


def test_long_messages_and_tracebacks_are_cut(written: io.StringIO) -> None:
    complain("x" * 1_000_000)
    try:
        raise ValueError("y" * 1_000_000)
    except ValueError:
        logging.getLogger("limited").exception("broken")
    output = written.getvalue()
    assert len(output) < 4 * MAX_MESSAGE_CHARACTERS
    assert "(1000002 characters)" in output
    assert "Traceback" in output


def test_handlers_share_one_limit_and_count_a_record_once(written: io.StringIO) -> None:
    logger = logging.getLogger("limited")
    first = next(each for each in logger.handlers if type(each) is logging.StreamHandler)
    logger.addHandler(other := logging.StreamHandler(second := io.StringIO()))
    other.addFilter(first.filters[0])
    complain("twice", 1_000)
    assert written.getvalue() == second.getvalue()
    assert second.getvalue().count("\n") == MAX_RECORDS


def test_limit_is_added_to_existing_handlers(written: io.StringIO) -> None:
    logger = logging.getLogger("limited")
    logger.addHandler(handler := logging.StreamHandler(io.StringIO()))
    limit_log()
    limit_log()
    assert [type(each) for each in handler.filters] == [LogRateLimit]
    assert logging.lastResort
    assert [type(each) for each in logging.lastResort.filters] == [LogRateLimit]
    for each in [*logging.getLogger().handlers, logging.lastResort]:
        each.filters = [kept for kept in each.filters if not isinstance(kept, LogRateLimit)]
