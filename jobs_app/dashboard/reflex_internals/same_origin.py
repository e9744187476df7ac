"""The built pages find their backend where they were loaded from."""

from pathlib import Path
from typing import Any

from reflex.plugins import Plugin

BAKED = {
    "`http://localhost:8000": "`${location.origin}",
    "`ws://localhost:8000": '`${location.origin.replace(/^http/,"ws")}',
}
"""Reflex writes the backend's address into the build; what it writes, and what the page shall ask instead."""


class SameOrigin(Plugin):
    """Lets one build serve on any host and port. Raises RuntimeError if Reflex writes its addresses differently."""

    def post_build(self, **context: Any) -> None:
        (chunk,) = Path(context["static_dir"]).glob("assets/reflex-env-*.js")
        code = chunk.read_text()
        for baked, found in BAKED.items():
            if baked not in code:
                raise RuntimeError(f"no {baked} in {chunk.name}: {code[:200]}")
            code = code.replace(baked, found)
        chunk.write_text(code)
