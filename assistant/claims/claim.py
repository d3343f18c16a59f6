"""What a number of a draft is said to be, and what a draft has been about so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.claims.roles import Role
from assistant.prose.figure import Figure
from assistant.understand.query import Item

LEFT_OVER = 4  # letters of a clause that may say that another thing is meant than its label


@dataclass(frozen=True, slots=True)
class Claim:
    """`bodies` are those that the name may mean; `year` None where none is said; `before` asks for
    the year before it. `items` has the item last; `around` what else its sentence names."""

    figure: Figure
    role: Role
    bodies: frozenset[str] = frozenset()
    year: int | None = None
    years: tuple[int, ...] = ()  # others that it may be of, where its clause names none
    before: bool = False
    stage: str = ""  # "final" or "budget" where the sentence says one of them
    scope: str = ""  # 部门 or 单位, where the sentence says which of the two books
    items: tuple[Item, ...] = ()
    around: tuple[Item, ...] = ()
    whole: tuple[Item, ...] = ()  # what it is a share of, or how many times which
    other: frozenset[str] = frozenset()  # the body that it is set against
    direction: int = 0  # +1 more, -1 less, 0 not said
    parts: int = 0  # of how many numbers before it a sum is; 0: of the items
    bound: bool = False  # its label stands right beside it
    bought: bool = False  # what is bought, not what is there
    stranger: str = ""  # a body that is named and not held
    sentence: tuple[int, int] = (0, 0)
    said: str = ""  # the words of its clause, bodies and years left out
    told: str = ""  # all that is said since the number before, in earlier sentences too
    sentence_text: str = ""  # its sentence, bodies and years left out
    leftover: int = 0  # letters of its clause that nothing accounts for
    named: frozenset[str] = frozenset()  # all bodies that its sentence names
    lead: str = ""  # the words since the number before, as they stand
    tail: str = ""  # and those after it, up to the comma
    spelt: frozenset[str] = frozenset()  # the labels that stand in its own clause
    carried: bool = False  # its own clause names nothing: it goes on about the number before
    moved: int = 0  # +1 or -1 where it may as well be what something moved by
    spelt_out: bool = False  # its label stands in its own clause, whole
    also: tuple[Item, ...] = ()  # what else it may be of, the likeliest first

    def readings(self) -> Iterator[Claim]:
        """The same number said of each other thing that its words permit."""
        if self.moved:
            yield replace(self, role=Role.CHANGE, direction=self.moved, moved=0)
        for item in self.also:
            if (item,) != self.items[-1:]:
                yield replace(self, items=(item,))


@dataclass(slots=True)
class State:
    """What the sentences so far have been about."""

    bodies: frozenset[str] = frozenset()
    stranger: str = ""
    places: frozenset[str] = frozenset()
    year: int | None = None
    years: tuple[int, ...] = ()  # all that the last sentence with years names
    stage: str = ""
    told: str = ""  # the sentence before
    asked: str = ""  # the sentence before, where it asks and gives no number
    asked_of: tuple[Item, ...] = ()  # what it asks about
    claims: list[Claim] = field(default_factory=list)
    named: tuple[frozenset[str], ...] = ()  # the bodies that the sentence before named
    spoken: set[frozenset[str]] = field(default_factory=set)  # the bodies of those of one body
    alike: frozenset[str] = frozenset()  # those of the kind last named without its place

    def add(self, claim: Claim) -> None:
        self.claims.append(claim)
        if len(claim.bodies) == 1:
            self.spoken.add(claim.bodies)
