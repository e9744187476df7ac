"""Which jobs need attention, and the figures that decide it.

The rules are those of the public contract: a running job without a sign of life, without progress, or much slower than
its type usually is; a queued one that waits much longer than its type usually does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jobs_app.jobs.stored_values import milliseconds, number

UNRESPONSIVE_AFTER_SECONDS = 60.0
STALLED_AFTER_SECONDS = 600.0
OVERDUE_AFTER_SECONDS, OVERDUE_FACTOR = 600.0, 2.0
WAITING_AFTER_SECONDS, WAITING_FACTOR = 300.0, 10.0


class Attention(StrEnum):
    """Why a job needs attention; the first that applies counts."""

    UNRESPONSIVE = "unresponsive"
    STALLED = "stalled"
    OVERDUE = "overdue"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class AttentionMark:
    """Why a job needs attention, and since when, in milliseconds since 1970."""

    kind: str
    since: int
    usual_seconds: float | None = None
    """Of an overdue job what 95 % of its type take, of a waiting one the median wait; None if there is none to tell."""

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "AttentionMark | None":
        """The mark of a database row with the columns of queries/attention.py; None if the job needs no attention."""
        kind, since = row.get("attention"), milliseconds(row.get("attention_since"))
        return cls(kind, since, number(row.get("usual_seconds"))) if kind and since is not None else None


@dataclass(frozen=True, slots=True)
class AttentionRules:
    """When a job needs attention. All times are in seconds."""

    stalled_after: float = STALLED_AFTER_SECONDS
    typical_durations: Mapping[str, float] = field(default_factory=dict[str, float])
    """What 95 % of the latest completed jobs of a type took, for types with enough of them."""
    typical_waits: Mapping[str, float] = field(default_factory=dict[str, float])
    """The median wait of the latest completed jobs of a type."""


DEFAULT_RULES = AttentionRules()
