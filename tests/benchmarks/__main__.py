"""`make bench`: all figures against their targets, as a table and as JSON. Fails if a figure misses its target."""

import json
import operator
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

MODULES = (
    "recording",
    "poll_reads",
    "error_groups",
    "overview",
    "page_weight",
    "browser_ticks",
    "server_cost",
    "commit_to_pixels",
    "job_log",
)
WRITTEN = Path("build/benchmarks.json")
COMPARISONS = {"<": operator.lt, "<=": operator.le, "": operator.eq}


def figures(names: list[str]) -> Iterator[dict[str, Any]]:
    for name in names:
        for figure in import_module(f"tests.benchmarks.{name}").figures():
            met = is_met(figure["value"], figure.get("target", ""))
            sign = "" if met is not False else "   MISSED"
            print(
                f"{figure['name']:<78} {figure['value']:>10} {figure['unit']:<8} {figure.get('target', '')}{sign}",
                flush=True,
            )
            yield figure | {"met": met}


def is_met(value: Any, target: str) -> bool | None:
    """Whether a figure reaches its target: `< 2`, `<= 3` or `0`; None where the target is no number."""
    found = re.fullmatch(r"(<|<=|)\s*([\d.]+)", target)
    return COMPARISONS[found[1]](float(value), float(found[2])) if found else None


def main(names: list[str]) -> int:
    print(f"{'figure':<78} {'value':>10} {'unit':<8} to reach")
    found = list(figures(names or list(MODULES)))
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(json.dumps(found, indent=1))
    missed = [figure["name"] for figure in found if figure["met"] is False]
    print(f"written to {WRITTEN}")
    if missed:
        print(f"{len(missed)} missed:", *missed, sep="\n    ")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
