"""A document as read → its tables, pages joined, and its running text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.recognise.captions import (
    IN_BRACKETS,
    LABEL,
    YEAR_LINE,
    Caption,
    entity_in,
    is_caption,
    plain,
    read_caption,
    same_title,
    title_span,
    unit_in,
)
from ingest.recognise.forms import classify, forms
from ingest.recognise.headers import (
    Header,
    Placed,
    header_paths,
    indicator_row,
    read_header,
    repeated_rows,
)
from ingest.recognise.sections import (
    is_heading,
    lines_to_paragraphs,
    to_paragraph,
    with_headings,
    without_contents,
)
from ingest.recognise.stitching import (
    append,
    common_edges,
    edges,
    heal_labels,
    place,
    refit,
)
from ingest.records import (
    Cell,
    Document,
    Grid,
    Line,
    Paragraph,
    Recognised,
    Source,
    Table,
)

__all__ = ["cover_title", "forms", "recognise"]

NOTE = re.compile(r"^(?:备?注|说明|附注)[:：0-9]|本表|此表|(?:为空表|无数据|没有数据|无相关)|^备注")
NAMES = re.compile(r"^(?:部门|单位|预算单位)(?:[（(](?:单位|部门)[）)])?名称$")
FURNITURE_PAGES = 3
ALIKE = 4  # as many columns in the same places are no accident
COVER_END = re.compile(r"(?:公开|预算|决算|说明|报告|文本|信息)(?:[（(].{1,12}[)）])?$")


@dataclass(slots=True)
class Draft:
    """A table while pages may still be added to it."""

    caption: Caption
    cells: list[Placed]
    columns: int
    header: Header
    pages: list[int]
    last_page: int
    after: list[Line] = field(default_factory=list)
    notes: tuple[Paragraph, ...] = ()


def recognise(document: Document) -> Recognised:
    drafts, free = _walk(document)
    for draft in drafts:
        draft.notes, rest = _notes(draft.after)
        free.extend(rest)
    order = _order(document)
    running = without_contents(sorted(free, key=lambda line: order[id(line)]))
    cover = _cover_lines(document)
    taken = set(map(id, cover))
    kept = [ln for ln in running if id(ln) not in taken and not LABEL.match(plain(ln.text))]
    blocks = _blocks(kept, order)
    paragraphs = tuple(with_headings(blocks))
    return Recognised(document, _tables(drafts), paragraphs)


def cover_title(document: Document) -> str:
    """The title on the first page that has text, joined over its lines."""
    return "".join(plain(line.text) for line in _cover_lines(document))


def _cover_lines(document: Document) -> list[Line]:
    page = next((p for p in document.pages if p.items), None)
    found: list[Line] = []
    for item in page.items if page else ():
        text = plain(item.text) if isinstance(item, Line) else ""
        if not isinstance(item, Line) or is_heading(text) or text == "目录" or "。" in text:
            break
        if is_caption(text) and not found and not YEAR_LINE.match(text):
            continue
        if len(found) >= 6 or title_span(text):
            break
        found.append(item)
        if COVER_END.search(text):
            return found
    return found if any(COVER_END.search(plain(line.text)) for line in found) else []


def _order(document: Document) -> dict[int, int]:
    lines = (i for page in document.pages for i in page.items)
    return {id(item): index for index, item in enumerate(lines)}


def _blocks(lines: Sequence[Line], order: dict[int, int]) -> Iterator[list[Line]]:
    """Wrapped lines joined, but never over a table."""
    part: list[Line] = []
    for line in lines:
        if part and order[id(line)] != order[id(part[-1])] + 1 and _apart(part[-1], line):
            yield from lines_to_paragraphs(part)
            part = []
        part.append(line)
    yield from lines_to_paragraphs(part)


def _apart(one: Line, other: Line) -> bool:
    return one.page == other.page or other.page - one.page > 1


# ------------------------------------------------------------------ tables


def _walk(document: Document) -> tuple[list[Draft], list[Line]]:
    """Every grid into a table; the lines that belong to none are returned."""
    furniture = _furniture(document)
    drafts: list[Draft] = []
    free: list[Line] = []
    between: list[Line] = []
    for page in document.pages:
        for item in page.items:
            if isinstance(item, Line):
                if id(item) not in furniture:
                    between.append(item)
                continue
            here = [ln for ln in between if ln.page == item.page or item.box is None]
            caption = read_caption(here, document.sha256, item.box)
            used = {id(here[index]) for index in caption.used}
            between = [line for line in between if id(line) not in used]
            if not drafts:
                free.extend(between)
                drafts.append(_draft(item, caption, document.sha256))
            elif not _continue(drafts[-1], item, caption, between, document.sha256):
                drafts[-1].after.extend(between)
                drafts.append(_draft(item, caption, document.sha256))
            between = []
    (drafts[-1].after if drafts else free).extend(between)
    return drafts, free


def _furniture(document: Document) -> set[int]:
    """Running heads and feet: the same words at the edge of many pages."""
    places: dict[str, list[Line]] = defaultdict(list)
    for page in document.pages:
        for item in page.items:
            if isinstance(item, Line) and item.box is not None:
                edge = item.box.bottom < 0.1 * page.height or item.box.top > 0.92 * page.height
                text = plain(item.text)
                if edge and not title_span(text) and not is_caption(text):
                    places[re.sub(r"\d+", "#", text)].append(item)
    return {
        id(line)
        for lines in places.values()
        if len({line.page for line in lines}) >= FURNITURE_PAGES
        for line in lines
    }


def _draft(grid: Grid, caption: Caption, sha: str) -> Draft:
    cells, columns = _without_idle_columns(place(grid, sha), grid.columns)
    header = read_header(cells, columns, caption.title)
    return Draft(caption, cells, columns, header, [grid.page], grid.page)


def _without_idle_columns(cells: list[Placed], columns: int) -> tuple[list[Placed], int]:
    """Borders that only a caption row has divide nothing."""
    header = read_header(cells, columns, "")
    below = [cell for cell in cells if cell.row >= header.captions]
    starts = sorted({cell.column for cell in below})
    if not header.captions or len(starts) == columns or not starts or starts[0] != 0:
        return cells, columns
    fitted = []
    for c in cells:
        inside = [i for i, s in enumerate(starts) if c.column <= s < c.after]
        first = inside[0] if inside else sum(s <= c.column for s in starts) - 1
        if not inside and not c.text:
            continue
        fitted.append(
            Placed(c.row, first, c.row_span, max(1, len(inside)), c.text, c.source, c.region)
        )
    return fitted, len(starts)


def _continue(
    draft: Draft, grid: Grid, caption: Caption, between: Sequence[Line], sha: str
) -> bool:
    """Adds the grid to the table where it is a further page of it."""
    cells = place(grid, sha)
    if caption.title and not same_title(caption.title, draft.caption.title):
        return False
    if grid.box is None:
        if caption.title or not caption.plain or between or grid.columns != draft.columns:
            return False
        _extend(draft, cells, grid.page)
        return True
    if grid.page - draft.last_page != 1:
        return False
    xs = common_edges(edges(draft.cells), edges(cells), draft.header.kind == "form")
    if xs is None:
        return False
    more = refit(cells, xs)
    depth = max(draft.header.rows, draft.header.captions)
    again = repeated_rows(more, [c for c in draft.cells if c.row < depth], depth)
    unlike = draft.columns != grid.columns and draft.header.kind == "grid" and not again
    new = not caption.title and not caption.plain
    alike = draft.columns == grid.columns >= ALIKE
    speaks = _speaks(between, grid.page, alike)
    if not again and (new or unlike or speaks or _other_header(more, draft)):
        return False
    draft.cells, draft.columns = refit(draft.cells, xs), len(xs) - 1
    _extend(draft, more, grid.page)
    return True


def _extend(draft: Draft, more: Sequence[Placed], page: int) -> None:
    draft.cells = append(draft.cells, more, draft.header)
    if page not in draft.pages:
        draft.pages.append(page)
    draft.last_page = page


def _speaks(between: Sequence[Line], page: int, alike: bool) -> bool:
    """Notes or headings between two grids close the first; scraps of a cut cell do not."""
    texts = [plain(line.text) for line in between]
    if any(NOTE.search(text) or is_heading(text) for text in texts):
        return True
    return not alike and any(len(plain(ln.text)) > 12 and ln.page != page for ln in between)


def _other_header(more: Sequence[Placed], draft: Draft) -> bool:
    """A first row that divides further below, in words, is the header of another table."""
    if draft.header.kind != "grid":
        return False
    row = [cell for cell in more if cell.row == 0]
    wide = [cell for cell in row if cell.column_span > 1 and cell.text]
    return len(wide) > 0 and all(cell.text for cell in row) and len(row) > 1


def _tables(drafts: Sequence[Draft]) -> tuple[Table, ...]:
    units = [_unit(draft) for draft in drafts]
    usual = Counter(unit for unit in units if unit).most_common(1)
    majority = usual[0][0] if usual else ""
    return tuple(
        _table(number, draft, unit, majority)
        for number, (draft, unit) in enumerate(zip(drafts, units, strict=True))
    )


def _head_cells(draft: Draft) -> list[Placed]:
    return [c for c in draft.cells if c.row < max(draft.header.rows, draft.header.captions)]


def _unit(draft: Draft) -> str:
    if draft.caption.unit:
        return draft.caption.unit
    head = "".join(cell.text for cell in _head_cells(draft))
    if unit := unit_in(head):
        return unit
    found = IN_BRACKETS.search(draft.caption.title) or IN_BRACKETS.search(head)
    return found.group(1) if found else ""


def _entity(draft: Draft) -> str:
    if draft.caption.entity:
        return draft.caption.entity
    for cell in draft.cells:
        if cell.row < draft.header.captions and (entity := entity_in(cell.text)):
            return entity
    if draft.header.kind == "form":
        for cell in draft.cells:
            if NAMES.match(cell.text):
                beside = (c for c in draft.cells if c.row == cell.row and c.column == cell.after)
                return next((c.text for c in beside), "")
    return ""


def _title(draft: Draft) -> tuple[str, Source | None]:
    if draft.caption.title:
        return draft.caption.title, draft.caption.title_source
    for cell in draft.cells:
        if cell.row < draft.header.captions and title_span(cell.text):
            return cell.text, cell.source
    return "", None


def _table(number: int, draft: Draft, unit: str, majority: str) -> Table:
    title, title_source = _title(draft)
    listed = indicator_row(draft.cells) if draft.header.kind == "form" else None
    placed = draft.cells if listed is None else heal_labels(draft.cells, listed + 1)
    cells = sorted(placed, key=lambda cell: (cell.row, cell.column))
    return Table(
        number=number,
        title=title,
        form=classify(title),
        unit=unit or majority,
        unit_inferred=not unit and bool(majority),
        entity_line=_entity(draft),
        pages=tuple(draft.pages),
        kind=draft.header.kind,
        header_rows=draft.header.rows,
        columns=header_paths(draft.cells, draft.header, draft.columns),
        n_rows=max((cell.below for cell in cells), default=0),
        cells=tuple(
            Cell(c.row, c.column, c.row_span, c.column_span, c.text, c.source) for c in cells
        ),
        notes=draft.notes,
        title_source=title_source,
    )


def _notes(after: Sequence[Line]) -> tuple[tuple[Paragraph, ...], list[Line]]:
    """The remarks under a table, and the lines that are running text again."""
    if not after:
        return (), []
    page = after[0].page
    notes: list[Paragraph] = []
    used: set[int] = set()
    for block in lines_to_paragraphs(after):
        text = "".join(plain(line.text) for line in block)
        first = not notes and (len(used) or NOTE.search(text))
        if block[0].page != page or is_heading(text) or not (notes or first):
            break
        if block[0].box is None and notes and not NOTE.search(text):
            break
        notes.append(to_paragraph((), block))
        used |= set(map(id, block))
    return tuple(notes), [line for line in after if id(line) not in used]
