"""How a stored id, or another stored text, is encoded for addresses: unchanged where that is possible.

Other programs may store what no address can carry: bytes that are no text, NUL, an empty text, a hundred thousand
characters. Such a value gets an encoding that decodes to it and to nothing else: `~hex:` and its bytes, or on SQLite
`~row:` and the number of the row that holds it.
"""

HEX_PREFIX, ROW_PREFIX = "~hex:", "~row:"
MAX_ENCODED_BYTES = 800
"""Bytes of a text that is encoded itself and not by its row: 200 characters, as many as PostgreSQL allows an id."""
DROPPED_BY_BROWSERS = ("", ".", "..")
"""Path segments that browsers remove from an address."""


def encoded(stored: str | bytes | int) -> str:
    """The encoding of a stored value; a number is that of the row that holds it."""
    if isinstance(stored, int):
        return f"{ROW_PREFIX}{stored}"
    raw = stored.encode("utf-8", "surrogatepass") if isinstance(stored, str) else stored
    text = raw.decode("utf-8", "replace")
    plain = text.encode() == raw and "\0" not in text and not text.startswith((HEX_PREFIX, ROW_PREFIX))
    return text if plain and text not in DROPPED_BY_BROWSERS else HEX_PREFIX + raw.hex()


def is_plain(encoding: str) -> bool:
    """Whether an encoding is the stored text itself, and not empty."""
    return bool(encoding) and not encoding.startswith((HEX_PREFIX, ROW_PREFIX))


def decoded_bytes(encoding: str) -> bytes:
    """The bytes of the stored text; of what is no valid encoding, its own."""
    try:
        return (
            bytes.fromhex(encoding.removeprefix(HEX_PREFIX)) if encoding.startswith(HEX_PREFIX) else encoding.encode()
        )
    except ValueError:
        return encoding.encode("utf-8", "replace")
