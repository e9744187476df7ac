"""Summaries and error messages of ended jobs."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs_app.recorder.outcome import JobError, Stopped, as_json, error_message, error_traceback
from jobs_app.recorder.sigterm import Terminated

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
)


@given(ANYTHING)
def test_any_summary_becomes_strict_json(value: Any) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    stored = as_json(value)
    assert (stored is None) == (value is None)
    json.loads(stored or "null", parse_constant=refuse)


def test_values_that_json_cannot_hold_become_text() -> None:
    circle: list[Any] = []
    circle.append(circle)
    assert as_json({"a": math.inf, "b": {1}}) == '{"a": "Infinity", "b": "{1}"}'
    assert as_json(circle) == '"[[...]]"'


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("boom"), "ValueError: boom"),
        (KeyError("x"), "KeyError: 'x'"),
        (RuntimeError(), "RuntimeError"),
        (JobError("there is no folder /x"), "there is no folder /x"),
        (Terminated(), "stopped: the program was ended by SIGTERM"),
        (Stopped("stopped: the worker was shut down"), "stopped: the worker was shut down"),
        (KeyboardInterrupt(), "stopped: the process was interrupted (KeyboardInterrupt)"),
        (SystemExit(3), "stopped: the process was interrupted (SystemExit)"),
    ],
)
def test_error_message_names_the_cause(error: BaseException, message: str) -> None:
    assert error_message(error) == message


class Mute(Exception):
    """An object whose str() raises."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


def test_object_whose_str_raises_is_named_by_its_class() -> None:
    expected = "<Mute whose text raises RuntimeError>"
    assert error_message(Mute()) == f"Mute: {expected}"
    assert "Mute" in (error_traceback(Mute()) or "")
    assert as_json({"a": Mute()}) == f'{{"a": "{expected}"}}'
    circle: list[Any] = [Mute()]
    circle.append(circle)
    assert as_json(circle) == '"<list whose text raises RuntimeError>"'


def test_only_unexpected_errors_have_a_traceback() -> None:
    assert error_traceback(JobError("clear")) is None
    assert "ValueError: boom" in (error_traceback(ValueError("boom")) or "")


def test_huge_error_is_cut() -> None:
    assert len(error_message(ValueError("x" * 10_000_000))) < 101_000
    assert len(error_traceback(ValueError("x" * 10_000_000)) or "") <= 1_000_000
