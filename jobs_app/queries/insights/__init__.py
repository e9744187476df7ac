"""Figures about many jobs: counts per time and durations, at a cost that is bounded."""
