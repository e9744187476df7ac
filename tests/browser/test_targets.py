"""Targets and types in the list: one run of text, readable at every width and on paper."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen

Show = Callable[..., Screen]

LONG = "/data/" + "very-long-folder-name/" * 12 + "the-file-that-matters.tiff"
TARGETS = {
    "short": "/data/in/a.csv",
    "long": LONG,
    "spaces": "/data/two  spaces/and more",
    "brackets": "/srv/" + "copy (1)/" * 20 + "[x] {y}/",
    "emoji": "/e/" + "👩🏽🇫🇷👍🏿" * 40 + "🇩🇪",
    "combining": "/c/" + "é̂ạ̈" * 60,
    "arabic": "/بيانات/" + "مجلد طويل/" * 12 + "نهاية.txt",
    "hebrew-end": "/data/in/" + "folder/" * 20 + "שם הקובץ",
    "address": "s3://bucket/" + "key=1&x=<b>/" * 12,
}
VISIBLE_ENDS = """(id) => {
  const box = document.querySelector(`[data-job-id="${id}"] .target .end-text`);
  const text = box.querySelector('bdi').firstChild, frame = box.getBoundingClientRect();
  const range = document.createRange();
  const rect = (start, end) => {
    range.setStart(text, start); range.setEnd(text, end);
    return range.getBoundingClientRect();
  };
  const last = [...new Intl.Segmenter().segment(text.data)].at(-1).index;
  const first = rect(0, 1), end = rect(last, text.length);
  return { end: end.left >= frame.left - 1 && end.right <= frame.right + 1, first: first.left, last: end.left };
}"""


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
def test_target_is_one_text_whose_end_is_visible(screen: Show, jobs: Jobs, target: str) -> None:
    (job,) = jobs.add(target=target)
    page = screen()
    link = page.row(job).get_by_role("link")
    assert link.get_attribute("title") == target
    texts = link.evaluate(
        "e => { const w = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), all = [];"
        " while (w.nextNode()) all.push(w.currentNode.data); return all }"
    )
    assert texts == [target]
    ends = page.page.evaluate(VISIBLE_ENDS, job)
    assert ends["end"], ends
    reads_leftwards = target == TARGETS["arabic"]
    assert (ends["first"] > ends["last"]) is reads_leftwards, ends


def test_name_after_folders_read_leftwards_is_visible(screen: Show, jobs: Jobs) -> None:
    name = "تقرير نوفمبر.pdf"
    target = "/srv/share/" + "أرشيف الصور/" * 14 + name
    (job,) = jobs.add(target=target)
    link = screen().row(job).get_by_role("link")
    assert link.evaluate("e => e.textContent") == target
    assert link.evaluate("""e => {
      const frame = e.querySelector('.end-text').getBoundingClientRect(), last = e.querySelector('bdi bdi');
      const shown = last.getBoundingClientRect();
      return [last.textContent, shown.left >= frame.left - 1 && shown.right <= frame.right + 1];
    }""") == [name, True]


def test_copied_rows_have_no_break_inside(screen: Show, jobs: Jobs) -> None:
    for number, target in enumerate(TARGETS.values()):
        jobs.add(target=target, id=f"job-{number}", error_message="it broke" if number % 2 else None)
    page = screen()
    page.page.set_viewport_size({"width": 900, "height": 900})
    page.page.locator(".jobs tbody").evaluate("e => getSelection().selectAllChildren(e)")
    page.page.keyboard.press("Control+C")
    lines = page.js("navigator.clipboard.readText()").replace("\xa0", " ").rstrip("\n").split("\n")
    assert len(lines) == len(TARGETS)
    for target in TARGETS.values():
        assert sum(target in line for line in lines) == 1, target


def test_find_in_page_matches_across_a_whole_target(screen: Show, jobs: Jobs) -> None:
    jobs.add(target=LONG)
    page = screen()
    for part in ("/data/very-long", "folder-name/the-file-that-matters", LONG):
        page.js("getSelection().removeAllRanges()")
        assert page.page.evaluate("text => window.find(text, true, false, true)", part), part


WIDTHS = (721, 768, 860, 861, 900, 980, 981, 1024, 1100, 1120, 1121, 1260, 1261, 1280, 1440, 1920, 2560)


@pytest.fixture
def crowded(screen: Show, jobs: Jobs) -> Screen:
    """A list with long targets, types and counts."""
    counts = {"processed_count": 12_345_678, "total_count": 123_456_789, "item_unit": "documents"}
    kind = "com.example.company.department.nightly.billing.sync"
    now = datetime.now(UTC)
    jobs.add(1, target=LONG, job_type=kind, status="running", heartbeat_at=now, **counts)
    jobs.add(1, target=LONG, job_type=kind, status="failed", error_message="no space left on the device " * 8, **counts)
    jobs.add(1, target="/a", job_type="scan", status="cancelled", **counts)
    return screen()


@pytest.mark.parametrize("width", WIDTHS)
def test_target_and_type_are_readable_at_width(crowded: Screen, width: int) -> None:
    page = crowded.page
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heads = page.get_by_role("columnheader", name="Target")
    assert heads.evaluate("e => e.getBoundingClientRect().width") >= 240
    for row in crowded.rows.all():
        shown = [box for cell in row.locator("td").all() if (box := cell.bounding_box())]
        for left, right in pairwise(shown):
            assert left["x"] + left["width"] <= right["x"] + 1
        kinds = [kind for kind in row.locator(".c-type .end-text, .row-type .end-text").all() if kind.is_visible()]
        assert len(kinds) == 1
        assert kinds[0].evaluate("""e => {
          const text = e.querySelector('bdi').firstChild, range = document.createRange();
          range.setStart(text, Math.max(0, text.length - 12)); range.setEnd(text, text.length);
          const part = range.getBoundingClientRect(), frame = e.getBoundingClientRect();
          return part.left >= frame.left - 1 && part.right <= frame.right + 1;
        }"""), "the end of the type"


@pytest.mark.parametrize("width", [981, 1024, 1100, 1180, 1280, 1440])
def test_shortened_count_ends_with_an_ellipsis(crowded: Screen, width: int) -> None:
    """A number whose last digits are out of sight is another number."""
    page = crowded.page
    page.set_viewport_size({"width": width, "height": 800})
    for count in page.locator(".jobs .count").all():
        if count.is_visible():
            assert count.evaluate("e => getComputedStyle(e).textOverflow") == "ellipsis"
            assert count.evaluate(
                "e => e.closest('td').getBoundingClientRect().right - e.getBoundingClientRect().right"
            ) >= -1  # fmt: skip


def test_columns_give_way_in_order(crowded: Screen) -> None:
    def shown(width: int) -> tuple[bool, ...]:
        crowded.page.set_viewport_size({"width": width, "height": 800})
        row = crowded.rows.first
        return tuple(row.locator(part).is_visible() for part in (".c-created", "td.c-type", ".count", ".c-duration"))

    order = [shown(width) for width in (1280, 1200, 1024, 768)]
    assert order == [(True,) * 4, (False, True, True, True), (False, False, True, True), (False, False, False, True)]


@pytest.mark.parametrize("width", [700, 739, 1024, 1440])
def test_paper_has_whole_targets_and_no_controls(crowded: Screen, width: int) -> None:
    page = crowded.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media="print")
    for control in page.locator("input, select, .chip, .copy, .pager button, .refresh button").all():
        expect(control).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for text in page.locator(".target .end-text").all():
        box = text.evaluate("e => [e.scrollWidth - e.clientWidth, e.getBoundingClientRect().height]")
        assert box[0] <= 1
        assert text.inner_text() == "/a" or box[1] > 30, "wrapped"
