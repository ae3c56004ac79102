"""JSON that can be shown: people's letters as they are, and nothing that acts on a terminal."""

from __future__ import annotations

import json

from bedside.core.text import harmful


def json_text(value: object, indent: int | None = None) -> str:
    """Return a value as JSON, letters as they are unless one of them could act on a terminal.

    Then every letter beyond ASCII is written as its number, and so is DEL, which JSON would leave
    as it is (RFC 8259, section 7). It reads back as the same value.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if harmful(text) is None:
        return text
    return json.dumps(value, indent=indent).replace("\x7f", "\\u007f")
