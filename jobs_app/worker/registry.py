"""The job types that a worker can run."""

import importlib
import os
import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

from jobs_app.worker.job_function import JobFunction, check_job_function

Function = TypeVar("Function", bound=JobFunction)
BUILT_IN = ("jobs_app.worker.scan",)
_functions: dict[str, JobFunction] = {}


def job_type(name: str) -> Callable[[Function], Function]:
    """Register the decorated function, or `async def`, as what runs jobs of this type.

    Raises ValueError if there is one, TypeError for a generator function: its body would not run.
    """

    def register(function: Function) -> Function:
        check_job_function(function)
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
    if os.getcwd() not in sys.path:  # Last: a file there must not take the place of a library.
        sys.path.append(os.getcwd())
    for module in (*BUILT_IN, *modules):
        importlib.import_module(module)
