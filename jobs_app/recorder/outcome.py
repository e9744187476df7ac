"""The outcome of a job: how it ended, and its summary as JSON."""

import asyncio
import json
import traceback
from dataclasses import dataclass
from typing import Any

from jobs_app.jobs.status import JobStatus
from jobs_app.jobs.text import class_name, safe_str
from jobs_app.recorder.sigint import interrupts_event_loop
from jobs_app.recorder.sigterm import Terminated

MAX_MESSAGE_CHARACTERS = 100_000
MAX_TRACEBACK_CHARACTERS = 1_000_000
"""Stored characters of an error."""


class JobError(Exception):
    """Fails a job with a message that needs no traceback."""


class Stopped(KeyboardInterrupt):
    """Ends a running job from outside; its message is the reason."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended. `error_traceback` is None where the message is sufficient."""

    status: JobStatus
    error_message: str | None = None
    error_traceback: str | None = None


def outcome_of(error: BaseException | None) -> Outcome:
    """The outcome of a job whose block was left with this exception, or normally. Never raises.

    Exceptions are arbitrary objects of the program: each part of one may raise when it is read.
    """
    try:
        return _outcome_of(error)
    except BaseException as problem:
        name = class_name(error)
        return Outcome(JobStatus.FAILED, f"{name} (its message cannot be read: {class_name(problem)})", _trace(error))


def _outcome_of(error: BaseException | None) -> Outcome:
    if error is None:
        return Outcome(JobStatus.COMPLETED)
    if isinstance(error, SystemExit) and not isinstance(error, Terminated):
        return _outcome_of_exit(error)
    if isinstance(error, asyncio.CancelledError) and not interrupts_event_loop():
        text = _message(error)
        return Outcome(JobStatus.CANCELLED, f"the asyncio task was cancelled: {text}" if text else None)
    has_trace = not isinstance(error, (JobError, Stopped, Terminated))
    return Outcome(JobStatus.FAILED, _reason(error), _trace(error) if has_trace else None)


def _reason(error: BaseException) -> str:
    name, text = class_name(error), _message(error)
    if isinstance(error, (JobError, Stopped)):
        return text or name
    if isinstance(error, Terminated):
        return "stopped: the program was ended by SIGTERM"
    if isinstance(error, (KeyboardInterrupt, asyncio.CancelledError)):
        return "stopped: the program was interrupted by Ctrl-C"
    if isinstance(error, GeneratorExit):
        return "abandoned: the generator in which the job ran was closed before its end"
    if isinstance(error, TimeoutError) and not text:
        return f"{name}: timed out"
    return f"{name}: {text}" if text else name


def _outcome_of_exit(error: SystemExit) -> Outcome:
    """`sys.exit`: None is code 0, and anything but an integer is a message with code 1 (Python library, sys.exit)."""
    code = error.code
    if code is None or (isinstance(code, int) and int(code) == 0):
        return Outcome(JobStatus.COMPLETED)
    if isinstance(code, int):
        return Outcome(JobStatus.FAILED, f"the program exited with code {int(code)}", _trace(error))
    return Outcome(JobStatus.FAILED, f"{safe_str(code)[:MAX_MESSAGE_CHARACTERS]} (exit code 1)", _trace(error))


def _message(error: BaseException) -> str:
    return safe_str(error)[:MAX_MESSAGE_CHARACTERS]


def _trace(error: BaseException | None) -> str | None:
    """The traceback, of a long one its end; only the calls if the exception cannot be formatted."""
    if error is None:
        return None
    for form in (traceback.format_exception, _calls_only):
        try:
            return "".join(form(error))[-MAX_TRACEBACK_CHARACTERS:]
        except BaseException:  # noqa: S112 - the other form may succeed
            continue
    return None


def _calls_only(error: BaseException) -> list[str]:
    calls = BaseException.__dict__["__traceback__"].__get__(error)  # The attribute of its class may raise.
    return ["Traceback (most recent call last):\n", *traceback.format_tb(calls), class_name(error)]


def summary_json(value: Any) -> str | None:
    """Strict JSON: values it cannot represent become text, NaN and infinities included. Never raises."""
    if value is None:
        return None
    try:
        text = json.dumps(value, ensure_ascii=False, default=safe_str, skipkeys=True)
        return json.dumps(json.loads(text, parse_constant=str), ensure_ascii=False)
    except Exception:
        return json.dumps(safe_str(value)[:MAX_MESSAGE_CHARACTERS], ensure_ascii=False)
