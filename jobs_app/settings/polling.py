"""How the dashboard polls."""

import math
from dataclasses import dataclass
from typing import Literal

MIN_INTERVAL_SECONDS, MAX_INTERVAL_SECONDS, DEFAULT_INTERVAL_SECONDS = 2.0, 60.0, 5.0


@dataclass(frozen=True, slots=True)
class PollingConfig:
    """The polling configuration; times in seconds."""

    interval: float = DEFAULT_INTERVAL_SECONDS
    log_interval: float = DEFAULT_INTERVAL_SECONDS
    enabled: bool = True
    when_hidden: Literal["pause", "slow"] = "pause"


def read_interval(name: str, value: object) -> tuple[float, str]:
    """Seconds between polls for a configured value, and a notice about it: "" if it was used unchanged.

    Numbers outside 2 to 60 are clamped; anything that is no number means 5.
    """
    try:
        seconds = math.nan if isinstance(value, bool) or "_" in str(value) else float(value)  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError):
        seconds = math.nan
    except OverflowError:  # A whole number of hundreds of digits.
        seconds = -math.inf if str(value).startswith("-") else math.inf
    if math.isnan(seconds):
        default = DEFAULT_INTERVAL_SECONDS
        return default, f"{name}: {value!r} is not a number, using {default:g} s"
    low, high = MIN_INTERVAL_SECONDS, MAX_INTERVAL_SECONDS
    clamped = min(max(seconds, low), high)
    if clamped != seconds:
        return clamped, f"{name}: {seconds:g} s is outside {low:g} to {high:g} s, using {clamped:g} s"
    return seconds, ""
