"""What processes take: memory and processor time, told by /proc."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def seconds_of(pid: int) -> float:
    """Processor seconds of a process so far, with those of its children that have ended."""
    with suppress(OSError):
        told = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, told[11:15])) / TICK
    return 0.0


def seconds_of_all() -> float:
    """Processor seconds that the whole machine has worked so far."""
    user, nice, system, _idle, _wait, *irq = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    )
    return (user + nice + system + sum(irq)) / TICK


def memory_of(pid: int) -> int:
    """Bytes of a process and all below it; what they share is counted once (PSS)."""
    total = 0
    for one in (pid, *below(pid)):
        with suppress(OSError, StopIteration):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += int(next(x for x in lines if x.startswith("Pss:")).split()[1]) * 1024
    return total


def below(pid: int) -> list[int]:
    """All that a process started, and they in turn."""
    found: list[int] = []
    for task in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in task.read_text().split():
                found += [int(child), *below(int(child))]
    return found
