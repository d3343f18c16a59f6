"""All kinds of errors that are planted, and what is no error and must raise no alarm."""

from __future__ import annotations

from eval.plant import cells, harmless, missing, prose, wording
from eval.plant.planting import Kind

KINDS: tuple[Kind, ...] = (
    cells.digit,
    cells.two_digits,
    cells.digit_dropped,
    cells.digit_inserted,
    cells.digits_transposed,
    cells.point_moved,
    cells.sign,
    cells.unit_in_table,
    cells.unit_of_table,
    cells.swapped_rows,
    cells.swapped_columns,
    cells.swapped_years,
    cells.stale_year,
    cells.total,
    cells.row_left_out,
    prose.digit_in_prose,
    prose.two_digits_in_prose,
    prose.digit_dropped_in_prose,
    prose.transposed_in_prose,
    prose.point_in_prose,
    prose.unit_in_prose,
    prose.swapped_in_prose,
    prose.change_in_prose,
    prose.direction,
    prose.percentage,
    wording.name_in_table,
    wording.name_in_prose,
    wording.two_letters_of_name,
    wording.body_in_table,
    wording.body_in_prose,
    wording.item_name,
    wording.year_in_title,
    wording.stage_in_title,
    wording.year_in_prose,
    wording.year_before_in_prose,
    wording.leftover,
    missing.removed_form,
    missing.removed_explanation,
    missing.says_empty,
    missing.filled_though_empty,
    missing.emptied,
)
HARMLESS: tuple[Kind, ...] = (harmless.separators, harmless.other_width)
