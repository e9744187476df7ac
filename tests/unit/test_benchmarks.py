"""`make bench` fails visibly when a figure misses its target."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.benchmarks import __main__ as bench
from tests.benchmarks import poll_reads


@pytest.mark.parametrize(
    ("value", "target", "met"),
    [
        (1.99, "< 2", True),
        (2, "< 2", False),
        (3, "<= 3", True),
        (3.1, "<= 3", False),
        (0, "0", True),
        (1, "0", False),
        (0.29, "< 0.3", True),
        (float("nan"), "< 2", False),
        (7, "", None),
        (7, "flat", None),
    ],
)
def test_numeric_targets_are_checked(value: float, target: str, met: bool | None) -> None:
    assert bench.is_met(value, target) is met


def test_slowest_view_excludes_searches() -> None:
    views = dict.fromkeys(poll_reads.VIEWS, 1.0) | {"by target": 3.0, "search, nothing found": 200.0}
    assert list(poll_reads.slowest_views(views)) == [("view", "by target"), ("search", "search, nothing found")]
    assert list(poll_reads.slowest_views({})) == []


@pytest.mark.parametrize(("value", "code"), [(1, 0), (9, 1)])
def test_missed_target_is_marked_and_fails_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], value: int, code: int
) -> None:
    rows: list[dict[str, Any]] = [{"name": "speed", "value": value, "unit": "ms", "target": "< 2"}]
    monkeypatch.setitem(sys.modules, "tests.benchmarks.made_up", SimpleNamespace(figures=lambda: rows))
    monkeypatch.setattr(bench, "WRITTEN", tmp_path / "figures.json")
    assert bench.main(["made_up"]) == code
    output = capsys.readouterr().out
    assert ("MISSED" in output, "1 missed:\n    speed\n" in output) == (bool(code), bool(code))
