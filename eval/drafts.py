"""What the draft check makes of true sentences, and of the same with planted errors.

`python -m eval.drafts CORPUS` reads the files of `eval/data/drafts` (sentences written from the
documents) and prints, for the tuned part and for the part that is never looked at, how many
numbers are supported; then one error at a time is planted into each number, and it prints how many
are contradicted, not found, or – the one thing that must not happen – supported. `--only tuned` and
`--sample 0.2` make it quicker, `--show` prints the errors that were supported.

What is planted is an error: nothing is planted that the tables print as true, too (the same row
label, or a sentence, in the books of the same body and year, with just the planted amount); only the
body whose number it is is renamed, to one that has books of that year and does not print the same
amount under the same label itself, and never within a longer name.

`--file FILE` scores a file of others instead, and prints counts alone: items with `numbers` (each a
`numeral`, and the how many-th of its kind it is: `nth`), and, where an error was planted in one,
`planted` with its `numeral`, `nth` and `kind`.
"""

from __future__ import annotations

import json
import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.ask import Assistant
from assistant.claims.verdict import Report
from ingest.records import Disclosure, Fact, Role

FOLDER = Path(__file__).parent / "data" / "drafts"
TRUE = FOLDER / "true.jsonl"
_UNITS = {  # the longer first: 億元 ends with 元, too
    "万元": ("元", "亿元"), "亿元": ("万元", "元"), "萬元": ("億元",), "億元": ("萬元",), "元": ("万元",),
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
    whose: str = ""  # the body whose name was put in


def is_held(item: str) -> bool:
    """The part that nobody looks at: one in six of the first set; the others were all tuned on."""
    return item.startswith("t") and int(item[1:]) % 6 == 3


def load(path: Path = TRUE) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def load_all(folder: Path = FOLDER) -> list[dict[str, Any]]:
    return [item for path in sorted(folder.glob("*.jsonl")) for item in load(path)]


@dataclass(frozen=True, slots=True)
class Books:
    """What the tables print, by file: which labels bear which amounts, whose years are held."""

    years: dict[str, frozenset[int]]  # body → the years that it has books of
    of_file: dict[str, tuple[str, int]]  # file → body and year
    labels: dict[tuple[str, int], dict[Decimal, frozenset[str]]]  # amount in yuan → row labels

    def also_true(self, file: str, printed: str, said: str) -> bool:
        """True where a row of the label of the printed number bears the planted amount, too."""
        unit = self.of_file.get(file)
        return unit is not None and self._bears(unit, self._meant(unit, printed), said)

    def true_of_another(self, unit: tuple[str, int], body: str, printed: str, said: str) -> bool:
        """True where the books of another body bear the number under the label that it has here."""
        return self._bears((body, unit[1]), self._meant(unit, printed), said)

    def _meant(self, unit: tuple[str, int], printed: str) -> set[str]:
        bare = re.sub(r"[^\d.]", "", printed)
        values = {Decimal(bare) * s for s in (1, 10_000)} if re.search(r"\d", bare) else set()
        held = self.labels.get(unit, {})
        return {core(label) for v in values for label in held.get(v, ())}

    def _bears(self, unit: tuple[str, int], meant: set[str], said: str) -> bool:
        amount = _yuan(said)
        if amount is None:
            return False
        return any(
            abs(v - amount[0]) <= amount[1] / 2 and meant & {core(n) for n in names}
            for v, names in self.labels.get(unit, {}).items()
        )


def core(label: str) -> str:
    """A label without its number in the list and its 其中."""
    return re.sub("^其中：?|^[（(]?[0-9一二三四五六七八九十]+[）)、.]|支出$", "", label.strip())


_SCALE = {"万元": 10_000, "萬元": 10_000, "亿元": 10**8, "億元": 10**8, "元": 1,
          "million yuan": 10**6, "billion yuan": 10**9}  # fmt: skip


def _yuan(said: str) -> tuple[Decimal, Decimal] | None:
    """(the amount, one unit of its last digit) of a number that is said in digits."""
    plain = unicodedata.normalize("NFKC", said).replace(",", "")
    match = re.search(r"(\d+)(?:\.(\d+))?\s*(million yuan|billion yuan|[万萬亿億]?元)$", plain)
    if match is None:
        return None
    scale = Decimal(_SCALE[match[3]])
    return Decimal(f"{match[1]}.{match[2] or 0}") * scale, scale.scaleb(-len(match[2] or ""))


def books(docs: Iterable[Disclosure]) -> Books:
    years: dict[str, set[int]] = defaultdict(set)
    files: dict[str, tuple[str, int]] = {}
    labels: dict[tuple[str, int], dict[Decimal, set[str]]] = defaultdict(lambda: defaultdict(set))
    for doc in docs:
        unit = (doc.identity.entity, doc.identity.year)
        years[unit[0]].add(unit[1])
        files[Path(doc.path).name] = unit
        for fact in doc.facts:
            if fact.amount is not None and fact.amount.is_money:
                labels[unit][abs(fact.amount.in_yuan())].update(_labels(fact, unit[0]))
        for told in doc.statements:
            if told.role is Role.LEVEL and told.amount.is_money:
                labels[unit][abs(told.amount.in_yuan())].add(told.subject)
    return Books(
        {body: frozenset(held) for body, held in years.items()},
        files,
        {u: {v: frozenset(names) for v, names in held.items()} for u, held in labels.items()},
    )


def _labels(fact: Fact, body: str) -> set[str]:
    """The label of the row; of the column, where the row is that of all, or of the whole body."""
    row = fact.row[-1] if fact.row else ""
    return set(fact.column) if core(row) in (body, "合计", "总计", "") else {row}


def nth(text: str, said: str, count: int) -> tuple[int, int]:
    """Where a number stands in a text for the count-th time."""
    at = -1
    for _ in range(count):
        at = text.index(said, at + 1)
    return at, at + len(said)


def places(item: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the numbers of an item stand, in order."""
    if any("nth" in number for number in item["numbers"]):
        return sorted(nth(item["text"], n["numeral"], n["nth"]) for n in item["numbers"])
    out, since = [], 0
    for number in item["numbers"]:
        start = item["text"].index(number["text"], since)
        since = start + len(number["text"])
        out.append((start, since))
    return out


def planted(item: dict[str, Any], held: Books, rng: random.Random) -> Iterator[Planted]:
    """One error of each kind for each number that is said in digits."""
    spans = places(item)
    for error in _all_planted(item, held, rng):
        nearest = min(range(len(spans)), key=lambda n: abs(spans[n][0] - error.start))
        number = item["numbers"][nearest]
        said = error.text[error.start : error.end]
        unit = held.of_file.get(number["file"])
        if error.kind == "name":  # the other body's own number may be the same
            true = unit is not None and held.true_of_another(
                unit, error.whose, number["printed"], said
            )
        else:
            true = error.kind != "sign" and held.also_true(number["file"], number["printed"], said)
        if not true:
            yield error


def _all_planted(item: dict[str, Any], held: Books, rng: random.Random) -> Iterator[Planted]:
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
        whose = held.of_file.get(item["numbers"][n]["file"])
        if whose is not None:
            yield from _renamed(text, start, end, held, whose, rng)


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


_LONGER = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:局|支队|总队|中心|办|院|队|所)(?![\u4e00-\u9fff]*预算)"
)


def _renamed(
    text: str, start: int, end: int, held: Books, whose: tuple[str, int], rng: random.Random
) -> Iterator[Planted]:
    """Another body's name, that has books of the year, for the number's own written out in full."""
    body, year = whose
    at = text.find(body)
    if at < 0 or text.count(body) > 1 or at > start or _LONGER.match(text, at + len(body)):
        return
    others = sorted(b for b in held.years if year in held.years[b] and b != body)
    if not others:
        return
    other = rng.choice([b for b in others if b[:2] == body[:2]] or others)
    moved = len(other) - len(body)
    renamed = text[:at] + other + text[at + len(body) :]
    yield Planted("name", renamed, start + moved, end + moved, other)


def verdict_at(report: Report, start: int, end: int) -> str:
    """The verdict on what overlaps a stretch; "missed" where no number was seen there."""
    for number in report.numbers:
        if number.start < end and start < number.end:
            return str(number.verdict)
    return "missed"


Counts = dict[str, Counter[str]]


def measured(
    assistant: Assistant, items: list[dict[str, Any]], *, show: bool = False, sample: float = 1
) -> tuple[Counter[str], Counts]:
    """(verdicts on the true numbers, verdicts on the planted ones by kind of error)."""
    held = books(assistant.catalogue.docs)
    true: Counter[str] = Counter()
    found: Counts = defaultdict(Counter)
    for item in items:
        report = assistant.check(item["text"])
        true.update(verdict_at(report, *span) for span in places(item))
        chosen = random.Random(item["id"] + "sample")
        for error in planted(item, held, random.Random(item["id"])):
            if sample < 1 and chosen.random() > sample:
                continue
            verdict = verdict_at(assistant.check(error.text), error.start, error.end)
            found[error.kind][verdict] += 1
            if show and verdict == "supported":
                said = error.text[error.start : error.end]
                sys.stdout.write(f"{item['id']} {error.kind} {said}: {error.text}\n")
    return true, found


def scored(assistant: Assistant, items: list[dict[str, Any]]) -> Counts:
    """Verdicts on the numbers of others: "true", or the kind of error that they planted."""
    found: Counts = defaultdict(Counter)
    for item in items:
        report = assistant.check(item["text"])
        error = item.get("planted")
        if error is None:
            found["true"].update(verdict_at(report, *span) for span in places(item))
        else:
            span = nth(item["text"], error["numeral"], error["nth"])
            found[error["kind"]][verdict_at(report, *span)] += 1
    return found


def shares(counts: Counter[str]) -> str:
    total = sum(counts.values())
    return ", ".join(f"{k} {n} ({n / total:.1%})" for k, n in counts.most_common())


def main(
    corpus: Path, *, show: bool = False, only: str = "", sample: float = 1, file: str = ""
) -> None:
    assistant = Assistant(corpus)
    if file:
        found = scored(assistant, load(Path(file)))
        for kind, counts in sorted(found.items()):
            sys.stdout.write(f"{kind} {sum(counts.values())}: {shares(counts)}\n")
        every = sum(found.values(), Counter[str]())
        sys.stdout.write(f"all {sum(every.values())}: {shares(every)}\n")
        return
    for part in (only,) if only else ("tuned", "held"):
        items = [i for i in load_all() if is_held(i["id"]) == (part == "held")]
        true, found = measured(assistant, items, show=show and part == "tuned", sample=sample)
        sys.stdout.write(
            f"{part}: {len(items)} drafts, {sum(true.values())} true numbers: {shares(true)}\n"
        )
        for kind, counts in found.items():
            sys.stdout.write(f"  {kind}: {shares(counts)}\n")
        every = sum(found.values(), Counter[str]())
        sys.stdout.write(f"  all {sum(every.values())} planted: {shares(every)}\n")


if __name__ == "__main__":
    options = dict(zip(sys.argv[2:], sys.argv[3:], strict=False))
    main(
        Path(sys.argv[1]),
        show="--show" in sys.argv,
        only=options.get("--only", ""),
        sample=float(options.get("--sample", 1)),
        file=options.get("--file", ""),
    )
