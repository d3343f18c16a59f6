"""The audit: a rule is a function from a disclosure to findings, the rules are a tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ingest.check.compare import with_inner_quotes
from ingest.check.prose.against_tables import prose_against_tables
from ingest.check.prose.change_parts import (
    changes_of_the_three,
    more_than_all,
    parts_of_a_change,
    same_change_turned,
)
from ingest.check.prose.changes import differences, rates
from ingest.check.prose.claims import claims_to_agree
from ingest.check.prose.items_said import items_said, old_items
from ingest.check.prose.misprints import cut_short, exchanged, misprints
from ingest.check.prose.named_items import items_of_the_narrative
from ingest.check.prose.numbered import numbered_items
from ingest.check.prose.parts import (
    parts_of_a_sentence,
    shares_of_a_level,
    shares_of_a_whole,
    told_once_more,
)
from ingest.check.prose.shares import shares
from ingest.check.prose.targets import money_with_targets
from ingest.check.prose.told_again import lists_told_again
from ingest.check.prose.two_years import (
    changes_against_tables,
    directions,
    same_level_other_change,
)
from ingest.check.prose.units import decimals_of_the_narrative, units_unlike_the_rest
from ingest.check.tables.between import (
    income_is_expenditure,
    same_item_in_two_forms,
    twins_exchanged,
)
from ingest.check.tables.decimals import decimals_of_tables
from ingest.check.tables.headed import (
    unit_unlike_all_others,
    units_of_tables,
    wrong_stages,
)
from ingest.check.tables.item_names import two_names_of_one_code
from ingest.check.tables.ladder import missing_rungs
from ingest.check.tables.same_rows import same_project_in_two_tables, same_rows_in_two_tables
from ingest.check.tables.signs import negative_amounts
from ingest.check.tables.sums import sums_within_tables
from ingest.check.words.leftovers import (
    empty_or_not,
    prose_says_none,
    template_leftovers,
    units_left_out,
)
from ingest.check.words.names import wrong_names
from ingest.check.words.years import wrong_years
from ingest.records import Disclosure, Finding

Rule = Callable[[Disclosure], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    sums_within_tables,
    negative_amounts,
    missing_rungs,
    income_is_expenditure,
    same_item_in_two_forms,
    twins_exchanged,
    same_rows_in_two_tables,
    same_project_in_two_tables,
    parts_of_a_sentence,
    told_once_more,
    numbered_items,
    lists_told_again,
    shares_of_a_level,
    shares_of_a_whole,
    shares,
    rates,
    directions,
    differences,
    same_level_other_change,
    changes_against_tables,
    parts_of_a_change,
    same_change_turned,
    changes_of_the_three,
    more_than_all,
    prose_against_tables,
    items_of_the_narrative,
    money_with_targets,
    claims_to_agree,
    exchanged,
    misprints,
    cut_short,
    units_unlike_the_rest,
    decimals_of_the_narrative,
    decimals_of_tables,
    units_of_tables,
    unit_unlike_all_others,
    two_names_of_one_code,
    items_said,
    old_items,
    wrong_names,
    wrong_years,
    wrong_stages,
    template_leftovers,
    units_left_out,
    empty_or_not,
    prose_says_none,
)


def audit(disclosure: Disclosure) -> tuple[Finding, ...]:
    return tuple(once(finding for rule in RULES for finding in rule(disclosure)))


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What two rules say of the same places is said once, by the first of them; that a number may
    be a misprint only where nothing else was said of it."""
    told: set[frozenset[tuple[object, ...]]] = set()
    spoken_of: set[str] = set()
    for finding in findings:
        places = frozenset(
            (
                side.ref,
                side.source.file,
                side.source.page,
                side.source.box,
                side.source.line,
                side.source.spot,
            )
            for side in finding.sides
        )
        again = len(places) > 1 and places in told
        if again or (finding.rule == "misprint" and finding.sides[0].ref in spoken_of):
            continue
        told.add(places)
        if finding.rule == "prose_against_table":
            spoken_of.add(finding.sides[0].ref)
        told_well = with_inner_quotes(finding.message)
        yield finding if told_well == finding.message else replace(finding, message=told_well)
