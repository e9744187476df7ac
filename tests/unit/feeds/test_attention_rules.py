"""The rules of attention are read once a minute, and no poll but the first waits for them."""

from concurrent.futures import Executor, Future

import pytest

from jobs_app.feeds.attention_rules import MAX_AGE_SECONDS, LatestRules
from jobs_app.jobs.attention import AttentionRules


class Background(Executor):
    """Runs what is submitted when it is told to."""

    def __init__(self) -> None:
        self.submitted: list[tuple[Future[AttentionRules], object]] = []

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        future: Future[AttentionRules] = Future()
        self.submitted.append((future, fn))
        return future

    def run(self) -> None:
        future, read = self.submitted.pop()
        try:
            future.set_result(read())  # type: ignore[operator]
        except OSError as error:
            future.set_exception(error)


class Reads:
    """Rules that differ at each read; `failing` reads raise."""

    def __init__(self) -> None:
        self.number, self.failing, self.now = 0, False, 0.0
        self.background = Background()
        self.rules = LatestRules(self.read, self.background, lambda: self.now)

    def read(self) -> AttentionRules:
        if self.failing:
            raise OSError("away")
        self.number += 1
        return AttentionRules(stalled_after=self.number)


def test_rules_are_read_again_in_the_background_after_a_minute() -> None:
    reads = Reads()
    assert reads.rules.latest().stalled_after == 1
    reads.now = MAX_AGE_SECONDS - 1
    assert reads.rules.latest().stalled_after == 1
    assert reads.background.submitted == []
    reads.now = MAX_AGE_SECONDS
    assert [reads.rules.latest().stalled_after for _ in range(3)] == [1, 1, 1]
    assert len(reads.background.submitted) == 1
    reads.background.run()
    assert reads.rules.latest().stalled_after == 2


def test_rules_stay_when_a_later_read_fails() -> None:
    reads = Reads()
    reads.rules.latest()
    reads.failing, reads.now = True, MAX_AGE_SECONDS
    reads.rules.latest()
    reads.background.run()
    assert reads.rules.latest().stalled_after == 1
    reads.failing, reads.now = False, 2 * MAX_AGE_SECONDS
    reads.rules.latest()
    reads.background.run()
    assert reads.rules.latest().stalled_after == 2


def test_first_read_that_fails_is_tried_again() -> None:
    reads = Reads()
    reads.failing = True
    with pytest.raises(OSError, match="away"):
        reads.rules.latest()
    reads.failing = False
    assert reads.rules.latest().stalled_after == 1
