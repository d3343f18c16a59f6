"""A disclosure drawn as an attacker would: every label tries to be more than text."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.pdfs import ruled

ENTITY = "测试市公正区某某局"
LABELS = (
    ("一、<script>alert(1)</script>支出", "100.00"),
    ("二、![](http://evil.test/x.png)支出", "200.00"),
    ("三、$\\alert(2)$支出", "300.00"),
    ('=HYPERLINK("http://evil.test","点我")', "400.00"),
    ("[四](javascript:alert(3)):red[支出]", "500.00"),
    ("<img src=x onerror=alert(4)>", "600.00"),
    ("@SUM(1)", "700.00"),
)
SIGNS = ("<script", "![](", "=HYPERLINK", "javascript:", "onerror")
QUESTIONS = (
    "<img src=http://evil.test/q.png onerror=alert(5)>",
    "![](http://evil.test/q.png) $x^2$ :red[红] 的支出是多少？",
    '=HYPERLINK("http://evil.test") [点](javascript:alert(6))',
)
NAME = "<img src=x onerror=alert(7)> ![](http:evil.test) $x$ =1+1 某某局2024年部门预算.pdf"
PROSE = (
    f"{ENTITY}2024年部门预算",
    f"二、{ENTITY}2024年收入预算总体情况说明 <script>alert(8)</script>",
    f"{ENTITY}2024年收入总计2800.00万元，支出总计2900.00万元。![](http://evil.test/y.png)",
)


def hostile_pdf(path: Path) -> Path:
    """One page with prose and a ruled table whose total does not add up."""
    rows = [("项目", "金额"), *LABELS, ("支出总计", "2900.00")]
    top, high = 560, 24
    ys = [top - high * n for n in range(len(rows) + 1)]
    drawing = ruled((60, 400, 520), ys)
    for n, line in enumerate(PROSE):
        drawing += _text(60, 790 - 30 * n, line, 12 if n else 18)
    drawing += _text(150, 620, "2024年部门支出总体情况表", 14)
    drawing += _text(60, 590, f"部门名称：{ENTITY}") + _text(430, 590, "单位：万元")
    for n, (label, amount) in enumerate(rows):
        drawing += _text(66, ys[n] - 17, label) + _text(440, ys[n] - 17, amount)
    path.write_bytes(_pdf(drawing))
    return path


def _text(x: float, y: float, text: str, size: float = 10) -> str:
    return f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def _pdf(drawing: str) -> bytes:
    """With a Chinese font that every reader knows by name: nothing is embedded."""
    stream = drawing.encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /W [1 95 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
        b" /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return content + head + table + trailer % (len(objects) + 1, len(content))
