"""The figures of docs/reliability.md: tests record them, `python -m tests.browser.faults.report` writes them there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
RECORDED = ROOT / "build/reliability.jsonl"
DOCUMENT = ROOT / "docs/reliability.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def begin() -> None:
    """Delete the figures of earlier runs."""
    RECORDED.unlink(missing_ok=True)


def record(name: str, **figures: float) -> None:
    """Store what a test measured, once it has passed; a later run of the same test replaces it."""
    RECORDED.parent.mkdir(exist_ok=True)
    with RECORDED.open("a") as file:
        file.write(json.dumps({"name": name, **figures}) + "\n")


def recorded() -> dict[str, dict[str, Any]]:
    """The last figures of each name."""
    lines = RECORDED.read_text().splitlines() if RECORDED.exists() else []
    found: dict[str, dict[str, Any]] = {}
    for line in map(json.loads, lines):
        found[line.pop("name")] = line
    return dict(sorted(found.items()))


def table(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The recorded figures as tables of the document."""
    faults = {name: figures for name, figures in found.items() if "samples" in figures}
    total = sum(figures["samples"] for figures in faults.values())
    yield f"{len(faults)} faults were injected; in {total} samples the page never showed stale data as live."
    yield ""
    yield "| fault | detected after | recovered after | samples |"
    yield "|---|---|---|---|"
    for name, figures in faults.items():
        times = (f"{figures[part]} s" if part in figures else "" for part in ("noticed", "recovered"))
        yield f"| {name} | {' | '.join(times)} | {figures['samples']} |"
    yield ""
    for name in [name for name in found if name not in faults]:
        yield f"- {name}: " + ", ".join(f"{value} {part.replace('_', ' ')}" for part, value in found[name].items())


def main() -> None:
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(before + BEGIN + "\n" + "\n".join(table(recorded())) + "\n" + END + after)


if __name__ == "__main__":
    main()
