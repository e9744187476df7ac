"""A job's summary as a sentence, for any stored value."""

import json

import pytest

from jobs_app.jobs.summaries import pretty, sentence, size

SCAN = {"files": 1234, "bytes": 5_600_000_000, "duplicates": {"files": 12, "bytes": 2_000_000}, "unreadable": 3}


def test_scan_summary_has_files_bytes_duplicates_and_errors() -> None:
    assert sentence("scan", json.dumps(SCAN)) == "1\u202f234 files, 5.6 GB, 12 duplicates (2.0 MB), 3 problems"
    assert sentence("scan", '{"files": 1, "bytes": 0}') == "1 file, 0 bytes, no problems"


def test_small_summary_of_any_type_is_a_sentence() -> None:
    assert sentence("import", '{"rows": 100, "table": "a"}') == "rows: 100, table: a"
    assert sentence("import", json.dumps({str(number): number for number in range(50)})) == ""


MALFORMED = (
    *("", "not JSON", "null", "[1]", "7", '"text"', "{", '{"files": "many"}', '{"files": {"a": 1}}'),
    *('{"duplicates": 7}', '{"bytes": 1e999}', '{"unreadable": [1]}', '{"a":' * 100_000),
    json.dumps({"x": "y" * 5_000_000}),
)


@pytest.mark.parametrize("stored", MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_summary_has_no_sentence(stored: str) -> None:
    for job_type in ("scan", "import", ""):
        assert len(sentence(job_type, stored)) <= 301


@pytest.mark.parametrize("stored", MALFORMED, ids=range(len(MALFORMED)))
def test_json_is_indented_and_malformed_json_shown_as_is(stored: str) -> None:
    assert len(pretty(stored, 1000)) <= 1001
    assert pretty('{"a": ["\u202eä"]}', 1000) == '{\n  "a": [\n    "<U+202E>ä"\n  ]\n}'
    assert pretty("not JSON", 1000) == "not JSON"


def test_summary_sentence_escapes_invisible_characters() -> None:
    assert sentence("import", '{"a": "\\u202e<b>\\u0007"}') == "a: <U+202E><b>␇"


def test_sizes_have_three_digits() -> None:
    sizes = [0, 999, 1000, 99_940, 99_960, 999_499, 999_600, 45_000_000_000, 7e30]
    expected = ["0 bytes", "999 bytes", "1.0 kB", "99.9 kB", "100 kB", "999 kB", "1.0 MB", "45.0 GB"]
    assert [size(number) for number in sizes[:-1]] == expected
    assert size(sizes[-1]).endswith(" PB")
