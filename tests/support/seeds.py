"""The number of random cases of a test: a few by default, many in `make endurance`."""

import os

FEW = 4
SEEDS = range(int(os.environ.get("TEST_SEEDS", FEW)))
