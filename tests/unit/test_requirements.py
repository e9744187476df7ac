"""Every requirement of the specification has a test, and docs/requirements.md says which."""

from tests.support.requirements import DOCUMENT, REQUIREMENTS, document, marks


def test_every_requirement_has_a_test() -> None:
    assert sorted(REQUIREMENTS.keys() - marks().keys()) == []


def test_marks_name_requirements_that_exist() -> None:
    assert sorted(marks().keys() - REQUIREMENTS.keys()) == []


def test_requirements_document_equals_the_marks() -> None:
    assert DOCUMENT.read_text() == document(), "run `python -m tests.support.requirements`"
