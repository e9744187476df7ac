"""How a stored id, or another stored text, stands in addresses: as it is where that works.

Others may store what no address can carry: bytes that are no text, NUL, nothing at all, a hundred thousand
characters. Such a value gets a spelling that leads back to it and to nothing else: `~hex:` and its bytes,
or on SQLite `~row:` and the number of the row that holds it.
"""

HEX, ROW = "~hex:", "~row:"
MOST_BYTES = 800
"""Bytes of a text that is spelled out: 200 characters, as many as PostgreSQL allows an id."""
LEADS_ELSEWHERE = ("", ".", "..")
"""Ids that browsers drop from an address."""


def spelled(stored: str | bytes | int) -> str:
    """The spelling of a stored value; a number is that of the row that holds it."""
    if isinstance(stored, int):
        return f"{ROW}{stored}"
    raw = stored.encode("utf-8", "surrogatepass") if isinstance(stored, str) else stored
    text = raw.decode("utf-8", "replace")
    plain = text.encode() == raw and "\0" not in text and not text.startswith((HEX, ROW))
    return text if plain and text not in LEADS_ELSEWHERE else HEX + raw.hex()


def is_plain(spelling: str) -> bool:
    """Whether a spelling is the stored text itself, and there is any."""
    return bool(spelling) and not spelling.startswith((HEX, ROW))


def raw_bytes(spelling: str) -> bytes:
    """The bytes of the stored text that a spelling means."""
    try:
        return bytes.fromhex(spelling.removeprefix(HEX)) if spelling.startswith(HEX) else spelling.encode()
    except ValueError:
        return spelling.encode("utf-8", "replace")
