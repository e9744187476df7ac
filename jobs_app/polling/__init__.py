"""When the dashboard reads the database, and for whom."""
