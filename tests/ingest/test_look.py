"""The picture shows the page with the table that was recognised on it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ingest.errors import Unreadable
from ingest.look import FACT, drawn, look_at
from ingest.reading import Failure
from ingest.settings import Settings
from tests.conftest import sample_files


def test_a_page_is_drawn_with_its_table_named_and_its_facts_green() -> None:
    seen = look_at(sample_files()[0], 9, Settings())
    assert "万元" in seen.lines[0]
    picture = Image.open(BytesIO(seen.png))
    assert picture.mode == "RGB"
    colours = {colour for _, colour in picture.getcolors(maxcolors=1 << 24) or []}
    assert FACT in colours


def test_a_page_that_is_not_there_is_said_so() -> None:
    assert drawn(sample_files()[0], 999) == Failure("文件只有 24 页")


@pytest.mark.parametrize(("content", "reason"), [(b"no", "不是 PDF"), (None, "没有这个文件")])
def test_what_cannot_be_drawn_has_a_reason(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(Unreadable, match=reason):
        look_at(tmp_path / "a.pdf", 1, Settings())
