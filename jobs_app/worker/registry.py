"""The job types that a worker can run."""

import importlib
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from jobs_app.recorder import RecordedJob

JobFunction = Callable[[RecordedJob, str], Mapping[str, Any] | None]
"""Runs one job, given its record and its target; what it returns becomes the summary."""

Function = TypeVar("Function", bound=JobFunction)
BUILT_IN = ("jobs_app.worker.scan",)
_functions: dict[str, JobFunction] = {}


def job_type(name: str) -> Callable[[Function], Function]:
    """Register the decorated function as what runs jobs of this type; raises ValueError if there is one."""

    def register(function: Function) -> Function:
        if name in _functions:
            raise ValueError(f"two functions for the job type {name!r}")
        _functions[name] = function
        return function

    return register


def find_job_type(name: str) -> JobFunction | None:
    """The function that runs jobs of a type, if there is one."""
    return _functions.get(name)


def job_types() -> tuple[str, ...]:
    """The names of all job types, sorted."""
    return tuple(sorted(_functions))


def load_job_types(modules: Iterable[str] = ()) -> None:
    """Import the built-in job types and those of other modules; raises ImportError."""
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    for module in (*BUILT_IN, *modules):
        importlib.import_module(module)
