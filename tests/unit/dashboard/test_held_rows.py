"""The order of the rows while somebody points at one."""

import pytest

from jobs_app.dashboard.pages.held_rows import held_order


@pytest.mark.parametrize(
    ("shown", "order", "held", "waiting"),
    [
        ("abcd", "abcd", "abcd", 0),
        ("abcd", "xabc", "abc", 1),
        ("abcd", "dcba", "abcd", 0),
        ("abcd", "abcde", "abcde", 0),
        ("abcd", "xacde", "acde", 1),
        ("abcd", "axbyc", "abc", 2),
        ("abcd", "xyab", "xyab", 0),
        ("abcd", "wxyz", "wxyz", 0),
        ("abcd", "", "", 0),
        ("", "ab", "ab", 0),
    ],
)
def test_rows_on_screen_keep_their_order(shown: str, order: str, held: str, waiting: int) -> None:
    assert held_order(list(shown), list(order)) == (list(held), waiting)
