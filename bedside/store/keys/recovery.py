"""The recovery key on paper: two halves that give it only together, as letters with a check.

The halves are the key with a random mask, and the mask: each alone says nothing of the key. A half
is 16 groups of five letters. Four letters of a group hold 18 bits (23 letters, none of which is
taken for another: no I, L, O); the fifth is a check over the field of 23, weighted by place and
by the group's number, so that one wrong letter, two swapped ones, or two swapped groups are found
and named. Behind the 32 bytes stand which half it is, which set it belongs to, and a sum of all.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from bedside.core.value import Value, placed
from bedside.store.keys.pairs import HALF, public_of

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS = 16
IN_A_ROW = 4
_FIELD = len(LETTERS)
_CARRYING = 4
_BITS = 18
_SET_BITS, _SUM_BITS = 11, 20


class SlipOfThePen(ValueError):
    """A half was not typed as it was printed: in which groups, counted from 1; none for unknown."""

    def __init__(self, groups: Sequence[int] = (), letters: int = 0) -> None:
        """Name the groups; or how many letters there were where the number is wrong."""
        super().__init__(f"groups {', '.join(map(str, groups))}" if groups else "the whole half")
        self.groups = tuple(groups)
        self.letters = letters


class DifferentHalves(ValueError):
    """Two halves that are each as printed do not belong together."""


@placed
class PaperHalf(Value):
    """One half as typed from paper: which one, of which set, and its 32 bytes."""

    which: int
    set: int
    part: bytes

    def __repr__(self) -> str:
        """Show which half it is and nothing of its bytes."""
        return f"PaperHalf(which={self.which}, set={self.set})"


def split(private: bytes) -> tuple[str, str]:
    """Return the two halves of a recovery key as their letters, groups apart by spaces.

    Each call draws another mask, so another set; halves of two sets do not go together.
    """
    mask, of = secrets.token_bytes(HALF), secrets.randbelow(1 << _SET_BITS)
    other = bytes(a ^ b for a, b in zip(private, mask, strict=True))
    return _lettered(PaperHalf(1, of, mask)), _lettered(PaperHalf(2, of, other))


def rows(half: str) -> tuple[str, ...]:
    """Return the letters of a half in rows of four groups, as they are printed."""
    groups = half.split()
    cut = range(0, len(groups), IN_A_ROW)
    return tuple(" ".join(groups[at : at + IN_A_ROW]) for at in cut)


def checks(half: str) -> tuple[str, ...]:
    """Return of each row the check letters: the last letter of each of its groups."""
    return tuple("".join(group[-1] for group in row.split()) for row in rows(half))


def typed(text: str) -> PaperHalf:
    """Return the half that was typed; spaces, hyphens and small letters do not matter.

    SlipOfThePen, with the groups that are wrong, where it cannot have been printed so.
    """
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(letters) != GROUPS * (_CARRYING + 1):
        raise SlipOfThePen(_short_groups(text), len(letters))
    groups = [letters[at : at + 5] for at in range(0, len(letters), 5)]
    wrong = [number for number, group in enumerate(groups, 1) if not _is_group(number, group)]
    if wrong:
        raise SlipOfThePen(wrong)
    value = 0
    for group in groups:
        value = value << _BITS | _number(group[:_CARRYING])
    sum_, rest = value & (1 << _SUM_BITS) - 1, value >> _SUM_BITS
    half = PaperHalf(
        which=(rest & 1) + 1,
        set=rest >> 1 & (1 << _SET_BITS) - 1,
        part=(rest >> 1 + _SET_BITS).to_bytes(HALF, "big"),
    )
    if sum_ != _sum(half):
        raise SlipOfThePen
    return half


def slips_in_row(row: int, text: str) -> list[int]:
    """Return which groups of a row, counted from 1, were not typed as printed; rows count from 1.

    A row that does not have its number of letters is wrong in its groups that do not have five,
    or else in all.
    """
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    groups = [letters[at : at + 5] for at in range(0, len(letters), 5)]
    if len(letters) != IN_A_ROW * (_CARRYING + 1):
        typed_so = text.replace("-", " ").split()
        odd = [n for n, group in enumerate(typed_so, 1) if len(group) != _CARRYING + 1]
        return odd if odd and len(typed_so) == IN_A_ROW else list(range(1, IN_A_ROW + 1))
    first = (row - 1) * IN_A_ROW
    return [n for n, group in enumerate(groups, 1) if not _is_group(first + n, group)]


def join(one: PaperHalf, other: PaperHalf, public: bytes) -> bytes:
    """Return the recovery key of two halves; DifferentHalves where they do not give this one."""
    if {one.which, other.which} != {1, 2} or one.set != other.set:
        raise DifferentHalves
    private = bytes(a ^ b for a, b in zip(one.part, other.part, strict=True))
    if public_of(private) != public:
        raise DifferentHalves
    return private


def _lettered(half: PaperHalf) -> str:
    value = int.from_bytes(half.part, "big") << 1 + _SET_BITS | half.set << 1 | half.which - 1
    value = value << _SUM_BITS | _sum(half)
    groups = []
    for number in range(1, GROUPS + 1):
        bits = value >> _BITS * (GROUPS - number) & (1 << _BITS) - 1
        carrying = _letters(bits)
        groups.append(carrying + _check(number, carrying))
    return " ".join(groups)


def _sum(half: PaperHalf) -> int:
    said = b"bedside recovery half 1" + bytes([half.which]) + half.set.to_bytes(2, "big")
    digest = hashlib.sha256(said + half.part).digest()
    return int.from_bytes(digest[:4], "big") >> 32 - _SUM_BITS


def _letters(bits: int) -> str:
    found = ""
    for _ in range(_CARRYING):
        bits, at = divmod(bits, _FIELD)
        found = LETTERS[at] + found
    return found


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * _FIELD + LETTERS.index(letter)
    return value


def _check(number: int, carrying: str) -> str:
    """Return the check letter: weights 2 to 5, so that its own place counts as 1 and differs."""
    weighted = sum(weight * LETTERS.index(at) for weight, at in enumerate(carrying, 2))
    return LETTERS[(number - weighted) % _FIELD]


def _is_group(number: int, group: str) -> bool:
    if any(letter not in LETTERS for letter in group):
        return False
    return _number(group[:-1]) < 1 << _BITS and _check(number, group[:-1]) == group[-1]


def _short_groups(text: str) -> list[int]:
    """Return which groups are not of five letters, where their number is right."""
    groups = text.replace("-", " ").split()
    if len(groups) != GROUPS:
        return []
    return [number for number, group in enumerate(groups, 1) if len(group) != _CARRYING + 1]
