"""The task queue and the job types that its workers run."""
