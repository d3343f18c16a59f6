"""A document as read → its tables, pages joined, and its running text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from ingest.amount import is_amount
from ingest.recognise.captions import (
    IN_BRACKETS,
    LABEL,
    YEAR_LINE,
    entity_in,
    is_caption,
    plain,
    read_caption,
    title_span,
    unit_in,
)
from ingest.recognise.drafts import NOTE, Draft, continues, draft_of, pages_of
from ingest.recognise.forms import UNCLASSIFIED, classify, forms
from ingest.recognise.headers import (
    header_paths,
    indicator_row,
    read_header,
)
from ingest.recognise.sections import (
    is_heading,
    lines_to_paragraphs,
    to_paragraph,
    with_headings,
    without_contents,
)
from ingest.recognise.stitching import (
    heal_labels,
    place,
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

NAMES = re.compile(r"^(?:部门|单位|预算单位)(?:[（(](?:单位|部门)[）)])?名称$")
FURNITURE_PAGES = 3
WIDTH = 25.0  # points by which the outermost words of two pages may differ
COVER_END = re.compile(r"(?:公开|预算|决算|说明|报告|文本|信息)(?:[（(].{1,12}[)）])?$")


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
            here = [ln for ln in between if ln.page in pages_of(item) or item.box is None]
            if is_titled_inside(item, document.sha256):
                here = nearest_captions(here)
            caption = read_caption(here, document.sha256, item.box)
            used = {id(here[index]) for index in caption.used}
            between = [line for line in between if id(line) not in used]
            if not drafts:
                free.extend(between)
                drafts.append(draft_of(item, caption, document.sha256))
            elif not continues(drafts[-1], item, caption, between, document.sha256):
                drafts[-1].after.extend(between)
                drafts.append(draft_of(item, caption, document.sha256))
            between = []
    (drafts[-1].after if drafts else free).extend(between)
    return drafts, free


def is_titled_inside(grid: Grid, sha: str) -> bool:
    """A title in the first merged row of an office table: what stands above is another's."""
    if not any(cell.spot for cell in grid.cells if cell.text):
        return False
    cells = place(grid, sha)
    captions = read_header(cells, grid.columns, "").captions
    return any(cell.row < captions and title_span(cell.text) for cell in cells)


def nearest_captions(lines: Sequence[Line]) -> list[Line]:
    """部门名称：, 单位： right above a table."""
    kept = takewhile(lambda line: is_caption(plain(line.text)), reversed(lines))
    return list(kept)[::-1]


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


def _tables(drafts: Sequence[Draft]) -> tuple[Table, ...]:
    units = [_unit(draft) for draft in drafts]
    usual = Counter(unit for unit in units if unit).most_common(1)
    majority = usual[0][0] if usual else ""
    found: list[Table] = []
    for number, (draft, unit) in enumerate(zip(drafts, units, strict=True)):
        table = _table(number, draft, unit, majority)
        found.append(_going_on(table, found[-1]) if found else table)
    return tuple(found)


def _going_on(table: Table, before: Table) -> Table:
    """A table without a title, on the page right after one of its width, goes on with that."""
    follows = table.pages[0] - before.pages[-1] == 1
    if table.title or not before.title or not follows or _has_own_header(table, before):
        return table
    one, other = _sides(table), _sides(before)
    wide = one and other and all(abs(a - b) <= WIDTH for a, b in zip(one, other, strict=True))
    form = before.form if before.form != UNCLASSIFIED else table.form
    if len(table.columns) != len(before.columns) and not wide:
        return table
    return replace(table, title=before.title, form=form, title_source=before.title_source)


def _has_own_header(table: Table, before: Table) -> bool:
    """Words over every column that are not those of the page before begin another table."""
    heads = ["".join(path) for path in table.columns]
    worded = bool(heads) and all(heads) and not any(is_amount(head) for head in heads)
    return worded and table.columns != before.columns and not any(map(is_total, heads))


def is_total(text: str) -> bool:
    return text.startswith(("合计", "总计"))


def _sides(table: Table) -> tuple[float, float] | None:
    boxes = [c.source.box for c in table.cells if c.source and c.source.box]
    return (min(b.x0 for b in boxes), max(b.x1 for b in boxes)) if boxes else None


def _unit(draft: Draft) -> str:
    if draft.caption.unit:
        return draft.caption.unit
    head = "".join(cell.text for cell in draft.head)
    if unit := unit_in(head):
        return unit
    found = IN_BRACKETS.search(draft.caption.title) or IN_BRACKETS.search(head)
    return found.group(1) if found else ""


def _entity(draft: Draft) -> str:
    if draft.caption.entity:
        return draft.caption.entity
    for cell in draft.head:
        if cell.row < draft.header.captions and (entity := entity_in(cell.text)):
            return entity
    if draft.header.kind == "form":
        cells = draft.cells
        for cell in cells:
            if NAMES.match(cell.text):
                beside = (c for c in cells if c.row == cell.row and c.column == cell.after)
                return next((c.text for c in beside), "")
    return ""


def _title(draft: Draft) -> tuple[str, Source | None]:
    if draft.caption.title:
        return draft.caption.title, draft.caption.title_source
    for cell in draft.head:
        if cell.row < draft.header.captions and title_span(cell.text):
            return cell.text, cell.source
    return "", None


def _table(number: int, draft: Draft, unit: str, majority: str) -> Table:
    title, title_source = _title(draft)
    cells = draft.cells
    columns = header_paths(cells, draft.header, draft.columns)
    listed = indicator_row(cells) if draft.header.kind == "form" else None
    placed = cells if listed is None else heal_labels(cells, listed + 1)
    cells = sorted(placed, key=lambda cell: (cell.row, cell.column))
    return Table(
        number=number,
        title=title,
        form=classify(title, columns, [c.text for c in cells]),
        unit=unit or majority,
        unit_inferred=not unit and bool(majority),
        entity_line=_entity(draft),
        pages=tuple(draft.pages),
        kind=draft.header.kind,
        header_rows=draft.header.rows,
        columns=columns,
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
