"""Building the front end, and serving it with its backend and a worker."""
