"""Draws a web page in several manners: tables with spans, laid out in tables, under a site's menus."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.formats.printed import Form, Piece, Text

MANNERS = ("spans", "captioned", "site_gbk", "first_row")
MENU = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(12))
SITE = (
    "<script>document.write('<table><tr><td>收入总计</td><td>999.9</td></tr></table>')</script>"
    f"<style>td {{ color: red }}</style><div class='nav'><ul>{MENU}</ul></div>"
    "<p><a href='/'>首页</a> &gt; <a href='/xxgk'>信息公开</a> &gt; <a href='/ys'>预算</a></p>"
)
FOOT = "<footer>主办：某区人民政府 备案号：京ICP备00000000号</footer>"


def draw(pieces: Sequence[Piece], manner: str = "spans") -> bytes:
    body = "\n".join(
        _text(piece) if isinstance(piece, Text) else _form(piece, manner) for piece in pieces
    )
    charset = "gb2312" if manner == "site_gbk" else "utf-8"
    if manner == "site_gbk":
        body = f"{SITE}<table width='100%'><tr><td>{body}</td></tr></table>{FOOT}"
    page = f"<html><head><meta charset='{charset}'><title>公开</title></head><body>{body}</body></html>"
    return page.encode("gb18030" if manner == "site_gbk" else "utf-8")


def _text(text: Text) -> str:
    tag = "p" if text.level is None else f"h{min(text.level + 1, 4)}"
    return f"<{tag}>{escape(text.text)}</{tag}>"


def _form(form: Form, manner: str) -> str:
    above = [t for t in (form.title, form.whose, f"单位：{form.unit}" if form.unit else "") if t]
    notes = "".join(f"<p>{escape(note)}</p>" for note in form.notes)
    head, caption, rows = "".join(f"<p>{escape(t)}</p>" for t in above), "", ""
    if manner == "captioned":
        head = "".join(f"<p>{escape(t)}</p>" for t in above[1:])
        caption = f"<caption>{escape(form.title)}</caption>"
    if manner == "first_row":
        head = ""
        rows = "".join(
            f'<tr><td colspan="{form.columns}" align="center">{escape(t)}</td></tr>' for t in above
        )
    rows += "".join(
        f"<tr>{''.join(_cell(b.text, b.rows, b.columns, b.indent, b.head) for b in boxes)}</tr>"
        for _, boxes in form.by_row()
    )
    return f"{head}<table border=1>{caption}{rows}</table>{notes}"


def _cell(text: str, deep: int, wide: int, indent: int, head: bool) -> str:
    spans = (f' rowspan="{deep}"' if deep > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
    tag = "th" if head else "td"
    shown = escape(text).replace("\n", "<br>") or "&nbsp;"
    return f"<{tag}{spans}>{'&nbsp;&nbsp;' * indent}{shown}</{tag}>"
