"""How often a test that invents its input does so: a stated number of times, and many times that in the long tier."""

import os

FUZZ_TIMES = "FUZZ_TIMES"
"""Multiplies every number; ``make test-deep`` sets it."""


def often(examples: int) -> int:
    """How many examples to invent, of which a short run tries ``examples``."""
    return examples * int(os.environ.get(FUZZ_TIMES, "1"))
