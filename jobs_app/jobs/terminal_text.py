"""What a terminal shows of a text with control sequences (ECMA-48, xterm); terminal_text.js applies the same rules.

Styles are kept for the browser: colours and attributes (SGR), and hyperlinks to web pages (OSC 8). All other sequences
move a cursor, set a title or choose a character set: they are left out. An ESC that starts none gets its picture.
"""

import re

_PRINTED = r"[^\x00-\x1f\x7f-\x9f]"
_STRING_END = r"(?:\x07|\x1b\\|\x9c)"
_SEQUENCE = re.compile(
    r"(\x1b\[[0-9:;]*m)"  # SGR
    rf"|\x1b\]8;[^\x00-\x1f\x7f-\x9f;]*;({_PRINTED}*){_STRING_END}"  # OSC 8
    r"|\x1b(?:\[[0-?]*[ -/]*[@-~]"  # CSI
    rf"|\]{_PRINTED}*{_STRING_END}"  # OSC
    rf"|[PX^_]{_PRINTED}*{_STRING_END}"  # DCS, SOS, PM, APC
    r"|[ -/]+[0-~]"  # nF: character sets
    r"|[78=>cDEHMNOZno|}~\\])"
    r"|(\x1b)"
)
_INCOMPLETE_END = re.compile(rf"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_]{_PRINTED}*\x1b?|[ -/]*)\Z")
_STYLE = re.compile(r"\x1b(?:\[[0-9:;]*m|\]8;;[^\x1b]*\x1b\\)")
_WEB_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)


def styled_text(text: str) -> str:
    """A text with no sequences but styles; `\\x1b]8;;URL\\x1b\\` starts a hyperlink, and ends one without a URL."""
    return _SEQUENCE.sub(_style, text) if "\x1b" in text else text


def _style(sequence: re.Match[str]) -> str:
    colours, address, stray = sequence.groups()
    if address is not None:
        return f"\x1b]8;;{address if _WEB_ADDRESS.fullmatch(address) else ''}\x1b\\"
    return colours or ("␛" if stray else "")


def without_styles(styled: str) -> str:
    """A styled text without its styles."""
    return _STYLE.sub("", styled) if "\x1b" in styled else styled


def last_state(line: str) -> str:
    """A styled line after the last carriage return that text follows, with the styles set before it."""
    if "\r" not in line:
        return line
    states = line.split("\r")
    last = last_state_index(states)
    return "".join(_STYLE.findall("".join(states[:last]))) + states[last]


def last_state_index(states: list[str]) -> int:
    """The index of the last state of a line that shows something, 0 if none does."""
    return next((index for index in reversed(range(len(states))) if without_styles(states[index])), 0)


def without_incomplete_end(cut: str) -> str:
    """A text that was cut, without the start of a sequence at its end."""
    return _INCOMPLETE_END.sub("", cut) if "\x1b" in cut else cut
