"""Web pages: what stands on them, in their own encoding, without scripts and menus."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.read.again.rereader import SpotRereader
from ingest.records import Grid, Line
from tests.ingest.office.drawing import grids, lines, page

TABLE = "<table><tr><th>项目<th>金额<tr><td>合计<td>1.0</table>"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", ""), ("utf-8", "gbk"), ("utf-16", "")],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, declared: str) -> None:
    text = "郑州市某局二〇二四年部门预算公开，镕"
    assert lines(page(tmp_path, f"<p>{text}</p>", encoding, declared)) == [text]


def test_scripts_menus_and_what_is_hidden_are_left_out(tmp_path: Path) -> None:
    menu = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(5))
    found = page(
        tmp_path,
        f"<script>'<p>9.9</p>'</script><div><ul>{menu}</ul></div><nav>导航</nav><p>正文</p>{TABLE}"
        "<p style='display:none'>8.8</p><footer>主办单位</footer>",
    )
    assert (lines(found), grids(found)) == (["正文"], [[["项目", "金额"], ["合计", "1.0"]]])
    assert [one.what for one in found.unseen] == ["网页里有不显示的数字，没有采用"]


def test_a_page_laid_out_in_tables_is_read_as_it_stands(tmp_path: Path) -> None:
    body = f"<table><tr><td>位置</td></tr><tr><td><p>收支总表</p>{TABLE}</td></tr></table>"
    found = page(tmp_path, body)
    assert (lines(found), grids(found)) == (
        ["位置", "收支总表"],
        [[["项目", "金额"], ["合计", "1.0"]]],
    )


def test_spans_and_hard_blanks(tmp_path: Path) -> None:
    body = (
        "<table><tr><td rowspan=2>科目<td colspan=2>支出<tr><td>基本<td>项目"
        "<tr><td>&nbsp;&nbsp;教育<td>&nbsp;<td>2.0</table>"
    )
    grid = next(i for i in page(tmp_path, body).pages[0].items if isinstance(i, Grid))
    assert [(c.text, c.row_span, c.column_span, c.indent) for c in grid.cells] == [
        ("科目", 2, 1, 0.0), ("支出", 1, 2, 0.0), ("基本", 1, 1, 0.0), ("项目", 1, 1, 0.0),
        ("教育", 1, 1, 10.5), ("", 1, 1, 0.0), ("2.0", 1, 1, 0.0),
    ]  # fmt: skip


def test_a_site_laid_out_in_tables_leaves_its_menus_and_footings_out(tmp_path: Path) -> None:
    menu = "".join(f"<tr><td><a href='/{n}'>财政预决算{n}</a></td></tr>" for n in range(3))
    footing = "<tr><td>上一篇：<a href='/1'>某局预算</a></td></tr><tr><td><a href='javascript:p()'>打印本页</a></td></tr>"
    body = (
        f"<table><tr><td><table>{menu}</table></td><td><table><tr><td>当前位置：<a href='/'>首页</a></td></tr>"
        f"<tr><td>发布日期：2024-02-18 点击数：1024</td></tr><tr><td><p>收支总表</p>{TABLE}</td></tr>{footing}"
        "</table></td></tr></table><div>版权所有：某区人民政府 豫ICP备05000000号</div>"
    )
    found = page(tmp_path, body)
    assert (lines(found), grids(found)) == (["收支总表"], [[["项目", "金额"], ["合计", "1.0"]]])
    last = page(tmp_path, f"{body}<p>收入 7.5 万元</p>").pages[0].items[-1]
    assert isinstance(last, Line)
    assert last.spot
    again = SpotRereader().read(tmp_path / "drawn.html", "html", last.spot, "7.5", whole=False)
    assert again == "7.5"
