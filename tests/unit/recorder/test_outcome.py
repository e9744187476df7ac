"""Summaries and error messages of ended jobs."""

import asyncio
import json
import math
import signal
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs_app.jobs.status import JobStatus
from jobs_app.recorder.outcome import JobError, Outcome, Stopped, outcome_of, summary_json
from jobs_app.recorder.sigterm import Terminated
from tests.support.unformattable_errors import UNFORMATTABLE, Mute

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
)


@given(ANYTHING)
def test_any_summary_becomes_strict_json(value: Any) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    stored = summary_json(value)
    assert (stored is None) == (value is None)
    json.loads(stored or "null", parse_constant=refuse)


def test_values_that_json_cannot_hold_become_text() -> None:
    circle: list[Any] = []
    circle.append(circle)
    assert summary_json({"a": math.inf, "b": {1}}) == '{"a": "Infinity", "b": "{1}"}'
    assert summary_json(circle) == '"[[...]]"'


FAILURES = [
    (ValueError("boom"), "ValueError: boom"),
    (KeyError("x"), "KeyError: 'x'"),
    (RuntimeError(), "RuntimeError"),
    (TimeoutError(), "TimeoutError: timed out"),
    (TimeoutError("no lock"), "TimeoutError: no lock"),
    (JobError("there is no folder /x"), "there is no folder /x"),
    (JobError(), "JobError"),
    (Terminated(), "stopped: the program was ended by SIGTERM"),
    (Stopped("stopped: the worker was shut down"), "stopped: the worker was shut down"),
    (KeyboardInterrupt(), "stopped: the program was interrupted by Ctrl-C"),
    (GeneratorExit(), "abandoned: the generator in which the job ran was closed before its end"),
    (SystemExit(3), "the program exited with code 3"),
    (SystemExit(True), "the program exited with code 1"),
    (SystemExit("licence expired"), "licence expired (exit code 1)"),
    (SystemExit(["a", 1]), "['a', 1] (exit code 1)"),
]


@pytest.mark.parametrize(("error", "message"), FAILURES, ids=lambda value: repr(value))
def test_failed_job_has_an_accurate_message(error: BaseException, message: str) -> None:
    outcome = outcome_of(error)
    assert (outcome.status, outcome.error_message) == ("failed", message)
    assert (outcome.error_traceback is None) == isinstance(error, (JobError, Stopped, Terminated))


@pytest.mark.parametrize("error", [None, SystemExit(), SystemExit(None), SystemExit(0), SystemExit(False)], ids=repr)
def test_normal_end_and_exit_code_0_complete_a_job(error: BaseException | None) -> None:
    assert outcome_of(error) == Outcome(JobStatus.COMPLETED)


@pytest.mark.parametrize(("reason", "message"), [((), None), (("too old",), "the asyncio task was cancelled: too old")])
def test_cancelled_task_ends_as_cancelled(reason: tuple[str, ...], message: str | None) -> None:
    assert outcome_of(asyncio.CancelledError(*reason)) == Outcome(JobStatus.CANCELLED, message)


def test_ctrl_c_in_an_event_loop_is_not_a_cancellation() -> None:
    async def main() -> Outcome:
        try:
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(60)
        except asyncio.CancelledError as error:
            return outcome_of(error)
        raise AssertionError("not cancelled")

    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        outcomes = list[Outcome]()

        async def keep() -> None:
            outcomes.append(await main())

        with suppress(KeyboardInterrupt):
            asyncio.run(keep())
    finally:
        signal.signal(signal.SIGINT, earlier)
    assert [outcome.error_message for outcome in outcomes] == ["stopped: the program was interrupted by Ctrl-C"]


@pytest.mark.parametrize("name", UNFORMATTABLE)
def test_error_that_cannot_be_formatted_fails_the_job(name: str) -> None:
    outcome = outcome_of(UNFORMATTABLE[name])
    assert outcome.status == JobStatus.FAILED
    assert outcome.error_message
    assert type(outcome.error_message) is str
    assert outcome.error_traceback
    json.dumps(outcome.error_message + outcome.error_traceback)


def test_object_whose_str_raises_is_named_by_its_class() -> None:
    expected = "<Mute whose text raises RuntimeError>"
    outcome = outcome_of(Mute())
    assert outcome.error_message == f"Mute: {expected}"
    assert "Mute" in (outcome.error_traceback or "")
    assert summary_json({"a": Mute()}) == f'{{"a": "{expected}"}}'
    circle: list[Any] = [Mute()]
    circle.append(circle)
    assert summary_json(circle) == '"<list whose text raises RuntimeError>"'


def test_huge_error_is_cut() -> None:
    outcome = outcome_of(ValueError("x" * 10_000_000))
    assert len(outcome.error_message or "") < 101_000
    assert len(outcome.error_traceback or "") <= 1_000_000
