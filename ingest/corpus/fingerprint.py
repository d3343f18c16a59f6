"""By what the same words and numbers saved again are known."""

from __future__ import annotations

import hashlib

from ingest.records import Disclosure


def fingerprint(file: Disclosure) -> str:
    """What a file says, whatever its bytes: every cell and every passage, in order. Another format
    is no copy: which of the two is read is not for chance to say."""
    digest = hashlib.sha256(repr((file.media, file.title, file.n_pages)).encode())
    for table in file.tables:
        for cell in table.cells:
            digest.update(f"{cell.row},{cell.column},{cell.text};".encode())
    for passage in file.passages:
        digest.update(passage.id.encode())
    return digest.hexdigest()
