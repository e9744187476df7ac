"""Links, paths, names and settings in the documents exist."""

import re
from pathlib import Path

import pytest

from jobs_app.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_in_documents_exist(page: Path) -> None:
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_in_documents_exist(page: Path) -> None:
    paths = re.findall(r"`((?:jobs_app|tests|docs|assets|alembic)/[\w./-]+)`", page.read_text())
    assert [path for path in paths if not (ROOT / path).exists()] == []
    files = re.findall(r"`(test_\w+\.py)`", page.read_text())
    assert [file for file in files if not any((ROOT / "tests").rglob(file))] == []


def test_names_in_the_architecture_exist() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "jobs_app").rglob("*.py"))
    names = set(re.findall(r"`([A-Za-z_]*[A-Z_][A-Za-z_]*)`", (ROOT / "docs/architecture.md").read_text()))
    assert len(names) > 10
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", sources)] == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/configuration.md").read_text()
    assert [name for name in Settings.model_fields if f"`JOBS_{name.upper()}`" not in text] == []
