"""Bounds for the values in the messages of clients."""
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

from urllib.parse import urlsplit

MAX_TEXT_CHARACTERS = 2_000
"""Characters of a text argument; a search has up to 200."""
MAX_ADDRESS_CHARACTERS = 50_000
"""Characters of all that a page sends of its address, which is sent twice; a usual view has a few hundred."""
MAX_HASHES = 200


def is_plain(value: object) -> bool:
    """Whether it is an argument of an event: no list, no mapping, no long text."""
    return (
        value is None
        or isinstance(value, bool | int | float)
        or (isinstance(value, str) and len(value) <= MAX_TEXT_CHARACTERS)
    )


def is_kept_value(value: object) -> bool:
    """Whether it is a value that the browser keeps for the server."""
    return value is None or (isinstance(value, str) and len(value) <= MAX_TEXT_CHARACTERS and _has_no_surrogates(value))


def _has_no_surrogates(text: str) -> bool:
    """Whether a text can be sent back: a lone surrogate would close the connection."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def are_hashes(values: object) -> bool:
    """Whether it is a list of hashes of states, or nothing."""
    return not values or (isinstance(values, list) and len(values) <= MAX_HASHES and all(map(is_plain, values)))


def is_address(router: object) -> bool:
    """Whether it is what a page sends of its address: two paths, and a mapping of texts for the query."""
    if not isinstance(router, dict) or not router.keys() <= {"pathname", "asPath", "query"}:
        return False
    query = router.get("query", {})
    paths = [text for name, text in router.items() if name != "query"]
    if not isinstance(query, dict) or not all(isinstance(text, str) for text in (*paths, *query.values())):
        return False
    parsed = "".join((*paths, *query, *query.values()))
    return len(parsed) <= MAX_ADDRESS_CHARACTERS and _has_no_surrogates(parsed) and all(map(_is_path, paths))


def _is_path(text: str) -> bool:
    """Whether it is a valid path. Two slashes begin a host, and Reflex raises for a malformed one."""
    try:
        return text.startswith("/") and bool(urlsplit(text))
    except ValueError:
        return False
