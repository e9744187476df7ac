"""The Node of the virtual environment."""

import sys
from pathlib import Path

NODE = (str(Path(sys.executable).with_name("node")), "--no-warnings")
