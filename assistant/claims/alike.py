"""Bodies of one kind in several places, told apart by the place alone: 两座城市的科技局：重庆 16.84 亿元，…"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.claims.claim import Claim, State
from assistant.claims.clause import Clause
from assistant.claims.roles import near

_AHEAD = "(?:而|但|可|其中|相比之下|反观|同期)*"


def of_the_kind(
    clause: Clause, state: State, last: Claim | None, home: Mapping[str, frozenset[str]]
) -> frozenset[str] | None:
    """The one body of the kind that was named, of the place that begins the number's clause or,
    where none does, of the one before it in its sentence."""
    if not state.alike or any(
        clause.since <= m.start < clause.figure.start for m in clause.linked.mentions
    ):
        return None
    said = near(clause.lead).split("：")[-1]
    here = [e for e in state.alike if _is_first(said, home[e])]
    if len(here) == 1:
        return frozenset(here)
    named = any(len(p) > 1 and p in said for e in state.alike for p in home[e])
    goes_on = last is not None and not named and clause.lead.startswith("，")
    return last.bodies if last is not None and goes_on and last.bodies <= state.alike else None


def _is_first(said: str, places: frozenset[str]) -> bool:
    names = "|".join(re.escape(p) for p in sorted(places, key=len, reverse=True) if len(p) > 1)
    return bool(names) and re.match(f"{_AHEAD}(?:{names})", said) is not None
