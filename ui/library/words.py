"""What the library says and shows: pure functions over what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.holdings import Holding
from ingest.records import Severity
from ui.format import extent
from ui.library.jobs import Item, Job, Kind, Stage, State
from ui.words import say, table

PAGE = 40  # files, or bodies, on one page
SHOWN = 60  # files of a job that are listed
STAGES = ("budget", "final")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked to be listed; "" and 0 mean everything. `place` None is any place."""

    text: str = ""
    place: str | None = None
    year: int = 0
    stage: str = ""

    def takes(self, one: Holding) -> bool:
        said = f"{one.entity} {one.file} {one.title} {one.place}".casefold()
        return (
            all(word in said for word in self.text.casefold().split())
            and self.place in (None, one.place)
            and self.year in (0, one.year)
            and self.stage in ("", one.stage)
        )


def chosen(held: Iterable[Holding], choice: Choice) -> list[Holding]:
    return [one for one in held if choice.takes(one)]


def places(held: Iterable[Holding]) -> list[str]:
    """Those with most files first; what says no place comes last."""
    counted = Counter(one.place for one in held)
    return sorted(counted, key=lambda p: (not p, -counted[p], p))


def years(held: Iterable[Holding]) -> list[int]:
    return sorted({one.year for one in held}, reverse=True)


def place_name(place: str) -> str:
    return place or say("library.place_unknown")


def totals(held: Sequence[Holding]) -> list[str]:
    """158 份文件, 12 个地方, 84 个部门和单位, 2016—2026 年."""
    seen = years(held)
    told = [
        say("library.files", n=len(held)),
        say("library.places", n=len({one.place for one in held})),
        say("library.bodies", n=len({one.entity for one in held})),
    ]
    if seen:
        told.append(
            say("library.years", first=seen[-1], last=seen[0])
            if len(seen) > 1
            else say("library.year", n=seen[0])
        )
    return told


def yearly(one: Holding) -> str:
    """2024 年预算."""
    return say("library.yearly", year=one.year, stage=stage_name(one.stage))


def stage_name(stage: str) -> str:
    return say(f"common.{stage}") if stage in STAGES else stage


def scope_name(scope: str) -> str:
    return say(f"library.{scope}") if scope in ("department", "own") else ""


def form_name(form: str) -> str:
    """A form that has no name here yet is shown under its own."""
    key = f"library.form_{form}"
    return say(key) if key in table() else form.replace("_", " ")


def size(one: Holding) -> str:
    """20 页 · 9 张表 · 400 个数."""
    tables, facts = say("library.in_tables", n=one.tables), say("library.in_facts", n=one.facts)
    return " · ".join(filter(None, (extent(one.media, one.pages), tables, facts)))


def contradictions(one: Holding) -> str:
    count = one.findings.get(Severity.CONTRADICTION, 0)
    return say("library.contradictions", n=count) if count else ""


def whose(one: Holding) -> str:
    return f"{one.entity} {yearly(one)}"


def by_place(listed: Sequence[Holding]) -> list[tuple[str, list[Holding]]]:
    """In the order of the list, a place at a time."""
    groups: dict[str, list[Holding]] = {}
    for one in listed:
        groups.setdefault(one.place, []).append(one)
    return list(groups.items())


def page_at(count: int, at: int, most: int = PAGE) -> tuple[int, int]:
    """(which page, of how many), whatever page was asked for."""
    pages = max(1, -(-count // most))
    return min(max(at, 0), pages - 1), pages


# ---------------------------------------------------------------------- bodies by years


@dataclass(frozen=True, slots=True)
class Row:
    """A body and, for each year, the files that are held of it."""

    place: str
    entity: str
    cells: tuple[tuple[Holding, ...], ...]


def rows_of(listed: Sequence[Holding], columns: Sequence[int]) -> list[Row]:
    """One row a body, its files by year; copies are left out."""
    groups: dict[tuple[str, str], list[Holding]] = {}
    for one in listed:
        if not one.copy_of:
            groups.setdefault((one.place, one.entity), []).append(one)
    return [
        Row(place, entity, tuple(tuple(o for o in own if o.year == year) for year in columns))
        for (place, entity), own in groups.items()
    ]


def span_of(listed: Iterable[Holding]) -> list[int]:
    """Every year from the first to the last, so that a gap is a column, too."""
    seen = {one.year for one in listed}
    return list(range(min(seen), max(seen) + 1)) if seen else []


# ---------------------------------------------------------------------- what is being taken in


def job_title(job: Job) -> str:
    if job.kind is Kind.REMOVE:
        return say(
            "library.queue_remove_done" if job.stage is Stage.DONE else "library.queue_remove"
        )
    return say("library.queue_read_done" if job.stage.is_over else "library.queue_read")


def job_told(job: Job) -> str:
    """How far it is, or how it ended."""
    if job.stage is Stage.BROKEN:
        return job.problem
    if job.stage is Stage.STOPPED:
        return say("library.job_stopped")
    if job.stage is Stage.QUEUED:
        return say("library.job_queued")
    if job.kind is Kind.REMOVE:
        return ""
    if job.stage is Stage.VECTORS:
        done, everything = job.vectors
        if not everything:
            return say("library.job_vectors_begin")
        return say("library.job_vectors", done=done, all=everything)
    if job.stage is Stage.RUNNING:
        return say("library.job_running", done=job.over, all=len(job.items))
    return say("library.job_done", all=len(job.items), told=counts_of(job.items))


def counts_of(items: Iterable[Item]) -> str:
    counted = Counter(item.state for item in items)
    told = [
        say(f"library.count_{state}", n=counted[state])
        for state in (State.READ, State.UNCHANGED, State.FAILED)
        if counted[state]
    ]
    return "，".join(told)


def share_of(job: Job) -> int:
    """How much of a job is done, in hundredths; reading is all there is to see of removing."""
    if job.stage is Stage.VECTORS and job.vectors[1]:
        return 100 * job.vectors[0] // job.vectors[1]
    if job.stage is Stage.DONE:
        return 100
    return 100 * job.over // len(job.items) if job.items else 0


def item_told(item: Item, *, is_read_now: bool) -> str:
    """What has become of a file, with the reason where it failed."""
    if item.state is State.FAILED:
        return f"{say('library.failed')}：{item.reason}" if item.reason else say("library.failed")
    if item.state is State.READ and item.result and item.result.duplicate_of:
        return say("library.same_as", file=item.result.duplicate_of)
    if item.state is State.READ and item.result and item.result.replaces:
        return say("library.replaced")
    if item.state in (State.WAITING, State.SENT):
        return say("library.reading" if is_read_now else "library.waiting")
    return say(f"library.{item.state}")


def item_found(item: Item) -> str:
    """Whose it was found to be: 某某局 2024 年预算."""
    read = item.result
    if read is None or not read.entity:
        return ""
    told = say("library.yearly", year=read.year, stage=stage_name(read.stage)) if read.year else ""
    return f"{read.entity} {told}".strip()


def in_order(items: Sequence[Item]) -> list[int]:
    """Where to look first: what failed, what is being read, what was read, what waits."""
    rank = {State.FAILED: 0, State.SENT: 1, State.READ: 2, State.UNCHANGED: 3, State.WAITING: 4}
    return sorted(range(len(items)), key=lambda at: (rank[items[at].state], at))


def without(held: Sequence[Holding], ids: Iterable[str]) -> list[Holding]:
    """What is left when some are being removed; a copy of what went stands for it."""
    gone = set(ids)
    return [
        replace(one, copy_of="") if one.copy_of in gone else one
        for one in held
        if one.id not in gone
    ]
