"""The documents say what is so."""

import re
from pathlib import Path

import pytest

from jobs_app.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/configuration.md").read_text()
    assert [name for name in Settings.model_fields if f"`JOBS_{name.upper()}`" not in text] == []


def test_requirements_name_tests_that_exist_and_name_them_back() -> None:
    rows = re.findall(r"^\| (FR-\d+) \|.*\| (.+?) \|$", (ROOT / "docs/requirements.md").read_text(), re.MULTILINE)
    assert len(rows) == 15
    for number, files in rows:
        for file in re.findall(r"`([^`]+)`", files):
            assert number.lower().replace("-", "_") in (ROOT / file).read_text(), f"{number} in {file}"
