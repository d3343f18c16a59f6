"""What the draft check makes of true sentences, and of the same with planted errors.

`python -m eval.drafts CORPUS` reads `eval/data/drafts/true.jsonl` (sentences that people wrote from
the documents) and prints, for the tuned part and for the part that is never looked at, how many
numbers are supported; then one error at a time is planted into each number, and it prints how many
are contradicted, not found, or – the one thing that must not happen – supported.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.ask import Assistant
from assistant.claims.check import Report

TRUE = Path(__file__).parent / "data" / "drafts" / "true.jsonl"
_UNITS = {
    "万元": ("元", "亿元"), "亿元": ("万元", "元"), "元": ("万元",), "萬元": ("億元",), "億元": ("萬元",),
    "million yuan": ("billion yuan",), "billion yuan": ("million yuan",),
}  # fmt: skip
_TURNED = [
    ("增加", "减少"), ("增长", "下降"), ("增幅", "降幅"), ("上升", "下降"), ("多", "少"), ("涨", "降"),
    ("升至", "降至"), ("up", "down"), ("increase", "decrease"), ("more than", "less than"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planted:
    """A draft with one error in the number at text[start:end]."""

    kind: str
    text: str
    start: int
    end: int


def is_held(item: str) -> bool:
    """The part that nobody looks at: one in six."""
    return int(item[1:]) % 6 == 3


def load(path: Path = TRUE) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def places(item: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the numbers of an item stand, in order."""
    out, since = [], 0
    for number in item["numbers"]:
        start = item["text"].index(number["text"], since)
        since = start + len(number["text"])
        out.append((start, since))
    return out


def planted(item: dict[str, Any], bodies: list[str], rng: random.Random) -> Iterator[Planted]:
    """One error of each kind for each number that is said in digits."""
    text = item["text"]
    spans = places(item)
    for n, (start, end) in enumerate(spans):
        said = text[start:end]
        if not re.search(r"[0-9]", said) or item["numbers"][n]["role"] == "count":
            continue
        digits = [m.start() for m in re.finditer("[0-9]", said)]
        place = rng.choice(digits)
        other = rng.choice([d for d in "123456789" if d != said[place]])
        yield _put(text, "digit", start, end, said[:place] + other + said[place + 1 :])
        if len(digits) > 1:
            yield _put(text, "scale", start, end, _shifted(said))
        for unit, others in _UNITS.items():
            if said.endswith(unit) and not said.startswith("0"):
                cut = said.removesuffix(unit)
                yield _put(text, "unit", start, end, cut + rng.choice(others))
                break
        if item["numbers"][n]["role"] in ("change", "rate"):
            yield from _turned(text, start, end)
        same = [
            text[a:b] for k, (a, b) in enumerate(spans)
            if k != n and item["numbers"][k]["role"] == item["numbers"][n]["role"]
            and text[a:b] != said and _unit(text[a:b]) == _unit(said)
        ]  # fmt: skip
        if same:
            yield _put(text, "role", start, end, rng.choice(same))
        yield from _renamed(text, start, end, bodies, rng)


def _put(text: str, kind: str, start: int, end: int, said: str) -> Planted:
    return Planted(kind, text[:start] + said + text[end:], start, start + len(said))


def _unit(said: str) -> str:
    return re.sub(r"[\d,.，．\s]", "", said)


def _shifted(said: str) -> str:
    """The decimal point one place to the right: 36.95 → 369.5."""
    match = re.search(r"(\d[\d,]*)(?:\.(\d+))?", said)
    assert match is not None
    whole, part = match[1].replace(",", ""), match[2] or ""
    moved = f"{whole}{part[0]}.{part[1:]}" if len(part) > 1 else f"{whole}{part or '0'}"
    return said[: match.start()] + moved + said[match.end() :]


def _turned(text: str, start: int, end: int) -> Iterator[Planted]:
    """The last word of direction before the number, turned round."""
    lead = text[max(0, start - 8) : start]
    for up, down in _TURNED:
        for word, turned in ((up, down), (down, up)):
            at = lead.rfind(word)
            if at < 0 or re.search("[，。；]", lead[at:]):
                continue
            place = max(0, start - 8) + at
            changed = text[:place] + turned + text[place + len(word) :]
            moved = len(turned) - len(word)
            yield Planted("sign", changed, start + moved, end + moved)
            return


def _renamed(
    text: str, start: int, end: int, bodies: list[str], rng: random.Random
) -> Iterator[Planted]:
    """Another body's name where one is written out in full."""
    for body in bodies:
        at = text.find(body)
        if at < 0 or text.count(body) > 1 or at > start:
            continue
        other = rng.choice([b for b in bodies if b[:2] == body[:2] and b != body] or bodies)
        moved = len(other) - len(body)
        yield Planted(
            "name", text[:at] + other + text[at + len(body) :], start + moved, end + moved
        )
        return


def verdict_at(report: Report, start: int, end: int) -> str:
    """The verdict on what overlaps a stretch; "missed" where no number was seen there."""
    for number in report.numbers:
        if number.start < end and start < number.end:
            return str(number.verdict)
    return "missed"


Counts = dict[str, Counter[str]]


def measured(
    assistant: Assistant, items: list[dict[str, Any]], *, show: bool = False
) -> tuple[Counter[str], Counts]:
    """(verdicts on the true numbers, verdicts on the planted ones by kind of error)."""
    names = {d.identity.entity for d in assistant.catalogue.docs}
    bodies = sorted(names, key=lambda b: (-len(b), b))
    true: Counter[str] = Counter()
    found: Counts = defaultdict(Counter)
    for item in items:
        report = assistant.check(item["text"])
        true.update(verdict_at(report, *span) for span in places(item))
        for error in planted(item, bodies, random.Random(item["id"])):
            verdict = verdict_at(assistant.check(error.text), error.start, error.end)
            found[error.kind][verdict] += 1
            if show and verdict == "supported":
                said = error.text[error.start : error.end]
                sys.stdout.write(f"{item['id']} {error.kind} {said}: {error.text}\n")
    return true, found


def shares(counts: Counter[str]) -> str:
    total = sum(counts.values())
    return ", ".join(f"{k} {n} ({n / total:.1%})" for k, n in counts.most_common())


def main(corpus: Path, *, show: bool = False) -> None:
    assistant = Assistant(corpus)
    for part in ("tuned", "held"):
        items = [i for i in load() if is_held(i["id"]) == (part == "held")]
        true, found = measured(assistant, items, show=show and part == "tuned")
        sys.stdout.write(
            f"{part}: {len(items)} drafts, {sum(true.values())} true numbers: {shares(true)}\n"
        )
        for kind, counts in found.items():
            sys.stdout.write(f"  {kind}: {shares(counts)}\n")
        every = sum(found.values(), Counter[str]())
        sys.stdout.write(f"  all {sum(every.values())} planted: {shares(every)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), show="--show" in sys.argv)
