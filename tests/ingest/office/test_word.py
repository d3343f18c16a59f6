"""Word: the text as accepted, in reading order, tables in frames and boxes, numbers set by itself."""

from __future__ import annotations

from pathlib import Path

from eval.formats.docx import text_box
from ingest.records import Grid
from tests.ingest.office.drawing import grids, lines, p, row, spots, word

TABLE = f"<w:tbl>{row('项目', '金额')}{row('合计', '1.0')}</w:tbl>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_changes_are_accepted_and_hidden_text_is_said(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('支出')}<w:ins>{run('80')}</w:ins><w:del><w:r><w:delText>90</w:delText></w:r></w:del>"
        f"{run('万元')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>作废</w:t></w:r></w:p>"
    )
    found = word(tmp_path, body)
    assert lines(found) == ["支出80万元"]
    assert [one.what for one in found.unseen] == ["Word 文件里有隐藏文字，没有采用"]


def test_a_table_in_a_frame_is_the_table(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr><w:tc>{p('收支总表')}{TABLE}{p('')}</w:tc></w:tr></w:tbl>"
    found = word(tmp_path, body)
    assert (lines(found), grids(found)) == (["收支总表"], [[["项目", "金额"], ["合计", "1.0"]]])


def test_a_table_inside_a_cell_stands_by_itself(tmp_path: Path) -> None:
    outer = row("项目", "3.0", f"<w:tc>{p('说明')}{TABLE}</w:tc>")
    found = word(tmp_path, f"<w:tbl>{row('名称', '金额', '备注')}{outer}</w:tbl>")
    assert grids(found) == [
        [["名称", "金额", "备注"], ["项目", "3.0", "说明"]],
        [["项目", "金额"], ["合计", "1.0"]],
    ]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    assert lines(word(tmp_path, text_box(p("单位：万元")))) == ["单位：万元"]


def test_merged_cells_have_their_spans(tmp_path: Path) -> None:
    down = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>教育</w:t></w:r></w:p></w:tc>'
    on = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    wide = (
        '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>金额</w:t></w:r></w:p></w:tc>'
    )
    body = f"<w:tbl>{row('类', wide)}{row(down, '1.0', '2.0')}{row(on, '3.0', '4.0')}</w:tbl>"
    grid = next(i for i in word(tmp_path, body).pages[0].items if isinstance(i, Grid))
    assert [(c.text, c.row_span, c.column_span, str(c.spot)) for c in grid.cells[:3]] == [
        ("类", 1, 1, "第 1 个表第 1 行第 1 列"),
        ("金额", 1, 2, "第 1 个表第 1 行第 2 列"),
        ("教育", 2, 1, "第 1 个表第 2 行第 1 列"),
    ]


def test_numbers_that_word_sets_are_read(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = (
        f'<w:numbering {space}><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    body = "".join(f"<w:p>{listed}{run(text)}</w:p>" for text in ("主要职责", "机构设置"))
    found = word(tmp_path, body, numbering=numbering)
    assert lines(found) == ["一、主要职责", "二、机构设置"]
    assert spots(found) == ["第 1 段", "第 2 段"]


def test_columns_a_hairs_breadth_apart_are_one(tmp_path: Path) -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>%s</w:tc>'
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in (900, 899, 1, 900))
    head = row("科目", "合计", wide % p("其中"))
    body = f"{row('教育', wide % p('3.0'), '1.0')}{row('合计', '3.0', wide % p('1.0'))}"
    found = word(tmp_path, f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>")
    assert grids(found) == [
        [["科目", "合计", "其中"], ["教育", "3.0", "1.0"], ["合计", "3.0", "1.0"]]
    ]
    cell = next(c for i in found.pages[0].items if isinstance(i, Grid) for c in i.cells[5:6])
    assert str(cell.spot) == "第 1 个表第 2 行第 4 列"
