"""A TCP proxy that can drop all packets without closing the connection."""

import asyncio
import threading
from contextlib import suppress

from tests.support.ports import free_port
from tests.support.waiting import DEADLINE_SECONDS


class Proxy:
    """Forwards TCP; while `dead`, bytes of both directions are dropped and nothing is closed.

    Each direction has `delay` seconds of latency; while `held`, packets are queued.
    """

    def __init__(self, target_port: int) -> None:
        self.port, self._target = free_port(), target_port
        self.url = f"http://127.0.0.1:{self.port}"
        self.dead = self.held = False
        self.delay = 0.0
        self.opened = 0
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._started.wait(DEADLINE_SECONDS)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.cancel)
        self._thread.join(DEADLINE_SECONDS)

    def cut(self) -> None:
        """Close all connections, like a change of networks."""
        self._loop.call_soon_threadsafe(lambda: [end.close() for end in self._ends])

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.current_task()  # type: ignore[assignment]
        self._lines: set[asyncio.Task[None]] = set()
        self._ends: list[asyncio.StreamWriter] = []
        server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self._started.set()
        try:
            await asyncio.Event().wait()
        finally:
            server.close()
            for line in self._lines:
                line.cancel()
            await asyncio.gather(*self._lines, return_exceptions=True)
            for end in self._ends:
                end.close()
            await asyncio.gather(*(end.wait_closed() for end in self._ends), return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        self._ends.append(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.close()
            return
        self._ends.append(far_writer)
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            line = asyncio.ensure_future(self._forward(source, sink))
            self._lines.add(line)
            line.add_done_callback(self._lines.discard)

    async def _forward(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        was_dead = False
        with suppress(OSError):
            while data := await source.read(65536):
                was_dead = was_dead or self.dead
                await asyncio.sleep(self.delay)
                while self.held:  # noqa: ASYNC110 - set by another thread
                    await asyncio.sleep(0.01)
                # What went into a dead line is lost, and so is all that follows: the line never comes back.
                if not was_dead:
                    sink.write(data)
            was_dead = was_dead or self.dead
        if not was_dead:
            sink.close()
