"""Jobs that failed for the same reason have the same fingerprint, those that failed for another one have another."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jobs_app.jobs.error_fingerprint import (
    MESSAGE_CHARACTERS,
    TRACEBACK_CHARACTERS,
    error_fingerprint,
    error_kind,
    fingerprint_of_parts,
)

PYTHON = """Traceback (most recent call last):
  File "/srv/releases/20261125/jobs/importer.py", line {line}, in load
    rows = parse(path)
  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode
    raise JSONDecodeError("Expecting value", s, err.value)
json.decoder.JSONDecodeError: Expecting value: line {line} column 1
"""
TRACEBACKS = {
    "Python": (PYTHON.format(line=7), "importer.py", "load"),
    "Java": (
        "java.lang.RuntimeException: outer\n\tat com.acme.Outer.run(Outer.java:12)\n"
        "Caused by: java.lang.IllegalStateException: inner\n\tat java.base/java.util.Optional.get(Optional.java:143)\n"
        "\tat com.acme.jobs.Import.load(Import.java:77)\n\t... 12 more",
        "Import.java",
        "com.acme.jobs.Import.load",
    ),
    "JavaScript": (
        "TypeError: x is undefined\n    at Object.get (/app/node_modules/lib/index.js:1:2)\n"
        "    at async load (/app/src/import.js:10:5)\n    at process (node:internal/process/task_queues:95:5)",
        "import.js",
        "load",
    ),
    "Go": (
        "panic: index out of range [5]\n\ngoroutine 1 [running]:\nruntime.gopanic({0x45c8e0, 0xc00001})\n"
        "\t/usr/local/go/src/runtime/panic.go:884 +0x212\n"
        "main.(*Importer).load(0xc0000b2000)\n\t/home/u/app/import.go:12",
        "import.go",
        "main.(*Importer).load",
    ),
    ".NET": (
        "System.InvalidOperationException: none\n   at System.Linq.ThrowHelper.ThrowNoElementsException()\n"
        "   at Acme.Import.Load(String path) in C:\\src\\Acme\\Import.cs:line 12",
        "Import.cs",
        "Acme.Import.Load",
    ),
    "Ruby": (
        "/app/lib/import.rb:12:in `load': bad (ArgumentError)\n\tfrom /app/run.rb:3:in `<main>'",
        "import.rb",
        "load",
    ),
    "PHP": (
        "#0 /app/vendor/x/y.php(3): A->b()\n#1 /app/src/Import.php(12): Import->load()",
        "Import.php",
        "Import->load",
    ),
}
CHANGING = {
    "number": some.integers().map(str) | some.floats(allow_nan=False, allow_infinity=False).map(str),
    "quoted": some.text(some.characters(exclude_categories=["C", "Z"], exclude_characters="'")).map("'{}'".format),
    "uuid": some.uuids().map(str),
    "hexadecimal": some.binary(min_size=4, max_size=40).map(bytes.hex) | some.integers(0, 2**64).map(hex),
    "path": some.lists(some.from_regex(r"[\w.-]*[a-z]", fullmatch=True), min_size=2).map(
        lambda parts: "/" + "/".join(parts)
    ),
    "url": some.from_regex(r"https?://[a-z]{1,20}\.example/[\w/]*(\?[a-z]=[a-z]*)?", fullmatch=True),
    "time": some.datetimes().map(str)
    | some.datetimes().map(lambda moment: moment.isoformat() + "Z")
    | some.datetimes().map(lambda moment: moment.strftime("%a %b %d %H:%M:%S")),
}
INVISIBLE = ["\0", "␀", "\x07", "\x1b[31m", "\x1b[0m", "\x1b]0;title\x07", "\x9b", "\x7f"]


@pytest.mark.parametrize("kind", CHANGING)
def test_changing_part_of_a_message_does_not_count(kind: str) -> None:
    @given(CHANGING[kind], CHANGING[kind])
    def check(one: str, other: str) -> None:
        first, second = (error_fingerprint(f"ImportError: cannot read {part} of it", PYTHON) for part in (one, other))
        assert first == second

    check()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ValueError: bad row", "TypeError: bad row"),
        ("ValueError: bad row", "ValueError: bad column"),
        ("ValueError: bad row", "bad row"),
        ("java.lang.ValueError: bad", "java.lang.TypeError: bad"),
    ],
)
def test_other_type_or_text_is_another_fingerprint(one: str, other: str) -> None:
    assert error_fingerprint(one) != error_fingerprint(other)


def test_module_of_the_type_does_not_count() -> None:
    assert error_fingerprint("sqlite3.OperationalError: locked") == error_fingerprint("OperationalError: locked")


def test_type_of_the_traceback_counts_if_the_message_has_none() -> None:
    assert error_fingerprint("boom", PYTHON) != error_fingerprint("boom", PYTHON.replace("JSONDecode", "Value"))


@pytest.mark.parametrize("language", TRACEBACKS)
def test_deepest_own_frame_counts_without_its_line(language: str) -> None:
    trace, file, function = TRACEBACKS[language]
    assert error_fingerprint("boom", trace) == error_fingerprint("boom", re.sub(r"(:|line |\()\d+", r"\g<1>99", trace))
    assert error_fingerprint("boom", trace) != error_fingerprint("boom", trace.replace(file, f"Other{file}"))
    assert error_fingerprint("boom", trace) != error_fingerprint("boom", trace.replace(function, f"{function}Other"))


def test_frames_of_libraries_and_release_folders_do_not_count() -> None:
    moved = PYTHON.replace("/usr/lib/python3.11/json", "/opt/venv/lib/python3.13/site-packages/ujson")
    assert error_fingerprint("boom", PYTHON) == error_fingerprint(
        "boom", moved.replace("/srv/releases/20261125", "/home")
    )


def test_traceback_in_place_of_a_message_is_read_as_one() -> None:
    assert error_fingerprint(PYTHON) == error_fingerprint("", PYTHON)


@given(some.lists(some.sampled_from(INVISIBLE), min_size=1), some.integers(0, 20))
def test_control_characters_do_not_count(invisible: list[str], place: int) -> None:
    text = "ValueError: bad row in the middle"
    changed = text[:place] + "".join(invisible) + text[place:]
    assert error_fingerprint(changed, PYTHON) == error_fingerprint(text, PYTHON.replace("\n", "\r\n"))


@given(some.text() | some.binary() | some.none(), some.text() | some.binary() | some.none())
def test_any_stored_value_has_a_fingerprint(message: object, traceback: object) -> None:
    assert re.fullmatch(r"v1-[0-9a-f]{16}", error_fingerprint(message, traceback))


@given(some.text(min_size=1), some.integers(0, 200_000), some.integers(0, 200_000))
def test_parts_of_a_stored_traceback_have_its_fingerprint(unit: str, before: int, after: int) -> None:
    trace = (unit * before)[:before] + PYTHON + (unit * after)[:after]
    start, end = trace[:TRACEBACK_CHARACTERS], trace[-TRACEBACK_CHARACTERS:]
    assert fingerprint_of_parts("boom", start, end) == error_fingerprint("boom", trace)


@pytest.mark.parametrize("unit", ["a", '"', "\n", "\x1b[", "at (\n", "a.b/", "1-", 'File "', "Caused by: ", "f(x)\n\t"])
def test_only_a_bounded_part_of_ten_megabytes_counts(unit: str) -> None:
    long = unit * (10_000_000 // len(unit))
    short, frames = long[:MESSAGE_CHARACTERS], long[:TRACEBACK_CHARACTERS] + long[-TRACEBACK_CHARACTERS:]
    assert error_fingerprint(long, long) == error_fingerprint(short, frames)


def test_fingerprint_is_stable() -> None:
    assert error_fingerprint("ValueError: row 3: column 'x' cannot be read") == "v1-37c78b3ac2eda3a3"


def test_kind_of_a_message_shows_what_changes_as_an_ellipsis() -> None:
    kind = error_kind("ValueError: row 3: column 'x' cannot be read as a number: 'abc'\nmore")
    assert (kind.type, kind.text) == ("ValueError", "row …: column … cannot be read as a number: …")
    kind = error_kind(f"user {UUID(int=7)} was not found at 2026-11-30 20:22:18.5+02:00")
    assert (kind.type, kind.text) == ("", "user … was not found at …")
