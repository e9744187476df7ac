"""Reads of the list of jobs."""
