"""Old and foreign formats by LibreOffice, where it is installed; else a reason that says how."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from ingest.errors import Unreadable

NAMES = ("soffice", "libreoffice")
SECONDS = 120
KEPT = 8  # results: the same file is read again for every number that is shown of it
WAYS = {
    "docx": "这是旧式 Word 等格式，要用 LibreOffice 转换才能读。请安装 LibreOffice"
    "（如 apt install libreoffice-writer），或用 Word、WPS 另存为 docx 再入库",
    "xlsx": "这是其他软件的表格，要用 LibreOffice 转换才能读。请安装 LibreOffice"
    "（如 apt install libreoffice-calc），或用 Excel、WPS 另存为 xlsx 再入库",
}

_results: OrderedDict[tuple[str, str], bytes] = OrderedDict()
_lock = Lock()


def converted(content: bytes, target: str) -> bytes:
    """The same as docx or xlsx. No macro is run and no link followed: the profile is a fresh one."""
    key = (hashlib.sha256(content).hexdigest(), target)
    with _lock:
        if key not in _results:
            _results[key] = _convert(content, target)
            while len(_results) > KEPT:
                _results.popitem(last=False)
        _results.move_to_end(key)
        return _results[key]


def _convert(content: bytes, target: str) -> bytes:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        raise Unreadable(WAYS[target])
    with tempfile.TemporaryDirectory(prefix="chazhang-") as folder:
        given = Path(folder, "given")
        given.write_bytes(content)
        command = [
            program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless",
            "--norestore", "--nolockcheck", "--convert-to", target, "--outdir", folder, str(given),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise Unreadable(f"LibreOffice 转换了 {SECONDS} 秒还没转完，放弃了") from error
        made = Path(folder, f"given.{target}")
        if not made.is_file():
            raise Unreadable("LibreOffice 转换不了这个文件，可能已损坏或加了密码")
        return made.read_bytes()
