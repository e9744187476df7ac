"""What is shown in place of control characters."""

import re

from jobs_app.jobs.hidden_characters import code_point


def picture(match: re.Match[str]) -> str:
    """The picture of a control character of ASCII, such as ␛; the code of another one: `<U+009B>`."""
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else code_point(match[0])
