"""Which body is meant where several places have one of that name.

A name takes the places said just before it (北京、广州的气象局), else those in force (广州卫健委和交通局),
else those said after it (水务局的三公：深圳和广州), else the place that the conversation is about.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.understand.who import Mention

Home = Mapping[str, frozenset[str]]  # body → the places that it is in, full and short


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """`bodies` are one set for each name, in the order of the text; `alone` the places that no
    name followed, where there is no name at all."""

    bodies: tuple[frozenset[str], ...]
    alone: tuple[str, ...]
    nowhere: str = ""  # a place said right before a name that no such body is held of


def place_names(
    mentions: Sequence[Mention], places: Sequence[Place], home: Home, before: Collection[str] = ()
) -> Placed:
    """`before` are the places that the conversation is about."""
    force = frozenset(before)
    pending: list[Place] = []
    bodies: list[frozenset[str]] = []
    unplaced: list[int] = []
    nowhere = ""
    events: list[Place | Mention] = sorted([*places, *mentions], key=lambda e: e.start)
    for event in events:
        if isinstance(event, Place):
            pending.append(event)
            continue
        own = frozenset(p.name for p in pending)
        here = _in(event.entities, own or force, home)
        if own and not here and event.start - pending[-1].end <= 1:  # 广州的医保局
            nowhere = nowhere or pending[-1].name
        if not here and len(event.entities) > 1:
            unplaced.append(len(bodies))
        bodies.append(here or event.entities)
        if own:
            force, pending = own, []
        elif len(shared := _shared(bodies[-1], home)):
            force = shared
    after = frozenset(p.name for p in pending)
    for at in unplaced if after else ():
        bodies[at] = _in(bodies[at], after, home) or bodies[at]
    return Placed(tuple(bodies), () if bodies else tuple(p.name for p in pending), nowhere)


def _in(entities: frozenset[str], places: Collection[str], home: Home) -> frozenset[str]:
    """Those that are in the places; a body of which no place is known may be anywhere."""
    return (
        frozenset(e for e in entities if not home[e] or home[e] & set(places))
        if places
        else frozenset()
    )


def _shared(entities: frozenset[str], home: Home) -> frozenset[str]:
    """The places that all of them are in."""
    found = [home[e] for e in entities]
    return frozenset.intersection(*found) if found else frozenset()
