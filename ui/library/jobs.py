"""What is being taken in or out: plain records, and how a told step changes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from ingest.pipeline import IngestResult


class State(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    SENT = "sent"  # to be read as soon as a process is free
    READ = "read"
    UNCHANGED = "unchanged"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self not in (State.WAITING, State.SENT)


class Kind(StrEnum):
    READ = "read"
    REMOVE = "remove"


class Stage(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    VECTORS = "vectors"  # all files are read and can be asked about; vectors follow
    DONE = "done"
    STOPPED = "stopped"
    BROKEN = "broken"

    @property
    def is_over(self) -> bool:
        return self in (Stage.DONE, Stage.STOPPED, Stage.BROKEN)


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a job; `name` is as it was given and only ever shown as text."""

    name: str
    state: State = State.WAITING
    result: IngestResult | None = None

    @property
    def reason(self) -> str:
        return self.result.error if self.result else ""


@dataclass(frozen=True, slots=True)
class Job:
    """Files to be read, or one disclosure to be removed (`target`, shown as `items[0].name`)."""

    id: int
    kind: Kind
    items: tuple[Item, ...]
    target: str = ""
    stage: Stage = Stage.QUEUED
    vectors: tuple[int, int] = (0, 0)  # how many of how many passages
    problem: str = ""
    sent: tuple[int, ...] = field(default=())  # places in `items` of what the program was given

    @property
    def over(self) -> int:
        return sum(item.state.is_over for item in self.items)


def told(job: Job, step: dict[str, Any]) -> Job:
    """The job after one step of `ingest.apart`."""
    if "begun" in step:
        return _with(job, job.sent[step["begun"]], State.SENT, None)
    if "read" in step:
        result = IngestResult(**step["result"])
        return _with(job, job.sent[step["read"]], state_of(result), result)
    if "vectors" in step:
        done, everything = step["vectors"]
        return replace(job, stage=Stage.VECTORS, vectors=(done, everything))
    if "failed" in step:
        return replace(job, stage=Stage.BROKEN, problem=str(step["failed"]))
    if "done" in step:
        for place, result in zip(job.sent, step["done"], strict=False):
            one = IngestResult(**result)  # now it is known of what it is a copy
            job = _with(job, place, state_of(one), one)
    return replace(job, stage=Stage.DONE)


def state_of(result: IngestResult) -> State:
    known = {"ingested": State.READ, "unchanged": State.UNCHANGED}
    return known.get(result.status, State.FAILED)


def _with(job: Job, place: int, state: State, result: IngestResult | None) -> Job:
    items = list(job.items)
    items[place] = replace(items[place], state=state, result=result)
    return replace(job, items=tuple(items))


def in_hand(items: Sequence[Item], processes: int) -> frozenset[int]:
    """Which of the files that were sent are really being read: as many as there are processes."""
    sent = [at for at, item in enumerate(items) if item.state is State.SENT]
    return frozenset(sent[:processes])
