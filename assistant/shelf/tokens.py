"""What of a passage is compared with a question, cut into words."""

from __future__ import annotations

import itertools
from collections import Counter

from assistant.understand.normalise import fold
from ingest.records import Passage


def grams(text: str) -> Counter[str]:
    """Character pairs: words enough for Chinese without a dictionary."""
    plain = [c for c in fold(text) if c.isalnum()]
    return Counter(["".join(p) for p in itertools.pairwise(plain)])


def tokens(text: str) -> list[str]:
    """Pairs and single characters: 砍 and 压减 share none, 花钱 and 资金花费 share one."""
    plain = [c for c in fold(text) if c.isalnum()]
    return [*map("".join, itertools.pairwise(plain)), *plain]


def ranked_text(passage: Passage) -> str:
    """What of a passage is compared with a question."""
    return "".join((*passage.headings[-1:], passage.term, passage.text))
