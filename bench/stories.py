"""The story of somebody's billing in a thousand orders, by the test that tells it in some tens of them."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass

from kaiwa.config import ROOT

ORDERS, PROCESSES = 1_000, 2
TEST = "tests/billing/test_stories.py::test_any_order_ends_in_the_same_books"


@dataclass(frozen=True)
class Told:
    """How long all orders took together, and whether each ended in the same books."""

    seconds: float
    is_same: bool


def measure_stories(orders: int = ORDERS) -> Told:
    """Tell it in so many orders, in two processes at once, each with a database of its own."""
    command = [sys.executable, "-m", "pytest", TEST, "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    environment = os.environ | {"STORY_ORDERS": str(orders // PROCESSES)}
    begun = time.perf_counter()
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) for _ in range(PROCESSES)
    ]
    is_same = all([each.wait() == 0 for each in running])
    return Told(time.perf_counter() - begun, is_same)
