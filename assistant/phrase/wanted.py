"""The runs of a question that carry meaning."""

from __future__ import annotations

import re

from assistant.lexicon import lexicon
from assistant.understand.normalise import fold


def wanted(words: str) -> list[str]:
    filler = "|".join(sorted(lexicon()["telling"]["filler"], key=len, reverse=True))
    plain = re.sub(filler, " ", fold(words.replace(" ", "\x00")).replace("\x00", " "))
    return [w for w in re.findall(r"[\u4e00-\u9fffa-z0-9]+", plain) if len(w) >= 2]
