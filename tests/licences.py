"""Under which licence each library is that ours needs, as its own package says.

python -m tests.licences        a line each: name, version, licence, kind
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
FREE = "free"  # may be used, changed and shipped with ours
WEAK = "weak copyleft"  # used as it is, beside ours: changes to it would have to be published
KINDS = {  # what packages say, folded → the kind
    **dict.fromkeys(
        ("mit", "mit-0", "mit-cmu", "mit license", "apache-2.0", "apache 2.0", "apache license",
         "apache license 2.0", "apache license, version 2.0", "apache license version 2.0",
         "apache software license", "bsd", "bsd license", "bsd-2-clause", "bsd-3-clause",
         "3-clause bsd license", "0bsd", "isc", "isc license", "isc license (iscl)", "psf-2.0", "psfl",
         "python software foundation license", "zlib", "cc0-1.0", "cnri-python", "hpnd"), FREE),
    **dict.fromkeys(("mpl-2.0", "mozilla public license 2.0 (mpl 2.0)"), WEAK),
    **dict.fromkeys(("lgpl-3.0-only", "lgpl-3.0-or-later"), WEAK),
}  # fmt: skip
LOOKED_AT = {  # its package says nothing that can be read by a program; what its files say
    "axe-playwright-python": "MIT",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # with pdfium's own: BSD, MIT, zlib, FTL and the like
}


def needed(extras: tuple[str, ...] = ("ocr", "server", "dev")) -> Iterator[Distribution]:
    """Every distribution that an install with these extras brings, ours left out; one that this
    machine needs none of is left out, too."""
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*ours["dependencies"], *(r for e in extras for r in ours["optional-dependencies"][e])]
    seen: set[tuple[str, frozenset[str]]] = set()
    told: set[str] = set()
    waiting = [Requirement(r) for r in wanted]
    while waiting:
        one = waiting.pop()
        key = (folded(one.name), frozenset(one.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            held = distribution(one.name)
        except PackageNotFoundError:
            continue
        if key[0] not in told:
            told.add(key[0])
            yield held
        for line in held.requires or ():
            other = Requirement(line)
            marks = ("", *one.extras)
            if other.marker is None or any(other.marker.evaluate({"extra": e}) for e in marks):
                waiting.append(other)


def folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(held: Distribution) -> str:
    """As an expression; "" where the package does not say."""
    name = folded(held.metadata["Name"])
    said: Any = held.metadata
    if name in LOOKED_AT:
        return LOOKED_AT[name]
    if expression := said.get("License-Expression"):
        return str(expression)
    marks = [c.rsplit(" :: ", 1)[-1] for c in said.get_all("Classifier") or () if "License ::" in c]
    word = (said.get("License") or "").split("\n")[0].strip()
    if word.lower() in KINDS or " and " in word.lower() or " or " in word.lower():
        return word
    return " OR ".join(m for m in marks if m != "OSI Approved") or word


def kind_of(expression: str) -> str:
    """FREE, WEAK, or "" for a licence that is not known to be either. Of a choice the best counts,
    of what applies together the worst."""
    expression = expression.strip()
    if _is_wrapped(expression):
        return kind_of(expression[1:-1])
    for word, best in ((" AND ", False), (" OR ", True)):
        parts = _split(expression, word)
        if len(parts) > 1:
            kinds = [kind_of(part) for part in parts]
            order = (FREE, WEAK, "") if best else ("", WEAK, FREE)
            return next(kind for kind in order if kind in kinds)
    return KINDS.get(expression.lower(), "")


def _is_wrapped(text: str) -> bool:
    if not (text.startswith("(") and text.endswith(")")):
        return False
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at == len(text) - 1
    return False


def _split(text: str, word: str) -> list[str]:
    """At the word, outside of brackets."""
    parts, depth, begin = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and text[at : at + len(word)].upper() == word:
            parts.append(text[begin:at])
            begin = at + len(word)
    return [*parts, text[begin:]]


def main() -> None:
    for held in sorted(needed(), key=lambda d: folded(d.metadata["Name"])):
        said = licence_of(held)
        sys.stdout.write(
            f"{folded(held.metadata['Name'])}\t{held.version}\t{said}\t{kind_of(said)}\n"
        )


if __name__ == "__main__":
    main()
