"""The requirements of the specification, and the tests that show them.

`python -m tests.support.requirements` writes docs/requirements.md from the marks of the tests.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/requirements.md"

SECTIONS = {
    "Functional requirements": {
        "FR-001": "The list refreshes automatically at a configurable interval.",
        "FR-002": "A job's page refreshes automatically at a configurable interval.",
        "FR-003": "The interval is 2 to 60 seconds, 5 by default.",
        "FR-004": "Filter, sort and page are preserved by updates.",
        "FR-005": "Updates change the page in place, without a reload.",
        "FR-006": "Jobs that support it show a progress percentage.",
        "FR-007": 'A job\'s page shows the count of processed items ("25 of 100 files").',
        "FR-008": "Running jobs without progress data show an indeterminate indicator.",
        "FR-009": "Polling pauses or slows down while the page is not visible.",
        "FR-010": "Polling resumes at once when the page is visible again.",
        "FR-011": "Failing polls are handled without disrupting the user.",
        "FR-012": "Retries back off: 10 s, doubled after 3 consecutive failures, at most 2 minutes.",
        "FR-013": "Polling resources are released when a page is left.",
        "FR-014": "The log on a job's page is updated by polling.",
        "FR-015": "A subtle indicator shows when data is being refreshed.",
    },
    "Success criteria": {
        "SC-001": "A change is on screen within the interval plus 1 second.",
        "SC-002": "All status changes are eventually displayed without interaction.",
        "SC-003": "Polling pauses within 2 seconds of the tab becoming hidden.",
        "SC-004": "The page recovers by itself from network interruptions.",
        "SC-005": "Updates cause no flicker and no reset of the scroll position.",
        "SC-006": "Progress updates smoothly and shows how much is completed.",
    },
    "Acceptance scenarios": {
        "US1.1": "A running job on the open list is shown as completed within the interval.",
        "US1.2": "A job created by another process appears in the list within the interval.",
        "US1.3": "Filter and sort are preserved by automatic refreshes.",
        "US1.4": "A poll updates the list without a reload or visible flicker.",
        "US2.1": "Progress on an open job's page updates within the interval.",
        "US2.2": "Status, completion time and duration update when the job completes or fails.",
        "US2.3": "New log entries appear on an open job's page.",
        "US3.1": 'The list shows the progress percentage of a running job ("45%").',
        "US3.2": 'A job\'s page shows the count of processed files ("25 of 100 files").',
        "US3.3": "A job without progress tracking shows an indeterminate indicator.",
        "US4.1": "Polling pauses or slows down when another tab is shown.",
        "US4.2": "Polling resumes at once, with fresh data, when the tab is shown again.",
        "US4.3": "All polling ends when the tab is closed.",
        "US5.1": "Pages poll at the default interval of 5 seconds.",
        "US5.2": "Pages poll at the configured interval.",
        "US5.3": "An invalid interval is replaced by the default or the nearest valid value.",
    },
    "Edge cases": {
        "EC-1": "A failed poll shows a subtle error indicator and is retried.",
        "EC-2": "Of several changes between two polls the latest state is shown.",
        "EC-3": "Many jobs that change at once are updated in one refresh.",
        "EC-4": "While the server is unavailable the connection status is shown and retries back off.",
        "EC-5": "A job deleted while it is viewed is reported, with a way back to the list.",
    },
}
"""Sections of the specification; requirement id to its text, shortened to a sentence."""

REQUIREMENTS = {name: text for section in SECTIONS.values() for name, text in section.items()}


def marks(folder: Path = ROOT / "tests") -> dict[str, list[tuple[str, str]]]:
    """Requirement id to the tests that are marked with it, as (path, name)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                for name in _marked_with(function):
                    found.setdefault(name, []).append((path.relative_to(folder.parent).as_posix(), function.name))
    return found


def _marked_with(function: ast.FunctionDef) -> Iterator[str]:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.requirement":
            yield from (ast.literal_eval(argument) for argument in decorator.args)


def document() -> str:
    """The text of docs/requirements.md."""
    found = marks()
    lines = [
        "# Requirements",
        "",
        "The requirements of the specification, with the tests that show each. Written from the marks of the tests",
        "(`@pytest.mark.requirement`) by `python -m tests.support.requirements`.",
    ]
    for title, section in SECTIONS.items():
        lines += ["", f"## {title}"]
        for name, text in section.items():
            lines += ["", f"**{name}** {text}", ""]
            lines += [f"- `{path}`: {test}" for path, test in found.get(name, [])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document())
