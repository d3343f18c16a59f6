"""Are there known holes in the versions that constraints.txt names? Asked where that can be reached.

    python -m tests.advisories

pip-audit runs in an environment of its own, lest it change ours. Where it cannot be installed, or
the index does not know advisories, nothing was checked, and that is said: it is no failure. Exit 1
where a library has a known hole and a version that closes it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 240  # seconds for all of it


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        try:
            told = asked(Path(folder))
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            sys.stdout.write(f"advisories: nothing was checked ({type(error).__name__})\n")
            return 0
    said, bad = verdict(told)
    sys.stdout.write(said)
    return int(bad)


def asked(folder: Path) -> dict[str, Any]:
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "pip-audit"]
    subprocess.run(install, check=True, timeout=PATIENCE, capture_output=True)
    audit = [python, "-m", "pip_audit", "-r", str(ROOT / "constraints.txt"), "--no-deps",
             "--disable-pip", "--timeout", "10", "--format", "json"]  # fmt: skip
    ran = subprocess.run(audit, check=False, timeout=PATIENCE, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def verdict(told: dict[str, Any]) -> tuple[str, bool]:
    """What to say, and whether there is a hole that a newer version closes."""
    held = told["dependencies"]
    looked = [d for d in held if "skip_reason" not in d]
    lines = [f"advisories: {len(looked)} of {len(held)} libraries were looked up\n"]
    closed = False
    for one in looked:
        for hole in one["vulns"]:
            versions = ", ".join(hole["fix_versions"]) or "nothing yet"
            lines.append(f"  {one['name']} {one['version']}: {hole['id']}, closed by {versions}\n")
            closed = closed or bool(hole["fix_versions"])
    return "".join(lines), closed


if __name__ == "__main__":
    raise SystemExit(main())
