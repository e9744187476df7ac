"""A live dashboard for background jobs, with a recorder and a task queue."""
