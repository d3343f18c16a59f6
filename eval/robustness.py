"""Does the same question in other words get the same numbers?

    python -m eval.robustness CORPUS ../shared/questions/dev.jsonl [--show]

Each question in five disturbances (a synonym, another word order, filler words, a typo, full width
and traditional characters). Held up to the undisturbed answer: the same verified numbers, fewer
(refused or asked back), or others (the one thing that must not happen).
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.understand.normalise import to_traditional

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.ask import Assistant

DATA = Path(__file__).resolve().parent / "data" / "disturbances.toml"
KINDS = ("synonym", "order", "filler", "typo", "script")
WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789%"}
LEAD = re.compile(r"^(?P<who>.{2,24}?20\d\d年(?:度)?)的?(?P<what>[^，,；。]{4,}?)[？?]?$")


def disturbed(question: str, kind: str, words: dict[str, Any]) -> str | None:
    """The question in other words; None where this disturbance does not apply."""
    chance = zlib.crc32(question.encode())
    if kind in ("synonym", "typo"):
        fitting = [pair for pair in words[kind]["pairs"] if pair[0] in question]
        if not fitting:
            return None
        old, new = fitting[chance % len(fitting)]
        return question.replace(old, new, 1)
    if kind == "filler":
        before, after = words["filler"]["before"], words["filler"]["after"]
        bare = question.rstrip("？?。")
        return f"{before[chance % len(before)]}{bare}{after[chance % len(after)]}"
    if kind == "order":
        found = LEAD.match(question)
        return f"{found['what']}，{found['who']}？" if found else None
    return to_traditional(question).translate(WIDE)


def numbers(answer: Answer) -> tuple[Counter[str], Counter[str]]:
    """Those with a tick of their own, and those inside quotations."""
    own = [
        (n.check == "quoted", f"{n.yuan or n.value}{'' if n.yuan else n.unit}")
        for n in answer.numbers
    ]
    return Counter(n for quoted, n in own if not quoted), Counter(n for quoted, n in own if quoted)


def verdict(plain: Answer, other: Answer) -> str:
    """same, fewer or others: a quotation of another place claims no number of its own."""
    first, second = numbers(plain), numbers(other)
    if first == second and plain.status == other.status:
        return "same"
    return "others" if second[0] - first[0] - first[1] else "fewer"


def run(
    ask: Callable[[str, Sequence[str]], Answer], turns: Sequence[Sequence[str]]
) -> Iterator[tuple[str, str, str]]:
    """(kind, verdict, the disturbed question) for every disturbance that applies."""
    words = tomllib.loads(DATA.read_text(encoding="utf-8"))
    for *history, last in turns:
        plain = ask(last, history)
        for kind in KINDS:
            other = disturbed(last, kind, words)
            if other is not None and other != last:
                yield kind, verdict(plain, ask(other, history)), other


def report(found: Sequence[tuple[str, str, str]]) -> str:
    counts = Counter((kind, result) for kind, result, _ in found)
    lines = ["| disturbance | questions | same | fewer | others |", "|---|---|---|---|---|"]
    for kind in (*KINDS, "all"):
        own = [counts[k, r] for r in ("same", "fewer", "others") for k in KINDS]
        same, fewer, others = (
            sum(counts[k, r] for k in KINDS if kind in (k, "all"))
            for r in ("same", "fewer", "others")
        )
        total = same + fewer + others
        share = f"{same / total:.1%}" if total and own else "–"
        lines.append(f"| {kind} | {total} | {same} ({share}) | {fewer} | {others} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    from assistant.ask import Assistant

    corpus, questions = Path(sys.argv[1]), Path(sys.argv[2])
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    assistant: Assistant = Assistant(corpus)
    found = list(run(assistant.ask, [row.get("turns") or [row["q"]] for row in rows]))
    if "--show" in sys.argv:
        for kind, result, question in found:
            if result != "same":
                sys.stdout.write(f"{result} {kind}: {question}\n")
    sys.stdout.write(report(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
