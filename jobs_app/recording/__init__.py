"""How a running job's progress and log reach the database."""
