"""A fuzzer of messages: malformed ones, and well-formed ones with malformed content."""

import json
import random
from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from jobs_app.dashboard.reflex_internals.events import INTERNAL_EVENTS
from jobs_app.server.event_filter import CONNECT, EVENT
from tests.browser.security.raw_client import LIST, event

PLAIN: list[Any] = [None, True, False, 0, -1, 10**40, 1e308, float("nan"), float("-inf"), "", " ", "x" * 2_000, "\0"]
PLAIN += ["\ud800", "%zz", "'; DROP TABLE jobs; --", "<script>", "\u202e\x1b[31m", "failed", "scan", "created", "100"]
TANGLED: list[Any] = [[], [[[[[[]]]]]], {}, {"a": {"b": {"c": [1, 2, 3]}}}, ["x"] * 1_000, "x" * 50_000]
TANGLED += [{str(number): number for number in range(500)}, {"__class__": "x"}, {"name": "hydrate"}]
PATHS = ["/jobs", "/jobs/" + "x" * 3_000, "/jobs/%00%ff", "/", "/nowhere", "/jobs//", "/jobs/../..", "//jobs", "/[jobs"]
QUERIES = [
    "",
    "?q=%00",
    "?type=" + "a," * 500,
    "?after=x,y",
    "?size=NaN&sort=-",
    "?&&==&",
    "?status=failed&q=" + "z" * 999,
]
WRONG_ROUTERS: list[Any] = [None, 7, "/jobs", [], {"asPath": "//["}, {"pathname": "[x"}, {"query": {"a": {}}}]
WRONG_ROUTERS += [{"asPath": "/" + "x" * 90_000}, {"headers": {}}, {"token": "x"}, {"pathname": None}]
FOREIGN = ("reflex___state____state.set_value", "reflex___state____state.setvar", "__init__", "os.system", "setvar")
PRIVATE = ("_change_view", "_show", "_succeeded", "poll", "dict", "setvar", "reset", "get_delta", "__class__")
RESERVED: list[Any] = ["disconnect", "connect", "ping", "client_error", "event", "nonsense", 7, None, []]
BROKEN = ["", "4", "42", "42/_event,", "42/_event,[", "9", "5", "2", "43/_event,1[]", "45/_event,9-[]", "x" * 9_000]
BROKEN += [f"42/_event,[1{'9' * 5_000}]", "42/_event," + "[" * 9_000, CONNECT + "[", "40/other,", "42/other,[1]"]


class Fuzzer:
    """Creates messages; most are well-formed and name an existing handler."""

    def __init__(self, handlers: Mapping[str, Callable[..., Any]], kept: str, strangers: list[str], seed: int) -> None:
        self._chance, self._kept, self._strangers = random.Random(seed), kept, strangers
        self._arguments = {name: list(signature(handler).parameters)[1:] for name, handler in handlers.items()}
        self._handlers = list(handlers)
        states = {name.rpartition(".")[0] for name in handlers}
        self._unknown = [*FOREIGN, *(f"{state}.{name}" for state in sorted(states) for name in PRIVATE)]
        self._kinds = [self._right] * 12 + [self._tangled, self._astray, self._unknown_name, self._stolen]
        self._kinds += [self._reserved, self._broken, self._connects]

    def frame(self) -> str:
        return self._chance.choice(self._kinds)()

    def _right(self) -> str:
        name = self._chance.choice(self._handlers)
        return self._event(event(name, self._payload(name), router_data=self._router()))

    def _payload(self, name: str) -> dict[str, Any]:
        if name in INTERNAL_EVENTS:
            plain = {"vars": {self._kept: self._plain()}, "hashes": [self._plain()]}
            return {key: value for key, value in plain.items() if key in self._arguments[name]}
        return {argument: self._plain() for argument in self._arguments[name]}

    def _plain(self) -> Any:
        return self._chance.choice(PLAIN)

    def _router(self) -> dict[str, Any]:
        path, query = self._chance.choice(PATHS), self._chance.choice(QUERIES)
        return {"pathname": path, "asPath": path + query, "query": {"job_id": path, "q": query}}

    def _tangled(self) -> str:
        name = self._chance.choice(self._handlers)
        payload = {argument: self._chance.choice(TANGLED) for argument in [*self._arguments[name], "self"]}
        return self._event(event(name, self._chance.choice([payload, *TANGLED])))

    def _astray(self) -> str:
        name = self._chance.choice(self._handlers)
        return self._event(event(name, self._payload(name), router_data=self._chance.choice(WRONG_ROUTERS)))

    def _unknown_name(self) -> str:
        return self._event(event(self._chance.choice([*self._unknown, *TANGLED]), {"value": self._plain()}))

    def _stolen(self) -> str:
        name = self._chance.choice(self._handlers)
        token = self._chance.choice([*self._strangers, None, 7, "x" * 9_999])
        return self._event(event(name, self._payload(name), router_data=LIST, token=token, substate_token=token))

    def _reserved(self) -> str:
        return EVENT + json.dumps([self._chance.choice(RESERVED), self._chance.choice([*PLAIN, *TANGLED])])

    def _broken(self) -> str:
        return self._chance.choice(BROKEN)

    def _connects(self) -> str:
        boot = event(self._chance.choice([*self._handlers, *self._unknown]), self._chance.choice(TANGLED))
        return CONNECT + json.dumps(self._chance.choice([{"event": boot}, {"state_schema": self._plain()}, *TANGLED]))

    def _event(self, event: dict[str, Any]) -> str:
        return EVENT + json.dumps(["event", event])
