"""How the dashboard polls."""

from dataclasses import dataclass
from typing import Literal

SHORTEST, LONGEST, USUAL = 2.0, 60.0, 5.0
"""Seconds between two polls: the ends of the range and the default."""


@dataclass(frozen=True, slots=True)
class PollingConfig:
    """What the settings say about polling; times in seconds."""

    interval: float = USUAL
    log_interval: float = USUAL
    enabled: bool = True
    when_hidden: Literal["pause", "slow"] = "pause"
