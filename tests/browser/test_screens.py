"""Phones, zoom, paper and the user's own colours."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server

PHONE = {"width": 390, "height": 844}
CONTRAST = """(selector) => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const paint = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const grey = (one) => { for (let at = one; at; at = at.parentElement)
    if (getComputedStyle(at).filter.includes('grayscale(1)')) return true; };
  const luminance = (rgb, one) => {
    let [r, g, b] = rgb;
    if (grey(one)) r = g = b = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const linear = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const opacity = (one) => { let all = 1;
    for (let at = one; at; at = at.parentElement) all *= +getComputedStyle(at).opacity; return all; };
  return [...document.querySelectorAll(selector)].filter((one) => one.offsetWidth).map((one) => {
    const under = [];
    for (let at = one; at; at = at.parentElement) under.unshift(getComputedStyle(at).backgroundColor);
    const pseudo = one.matches('input') ? getComputedStyle(one, '::placeholder') : getComputedStyle(one);
    const [dark, light] = [paint(under), paint([...under, pseudo.color])].map((rgb) => luminance(rgb, one))
      .sort((a, b) => a - b);
    return [one.className || one.tagName, opacity(one) < 1 ? 0 : (light + 0.05) / (dark + 0.05)];
  });
}"""


def add(jobs: Jobs) -> list[str]:
    started = datetime.now(UTC) - timedelta(minutes=5)
    facts = {"started_at": started, "processed_count": 5, "total_count": 10, "job_type": "acme.billing.sync"}
    running = jobs.add(status="running", target="/media/incoming/customers/europe.csv", **facts)
    failed = jobs.add(status="failed", error_message="OSError: no space left", completed_at=started, **facts)
    return [*running, *failed, *jobs.add(status="x" * 60), *jobs.add(status="queued", target=None)]


def open_list(page: Page, server: Server, query: str = "") -> Screen:
    page.goto(f"{server.url}/jobs{query}")
    return Screen(page).ready()


def test_list_on_a_phone_can_be_sorted(serve: Callable[..., Server], browser: Browser, jobs: Jobs) -> None:
    targets = ["/b", "/c", "/a"]
    ids = dict(zip(targets, (jobs.add(target=target)[0] for target in targets), strict=True))
    page = open_list(browser.new_page(viewport=PHONE), serve())  # type: ignore[arg-type]
    order = page.page.get_by_label("Sort by")
    order.select_option("Target, A to Z")
    page.shows(ids["/a"], ids["/b"], ids["/c"])
    page.has_query("?sort=target")
    order.select_option("Target, Z to A")
    page.shows(ids["/c"], ids["/b"], ids["/a"])
    order.select_option("By activity")
    page.has_query("")
    page.page.context.close()


@pytest.mark.parametrize("address", ["/jobs", "/jobs/{}"])
def test_nothing_to_press_on_a_phone_is_small(
    serve: Callable[..., Server], browser: Browser, jobs: Jobs, address: str
) -> None:
    _, failed, *_ = add(jobs)
    page = browser.new_page(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page.goto(f"{serve().url}{address.format(failed)}")
    Screen(page).ready()
    small = page.evaluate(
        """[...document.querySelectorAll('button, select, input, a, summary, [role=menuitem]')]
          .filter((one) => one.checkVisibility() && !one.closest('.log-line, .sr-only, .skip, tr'))
          .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
          .filter(([, { height }]) => height < 40).map(([html, { height }]) => [html, height])"""
    )
    assert small == []
    rows = page.evaluate("[...document.querySelectorAll('tr[data-job-id]')].map((one) => one.offsetHeight)")
    assert all(height >= 40 for height in rows)
    page.context.close()


@pytest.mark.parametrize("width", [390, 721, 1440])
def test_status_is_one_line(serve: Callable[..., Server], browser: Browser, jobs: Jobs, width: int) -> None:
    add(jobs)
    page = open_list(browser.new_page(viewport={"width": width, "height": 844}), serve())
    heights = page.page.evaluate("[...document.querySelectorAll('.jobs .status')].map((one) => one.offsetHeight)")
    assert len(heights) == 4
    assert max(heights) < 30
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width
    page.page.context.close()


@pytest.mark.own_server
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_old_data_and_placeholders_stay_legible(
    serve: Callable[..., Server], browser: Browser, jobs: Jobs, scheme: Literal["light", "dark"]
) -> None:
    running, *_ = add(jobs)
    server = serve(poll_interval_seconds=2)
    pages = [browser.new_page(color_scheme=scheme) for _ in range(2)]
    for page, address in zip(pages, ("/jobs", f"/jobs/{running}"), strict=True):
        page.goto(f"{server.url}{address}")
        Screen(page).ready()
    server.kill()
    for page in pages:
        expect(page.get_by_test_id("refresh-status")).to_have_attribute("data-state", "offline")
    for page in pages:
        texts = ".jobs td :is(span, a, time), .job :is(span, dt, dd, time, h2), .search, .no-value, .refresh *"
        found = page.evaluate(CONTRAST, texts)
        assert len(found) > 10
        assert [(name, ratio) for name, ratio in found if ratio < 4.5] == []
        page.context.close()


@pytest.mark.parametrize("forced", ["none", "active"])
def test_pressed_chip_differs_without_colour(
    serve: Callable[..., Server], browser: Browser, jobs: Jobs, forced: Literal["none", "active"]
) -> None:
    add(jobs)
    page = open_list(browser.new_page(forced_colors=forced), serve(), "?status=failed")
    look = """(status) => { const style = getComputedStyle(document.querySelector(`.chip[data-status=${status}]`));
      return [style.fontWeight, style.boxShadow === 'none', style.backgroundColor] }"""
    pressed, other = (page.page.evaluate(look, status) for status in ("failed", "running"))
    assert pressed[0] != other[0]
    assert pressed[2 if forced == "active" else 1] != other[2 if forced == "active" else 1]
    colours = "[...document.querySelectorAll('.chip[aria-pressed=true], .chip[aria-pressed=true] *')]"
    found = page.page.evaluate(f"{colours}.map((one) => getComputedStyle(one).color)")
    assert len(found) > 2
    assert forced == "none" or len(set(found)) == 1
    page.page.context.close()


def test_bars_have_frames_in_forced_colours(serve: Callable[..., Server], browser: Browser, jobs: Jobs) -> None:
    add(jobs)
    page = open_list(browser.new_page(forced_colors="active"), serve())
    assert page.page.evaluate("getComputedStyle(document.querySelector('.bar')).borderTopWidth") == "1px"
    page.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_has_the_filter_as_heading_and_no_controls(
    serve: Callable[..., Server], browser: Browser, jobs: Jobs, scheme: Literal["light", "dark"]
) -> None:
    add(jobs)
    page = open_list(
        browser.new_page(color_scheme=scheme), serve(), "?status=failed,running&type=acme.billing.sync&since=24h&q=a"
    )
    heading = page.page.locator(".printed-filter")
    expect(heading).to_be_hidden()
    page.page.emulate_media(media="print")
    expect(heading).to_have_text("Jobs · running, failed · type acme.billing.sync · Last 24 hours · “a” · By activity")
    controls = (
        "[...document.querySelectorAll('main :is(button, select, input)')].filter((one) => one.checkVisibility())"
    )
    assert page.page.evaluate(f"{controls}.filter((one) => !one.closest('th')).length") == 0
    assert page.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--text')") == "#1b1f27"
    page.page.context.close()


def test_headings_have_weight_600(serve: Callable[..., Server], browser: Browser, jobs: Jobs) -> None:
    _, failed, *_ = add(jobs)
    page = browser.new_page()
    page.goto(f"{serve().url}/jobs/{failed}")
    Screen(page).ready()
    weights = "[...document.querySelectorAll('h1, h2, h3')].map((one) => getComputedStyle(one).fontWeight)"
    assert set(page.evaluate(weights)) == {"600"}
    page.context.close()
