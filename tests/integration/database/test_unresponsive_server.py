"""A PostgreSQL that does not answer, because it is stopped or the network drops packets."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from jobs_app.database import open_database
from jobs_app.database.errors import reason_of
from tests.browser.faults.proxy import Proxy
from tests.support import services
from tests.support.waiting import wait_for


@pytest.fixture
def line() -> Iterator[tuple[Proxy, str]]:
    with services.postgres() as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        proxy = Proxy(port)
        yield proxy, url.replace(str(port), str(proxy.port))
        proxy.close()


@pytest.mark.parametrize("opened_before", [True, False])
def test_unresponsive_server_times_out_and_reconnects(line: tuple[Proxy, str], opened_before: bool) -> None:
    proxy, url = line
    engine = open_database(url, answer_timeout=0.5)
    if opened_before:
        wait_for(lambda: answers(engine), "an answer")
    proxy.dead = True
    with pytest.raises(OperationalError) as failure, engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    assert reason_of(failure.value) in ("the database does not answer", "the database cannot be reached")
    proxy.dead = False
    wait_for(lambda: answers(engine), "an answer")
    engine.dispose()


def answers(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT 1")).scalar() == 1
    except OperationalError:  # A busy machine may take longer than this engine waits.
        return False
