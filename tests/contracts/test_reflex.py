"""What the design leans on in Reflex, pinned: an upgrade that moves the ground fails here first."""

import inspect
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import reflex as rx
import reflex_base
from reflex.state import State
from reflex_base.constants import CompileVars

from jobs_app.filters import JobFilter
from jobs_app.jobs_app import app
from jobs_app.pages.jobs import Choices, Found, JobRows
from jobs_app.pages.refresh import Refresh
from jobs_app.polling.config import PollingConfig
from jobs_app.polling.viewers import Viewer
from jobs_app.serving.same_origin import BAKED
from jobs_app.snapshots import JobPage, JobRow

STATE_JS = (Path(reflex_base.__file__).parent / ".templates/web/utils/state.js").read_text()

HANDLERS = {
    "refresh": {"see", "refresh", "pause"},
    "jobs_page": {"watch"},
    "job_page": {"watch", "look_around"},
    "job_facts": set[str](),
    "job_log": set[str](),
    "neighbours": set[str](),
    "job_rows": set[str](),
    "found": set[str](),
    "choices": {
        "toggle_status",
        "toggle_type",
        "choose_since",
        "choose_size",
        "find",
        "sort_by",
        "clear",
        "turn_page",
    },
}
"""Everything that a websocket client may call on our states."""


def test_this_is_the_reflex_whose_insides_we_know() -> None:
    assert version("reflex") == "0.10.1"


def test_browser_can_be_called_only_for_what_is_meant_to_be() -> None:
    ours = [state for state in State.get_substates() if state.__module__.startswith("jobs_app")]
    offered = {state.get_name().rpartition("____")[2]: set(state.event_handlers) - {"setvar"} for state in ours}
    assert offered == HANDLERS


def test_socket_offers_what_the_reconnect_schedule_holds_on_to() -> None:
    for name in ("wait_connect", "socket.current.reconnect", "autoConnect: false", "reconnection: false"):
        assert name in STATE_JS, name


def test_first_session_of_a_page_keeps_what_the_browser_shows() -> None:
    rows = JobRows(_reflex_internal_init=True)  # type: ignore[call-arg]
    assert rows.dict() == {JobRows.get_full_name(): {}}
    assert f"order{FIELD}" in rows.dict(initial=True)[JobRows.get_full_name()]
    rows._show(())
    assert f"order{FIELD}" in rows.dict()[JobRows.get_full_name()]


FIELD = "_rx_state_"


def test_old_news_is_not_sent_again_on_reconnect() -> None:
    refresh = Refresh(_reflex_internal_init=True)  # type: ignore[call-arg]
    refresh._known = True
    refresh._read(at=100.0, now=103.0, late=False, over=False, first=True)
    assert {f"{name}{FIELD}" for name in ("at", "took", "failing")} & set(
        refresh.dict()[Refresh.get_full_name()]
    ) == set()
    assert f"at{FIELD}" in refresh.get_delta()[Refresh.get_full_name()]


def test_first_news_of_a_session_is_all_there_is_to_say_whatever_the_browser_holds() -> None:
    """An earlier session, or one whose last message was lost on the line, may have said the opposite."""
    rows, found, refresh = (kind(_reflex_internal_init=True) for kind in (JobRows, Found, Refresh))  # type: ignore[call-arg]
    rows._show(())
    assert delta(rows) == {"order": [], "base": {}, "changed": {}}
    rows._show(())
    assert delta(rows) == {}
    found._show(JobPage(JobFilter(), (row(1),), None, None, {}, (), True))
    assert delta(found) == {"counts": {}, "types": [], "previous": False, "next": False, "empty": ""}
    for _ in range(2):  # Two loops of a session, each on a line of its own.
        refresh._begin(PollingConfig(interval=5.0), Viewer(None))
        refresh._read(at=100.0, now=100.0, late=False, over=False, first=True)
        assert {"at": 100_000, "took": 0, "failing": {}}.items() <= delta(refresh).items()
        refresh._read(at=100.1, now=100.1, late=False, over=False, first=False)
        assert delta(refresh) == {"at": 100_100}


def row(number: int, **facts: Any) -> JobRow:
    values = dict.fromkeys(JobRow.__slots__) | {"id": str(number), "status": "running", "job_type": "scan"}
    return JobRow(**(values | facts))


def delta(state: rx.State) -> dict[str, Any]:
    changes = state.get_delta().get(state.get_full_name(), {})
    state._clean()
    return {name.removesuffix(FIELD): value for name, value in changes.items()}


def test_only_rows_that_changed_travel() -> None:
    rows = JobRows(_reflex_internal_init=True)  # type: ignore[call-arg]
    page = tuple(row(number) for number in range(50))
    rows._show(page)
    assert set(delta(rows)) == {"base", "order", "changed"}
    rows._show(page)
    assert delta(rows) == {}
    changed = (*page[:7], row(7, percent=5.0), *page[8:])
    rows._show(changed)
    assert delta(rows) == {"changed": {"7": row(7, percent=5.0)}}
    rows._show((row(99), *changed[:-1]))
    assert set(delta(rows)) == {"order", "changed"}
    rows._show(tuple(row(number, percent=9.0) for number in range(50)))
    assert set(delta(rows)) == {"order", "base", "changed"}


@pytest.mark.parametrize("nonsense", [None, 7, 1e300, [], {"a": []}, "x" * 100_000, "\0", "\ud800", "%zz"])
def test_handlers_take_any_nonsense_without_harm(nonsense: Any) -> None:
    choices = Choices(_reflex_internal_init=True, router_data=None)  # type: ignore[call-arg]
    for name in ("toggle_status", "toggle_type", "choose_since", "choose_size", "find", "sort_by"):
        handler = Choices.event_handlers[name].fn
        assert not inspect.iscoroutinefunction(handler)
        handler(choices, nonsense)
        assert len(choices.query) < 10_000
    choices._view()


def test_unknown_choices_leave_the_view_alone() -> None:
    choices = Choices(_reflex_internal_init=True)  # type: ignore[call-arg]
    for name in ("toggle_status", "choose_since", "choose_size", "sort_by"):
        Choices.event_handlers[name].fn(choices, "nonsense")
    assert choices.query == ""


def test_app_is_built_with_addresses_that_can_be_replaced() -> None:
    assert all("localhost:8000" in baked for baked in BAKED)
    assert rx.config.get_config().api_url == "http://localhost:8000"
    assert {"/jobs", "jobs"} & set(app._unevaluated_pages), list(app._unevaluated_pages)
    assert CompileVars.APP == "app"
    assert Found.get_full_name()
