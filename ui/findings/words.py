"""What the page of contradictions says and hands out: pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assistant.audited import Audited
from ingest.export.sheets import Value
from ingest.records import Severity
from ui.drafts.words import bare, origin
from ui.format import STAGES, place
from ui.words import say, table

WAN = Decimal(10_000)
PAGE = 20  # findings on one page of the list
SIGNS = {
    Severity.CONTRADICTION: "✗",
    Severity.ROUNDING: "≈",
    Severity.OMISSION: "○",
    Severity.NOTICE: "!",
}


def severity_name(severity: Severity) -> str:
    return say(f"findings.{severity}")


def rule_name(rule: str) -> str:
    """A rule that has no name here yet is shown under its own."""
    if rule in names():
        return say(f"findings.{rule}")
    return say("findings.other_rule", rule=rule.replace("_", " "))


def names() -> frozenset[str]:
    """The rules that have a name."""
    return frozenset(
        key.removeprefix("findings.") for key in table() if key.startswith("findings.")
    )


def columns() -> tuple[str, ...]:
    """The head of what is exported."""
    return tuple(say("findings.columns").split("|"))


def stage_name(stage: str) -> str:
    return say(f"common.{stage}") if stage in STAGES else stage


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked to be listed; None and the empty set mean everything."""

    severities: frozenset[Severity] = frozenset({Severity.CONTRADICTION})
    entity: str | None = None
    year: int | None = None
    rule: str | None = None

    def takes(self, one: Audited) -> bool:
        return (
            (not self.severities or one.severity in self.severities)
            and self.entity in (None, one.entity)
            and self.year in (None, one.year)
            and self.rule in (None, one.rule)
        )


def chosen(found: Iterable[Audited], choice: Choice) -> list[Audited]:
    return [one for one in found if choice.takes(one)]


def entities(found: Iterable[Audited]) -> list[str]:
    return sorted({one.entity for one in found})


def years(found: Iterable[Audited]) -> list[int]:
    return sorted({one.year for one in found}, reverse=True)


def rules(found: Iterable[Audited]) -> list[str]:
    """The most frequent first."""
    return [rule for rule, _ in Counter(one.rule for one in found).most_common()]


def counted(listed: Sequence[Audited]) -> str:
    """12 条矛盾，3 条提示 · 涉及 4 个部门."""
    counts = Counter(one.severity for one in listed)
    told = [say(f"findings.count_{s}", n=counts[s]) for s in Severity if counts[s]]
    if not told:
        return say("findings.none_fit")
    bodies = say("findings.bodies", n=len(entities(listed)))
    return f"{say('findings.comma').join(told)} · {bodies}"


def pages_of(listed: Sequence[Audited]) -> int:
    return max(1, -(-len(listed) // PAGE))


def whose(one: Audited) -> str:
    return say("findings.whose", who=one.entity, year=one.year, stage=stage_name(one.stage))


def places(one: Audited) -> str:
    """第 3 页、第 8 页: where to look, each page once."""
    told = list(dict.fromkeys(place(c) for c in one.citations))
    some = say("findings.enumerated").join(told[:3])
    return say("findings.places", some=some, n=len(told)) if len(told) > 3 else some


def gap(one: Audited) -> str:
    """相差 80 万元; "" where nothing is counted."""
    if one.difference is None:
        return ""
    if one.unit == "元" and abs(one.difference) >= WAN:
        return say("findings.gap", n=number(one.difference / WAN), unit="万元")
    return say("findings.gap", n=number(one.difference), unit=one.unit).rstrip()


def number(value: Decimal) -> str:
    """With no more digits after the point than say something."""
    kept = round(value, 2) if abs(value) >= 1 else round(value, 4)
    return f"{kept:,f}".rstrip("0").rstrip(".") if "." in f"{kept:f}" else f"{kept:,f}"


# ---------------------------------------------------------------------- handed out


def rows_of(listed: Iterable[Audited]) -> Iterable[tuple[Value, ...]]:
    for one in listed:
        yield (
            severity_name(one.severity), rule_name(one.rule), bare(one.message), bare(one.entity),
            one.year, stage_name(one.stage), one.difference, one.tolerance, one.unit,
            *_side(one, 0), *_side(one, 1), _rest(one),
        )  # fmt: skip


def _side(one: Audited, at: int) -> tuple[Value, ...]:
    if at >= len(one.citations):
        return (None,) * 5
    cited = one.citations[at]
    return (bare(one.whats[at]), bare(cited.text), bare(Path(cited.file).name), place(cited),
            cited.sha256)  # fmt: skip


def _rest(one: Audited) -> str | None:
    told = [
        f"{bare(what)} {bare(cited.text)}（{place(cited)}）"
        for what, cited in zip(one.whats[2:], one.citations[2:], strict=True)
    ]
    return "；".join(told) or None


def note(one: Audited) -> str:
    """One finding as plain text, for the desk."""
    sides = [
        line
        for number, cited in enumerate(one.citations, 1)
        for line in (f"[{number}] {bare(one.whats[number - 1])}", *origin(cited))
    ]
    head = f"{severity_name(one.severity)}（{rule_name(one.rule)}）：{bare(one.message)}"
    return "\n".join([head, *sides]) + "\n"
