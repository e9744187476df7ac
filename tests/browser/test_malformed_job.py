"""The page of a job whose row is malformed."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import expect

from tests.browser.objects.job_screen import JobScreen
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server

MALFORMED: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"status": "RETRY"}, {".job-head .status": "RETRY"}),
    ({"summary_json": "not JSON"}, {".outcome pre": "not JSON"}),
    ({"summary_json": json.dumps({"x": "y" * 5_000_000})}, {".outcome summary": "JSON"}),
    (
        {"processed_count": 500, "total_count": 100, "status": "running"},
        {".count": "500 of 100 items", ".percent": "100%", ".estimate": ""},
    ),
    (
        {"processed_count": -5, "total_count": 100, "status": "running"},
        {".count": "0 of 100 items", ".percent": "0%"},
    ),
    ({"processed_count": 5, "total_count": 0, "status": "running"}, {".count": "5 items", ".percent": ""}),
    (
        {"started_at": datetime(2026, 1, 2, tzinfo=UTC), "completed_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {".f-duration dd": "–", ".timeline": "completed at "},
    ),
    (
        {"error_message": "<img src=x onerror=alert(1)>" * 1000, "status": "failed", "target": "<b>\u202eevil</b>"},
        {".outcome.failed pre": "<img src=x onerror=alert(1)><img", ".job-head h2": "<b>"},
    ),
]


def test_malformed_job_has_a_page(serve: Callable[..., Server], open_page: Callable[[str], Screen], jobs: Jobs) -> None:
    server = serve(poll_interval_seconds=2)
    for facts, shown in MALFORMED:
        (job,) = jobs.add(**facts)
        page = JobScreen(open_page(f"{server.url}/jobs/{job}").page)
        expect(page.detail).to_have_attribute("data-job-id", job)
        for place, text in shown.items():
            expect(page.detail.locator(place)).to_have_text(re.compile(f"^{re.escape(text)}" if text else "^$"))
        assert page.page.locator("main img, main b").count() == 0
        width = page.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1], facts
        page.page.close()
