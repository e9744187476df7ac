"""Floods a dashboard until it is killed: `python -m tests.browser.endurance.flood ADDRESS FRAME`. NUMBER in the frame
is replaced by a counter.
"""

import itertools
import json
import sys
import threading
import uuid

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from jobs_app.dashboard.reflex_internals.events import BOOT_EVENT
from jobs_app.server.event_filter import CONNECT
from tests.browser.security.raw_client import event

LINES = 4
OPENING = CONNECT + json.dumps({"event": event(BOOT_EVENT, {"vars": {}, "hashes": []})})


def flood(address: str, frame: str) -> None:
    """Open the list, then send one message as fast as the server reads, and ignore all answers."""
    while True:
        token = uuid.uuid4()
        try:
            with connect(f"{address}/_event/?EIO=4&transport=websocket&token={token}", max_size=None) as line:
                line.send(OPENING)
                for number in itertools.count():
                    line.send(frame.replace("NUMBER", f"{token}{number}"))
        except (ConnectionClosed, TimeoutError):
            continue


if __name__ == "__main__":
    for _ in range(LINES):
        threading.Thread(target=flood, args=sys.argv[1:], daemon=True).start()
    print("flooding", flush=True)
    sys.stdin.read()
