"""Markup that is written in Python."""
