"""Every answer over a corpus, written down whole but for its time: two programs that read the same
corpus must write the same.

    python -m eval.same CORPUS OUT QUESTIONS.jsonl… [--drafts DRAFTS.jsonl] [--every 3]

Run it before a change and after, each time with PYTHONHASHSEED=0, and compare the two files.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.run import questions

if TYPE_CHECKING:
    from assistant.ask import Assistant


def told(
    assistant: Assistant, asked: Sequence[dict[str, Any]], drafts: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, object]]:
    """(what was asked, all that was said), the lists of the page at the end."""
    for item in asked:
        turns = [str(t) for t in item.get("turns", [item.get("q", "")])]
        answer = assistant.ask(turns[-1], turns[:-1])
        yield " / ".join(turns), answer.to_json() | {"elapsed_ms": 0}
        yield "alternatives", assistant.alternatives(answer)
    for item in drafts:
        yield str(item["text"]), assistant.check(str(item["text"])).to_json()
    yield "library", assistant.library()
    yield "holdings", assistant.holdings
    yield "audited", assistant.audited()
    yield "health", assistant.health
    assistant.find_examples()
    yield "examples", assistant.examples


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("questions", type=Path, nargs="*")
    parser.add_argument("--drafts", type=Path)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    from assistant.ask import Assistant

    asked = [q for path in given.questions for q in questions(path)][:: given.every]
    drafts = list(questions(given.drafts))[:: given.every] if given.drafts else []
    with given.out.open("w", encoding="utf-8") as out:
        for what, said in told(Assistant(given.corpus), asked, drafts):
            line = json.dumps([what, said], ensure_ascii=False, sort_keys=True, default=repr)
            out.write(line + "\n")


if __name__ == "__main__":
    main()
