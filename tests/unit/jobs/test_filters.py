"""The view in the URL: written values are read back, malformed ones are ignored."""

from datetime import UTC, datetime

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

moments = some.datetimes(timezones=some.just(UTC)).map(lambda moment: moment.replace(microsecond=456_000))


@some.composite
def views(draw: some.DrawFn) -> JobFilter:
    sort = draw(some.sampled_from(sorted(SORTS)))
    keys = tuple(draw(KEYS[kind]) for kind in SORTS[sort])
    cursor = Cursor(draw(some.sampled_from(["after", "before"])), keys, draw(text))
    chosen = draw(some.sets(some.sampled_from(JobStatus)) | some.just({JobStatus.FAILED}))
    start, end = sorted(draw(some.tuples(moments, moments)))
    since, start, end = draw(some.sampled_from([(draw(some.sampled_from(["", *SINCE])), None, None), ("", start, end)]))
    return JobFilter(
        statuses=tuple(status for status in JobStatus if status in chosen),
        types=tuple(sorted(draw(some.sets(text, max_size=4)))),
        since=since,
        start=start,
        end=end if end != start else None,
        search=draw(some.just("") | text.map(str.strip)),
        attention=draw(some.booleans()),
        error=draw(some.just("") | some.from_regex(r"[A-Za-z0-9_.:-]{1,64}", fullmatch=True)),
        errors=chosen == {JobStatus.FAILED} and draw(some.booleans()),
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
    assert JobFilter.from_query("?sort=activity&size=50&status=&q=+&attention=0") == JobFilter()


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
        "from=yesterday&to=soon",
        "from=2026-11-30T22:00:00",
        "from=2026-11-30",
        "to=1e9&from=-",
        "from=9999-12-31T23:59:59-14:00",
        "to=1764540000000",
        "from=%D9%A1",
        "after=x",
        "before=1,2,3,4",
        "after=,",
        "type=",
        "error=a%20b",
        "error=" + "a" * 65,
        "view=errors",
        "status=&view=errors",
        "=",
    ],
)
def test_malformed_query_values_are_ignored(query: str) -> None:
    assert JobFilter.from_query(query) == JobFilter()


TEN_PM = datetime(2026, 11, 30, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-30T21:00:00Z",
        "2026-11-30T22:00:00%2B01:00",
        "2026-11-30T22:00:00+01:00",
        "2026-11-30T22:00+0100",
        "2026-11-30T15:30:00.000999-05:30",
        "1796072400",
        "1796072400.0004",
    ],
)
def test_ends_of_a_time_range_are_moments(written: str) -> None:
    assert JobFilter.from_query(f"from={written}") == JobFilter(start=TEN_PM)
    assert JobFilter.from_query(f"to={written}&from=x") == JobFilter(end=TEN_PM)
    assert JobFilter(start=TEN_PM).to_query() == "from=2026-11-30T21:00:00Z"


def test_time_range_replaces_an_age_and_is_replaced_by_one() -> None:
    view = JobFilter.from_query("since=1h&from=1796072400&to=1796072401.5")
    assert (view.since, view.start, view.narrows) == ("", TEN_PM, True)
    assert view.within("24h") == JobFilter(since="24h")
    assert view.within("24h").between("2026-11-30T21:00:00Z", "1796072401.5") == view
    assert view.between("", "?") == JobFilter()


def test_end_of_a_range_before_its_start_is_ignored() -> None:
    for end in ("1796072400", "0", "-1"):
        assert JobFilter.from_query(f"from=1796072400&to={end}") == JobFilter(start=TEN_PM)


def test_cursor_of_another_sort_is_ignored() -> None:
    assert JobFilter.from_query("sort=progress&after=yesterday,id").cursor is None
    assert JobFilter.from_query("sort=progress&after=nan,id").cursor is None
    assert JobFilter.from_query("sort=-created&after=2026-11-23%2010:00:00,id").cursor == Cursor(
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


def test_error_narrows_to_failed_jobs() -> None:
    view = JobFilter.from_query("status=failed&view=errors&type=scan").of_error("v1-0a")
    assert view == JobFilter.from_query("status=failed&error=v1-0a&type=scan")
    assert view.narrows
    assert view.of_error("") == JobFilter.from_query("status=failed&type=scan")
    assert view.toggled(status="failed").error == "v1-0a"
    assert view.toggled(status="failed").toggled(status="queued").error == ""
    assert view.cleared() == JobFilter()


def test_groups_of_errors_are_for_failed_jobs_alone() -> None:
    failed = JobFilter.from_query("status=failed")
    assert failed.in_groups(True) == JobFilter.from_query("status=failed&view=errors")
    assert failed.in_groups(True).in_groups(False) == failed
    assert failed.of_error("a").in_groups(True) == failed.in_groups(True)
    assert failed.in_groups(True).toggled(status="queued").errors is False
    assert JobFilter().in_groups(True) == JobFilter()
    assert JobFilter.from_query("status=failed,queued&view=errors").errors is False
