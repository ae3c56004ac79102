"""Looking for words in another process's memory, as root or as its parent (Linux)."""

from __future__ import annotations

from pathlib import Path


def holders(process: int, word: str) -> int:
    """Return how often a word stands in a process's memory, in any width of letters.

    PermissionError where the system lets nobody look.
    """
    forms = [word.encode(kind) for kind in ("ascii", "utf-16-le", "utf-32-le")]
    found = 0
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            low, high = (int(part, 16) for part in span.split("-"))
            if rights[0] != "r" or "[v" in line:
                continue
            try:
                memory.seek(low)
                held = memory.read(high - low)
            except (OSError, ValueError):  # a page that is only promised
                continue
            found += sum(held.count(form) for form in forms)
    return found
