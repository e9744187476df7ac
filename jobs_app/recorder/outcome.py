"""The outcome of a job: the error with which it failed, and its summary as JSON."""

import json
import traceback
from typing import Any

from jobs_app.jobs.text import safe_str
from jobs_app.recorder.sigterm import Terminated

MAX_MESSAGE_CHARACTERS = 100_000
MAX_TRACEBACK_CHARACTERS = 1_000_000
"""Stored characters of an error."""


class JobError(Exception):
    """Fails a job with a message that needs no traceback."""


class Stopped(KeyboardInterrupt):
    """Ends a running job from outside; its message is the reason."""


def error_message(error: BaseException) -> str:
    """The message of an error that ended a job, as it is shown."""
    text, name = safe_str(error)[:MAX_MESSAGE_CHARACTERS], type(error).__name__
    if isinstance(error, (JobError, Stopped)):
        return text or name
    if isinstance(error, Terminated):
        return "stopped: the program was ended by SIGTERM"
    if isinstance(error, Exception):
        return f"{name}: {text}" if text else name
    return f"stopped: the process was interrupted ({name})"


def error_traceback(error: BaseException) -> str | None:
    """The traceback, of a long one its end; None where the message is sufficient."""
    if isinstance(error, (JobError, Stopped, Terminated)):
        return None
    return "".join(traceback.format_exception(error))[-MAX_TRACEBACK_CHARACTERS:]


def as_json(value: Any) -> str | None:
    """Strict JSON: values it cannot represent become text, NaN and infinities included."""
    if value is None:
        return None
    try:
        text = json.dumps(value, ensure_ascii=False, default=safe_str, skipkeys=True)
        return json.dumps(json.loads(text, parse_constant=str), ensure_ascii=False)
    except Exception:
        return json.dumps(safe_str(value)[:MAX_MESSAGE_CHARACTERS], ensure_ascii=False)
