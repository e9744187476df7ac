"""The function of a job type: called until its work is done, and with a result that is finished."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future
from typing import Any, cast

from jobs_app.recorder import JobError, RecordedJob

Result = Mapping[str, Any] | None
JobFunction = Callable[[RecordedJob, str], Result | Coroutine[Any, Any, Result]]
"""Runs one job, given its record and its target; the result becomes the summary. It may be an `async def`."""


def check_job_function(function: object) -> None:
    """Raises TypeError for what would not run when it is called: a generator function, or no function at all."""
    if not callable(function):
        raise TypeError(f"a job type is a function, not {function!r}")
    for part in (function, getattr(function, "__call__", None)):  # noqa: B004 - objects with __call__ count too
        if inspect.isgeneratorfunction(part) or inspect.isasyncgenfunction(part):
            raise TypeError(f"a job type is a function or an `async def`; {_name(function)} is a generator function")


def run_job_function(function: JobFunction, job: RecordedJob, target: str) -> Result:
    """Call the function and return its result; an `async def` is run to its end.

    Raises JobError for a result that is not finished, such as a generator, and what the function raises.
    """
    result = function(job, target)
    if inspect.iscoroutine(result) and _is_async(function):
        result = asyncio.run(cast(Coroutine[Any, Any, Result], result))
    if isinstance(result, (Awaitable, Iterator, AsyncIterator, Future)):
        if inspect.iscoroutine(result):
            result.close()  # Else Python warns that it was never awaited.
        raise JobError(f"{_name(function)} returned a {type(result).__name__}, which is work that has not been done")
    return result


def _is_async(function: object) -> bool:
    return any(map(inspect.iscoroutinefunction, (function, getattr(function, "__call__", None))))  # noqa: B004


def _name(function: object) -> str:
    return str(getattr(function, "__qualname__", None) or repr(function))
