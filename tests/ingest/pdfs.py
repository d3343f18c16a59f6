"""Write a PDF of one page from its drawing operators: what no office program would give us."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def words(*placed: tuple[float, float, str], size: float = 10) -> str:
    """Text at x, y from the bottom left, in Helvetica."""
    return "".join(f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in placed)


def strokes(*lines: tuple[float, float, float, float]) -> str:
    return "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in lines)


def ruled(xs: Iterable[float], ys: Iterable[float]) -> str:
    across, up = list(xs), list(ys)
    return strokes(
        *((min(across), y, max(across), y) for y in up),
        *((x, min(up), x, max(up)) for x in across),
    )


def write_pdf(path: Path, drawing: str, size: tuple[float, float] = (595, 842)) -> Path:
    stream = drawing.encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(content + head + table + trailer % (len(objects) + 1, len(content)))
    return path
