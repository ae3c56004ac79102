"""The rules of advice, in the order in which a statement is held against them."""

from __future__ import annotations

from bedside.content.advice import (
    backslashes,
    between,
    copied,
    ends,
    entries,
    headers,
    items,
    lines,
    lists,
    quotes,
    sorts,
    web,
)
from bedside.content.advice.compared import compared, two_conditions, within
from bedside.content.advice.slip import Rule
from bedside.content.advice.twice import twice

RULES: tuple[Rule, ...] = (
    lines.merge,
    lines.fence,
    headers.single,
    twice,
    ends.swallowed,
    quotes.typographic_three,
    ends.unclosed_three,
    backslashes.backslash,
    lines.bullet,
    web.spelled,
    lines.comment,
    headers.followed,
    headers.noted,
    headers.header,
    headers.bare,
    copied.saved,
    compared,
    within,
    two_conditions,
    lists.newer_braces,
    lists.closed_otherwise,
    lists.unclosed,
    lists.colon,
    lists.too_many,
    lists.commas,
    lists.no_brackets,
    items.left_out,
    quotes.typographic,
    quotes.apostrophe,
    items.half_quoted,
    ends.uneven,
    ends.unclosed_name,
    quotes.within,
    entries.no_value,
    entries.switch,
    entries.day,
    entries.clock,
    lines.ending,
    entries.number,
    sorts.bare,
    between.other_sign,
    copied.cells,
    between.no_sign,
    items.unquoted,
    entries.name,
    ends.unclosed,
    lines.sheet,
    entries.unquoted,
    lines.after,
    entries.odd_space,
    lines.sentence,
)
"""What knows its slip for sure comes before what takes in nearly everything."""
BEHIND: tuple[Rule, ...] = (lines.comment, lines.ending, lines.after)
"""The rules for what stands behind the end of a statement."""
