"""Ctrl-C in asyncio programs: it cancels the main task, which cannot tell it from any other cancellation."""

import signal
from functools import partial


def interrupts_event_loop() -> bool:
    """Whether SIGINT has cancelled the main task of `asyncio.run`, by a private attribute of asyncio.Runner."""
    handler = signal.getsignal(signal.SIGINT)
    runner = getattr(handler.func, "__self__", None) if isinstance(handler, partial) else None
    return bool(getattr(runner, "_interrupt_count", 0))
