"""Events are a public API: malformed ones are refused or clamped, and affect no other client."""

import json
from collections import Counter
from collections.abc import Callable

import pytest

from jobs_app.dashboard.pages.list_filters import ListFilters
from jobs_app.dashboard.reflex_internals.events import client_events
from jobs_app.dashboard.refresh import Refresh
from jobs_app.jobs.filters import JobFilter
from jobs_app.jobs_app import event_filter
from jobs_app.server.event_filter import EVENT, EventFilter
from jobs_app.server.event_socket import MAX_BURST
from tests.browser.faults.report import record
from tests.browser.objects.jobs import Jobs
from tests.browser.objects.screen import Screen
from tests.browser.objects.server import Server
from tests.browser.security.fuzzer import Fuzzer
from tests.browser.security.raw_client import raw_client
from tests.support.waiting import wait_for

pytestmark = pytest.mark.own_server

Serve, OpenPage = Callable[..., Server], Callable[[str], Screen]
EVENTS = 1_500
MOST_LOGGED = 2_000
"""The maximum of bytes that one client causes in the log in two minutes."""
FIND, TOGGLE = f"{ListFilters.get_full_name()}.find", f"{ListFilters.get_full_name()}.toggle_status"


def fuzz(server: Server, allow_list: EventFilter, fuzzer: Fuzzer, number: int) -> Counter[str]:
    """Send many messages on a new connection; returns the allowed handlers.

    The connection must still work at the end.
    """
    admitted: Counter[str] = Counter()
    marker = f"marker-{number}"
    with raw_client(server, watching=True) as client:
        for frame in (fuzzer.frame() for _ in range(number)):
            client.send(frame)
            if allow_list.allows(frame) and frame.startswith(EVENT):
                admitted[json.loads(frame.removeprefix(EVENT))[1]["name"]] += 1
        client.event(FIND, {"text": marker})
        client.hear(marker)
    return admitted


def test_fuzzed_events_change_no_other_page(serve: Serve, open_page: OpenPage, jobs: Jobs) -> None:
    ids = jobs.add(20, status="failed")
    server = serve(poll_interval_seconds=2)
    page = open_page(f"{server.url}/jobs?status=failed").ready()
    page.page.get_by_role("button", name="Pause").click()
    page.state("paused")
    kept, strangers = f"{Refresh.get_full_name()}.pausing_rx_state_", [page.js("sessionStorage.getItem('token')")]
    fuzzer = Fuzzer(client_events(), kept, strangers, seed=20261124)
    allow_list, before, a_line = event_filter(), server.log.stat().st_size, MAX_BURST - 5
    admitted = sum((fuzz(server, allow_list, fuzzer, a_line) for _ in range(EVENTS // a_line)), Counter[str]())
    logged = server.log.stat().st_size - before
    assert {name: admitted[name] for name in client_events() if admitted[name] < 20} == {}
    assert logged < MOST_LOGGED, server.output()
    assert page.fact("state") == "paused"
    last = page.fact("last-refresh")
    page.page.get_by_role("button", name="Refresh").click()
    wait_for(lambda: page.fact("last-refresh") != last, "a refresh")
    assert page.ids() == ids
    assert page.query() == "?status=failed"
    assert page.fact("state") == "paused"
    record("messages of a fuzzer", sent=EVENTS, allowed=admitted.total(), bytes_logged=logged)


def test_token_of_another_session_changes_nothing_there(serve: Serve, open_page: OpenPage, jobs: Jobs) -> None:
    ids = jobs.add(3, status="failed")
    server = serve(poll_interval_seconds=2)
    page = open_page(f"{server.url}/jobs").ready()
    token = page.js("sessionStorage.getItem('token')")
    assert token
    with raw_client(server, watching=True) as client:
        client.event(TOGGLE, {"status": "running"}, token=token)
        client.hear("running")
    with raw_client(server, token, watching=True) as thief:
        thief.event(TOGGLE, {"status": "running"})
        thief.hear("running")
    page.next_poll()
    assert page.ids() == ids
    assert page.query() == ""


FRAMES: list[str | bytes] = ["", "4", "42", "42/_event,", "42/_event,[", "9", "2", "x" * 100_000, b"\0\1", "45-9,[]"]
FRAMES += [f"42/_event,[1{'9' * 5_000}]", '42/_event,["disconnect"]', '42/_event,["ping"]', '42/_event,["connect",{}]']


def test_malformed_frames_log_nothing_and_keep_the_connection(serve: Serve) -> None:
    server = serve()
    for frame in FRAMES:
        with raw_client(server, watching=True) as client:
            for _ in range(20):
                client.send(frame)
            client.event(FIND, {"text": "still here"})
            client.hear("still here")
    output = server.log.read_text()
    assert len(output) < 1_000, output
    assert "Traceback" not in output


def test_oversized_addresses_and_data_are_not_logged(serve: Serve) -> None:
    """After an event named "disconnect" Reflex would log each event in full."""
    server = serve()
    router = {"pathname": "/jobs", "asPath": "/jobs?" + "x" * 900_000}
    with raw_client(server, watching=True) as client:
        for _ in range(10):
            client.emit("disconnect")
            client.event(FIND, {"text": "a"}, router_data=router)
            client.event(FIND, {"text": "a"}, router_data={"asPath": "//["})
        client.event(FIND, {"text": "still here"})
        client.hear("still here")
    assert server.log.stat().st_size < 1_000, server.output()


def test_endless_filter_values_are_bounded() -> None:
    view = JobFilter()
    for number in range(5_000):
        view = view.toggled(job_type=f"type-{number}")
    assert len(view.to_query()) < 25_000
