"""How a job's end is told: the error it failed with, the summary of what came out of it."""

import json
import traceback
from typing import Any

from jobs_app.jobs.text import safe_str
from jobs_app.recorder.sigterm import Terminated

LONGEST_MESSAGE = 100_000
LONGEST_TRACEBACK = 1_000_000
"""Characters of an error that are kept."""


class JobError(Exception):
    """Fails a job with a message that tells an operator all there is to know: no traceback is kept."""


class Stopped(KeyboardInterrupt):
    """Ends a running job from outside; the message says why."""


def error_message(error: BaseException) -> str:
    """What to show of an error that ended a job."""
    text, name = safe_str(error)[:LONGEST_MESSAGE], type(error).__name__
    if isinstance(error, (JobError, Stopped)):
        return text or name
    if isinstance(error, Terminated):
        return "stopped: the program was ended by SIGTERM"
    if isinstance(error, Exception):
        return f"{name}: {text}" if text else name
    return f"stopped: the process was interrupted ({name})"


def error_traceback(error: BaseException) -> str | None:
    """Where it came from, the end of it if it is too long."""
    if isinstance(error, (JobError, Stopped, Terminated)):
        return None
    return "".join(traceback.format_exception(error))[-LONGEST_TRACEBACK:]


def as_json(value: Any) -> str | None:
    """Strict JSON: what it cannot hold becomes text, NaN and infinities included."""
    if value is None:
        return None
    try:
        text = json.dumps(value, ensure_ascii=False, default=safe_str, skipkeys=True)
        return json.dumps(json.loads(text, parse_constant=str), ensure_ascii=False)
    except Exception:
        return json.dumps(safe_str(value)[:LONGEST_MESSAGE], ensure_ascii=False)
