"""Settings: the environment takes precedence, intervals are clamped, other errors are one clear line."""

import os
from pathlib import Path

import pytest

from jobs_app.polling.schedule import delay, silence_limit
from jobs_app.settings import SettingsError, load_settings
from jobs_app.settings.urls import with_redis_timeouts


@pytest.mark.parametrize(
    ("given", "seconds", "expected"),
    [
        ("7.5", 7.5, ""),
        ("2", 2, ""),
        ("60", 60, ""),
        ("1", 2, "poll_interval_seconds: 1 s is outside 2 to 60 s, using 2 s"),
        ("-3", 2, "poll_interval_seconds: -3 s is outside 2 to 60 s, using 2 s"),
        ("61", 60, "poll_interval_seconds: 61 s is outside 2 to 60 s, using 60 s"),
        ("1e99", 60, "poll_interval_seconds: 1e+99 s is outside 2 to 60 s, using 60 s"),
        ("inf", 60, "poll_interval_seconds: inf s is outside 2 to 60 s, using 60 s"),
        ("nan", 5, "poll_interval_seconds: 'nan' is not a number, using 5 s"),
        ("soon", 5, "poll_interval_seconds: 'soon' is not a number, using 5 s"),
        ("5_0", 5, "poll_interval_seconds: '5_0' is not a number, using 5 s"),
        ("", 5, "poll_interval_seconds: '' is not a number, using 5 s"),
    ],
)
@pytest.mark.requirement("FR-003", "US5.3")
def test_invalid_interval_is_clamped_or_replaced(given: str, seconds: float, expected: str) -> None:
    settings = load_settings({"JOBS_POLL_INTERVAL_SECONDS": given})
    assert settings.polling.interval == seconds
    assert settings.notices == ((expected,) if expected else ())


@pytest.mark.parametrize(("sign", "seconds"), [("", 60), ("-", 2)])
@pytest.mark.requirement("FR-003", "US5.3")
def test_interval_of_hundreds_of_digits_is_clamped(tmp_path: Path, sign: str, seconds: float) -> None:
    (tmp_path / "jobs.toml").write_text(f"poll_interval_seconds = {sign}{'9' * 400}\n")
    settings = load_settings({}, tmp_path)
    assert settings.polling.interval == seconds
    assert settings.notices == (f"poll_interval_seconds: {sign}inf s is outside 2 to 60 s, using {seconds} s",)


@pytest.mark.requirement("FR-003", "US5.1")
def test_settings_default_to_the_contract(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path)
    assert (settings.host, settings.port, settings.database_url) == ("127.0.0.1", 3000, "sqlite:///jobs.db")
    assert settings.queue == "sqlite:///jobs-queue.db"
    polling = settings.polling
    assert (polling.interval, polling.log_interval, polling.enabled, polling.when_hidden) == (5, 5, True, "pause")


def test_log_interval_is_at_least_the_poll_interval() -> None:
    given = {"JOBS_POLL_INTERVAL_SECONDS": "20", "JOBS_LOG_POLL_INTERVAL_SECONDS": "3"}
    assert load_settings(given).polling.log_interval == 20


def test_environment_takes_precedence_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "jobs.toml").write_text("poll_interval_seconds = 10\nport = 4000\n")
    settings = load_settings({"JOBS_PORT": "5000"}, tmp_path)
    assert (settings.polling.interval, settings.port) == (10, 5000)


def test_queue_of_postgresql_is_the_same_database(tmp_path: Path) -> None:
    url = "postgresql://db.example/jobs"
    assert load_settings({"JOBS_DATABASE_URL": url}, tmp_path).queue == url


@pytest.mark.parametrize(
    ("file", "environment", "expected"),
    [
        (
            "poll_intervall_seconds = 3",
            {},
            "unknown key 'poll_intervall_seconds': did you mean poll_interval_seconds? allowed",
        ),
        ("port = 0", {}, "port: a port is a whole number from 1 to 65535, not 0"),
        ("poll_when_hidden = 'stop'", {}, "poll_when_hidden: Input should be 'pause' or 'slow', not 'stop'"),
        ("this is no toml", {}, "jobs.toml: "),
        (f"port = {'9' * 5000}", {}, "jobs.toml: "),
        ("port = [" + "[" * 5000, {}, "jobs.toml: "),
        ("", {"JOBS_PORT": "many"}, "JOBS_PORT: "),
        ("", {"JOBS_QUEUE_URL": "amqp://x"}, "JOBS_QUEUE_URL: a queue is "),
        ("scan_max_file_bytes = 0", {}, "scan_max_file_bytes: Input should be greater than 0, not 0"),
        ("", {"JOBS_SCAN_MAX_FILE_BYTES": "-1"}, "JOBS_SCAN_MAX_FILE_BYTES: Input should be greater than 0"),
        ("", {"JOBS_SCAN_MAX_FILE_BYTES": "10 GB"}, "JOBS_SCAN_MAX_FILE_BYTES: Input should be a valid integer"),
    ],
)
def test_invalid_setting_is_one_line_with_source_and_key(
    tmp_path: Path, file: str, environment: dict[str, str], expected: str
) -> None:
    (tmp_path / "jobs.toml").write_text(file)
    with pytest.raises(SettingsError) as error:
        load_settings(environment, tmp_path)
    assert expected in str(error.value)
    assert "\n" not in str(error.value)


WRONG_DATABASES = (
    "mysql://u:secret@h/db", "postgresql://u:secret@h:abc/db", "postgresql//u:secret@h", "sqlite//secret",
    "sqlite:///file:secret.db?uri=true",
)  # fmt: skip
WRONG_REDIS = (
    "redis//secret",
    "redis:secret",
    "redis://:secret@",
    "redis://h:secret/0",
    "rediss://u:sec#ret@h",
    "http://h",
)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("JOBS_MAX_CONNECTIONS", "0"),
        ("JOBS_MAX_CONNECTIONS_PER_CLIENT", "-1"),
        ("JOBS_MAX_CONNECTIONS", "many"),
        ("JOBS_TRUSTED_PROXIES", "proxy.example"),
        ("JOBS_TRUSTED_PROXIES", "10.0.0.0/99"),
        ("JOBS_HTTP2", "maybe"),
    ],
)
def test_invalid_limit_is_one_line(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{variable}: .*, not '{value}'$"):
        load_settings({variable: value})


def test_trusted_proxies_are_addresses_and_networks() -> None:
    settings = load_settings({"JOBS_TRUSTED_PROXIES": "10.0.0.7, 10.1.0.0/16,, 2001:db8::/32"})
    assert list(map(str, settings.proxies)) == ["10.0.0.7/32", "10.1.0.0/16", "2001:db8::/32"]


@pytest.mark.parametrize(
    ("variable", "url", "form"),
    [
        *(("DATABASE_URL", url, "a database is sqlite:///PATH or postgresql://") for url in WRONG_DATABASES),
        *(
            ("QUEUE_URL", url, "a queue is sqlite:///PATH or postgresql://")
            for url in ("sqlite://", *WRONG_DATABASES, *WRONG_REDIS)
        ),
        *(("REDIS_URL", url, "a Redis is redis://") for url in (*WRONG_DATABASES, *WRONG_REDIS)),
    ],
)
def test_invalid_url_is_one_line_without_its_password(variable: str, url: str, form: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({f"JOBS_{variable}": url})
    assert str(error.value).startswith(f"JOBS_{variable}: {form}")
    assert "sec" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////var/lib/jobs.db",
        "sqlite+pysqlite:///jobs.db?timeout=9",
        "postgresql:///jobs",
        "postgresql+psycopg://u:p%40@[::1]:5432/jobs?sslmode=require",
        "redis://:p@h:6379/0",
        "rediss://h",
        "unix:///run/redis.sock?db=1",
    ],
)
def test_urls_of_all_kinds_are_accepted(url: str) -> None:
    assert load_settings({"JOBS_QUEUE_URL": url}).queue == url


@pytest.mark.parametrize(
    ("given", "used"),
    [("postgres://u@h/db", "postgresql://u@h/db"), ("postgres+psycopg://h/d", "postgresql+psycopg://h/d")],
)
@pytest.mark.parametrize("name", ["database_url", "queue_url"])
def test_short_scheme_of_postgresql_is_accepted(name: str, given: str, used: str) -> None:
    assert getattr(load_settings({f"JOBS_{name.upper()}": given}), name) == used


@pytest.mark.parametrize("driver", ["psycopg2", "asyncpg", "pg8000"])
@pytest.mark.parametrize("name", ["DATABASE_URL", "QUEUE_URL"])
def test_other_driver_of_postgresql_is_one_line_with_the_scheme(name: str, driver: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({f"JOBS_{name}": f"postgresql+{driver}://u:secret@h/db"})
    assert str(error.value).startswith(f"JOBS_{name}: the driver of PostgreSQL is always psycopg: write postgresql://")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("redis://:p%40@h:6379/1", "redis://:p%40@h:6379/1?socket_connect_timeout=5&socket_timeout=9"),
        ("rediss://h?socket_timeout=2", "rediss://h?socket_connect_timeout=5&socket_timeout=2"),
        ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock?socket_connect_timeout=5&socket_timeout=9&db=1"),
        ("", ""),
    ],
)
def test_redis_url_gets_time_limits_unless_it_has_them(given: str, used: str) -> None:
    assert with_redis_timeouts(given, socket_timeout=9) == used


@pytest.mark.requirement("FR-012")
def test_back_off_schedule_is_that_of_the_contract() -> None:
    assert [delay(failures, 5) for failures in range(9)] == [5, 5, 5, 10, 20, 40, 80, 120, 120]
    assert [delay(failures, 60) for failures in range(8)] == [60, 60, 60, 60, 60, 60, 80, 120]
    assert delay(10**6, 2) == 120
    assert silence_limit(5) == 12


@pytest.mark.parametrize(
    ("mode", "owner", "reason"),
    [
        (0o644, 0, ""),
        (0o600, 0, ""),
        (0o666, 0, "other users may change it: run chmod go-w on it"),
        (0o602, 0, "other users may change it: run chmod go-w on it"),
        (0o600, 1, "it belongs to another user, who could change it: give it to yours with chown"),
    ],
)
def test_settings_file_that_others_may_change_is_refused(
    tmp_path: Path, mode: int, owner: int, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "jobs.toml"
    path.write_text("port = 4000\n")
    path.chmod(mode)
    if owner and os.getuid():
        somebody = os.getuid() + 1
        monkeypatch.setattr(os, "getuid", lambda: somebody)
    elif owner:
        os.chown(path, 12_345, -1)
    if reason:
        with pytest.raises(SettingsError, match=f"^{path}: {reason}$"):
            load_settings({}, tmp_path)
    else:
        assert load_settings({}, tmp_path).port == 4000


def test_own_group_may_write_the_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "jobs.toml"
    path.write_text("port = 4000\n")
    path.chmod(0o664)
    monkeypatch.setattr("jobs_app.settings.file_owner._is_own_group", lambda group: group == path.stat().st_gid)
    assert load_settings({}, tmp_path).port == 4000
    monkeypatch.setattr("jobs_app.settings.file_owner._is_own_group", lambda group: False)
    with pytest.raises(SettingsError, match="go-w"):
        load_settings({}, tmp_path)
