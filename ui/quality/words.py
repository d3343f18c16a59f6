"""What the quality page says: pure functions over results and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.health import Health
from eval.last import SAMPLES, Kept
from ingest.records import Severity
from ui.words import say


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it is, how much, what it means. `mood` is good, bad or plain."""

    name: str
    value: str
    help: str
    mood: str = "plain"


def share(part: int, whole: int) -> str:
    """98.7%; never rounded up to a whole it is not."""
    if not whole:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%" if tenths < 1000 else "100%"


def percent(value: Any) -> str:
    """0.9587 → 95.8%."""
    tenths = int(float(value) * 1000 + 1e-9)
    return "100%" if tenths >= 1000 else f"{tenths // 10}.{tenths % 10}%"


# ---------------------------------------------------------------------- the question sets


def asked(kept: Kept) -> str:
    corpus = say("quality.samples") if kept.corpus == SAMPLES else kept.corpus
    return say("quality.eval_of", day=kept.day, corpus=corpus, n=kept.result.get("n", 0))


def result_cards(kept: Kept) -> list[Card]:
    got = kept.result
    wrong, cited = got.get("confident_wrong", 0), got.get("citations", 0)
    again = got.get("citations_reread", 0)
    return [
        Card(say("quality.right"), share(got.get("right", 0), got.get("n", 0)),
             say("quality.right_help", right=got.get("right", 0), n=got.get("n", 0))),
        Card(say("quality.confident_wrong"), str(wrong), say("quality.confident_wrong_help"),
             "bad" if wrong else "good"),
        Card(say("quality.refused"), str(got.get("refused", 0)), say("quality.refused_help")),
        Card(say("quality.reread"), share(again, cited),
             say("quality.reread_help", n=again, all=cited,
                 other=got.get("citations_reread_otherwise", 0)),
             "good" if cited and again == cited else "bad"),
        Card(say("quality.held_out"), percent(got.get("accuracy_held", 0)),
             say("quality.held_out_help", tuned=percent(got.get("accuracy_tuned", 0)))),
        Card(say("quality.speed"), say("quality.speed_value", p50=round(got.get("p50_ms", 0))),
             say("quality.speed_help", p95=round(got.get("p95_ms", 0)))),
    ]  # fmt: skip


def kinds(kept: Kept) -> list[tuple[str, int, int]]:
    """(kind, right, asked), as the report names them."""
    found: Mapping[str, Any] = kept.result.get("by_kind", {})
    return [(kind, part.get("right", 0), part.get("n", 0)) for kind, part in found.items()]


def failures(kept: Kept) -> list[tuple[str, str]]:
    """(question, what was wrong)."""
    return [
        (str(one.get("question", "")), "；".join(map(str, one.get("why", ()))))
        for one in kept.result.get("failures", ())
    ]


# ---------------------------------------------------------------------- the corpus


def health_cards(found: Health, failed: int) -> list[Card]:
    adding, known = found.adding, found.tables - found.unclassified
    return [
        Card(say("quality.files"), f"{found.files:,}",
             say("quality.files_help", pages=found.pages, copies=found.copies)),
        Card(say("quality.failed"), f"{failed:,}",
             say("quality.failed_help" if failed else "quality.failed_none"),
             "bad" if failed else "good"),
        Card(say("quality.adding"), share(adding.closed, adding.closed + adding.open),
             say("quality.adding_help", closed=adding.closed, open=adding.open,
                 untried=adding.untried)),
        Card(say("quality.sums"), share(adding.sums_closed, adding.sums),
             say("quality.sums_help", n=adding.sums, closed=adding.sums_closed)),
        Card(say("quality.disagree"), f"{found.disagreements:,}", say("quality.disagree_help"),
             "bad" if found.disagreements else "good"),
        Card(say("quality.facts"), f"{found.facts + found.statements:,}",
             say("quality.facts_help", facts=found.facts, statements=found.statements)),
        Card(say("quality.classified"), share(known, found.tables),
             say("quality.classified_help", n=found.tables, known=known)),
    ]  # fmt: skip


def vector_card(have: int, everything: int) -> Card:
    if have == everything:
        return Card(say("quality.vectors"), share(have, everything),
                    say("quality.vectors_all", all=everything), "good")  # fmt: skip
    return Card(say("quality.vectors"), share(have, everything),
                say("quality.vectors_help", n=have, all=everything), "bad")  # fmt: skip


def layer_card(blind: Mapping[str, int] | None, pages: int) -> Card:
    """`blind` has, by file, how many pages bear no letters; None while they are being counted."""
    if blind is None:
        return Card(say("quality.layers"), "…", say("quality.layers_counting"))
    count = sum(blind.values())
    if not count:
        return Card(say("quality.layers"), "0", say("quality.layers_none", all=pages), "good")
    files = sum(bool(n) for n in blind.values())
    return Card(say("quality.layers"), f"{count:,}", say("quality.layers_help", files=files), "bad")


def severity_counts(found: Health) -> list[tuple[Severity, int]]:
    return [(s, found.findings.get(s, 0)) for s in Severity]
