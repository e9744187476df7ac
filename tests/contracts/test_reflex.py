"""Undocumented behaviour of Reflex that the code relies on."""

import asyncio
import inspect
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import reflex as rx
import reflex.app
import reflex_base
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State
from reflex_base.constants import CompileVars, PackageJson
from reflex_base.environment import EnvironmentVariables, env_var
from starlette.middleware.cors import CORSMiddleware

from jobs_app.dashboard import browser
from jobs_app.dashboard.pages.job_list import JobRows
from jobs_app.dashboard.pages.list_filters import ListFilters
from jobs_app.dashboard.pages.list_summary import ListSummary
from jobs_app.dashboard.pages.search_suggestions import SearchSuggestions
from jobs_app.dashboard.reflex_internals.closed_sessions import drop_closed_sessions
from jobs_app.dashboard.reflex_internals.events import FIELD_SUFFIX
from jobs_app.dashboard.reflex_internals.same_origin import BAKED
from jobs_app.dashboard.refresh import Refresh
from jobs_app.jobs.filters import MAX_TEXT, JobFilter
from jobs_app.jobs.snapshots import JobListSnapshot, JobRow
from jobs_app.jobs_app import app
from jobs_app.polling.viewers import Viewer
from jobs_app.server import build, serve
from jobs_app.settings.polling import PollingConfig

ROOT = Path(__file__).parents[2]
STATE_JS = (Path(reflex_base.__file__).parent / ".templates/web/utils/state.js").read_text()

HANDLERS = {
    "refresh": {"set_visible", "refresh", "pause"},
    "job_list_polling": {"poll"},
    "job_polling": {"poll"},
    "overview_polling": {"poll"},
    "insights_polling": {"poll"},
    "insights_figures": set[str](),
    "overview_strip": set[str](),
    "adjacent_jobs": {"find"},
    "job_details": set[str](),
    "log_updates": set[str](),
    "job_rows": {"set_reading"},
    "list_summary": {"find_types"},
    "search_suggestions": {"suggest"},
    "error_list": set[str](),
    "list_filters": {
        "toggle_status",
        "toggle_type",
        "toggle_attention",
        "choose_since",
        "choose_range",
        "choose_size",
        "find",
        "sort_by",
        "choose_order",
        "show_errors",
        "choose_error",
        "clear",
        "turn_page",
    },
}
"""All event handlers of our states that a websocket client may call."""


BROWSER = Path(browser.__file__).parent


def test_reflex_has_the_pinned_version() -> None:
    assert version("reflex") == "0.10.1"


def test_event_handlers_offered_to_browsers_are_the_listed_ones() -> None:
    ours = [state for state in State.get_substates() if state.__module__.startswith("jobs_app")]
    offered = {state.get_name().rpartition("____")[2]: set(state.event_handlers) - {"setvar"} for state in ours}
    assert offered == HANDLERS


def test_socket_has_the_hooks_of_the_reconnect_schedule() -> None:
    for name in ("wait_connect", "socket.current.reconnect", "autoConnect: false", "reconnection: false"):
        assert name in STATE_JS, name


def test_new_session_sends_no_vars_before_hydration() -> None:
    rows = JobRows(_reflex_internal_init=True)  # type: ignore[call-arg]
    assert rows.dict() == {JobRows.get_full_name(): {}}
    assert f"order{FIELD_SUFFIX}" in rows.dict(initial=True)[JobRows.get_full_name()]
    rows._show((), JobFilter())
    assert f"order{FIELD_SUFFIX}" in rows.dict()[JobRows.get_full_name()]


def test_refresh_vars_are_not_sent_again_on_reconnect() -> None:
    refresh = Refresh(_reflex_internal_init=True)  # type: ignore[call-arg]
    refresh._hydrated = True
    refresh._succeeded(at=100.0, now=103.0, late=False, finished=False, first=True)
    assert {f"{name}{FIELD_SUFFIX}" for name in ("at", "took", "failing")} & set(
        refresh.dict()[Refresh.get_full_name()]
    ) == set()
    assert f"at{FIELD_SUFFIX}" in refresh.get_delta()[Refresh.get_full_name()]


def test_first_update_of_a_session_is_complete() -> None:
    """An earlier session, or one whose last message was lost, may have sent the opposite."""
    rows, found, refresh = (kind(_reflex_internal_init=True) for kind in (JobRows, ListSummary, Refresh))  # type: ignore[call-arg]
    rows._show((), JobFilter())
    assert delta(rows) == {"order": [], "base": {}, "changed": {}, "waiting": 0, "heads": {}}
    rows._show((), JobFilter())
    assert delta(rows) == {}
    found._show(JobListSnapshot(JobFilter(), (row(1),), None, None, {}, (), True))
    types = {"types": [], "matching_types": 0, "total_types": 0, "all_types_known": True, "type_search": ""}
    assert delta(found) == types | {
        "counts": {},
        "attention": 0,
        "group_counts": {"running": 0, "queued": 0, "ended": 0},
        "previous": False,
        "next": False,
        "empty": "",
    }
    for _ in range(2):  # Two loops of a session, each on a line of its own.
        refresh._begin(PollingConfig(interval=5.0), Viewer(None))
        refresh._succeeded(at=100.0, now=100.0, late=False, finished=False, first=True)
        assert {"at": 100_000, "took": 0, "failing": None}.items() <= delta(refresh).items()
        refresh._succeeded(at=100.1, now=100.1, late=False, finished=False, first=False)
        assert delta(refresh) == {"at": 100_100}


def row(number: int, **facts: Any) -> JobRow:
    values = dict.fromkeys(JobRow.__slots__) | {"id": str(number), "status": "running", "job_type": "scan"}
    return JobRow(**(values | facts))


def delta(state: rx.State) -> dict[str, Any]:
    changes = state.get_delta().get(state.get_full_name(), {})
    state._clean()
    return {name.removesuffix(FIELD_SUFFIX): value for name, value in changes.items()}


@pytest.mark.requirement("FR-005")
def test_row_delta_contains_only_changed_rows() -> None:
    rows = JobRows(_reflex_internal_init=True)  # type: ignore[call-arg]
    page = tuple(row(number) for number in range(50))
    rows._show(page, JobFilter())
    assert set(delta(rows)) == {"base", "order", "changed", "waiting", "heads"}
    rows._show(page, JobFilter())
    assert delta(rows) == {}
    changed = (*page[:7], row(7, percent=5.0), *page[8:])
    rows._show(changed, JobFilter())
    assert delta(rows) == {"changed": {"7": row(7, percent=5.0)}}
    rows._show((row(99), *changed[:-1]), JobFilter())
    assert set(delta(rows)) == {"order", "changed", "heads"}
    rows._show(tuple(row(number, percent=9.0) for number in range(50)), JobFilter())
    assert set(delta(rows)) == {"order", "base", "changed", "heads"}


@pytest.mark.parametrize("malformed", [None, 7, 1e300, [], {"a": []}, "x" * 100_000, "\0", "\ud800", "%zz"])
def test_handlers_accept_malformed_arguments(malformed: Any) -> None:
    choices = ListFilters(_reflex_internal_init=True, router_data=None)  # type: ignore[call-arg]
    for name in (
        "toggle_status",
        "toggle_type",
        "choose_since",
        "choose_size",
        "find",
        "sort_by",
        "choose_order",
        "show_errors",
        "choose_error",
    ):
        handler = ListFilters.event_handlers[name].fn
        assert not inspect.iscoroutinefunction(handler)
        handler(choices, malformed)
        assert len(choices.query) < 10_000
    ListFilters.event_handlers["choose_range"].fn(choices, malformed, malformed)
    assert (choices.start, choices.end) == ("1970-01-01T00:00:07Z", "") if malformed == 7 else ("", "")
    choices._view()
    summary = ListSummary(_reflex_internal_init=True)  # type: ignore[call-arg]
    summary._show(JobListSnapshot(JobFilter(), (), None, None, {}, ("scan",), True))
    ListSummary.event_handlers["find_types"].fn(summary, malformed)
    assert len(summary.type_search) <= MAX_TEXT
    suggestions = SearchSuggestions(_reflex_internal_init=True)  # type: ignore[call-arg]
    for field in (malformed, "type"):
        asyncio.run(SearchSuggestions.event_handlers["suggest"].fn(suggestions, field, malformed))
    assert set(suggestions.get_value("found")) <= {"scan"}
    rows = JobRows(_reflex_internal_init=True)  # type: ignore[call-arg]
    JobRows.event_handlers["set_reading"].fn(rows, malformed)
    assert rows._reading is False


def test_handlers_ignore_unknown_choices() -> None:
    choices = ListFilters(_reflex_internal_init=True)  # type: ignore[call-arg]
    for name in ("toggle_status", "choose_since", "choose_size", "sort_by", "choose_order"):
        ListFilters.event_handlers[name].fn(choices, "nonsense")
    assert choices.query == ""


def test_built_backend_addresses_can_be_replaced() -> None:
    assert all("localhost:8000" in baked for baked in BAKED)
    assert rx.config.get_config().api_url == "http://localhost:8000"
    assert {"/jobs", "jobs"} & set(app._unevaluated_pages), list(app._unevaluated_pages)
    assert CompileVars.APP == "app"
    assert ListSummary.get_full_name()


def test_settings_of_jobs_serve_are_read_from_the_environment() -> None:
    variables = [value for value in vars(EnvironmentVariables).values() if isinstance(value, env_var)]
    known = {f"__{variable.name}" if variable.internal else variable.name for variable in variables}
    names = set(re.findall(r'"((?:__)?REFLEX_\w+)"', inspect.getsource(serve) + inspect.getsource(build)))
    assert len(names) > 5
    assert names - known == {"REFLEX_TELEMETRY_ENABLED"}  # That one is a field of rx.Config.


def test_command_of_the_development_server_can_be_replaced() -> None:
    assert inspect.getsource(PackageJson).count('DEV = "react-router dev --host"') == 1
    rx.config.get_config()
    assert PackageJson.Commands.DEV == "react-router dev --host 127.0.0.1"


def test_cors_of_reflex_is_replaced() -> None:
    """It would allow credentials, and say so to every origin."""
    assert "allow_credentials=True" in (Path(reflex.app.__file__)).read_text()
    assert app._api
    assert not [each for each in app._api.user_middleware if each.cls is CORSMiddleware]
    assert rx.config.get_config().cors_allowed_origins == []


def test_only_the_last_closed_sessions_are_kept() -> None:
    async def scenario() -> None:
        manager = StateManagerMemory()
        tokens = [BaseStateToken(ident=f"tab-{number}", cls=State) for number in range(6)]
        for token in tokens:
            await manager.get_state(token)
        drop_closed_sessions(manager, connected=("tab-0",), kept=3)
        assert sorted(manager.states) == ["tab-0", "tab-3", "tab-4", "tab-5"]
        async with manager.modify_state(tokens[3]):
            drop_closed_sessions(manager, connected=(), kept=0)
            assert list(manager.states) == ["tab-3"]
        await manager.close()

    asyncio.run(scenario())


def test_private_modules_of_reflex_are_imported_in_one_package() -> None:
    files = [path for path in (ROOT / "jobs_app").rglob("*.py") if "reflex_internals" not in path.parts]
    assert [path.name for path in files if "reflex_base" in path.read_text()] == []


def test_all_folders_of_the_browser_become_part_of_the_pages() -> None:
    """Reflex copies only what imported modules declare; tests import more than the application does."""
    code = "import sys, jobs_app.jobs_app; print(*(name for name in sys.modules if '.browser.' in name))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    folders = [path.parent.name for path in BROWSER.glob("*/__init__.py")]
    assert "terminal" in folders
    assert {f"jobs_app.dashboard.browser.{name}" for name in folders} <= set(done.stdout.split())
