"""Which workers are known: those of the latest jobs, and of those that run."""

from sqlalchemy import Engine, select, union

from jobs_app.database.models import CREATED, JOBS
from jobs_app.jobs.status import JobStatus
from jobs_app.queries.capped import capped
from jobs_app.queries.transaction import read_transaction

RECENT_JOBS = 2_000
"""Jobs of each kind that are read: the cost does not grow with the table."""
NAME_LIMIT = 200


def read_workers(engine: Engine) -> tuple[str, ...]:
    """The names of the known workers in order, without those that no search can name."""
    worker = capped(JOBS.c.worker, NAME_LIMIT + 1).label("worker")
    recent = select(worker).order_by(CREATED.desc(), JOBS.c.id.desc()).limit(RECENT_JOBS)
    running = select(worker).where(JOBS.c.status == str(JobStatus.RUNNING)).limit(RECENT_JOBS)
    with read_transaction(engine) as connection:
        found = connection.execute(union(*(select(part.subquery()) for part in (recent, running)))).scalars()
        names = {name for name in found if name}
    return tuple(sorted(name for name in names if len(name) <= NAME_LIMIT and name.isprintable() and '"' not in name))
