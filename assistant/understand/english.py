"""An English question put into the terms of disclosures."""

from __future__ import annotations

import re

from assistant.prose.english import in_terms, is_english
from assistant.prose.plain import plain
from assistant.understand.who import Bodies

_ASKS = (
    (re.compile(r"\bwhy\b"), "为什么"),
    (re.compile(r"\b(?:which|whose|who)\b"), "哪个部门"),
    (re.compile(r"\b(?:most|highest|largest|biggest)\b"), "最高"),
    (re.compile(r"\b(?:least|lowest|smallest)\b"), "最低"),
    (
        re.compile(
            r"\b(?:what|which|how (?:big|large)) (?:a )?(?:share|percentage|proportion|fraction|per ?cent|part)\b"
        ),
        "占比",
    ),
    (re.compile(r"\bhow (?:much|many)\b|\bwhats?\b"), "多少"),
)


def in_chinese(question: str, bodies: Bodies) -> str:
    """Names, terms and years in Chinese, then what is asked; "" where it is no English question. A
    word that no list knows stays as one that means something."""
    text = plain(question)
    if not is_english(text.text):
        return ""
    asks = "".join(word for pattern, word in _ASKS if pattern.search(text.text))
    return in_terms(text, bodies).text.rstrip("。？?") + asks
