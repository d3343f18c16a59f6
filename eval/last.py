"""The last result of the question sets, kept where the page finds it.

    python -m eval.last        # renews the one that is shipped

`chazhang eval` keeps its result with the corpus; until it was run there, the shipped one is shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.run import Report, run_eval

FILE = "eval.json"  # in the corpus's folder
SHIPPED = Path(__file__).parent / "data" / "last_result.json"
SAMPLES = "samples"  # what was asked when no corpus was named


@dataclass(frozen=True, slots=True)
class Kept:
    """A result, of what and when. `corpus` is the name of a folder, or "samples" for the shipped
    disclosure; `day` is 2026-11-26."""

    corpus: str
    day: str
    sets: str
    result: dict[str, Any]
    shipped: bool = False


def keep(report: Report, folder: Path, corpus: Path | None, sets: str | None) -> Path:
    """Write a result into a folder; it replaces the one before."""
    day = datetime.now(UTC).astimezone().date().isoformat()
    told = {
        "corpus": corpus.resolve().name if corpus else SAMPLES,
        "day": day,
        "sets": sets or "",
        "result": report.to_json(),
    }
    path = folder / FILE
    part = folder / f"{FILE}.part"
    part.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
    return path


def last(corpus: Path) -> Kept | None:
    """The corpus's own, else the shipped one; None where neither can be read."""
    return _read(corpus / FILE, shipped=False) or _read(SHIPPED, shipped=True)


def _read(path: Path, *, shipped: bool) -> Kept | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Kept(str(told["corpus"]), str(told["day"]), str(told.get("sets", "")),
                    dict(told["result"]), shipped)  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None


def main() -> int:
    keep(run_eval(None), SHIPPED.parent, None, None).replace(SHIPPED)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
