"""Every use of what Reflex keeps to itself; tests/contracts pins each of them."""
