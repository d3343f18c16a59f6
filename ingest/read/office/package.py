"""A zip package, opened with limits: what unpacks to more than a disclosure can be is refused."""

from __future__ import annotations

import io
import zipfile
import zlib

from ingest.errors import Unreadable

MOST_ENTRIES = 5_000
LARGEST_PART = 80_000_000  # bytes unpacked
LARGEST = 300_000_000  # all parts together
RATIO = 300  # unpacked to packed; sheets of blanks reach a hundred
SMALL = 5_000_000  # bytes that any ratio may give

BROKEN = "压缩包已损坏，无法打开"


class Package:
    """Parts by name. Reading is bounded whatever the directory of the package claims."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename: info for info in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def find(self, start: str) -> str:
        """The first XML part whose name begins so; "" where none does."""
        return next(
            (n for n in self._names if n.startswith(start) and n.endswith((".xml", ".bin"))), ""
        )

    def read(self, name: str, most: int = LARGEST_PART) -> bytes:
        try:
            with self._archive.open(self._names[name]) as part:
                content = part.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError) as error:
            raise Unreadable(BROKEN) from error
        except RuntimeError as error:  # zipfile says so of a password
            raise Unreadable("文件已加密，需要密码才能打开") from error
        if len(content) > most:
            raise Unreadable("压缩包解开后太大，不像一份公开文件")
        return content


def open_package(content: bytes) -> Package:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(BROKEN) from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(f"压缩包里有 {len(entries)} 个文件，超过 {MOST_ENTRIES} 个的上限")
    if sum(info.file_size for info in entries) > LARGEST or any(map(_is_bomb, entries)):
        raise Unreadable("压缩包解开后太大，不像一份公开文件")
    return Package(archive)


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    if info.file_size > LARGEST_PART and info.filename.endswith((".xml", ".rels")):
        return True
    return info.file_size > SMALL and info.file_size > RATIO * max(1, info.compress_size)
