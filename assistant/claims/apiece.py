"""Whose a number is that its clause gives to one of several bodies without its name: 一个 …，一个 …;
the place alone, where bodies of one field in several places are told of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.claims.between import SAID_BETWEEN
from assistant.claims.claim import Claim, State
from assistant.claims.clause import Clause
from assistant.claims.roles import Role, near
from assistant.understand.leftover import letters

_ONE = re.compile(
    "(?:^|(?<=[，；、：年]))(?:其中)?(?:另?一|后一)(?:个|家|边|头|方)(?!月|亿|季|百分)"
)
_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")


def one_and_one(clause: Clause) -> frozenset[str]:
    """甲局和乙局，一个要花 13 亿元，一个 4 亿元: the first is of the one, the second of the other."""
    said = near(clause.lead)
    start = clause.figure.start - len(said)
    marks = [m.start() for m in _ONE.finditer(clause.sentence[: clause.figure.start])]
    named = [m for m in clause.linked.mentions if marks and m.end <= marks[0]]
    if len(named) != 2 or not marks or marks[-1] < start or len(marks) > 2:
        return frozenset()
    if any(marks[0] < m.start < clause.figure.start for m in clause.linked.mentions):
        return frozenset()
    return named[len(marks) - 1].entities


def _field(body: str, places: frozenset[str]) -> str:
    """北京市气象局 → 气象局."""
    at = max((len(p) for p in places if body.startswith(p)), default=0)
    return _BRACKET.sub("", body[at:].removeprefix("市"))


def place_alone(said: str, home: Mapping[str, frozenset[str]]) -> str:
    """重庆 1.48 亿元: the place that is all that stands before a number."""
    words = _BRACKET.sub("", said.lstrip("，、；："))
    at = max(
        (p for places in home.values() for p in places if len(p) > 1 and words.startswith(p)),
        key=len, default="",
    )  # fmt: skip
    rest = SAID_BETWEEN.sub("", words[len(at) :])
    return at if at and len(letters(rest)) < 2 and not re.match("[省市区县]", rest) else ""


def of_the_field(
    own: frozenset[str], place: str, home: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """四地气象部门：北京 3 亿元，重庆 1 亿元: the body of the same name in another place."""
    fields = {_field(e, home.get(e, frozenset())) for e in own} - {""}
    found = {b for b, at in home.items() if place in at and _field(b, at) in fields}
    return frozenset(found) if len(found) == 1 else frozenset()


def goes_on_of(
    clause: Clause, role: Role, last: Claim | None, home: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """重庆 1.48 亿元，下降 5%: what follows a place's number with no name of its own is that place's."""
    if last is None or role not in (Role.CHANGE, Role.RATE, Role.SHARE):
        return frozenset()
    if any(clause.since <= m.start < clause.figure.start for m in clause.linked.mentions):
        return frozenset()
    placed = place_alone(near(last.lead), home)
    theirs = placed and all(placed in home.get(e, ()) for e in last.bodies)
    return last.bodies if theirs and re.match("[，（(、]", clause.lead) else frozenset()


def last_two_bodies(clause: Clause, state: State) -> list[frozenset[str]]:
    """甲局 …；乙办 …。前者的三公降了 6%: of what has an item of its own, and so is a body."""
    which = re.search("(?:前者|后者)的", clause.lead)
    if which is None or len(set(state.named)) > 1:
        return []
    at = clause.since + which.end()
    if not any(at <= x.start <= at + 1 for x in clause.before()):
        return []
    told = list(dict.fromkeys(c.bodies for c in reversed(state.claims) if len(c.bodies) == 1))
    return told[1::-1]


def told_apart(said: str, claims: Sequence[Claim]) -> tuple[frozenset[str], frozenset[str]] | None:
    """(whose, set against whose) where a clause says 前者 or 后者 of two bodies."""
    match = re.search("(?P<against>是|比|较|相当于|超过|为)?(?P<which>前者|后者)", said)
    two = [c.bodies for c in claims if c.role in (Role.LEVEL, Role.COUNT)][-2:]
    if match is None or len(two) < 2 or two[0] == two[1]:
        return None
    named, left = two if match["which"] == "前者" else two[::-1]
    return (left, named) if match["against"] else (named, left)


def in_turn(
    said: str, named: Sequence[frozenset[str]]
) -> tuple[frozenset[str], frozenset[str]] | None:
    """甲局的三公比乙局高：前者 37 万元，后者 31 万元: as they are named, of two that are."""
    which = re.search("前者|后者", said)
    two = list(dict.fromkeys(named))
    if which is None or len(two) != 2:
        return None
    return (two[0] if which[0] == "前者" else two[1]), frozenset()
