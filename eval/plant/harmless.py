"""The same in another dress: no error, and no alarm may be raised."""

from __future__ import annotations

from random import Random

from eval.plant.planting import Plant, amount_cells, in_cells
from ingest.records import Disclosure, Recognised

WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def separators(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """The commas of one table are left out."""
    cells = [f for f in amount_cells(disclosure) if "," in f.text]
    if not cells:
        return None
    table = chance.choice(cells).table
    changes = [(f, f.text.replace(",", "")) for f in cells if f.table == table]
    return in_cells("separators", read, changes)


def other_width(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """The digits of one cell are full-width ones."""
    cells = amount_cells(disclosure)
    if not cells:
        return None
    fact = chance.choice(cells)
    return in_cells("other_width", read, [(fact, fact.text.translate(WIDE))])
