"""The allow list of messages."""

import json
from typing import Any

import pytest

from jobs_app.dashboard.pages.adjacent_jobs import AdjacentJobs
from jobs_app.dashboard.pages.job import JobPolling
from jobs_app.dashboard.pages.job_list import JobListPolling
from jobs_app.dashboard.pages.list_filters import ListFilters
from jobs_app.dashboard.reflex_internals.events import BOOT_EVENT, ROOT_STATE
from jobs_app.dashboard.refresh import Refresh
from jobs_app.jobs_app import event_filter
from jobs_app.server.event_filter import (
    CONNECT,
    DISCONNECT,
    EVENT,
    MAX_MESSAGE_CHARACTERS,
    EventFilter,
)
from jobs_app.server.event_values import MAX_ADDRESS_CHARACTERS

FIND, SET_VISIBLE = f"{ListFilters.get_full_name()}.find", f"{Refresh.get_full_name()}.set_visible"
KEPT = f"{Refresh.get_full_name()}.pausing_rx_state_"


def event(*content: object) -> str:
    return EVENT + json.dumps(content)


def connect(auth: object) -> str:
    return CONNECT + json.dumps(auth)


def allows(name: object, payload: object, **more: Any) -> bool:
    return event_filter().allows(event("event", {"name": name, "payload": payload, "router_data": {}} | more))


def test_events_of_a_page_are_allowed() -> None:
    assert allows(FIND, {"text": "a"})
    assert allows(
        SET_VISIBLE, {"visible": True}, router_data={"pathname": "/jobs", "asPath": "/jobs?q=a", "query": {"q": "a"}}
    )
    assert allows(f"{Refresh.get_full_name()}.refresh", {})
    assert allows(f"{ROOT_STATE}.reflex___state____on_load_internal_state.on_load_internal", {})
    assert allows(
        f"{ROOT_STATE}.reflex___state____update_vars_internal_state.update_vars_internal", {"vars": {KEPT: "x"}}
    )
    boot = {"name": BOOT_EVENT, "payload": {"vars": {KEPT: ""}, "hashes": ["abc", None]}}
    assert event_filter().allows(connect({"event": boot, "state_schema": "x"}))
    for frame in (CONNECT, DISCONNECT, "3", "1"):
        assert event_filter().allows(frame)


@pytest.mark.parametrize("state", [Refresh, ListFilters, JobListPolling, JobPolling, AdjacentJobs])
def test_setters_and_background_events_are_refused(state: Any) -> None:
    assert not allows(f"{state.get_full_name()}.setvar", {"var_name": "at", "value": 7})
    for name in ("poll", "dict", "_change_view", "reset", "__class__"):
        assert not allows(f"{state.get_full_name()}.{name}", {})
    assert not allows(f"{AdjacentJobs.get_full_name()}.find", {})
    assert not allows(f"{ROOT_STATE}.setvar", {"var_name": "a", "value": 1})
    assert not allows(f"{ROOT_STATE}.set_is_hydrated", {"value": True})


MALFORMED: list[Any] = [
    None,
    7,
    "x",
    [],
    [1],
    {"text": {}},
    {"text": []},
    {"text": "x" * 3000},
    {},
    {"text": 1, "b": 2},
]


@pytest.mark.parametrize("payload", MALFORMED, ids=range(len(MALFORMED)))
def test_arguments_that_do_not_fit_are_refused(payload: Any) -> None:
    assert not allows(FIND, payload)


@pytest.mark.parametrize("content", [None, 7, "text", [], {}, {"name": FIND}, {"name": ["x"]}, {"name": {}}])
def test_messages_that_are_no_events_are_refused(content: Any) -> None:
    assert not event_filter().allows(event("event", content))


LONG: list[Any] = [
    {"asPath": "/" + "x" * MAX_ADDRESS_CHARACTERS},
    {"query": {"q": "x" * MAX_ADDRESS_CHARACTERS}},
    {"query": {str(number): "" for number in range(MAX_ADDRESS_CHARACTERS // 4)}},
]
ROUTERS: list[Any] = [None, 7, "x", [], {"a": "x"}, {"query": 7}, {"query": {"a": 1}}, {"query": {"a": {}}}]
ROUTERS += [
    {"asPath": "//["},
    {"pathname": "[jobs"},
    {"asPath": "http://evil.example/"},
    {"pathname": "/\ud800"},
    {"pathname": 7},
    *LONG,
]


@pytest.mark.parametrize("router", ROUTERS, ids=range(len(ROUTERS)))
def test_malformed_addresses_are_refused(router: Any) -> None:
    assert not allows(FIND, {"text": "a"}, router_data=router)


@pytest.mark.parametrize(
    "payload",
    [
        {"vars": {"other": 1}},
        {"vars": {KEPT: {}}},
        {"vars": {KEPT: 7}},
        {"vars": {KEPT: "\ud800"}},
        {"vars": 7},
        {"hashes": {"a": 1}},
        {"hashes": ["x"] * 999},
        {"x": 1},
    ],
)
def test_connect_with_other_data_is_refused(payload: Any) -> None:
    assert not event_filter().allows(connect({"event": {"name": BOOT_EVENT, "payload": payload}}))
    assert not event_filter().allows(connect({"event": {"name": FIND, "payload": {"text": "a"}}}))
    assert not event_filter().allows(connect({"state_schema": "x" * 3000}))
    assert not event_filter().allows(connect(7))


@pytest.mark.parametrize("name", ["connect", "disconnect", "ping", "client_error", "trigger_event", 7, None, []])
def test_reserved_event_names_are_refused(name: Any) -> None:
    for content in ((name,), (name, None), (name, "reason"), (name, {"asgi.receive": "x"}, {}), ()):
        assert not event_filter().allows(event(*content))


BROKEN: list[Any] = [None, b"40/_event,", "", "2", "4", "5", "6", "9", "42", "40", "40/other,", "3probe", "x" * 100]
BROKEN += ["42/_event", "42/_event,", "42/_event,[", '42/_event,7["event",{}]', '43/_event,1["x"]', "45/_event,1-[]"]
BROKEN += [
    f"42/_event,[1{'9' * 5_000}]",
    "42/_event," + "[" * 100_000,
    "x" * (MAX_MESSAGE_CHARACTERS + 1),
    "b40/_event,",
]


@pytest.mark.parametrize("frame", BROKEN, ids=range(len(BROKEN)))
def test_malformed_messages_are_refused(frame: Any) -> None:
    assert not event_filter().allows(frame)


def test_oversized_messages_are_refused_unparsed() -> None:
    long = json.dumps(["event", {"name": FIND, "payload": {"text": "a"}, "token": "x" * MAX_MESSAGE_CHARACTERS}])
    assert not event_filter().allows(EVENT + long)


def test_refusals_are_logged_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    allow_list = EventFilter({}, clock=lambda: now)
    for _ in range(1000):
        allow_list.allows("nonsense")
    now = 61.0
    allow_list.allows(7)
    assert [record.getMessage() for record in caplog.records] == [
        "refused 1 messages that no page of this version sends",
        "refused 1000 messages that no page of this version sends",
    ]
