"""Freed memory goes back to the system, whatever was allocated before and behind it."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="other allocators have no such thresholds"
)

HELD_MEGABYTES = """
import psutil
from imfact.kit.memory import hand_back_freed_memory

{first}
large = bytearray(30 << 20)
del large
before = psutil.Process().memory_info().rss
blocks = [bytearray(b"x") * (200 << 10) for _ in range(400)]
last = blocks.pop()
del blocks
print((psutil.Process().memory_info().rss - before) >> 20)
"""


def held_megabytes(first):
    script = HELD_MEGABYTES.format(first=first)
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return int(ended.stdout)


def test_a_small_block_behind_large_ones_does_not_hold_them():
    assert held_megabytes("assert hand_back_freed_memory()") < 20
    assert held_megabytes("") > 60, "the allocator hands back by itself; the call is not needed"
