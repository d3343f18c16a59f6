"""How much the words around a number are like the words at a cell or in a sentence of the books."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.datum import Datum
from assistant.understand.leftover import letters

LEAD = 40  # letters before a number of a sentence that say what it is of


@dataclass(frozen=True, slots=True)
class Likeness:
    """`clause`: how much of what the number's own clause says stands at the cell; `label`: how
    much of the cell's own label the draft says thereabouts. Both from 0 to 1."""

    clause: float
    label: float

    @property
    def strong(self) -> bool:
        """The words can hardly mean anything else."""
        both = self.clause >= 0.5 and self.label >= 0.5
        by_label = self.label >= 0.85 or (self.label >= 0.75 and self.clause > 0)
        return both or self.clause >= 0.6 or by_label

    @property
    def fair(self) -> bool:
        """The words may well mean this, where the number is this one, too."""
        return self.clause >= 0.6 or self.label >= 0.6 or (self.clause >= 0.3 and self.label >= 0.3)


Pairs = frozenset[str]


@lru_cache(maxsize=4096)
def pairs(text: str) -> Pairs:
    """The pairs of letters that stand side by side in a text without its filler."""
    return frozenset(a + b for part in text.split() for a, b in itertools.pairwise(part))


@lru_cache(maxsize=60_000)
def _label_pairs(label: str) -> Pairs:
    return pairs(letters(label))


def label_of(datum: Datum) -> Pairs:
    """What the cell itself is called, or what its sentence says it is of."""
    if datum.statement is not None:
        return _label_pairs(datum.statement.subject)
    own = re.sub(r"^\d+[-—]?", "", datum.row[-1]) if datum.row else ""
    return _label_pairs(own) or _label_pairs(datum.columns[-1] if datum.columns else "")


def words_of(datum: Datum) -> Pairs:
    """All that is said at a cell – rows, columns, title – or that leads up to a number in its
    sentence, under its heading."""
    if datum.statement is None:
        return _label_pairs(" ".join((*datum.row, *datum.columns, datum.title)))
    said = "".join(datum.statement.sentence.split())
    at = said.find("".join(datum.source.text.split()))
    lead = said[max(0, at - LEAD) : at] if at >= 0 else ""
    return _label_pairs(lead + " " + datum.statement.subject + " " + datum.title)


RUN = 3  # letters side by side that are hardly there by chance, where the number is the same, too


def run_in_common(clause: str, datum: Datum) -> bool:
    """大模型, in what is said and at the cell."""
    said = {p[n : n + RUN] for p in clause.split() for n in range(len(p) - RUN + 1)}
    label = datum.statement.subject if datum.statement else "".join(datum.row[-1:])
    held = letters(label)
    return any(run in held for run in said)


def likeness(clause: str, told: str, datum: Datum) -> Likeness:
    """`clause` and `told` are without filler: the number's own clause, and all that is said up to
    it in its sentence and the one before."""
    at_cell, label = words_of(datum), label_of(datum)
    parts = [pairs(part) for part in clause.split() if len(part) >= 3] or [pairs(clause)]
    shares = [len(p & at_cell) / len(p) for p in parts if p]
    said = pairs(told) | pairs(clause)
    return Likeness(max(shares, default=0.0), len(label & said) / len(label) if label else 0.0)
