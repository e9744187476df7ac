"""Characters that show nothing: escaped where they hide or reorder text, kept where scripts and emoji need them.

Joiners between letters of scripts that join them, and between the parts of an emoji, are part of the spelling
(Unicode Standard, 23.2; UTS #51): everywhere else two texts that look the same would differ.
"""

import re
from collections.abc import Callable

_HIDDEN = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_JOINED_SCRIPTS = (
    "\u0600-\u085f\u08a0-\u08ff"  # Arabic, Syriac, Thaana, N'Ko, Mandaic
    "\u0900-\u0dff"  # the scripts of India and Sri Lanka
    "\u0f00-\u109f\u1780-\u17b3\u17b6-\u17ff\u1800-\u180d\u1820-\u18af"  # Tibetan, Myanmar, Khmer, Mongolian
    "\ufb50-\ufdff\ufe70-\ufefc"  # presentation forms of Arabic
)
_EMOJI = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_FLAG_TAGS = "\U0001f3f4[\U000e0020-\U000e007e]{1,30}\U000e007f"  # of England, Scotland, Wales

_ESCAPED = re.compile(
    f"(?<=[{_JOINED_SCRIPTS}])[\u200c\u200d](?=[{_JOINED_SCRIPTS}])"
    f"|(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])"
    f"|{_FLAG_TAGS}"
    f"|([{_HIDDEN}])"
)


def with_escapes(text: str) -> str:
    """The text with the code of each character in place of it that hides something: `<U+202E>`."""
    return escaped(text, code_point)


def escaped(text: str, escape: Callable[[str], str]) -> str:
    """The text with what `escape` returns in place of each character that hides something."""
    return _ESCAPED.sub(lambda match: escape(match[1]) if match[1] else match[0], text)


def code_point(character: str) -> str:
    """The code of a character as text: `<U+202E>`."""
    return f"<U+{ord(character):04X}>"
