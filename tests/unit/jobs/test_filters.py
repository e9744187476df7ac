"""The view in the URL: written values are read back, malformed ones are ignored."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jobs_app.jobs.cursors import SORTS, Cursor
from jobs_app.jobs.filters import SINCE, SIZES, JobFilter
from jobs_app.jobs.status import JobStatus

text = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)
KEYS = {
    "time": some.datetimes().map(lambda moment: moment.isoformat(" ")) | some.just(""),
    "number": some.floats(allow_nan=False, allow_infinity=False).map(repr),
    "span": some.datetimes().map(str) | some.floats(allow_nan=False, allow_infinity=False).map(repr),
    "text": text,
}


@some.composite
def views(draw: some.DrawFn) -> JobFilter:
    sort = draw(some.sampled_from(sorted(SORTS)))
    keys = tuple(draw(KEYS[kind]) for kind in SORTS[sort])
    cursor = Cursor(draw(some.sampled_from(["after", "before"])), keys, draw(text))
    chosen = draw(some.sets(some.sampled_from(JobStatus)))
    return JobFilter(
        statuses=tuple(status for status in JobStatus if status in chosen),
        types=tuple(sorted(draw(some.sets(text, max_size=4)))),
        since=draw(some.sampled_from(["", *SINCE])),
        search=draw(some.just("") | text.map(str.strip)),
        sort=sort,
        descending=draw(some.booleans()),
        size=draw(some.sampled_from(SIZES)),
        cursor=draw(some.none() | some.just(cursor)),
    )


@given(views())
@pytest.mark.requirement("FR-004")
def test_view_from_its_own_query_is_equal(view: JobFilter) -> None:
    assert JobFilter.from_query(view.to_query()) == view


@given(some.text())
def test_any_query_is_a_view_with_a_canonical_form(query: str) -> None:
    view = JobFilter.from_query(query)
    assert JobFilter.from_query(view.to_query()) == view


def test_query_of_a_view_omits_defaults() -> None:
    assert JobFilter().to_query() == ""
    assert JobFilter.from_query("?sort=-created&size=50&status=&q=+") == JobFilter()


def test_query_names_of_the_contract_are_read() -> None:
    view = JobFilter.from_query("status=failed,running&type=scan&since=24h&q=a+b%2Cc&sort=duration&size=25")
    assert view == JobFilter(
        statuses=(JobStatus.RUNNING, JobStatus.FAILED),
        types=("scan",),
        since="24h",
        search="a b,c",
        sort="duration",
        descending=False,
        size=25,
    )


@pytest.mark.parametrize("query", ["status=failed%2Crunning", "status=failed&status=running", "status=failed,running"])
def test_statuses_are_case_insensitive(query: str) -> None:
    assert JobFilter.from_query(query).statuses == (JobStatus.RUNNING, JobStatus.FAILED)


@pytest.mark.parametrize("query", ["type=b&type=a", "type=a,b"])
def test_types_may_repeat_and_contain_commas(query: str) -> None:
    assert JobFilter.from_query(query).types == ("a", "b")
    assert JobFilter.from_query("type=a%2Cb").types == ("a,b",)


@pytest.mark.parametrize(
    "query",
    [
        "status=%00",
        "sort=;drop",
        "size=1e9",
        "size=-1",
        "since=1y",
        "after=x",
        "before=1,2,3,4",
        "after=,",
        "type=",
        "=",
    ],
)
def test_malformed_query_values_are_ignored(query: str) -> None:
    assert JobFilter.from_query(query) == JobFilter()


def test_cursor_of_another_sort_is_ignored() -> None:
    assert JobFilter.from_query("sort=progress&after=yesterday,id").cursor is None
    assert JobFilter.from_query("sort=progress&after=nan,id").cursor is None
    assert JobFilter.from_query("after=2026-11-23%2010:00:00,id").cursor == Cursor(
        "after", ("2026-11-23 10:00:00",), "id"
    )


def test_filter_change_goes_to_the_first_page() -> None:
    view = JobFilter(cursor=Cursor("after", ("",), "x"), search="y")
    changed = [
        view.toggled(status="failed"),
        view.toggled(job_type="scan"),
        view.within("1h"),
        view.searching("z"),
        view.sized("25"),
        view.sorted_by("type"),
        view.cleared(),
    ]
    assert [each.cursor for each in changed] == [None] * 7
    assert view.toggled(status="failed").toggled(status="failed") == view.at(None)


def test_sort_by_the_same_column_reverses() -> None:
    by_target = JobFilter().sorted_by("target")
    assert (by_target.sort, by_target.descending) == ("target", False)
    assert by_target.sorted_by("target").descending
    assert JobFilter().sorted_by("duration").descending
    assert JobFilter().sorted_by("nonsense") == JobFilter()


@pytest.mark.parametrize(
    "edge", ["2026-01-01 00:00:00.000," + "x" * 3_000, "9" * 3_000 + ",a", "2026-01-01 00:00:00" + " " * 3_000 + ",a"]
)
def test_oversized_cursors_are_ignored(edge: str) -> None:
    assert JobFilter.from_query(f"after={edge}").cursor is None
    assert JobFilter.from_query(f"sort=duration&before={edge}").cursor is None


@pytest.mark.parametrize("order", ["target", "-target", "-created", "status"])
def test_order_is_set_as_the_address_names_it(order: str) -> None:
    view = JobFilter.from_query("sort=progress&status=failed").in_order(order)
    assert view == JobFilter.from_query(f"sort={order}&status=failed")


@pytest.mark.parametrize("order", ["", "-", "--target", "nothing", "target,", "\0"])
def test_unknown_order_changes_nothing(order: str) -> None:
    view = JobFilter.from_query("sort=progress")
    assert view.in_order(order) == view


@pytest.mark.parametrize(
    ("query", "shortest"),
    [
        ("from=2026-03-14T12:00:00Z&to=1773491400", "from=2026-03-14T12:00:00Z&to=2026-03-14T12:30:00Z"),
        ("from=2026-03-14T13:00:00+01:00", "from=2026-03-14T12:00:00Z"),
        ("from=2026-03-14T13:00:00%2B01:00", "from=2026-03-14T12:00:00Z"),
        ("from=2026-03-14T12:00:00&to=x", ""),
        ("from=99999999999999999999&since=1h", "since=1h"),
        ("to=2026-03-14T12:00:00Z", ""),
    ],
)
def test_range_of_time_is_read_from_the_address(query: str, shortest: str) -> None:
    assert JobFilter.from_query(query).to_query() == shortest
