"""Floods a dashboard until it is ended: `python -m tests.browser.hostile.flood ADDRESS FRAME`."""

import sys
import threading
import uuid

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from jobs_app.serving.gate import CONNECT

LINES = 4


def flood(address: str, frame: str) -> None:
    """Say the same as fast as the server takes it, and listen to nothing."""
    while True:
        token = uuid.uuid4()
        try:
            with connect(f"{address}/_event/?EIO=4&transport=websocket&token={token}", max_size=None) as line:
                line.send(CONNECT)
                while True:
                    line.send(frame)
        except (ConnectionClosed, TimeoutError):
            continue


if __name__ == "__main__":
    for _ in range(LINES):
        threading.Thread(target=flood, args=sys.argv[1:], daemon=True).start()
    print("flooding", flush=True)
    sys.stdin.read()
