"""What axe and the width of a page say of it."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCHEMES: dict[int, tuple[Literal["light", "dark"], ...]] = {1440: ("light", "dark")}
"""The colours to look at by width, light for the other widths: no colour depends on the width."""


def is_accessible(page: Page, width: int) -> None:
    """Check a page in the schemes that matter at its width, and that it does not scroll sideways."""
    for scheme in SCHEMES.get(width, ("light",)):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url} {width} {scheme}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} {width}"
