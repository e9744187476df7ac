"""Text of others in terminals, logs and JSON: it moves no cursor and forges no line."""

import json
import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs_app.database.safe_log import SafeFormatter
from jobs_app.jobs.safe_output import indented_lines, json_text, one_line

ATTACKS = {
    "\x1b]52;c;cm0gLXJmIC8=\x07": "␛]52;c;cm0gLXJmIC8=␇",
    "\x1b[2J": "␛[2J",
    "a\x9b2Jb": "a<U+009B>2Jb",
    "file\u202egpj.exe": "file<U+202E>gpj.exe",
    "a\nb\r\n\tc\x7f": "a␊b␍␊␉c␡",
    "a\u2028b\x85c": "a<U+2028>b<U+0085>c",
}
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_shown_and_has_no_effect(attack: str) -> None:
    assert one_line(attack) == ATTACKS[attack]


@given(st.text())
def test_any_text_is_one_safe_line_and_equal_json(text: str) -> None:
    assert not UNSAFE.search(one_line(text))
    assert not UNSAFE.search(indented_lines(text, 2).replace("\n", "").replace("\t", ""))
    assert not UNSAFE.search(json_text({"text": text}))
    assert json.loads(json_text({"text": text}, indent=None)) == {"text": text}


def test_json_stays_readable_where_that_is_safe() -> None:
    assert json_text({"ä": ["日本", "👩\u200d🚀", "\x1b", "\x9b\u202e", "\ud800"]}) == (
        '{"ä":["日本","👩\u200d🚀","\\u001b","\\u009b\\u202e","\\ud800"]}'
    )


def test_later_lines_of_a_text_are_indented() -> None:
    assert indented_lines("Error: x\r\nstatus  completed\rid  y", 4) == "Error: x\n    status  completed\n    id  y"


def test_log_line_cannot_be_forged() -> None:
    formatter = SafeFormatter("%(levelname)s %(message)s")
    forged = "7\n2026-01-01 INFO all is well\x1b[2J"
    try:
        raise ValueError(forged)
    except ValueError as error:
        record = logging.LogRecord("x", logging.INFO, "", 0, "job %s failed", (forged,), (type(error), error, None))
    first, *others = formatter.format(record).split("\n")
    assert first == "INFO job 7␊2026-01-01 INFO all is well␛[2J failed"
    assert others == ["  ValueError: 7", "  2026-01-01 INFO all is well␛[2J"]
