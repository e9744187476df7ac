"""URLs as they are printed: no part of them that may be a secret."""

import pytest

from jobs_app.settings.urls import shown_url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://HOST:6379/0?password=SECRET", "redis://HOST:6379/0"),
        ("redis://:SECRET@HOST:6379/0", "redis://HOST:6379/0"),
        ("rediss://user:SECRET@[2001:db8::1]:6379/0?ssl_keyfile=SECRET", "rediss://[2001:db8::1]:6379/0"),
        ("redis://HOST#SECRET", "redis://HOST"),
        ("unix://user:SECRET@/run/redis.sock?db=1&password=SECRET", "unix:///run/redis.sock"),
        ("postgresql://user:SECRET@HOST:5432/jobs?sslpassword=SECRET", "postgresql://HOST:5432/jobs"),
        ("postgresql://user:SEC%RET@HOST/jobs", "postgresql://HOST/jobs"),
        ("postgresql://user:SEC/RET@HOST/jobs", "postgresql://HOST/jobs"),
        ("postgresql://user:SEC@RET@HOST/jobs", "postgresql://…"),
        ("postgresql://user:12?SECRET@HOST/jobs", "postgresql://…"),
        ("postgresql://user:12#SECRET@HOST/jobs", "postgresql://…"),
        ("postgresql://HOST/SECRET@", "postgresql://"),
        ("postgresql:///jobs", "postgresql:///jobs"),
        ("redis://user:SECRET", "redis://…"),
        ("redis://a\x1b[2J/0", "redis://…"),
        ("sqlite:////data/a@b/jobs.db?x=SECRET", "sqlite:////data/a@b/jobs.db"),
        ("SECRET", "…"),
    ],
)
def test_shown_url_has_no_secret(url: str, shown: str) -> None:
    assert shown_url(url) == shown
    assert "SECRET" not in shown_url(url)
