"""How many random cases a test tries: a few each time, many in `make endurance`."""

import os

FEW = 4
SEEDS = range(int(os.environ.get("TEST_SEEDS", FEW)))
