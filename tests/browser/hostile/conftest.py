"""Hostile clients get a dashboard of their own."""

import pytest


@pytest.fixture
def own_database() -> bool:
    """What is done to the dashboard here is for no other test to see."""
    return True
