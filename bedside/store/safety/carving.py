"""Carving: every row that still stands in a damaged database, whatever else is broken in it.

Reads the pages themselves (sqlite.org, "Database File Format", 1.6 and 2): leaf pages of tables,
and all pages of tables without row ids, in the file or in frames of its write-ahead log. What is
found is only a candidate: it may be stale or nonsense, and whoever asks has to check it.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack
from typing import NamedTuple

Cell = int | float | str | bytes | None
Row = tuple[Cell, ...]

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x0A, 0x02
_SIZES = (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536)
_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
"""Bytes of a value by its serial type, from nothing through integers to the constants 0 and 1."""
_WAL_HEAD, _FRAME_HEAD = 32, 24


class Carved(NamedTuple):
    """A row that was found, and its row id; none in a table without them: its key stands first."""

    row: Row
    id: int | None

    @property
    def is_keyed(self) -> bool:
        """Whether it stood in a table without row ids."""
        return self.id is None


def carved(whole: bytes, log: bytes = b"") -> Iterator[Carved]:
    """Yield every row that can be read from a database's bytes and its log's, in no order."""
    size = page_size(whole)
    pages = [whole[at : at + size] for at in range(0, len(whole), size)]
    for number, page in enumerate(pages):
        yield from _rows(page, 100 if number == 0 else 0, pages)
    step = _FRAME_HEAD + size
    for at in range(_WAL_HEAD, len(log) - step + 1, step):
        number = int.from_bytes(log[at : at + 4], "big")
        page = log[at + _FRAME_HEAD : at + step]
        yield from _rows(page, 100 if number == 1 else 0, pages)


def page_size(whole: bytes) -> int:
    """Return the size of a database's pages; the usual one where its head is damaged."""
    size = int.from_bytes(whole[16:18], "big")
    size = 65536 if size == 1 else size
    return size if size in _SIZES else 4096


def _rows(page: bytes, head: int, pages: list[bytes]) -> Iterator[Carved]:
    """Yield the rows of one page, if it is of a kind that holds any; each cell on its own."""
    kind = page[head] if len(page) > head + 12 else 0
    if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER):
        return
    count = int.from_bytes(page[head + 3 : head + 5], "big")
    begin, skip = (12, 4) if kind == _INDEX_INNER else (8, 0)
    for cell in range(min(count, (len(page) - head - begin) // 2)):
        where = head + begin + 2 * cell
        start = int.from_bytes(page[where : where + 2], "big") + skip
        try:
            payload, number = _payload(page, start, kind, pages)
            row = _record(payload)
        except (IndexError, ValueError):
            continue
        yield Carved(row, number)


def _payload(page: bytes, at: int, kind: int, pages: list[bytes]) -> tuple[bytes, int | None]:
    """Return what a cell holds, with what of it stands on other pages; and its row id."""
    length, at = _varint(page, at)
    own: int | None = None
    if kind == _TABLE_LEAF:
        own, at = _varint(page, at)
    size = len(page)
    most = size - 35 if kind == _TABLE_LEAF else (size - 12) * 64 // 255 - 23
    if length <= most:
        return _exactly(page[at : at + length], length), own
    least = (size - 12) * 32 // 255 - 23
    here = least + (length - least) % (size - 4)
    here = here if here <= most else least
    payload = bytearray(page[at : at + here])
    number, seen = int.from_bytes(page[at + here : at + here + 4], "big"), set[int]()
    while number and len(payload) < length and number not in seen:
        seen.add(number)
        more = pages[number - 1]
        number = int.from_bytes(more[:4], "big")
        payload += more[4:]
    return _exactly(bytes(payload[:length]), length), own


def _exactly(found: bytes, length: int) -> bytes:
    if len(found) != length:
        raise ValueError("this cell is not whole")
    return found


def _record(payload: bytes) -> Row:
    """Return the values of a record ("Record Format", 2.1)."""
    end, at = _varint(payload, 0)
    types: list[int] = []
    while at < end:
        kind, at = _varint(payload, at)
        types.append(kind)
    at, row = end, list[Cell]()
    for kind in types:
        width = _WIDTHS[kind] if kind < 10 else (kind - 12) // 2
        row.append(_value(kind, _exactly(payload[at : at + width], width)))
        at += width
    if at != len(payload):
        raise ValueError("this record is not whole")
    return tuple(row)


def _value(kind: int, raw: bytes) -> Cell:
    if kind == 0:
        return None
    if kind == 7:
        return float(unpack(">d", raw)[0])
    if kind < 7:
        return int.from_bytes(raw, "big", signed=True)
    if kind in (8, 9):
        return kind - 8
    if kind < 12:
        raise ValueError("these types are kept for SQLite itself")
    return raw.decode() if kind % 2 else raw


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    """Return the number that stands here and where the next one does ("Varint", 1.6)."""
    number = 0
    for taken in range(8):
        byte = raw[at + taken]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + taken + 1
    return number << 8 | raw[at + 8], at + 9
