"""Runs the fixed question sets and counts: read this first."""

from __future__ import annotations

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.reread import count
from eval.score import score
from ingest.errors import ChazhangError

if TYPE_CHECKING:
    from assistant.ask import Assistant

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
QUESTIONS = DATA / "questions"
SAMPLES = DATA / "samples"
BASELINE = HERE / "baseline.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, its answer, and what was wrong with it."""

    id: str
    question: str
    kind: str
    split: str
    status: str
    text: str
    why: tuple[str, ...]
    confident_wrong: bool
    refused: bool
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]
    citations: int
    citations_reread: int
    citations_reread_otherwise: int

    def part(self, split: str) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if o.split == split)

    @property
    def by_kind(self) -> dict[str, tuple[Outcome, ...]]:
        kinds: dict[str, list[Outcome]] = defaultdict(list)
        for o in self.outcomes:
            kinds[o.kind or "—"].append(o)
        return {kind: tuple(kinds[kind]) for kind in sorted(kinds)}

    @property
    def accuracy(self) -> float:
        return share_right(self.outcomes)

    @property
    def confident_wrong(self) -> int:
        return sum(o.confident_wrong for o in self.outcomes)

    @property
    def refused(self) -> int:
        return sum(o.refused for o in self.outcomes)

    def percentile(self, of: float) -> float:
        """Milliseconds a warm answer takes, at the given share (0.5, 0.95)."""
        times = sorted(o.milliseconds for o in self.outcomes)
        return times[min(len(times) - 1, int(of * len(times)))] if times else 0.0

    def to_json(self) -> dict[str, Any]:
        return {
            "n": len(self.outcomes),
            "right": sum(not o.why for o in self.outcomes),
            "wrong": sum(bool(o.why) and not o.refused for o in self.outcomes),
            "refused": self.refused,
            "confident_wrong": self.confident_wrong,
            "accuracy": round(self.accuracy, 4),
            "accuracy_tuned": round(share_right(self.part("tuned")), 4),
            "accuracy_held": round(share_right(self.part("held")), 4),
            "citations": self.citations,
            "citations_reread": self.citations_reread,
            "citations_reread_otherwise": self.citations_reread_otherwise,
            "p50_ms": round(self.percentile(0.5), 1),
            "p95_ms": round(self.percentile(0.95), 1),
            "by_kind": {
                kind: {"n": len(part), "right": sum(not o.why for o in part)}
                for kind, part in self.by_kind.items()
            },
            "failures": [asdict(o) for o in self.outcomes if o.why],
        }


def share_right(outcomes: Sequence[Outcome]) -> float:
    return sum(not o.why for o in outcomes) / len(outcomes) if outcomes else 0.0


def run_eval(corpus: Path | None, name: str | None = None) -> Report:
    """Every question of the sets (or of the one named) asked of a corpus, the samples' by default."""
    sets = sorted(QUESTIONS.glob(f"{name or '*'}.jsonl"))
    if name and not sets:
        raise ChazhangError(f"没有叫 {name} 的问题集")
    if corpus is not None:
        return evaluate(corpus, sets)
    with tempfile.TemporaryDirectory(prefix="chazhang-eval-") as folder:
        from ingest.pipeline import ingest_paths

        failed = [r.error for r in ingest_paths([SAMPLES], Path(folder)) if r.status == "failed"]
        if failed:  # else the answers would be blamed for it
            raise ChazhangError(f"自带的样本没有读成：{'；'.join(failed)}")
        return evaluate(Path(folder), sets)


def evaluate(corpus: Path, sets: Sequence[Path]) -> Report:
    from assistant.ask import Assistant

    assistant = Assistant(corpus)
    assistant.warm()  # what is timed is a warm process
    return assess(assistant, [item for path in sets for item in questions(path)])


def questions(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def assess(assistant: Assistant, items: Sequence[dict[str, Any]]) -> Report:
    outcomes, citations = [], []
    for item in items:
        turns = [str(t) for t in item.get("turns", [item.get("q", "")])]
        began = time.perf_counter()
        answer = assistant.ask(turns[-1], turns[:-1]).to_json()
        took = (time.perf_counter() - began) * 1000
        judged = score(item, answer)
        citations += answer["citations"]
        outcomes.append(
            Outcome(str(item["id"]), turns[-1], item.get("kind", ""), item.get("split", "tuned"),
                    str(answer["status"]), answer["text"], judged.why, judged.confident_wrong,
                    judged.refused, took)
        )  # fmt: skip
    return Report(tuple(outcomes), *count(citations))


def check_baseline(report: Report, path: Path) -> list[str]:
    """What fell below the baseline, in words; empty where nothing did."""
    floor = json.loads(path.read_text(encoding="utf-8"))
    out = []
    if report.accuracy < floor["accuracy"]:
        out.append(f"正确率 {report.accuracy:.1%} 低于基线 {floor['accuracy']:.1%}")
    if report.confident_wrong > floor["confident_wrong"]:
        out.append(f"有 {report.confident_wrong} 个带核对标记的错答")
    if report.citations_reread < report.citations:
        out.append(f"{report.citations - report.citations_reread} 处引用重读不符")
    return out
