"""What a move has to wait for that the visit alone does not show: who is signed in, and the checks.

Pure: whoever asks brings what the checks of the note found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from bedside.core import moves as m
from bedside.core.refusals import Refusal, Why

if TYPE_CHECKING:
    from bedside.core.concerns import Concern


def unsettled(
    move: m.Move, concerns: Callable[[], Sequence[Concern]], signer: str | None
) -> Refusal | None:
    """Return why a move has to wait, if it has to.

    Where people sign in, a note stands under the name of who did: `signer`, nothing elsewhere. A
    sentence is only put another way as a check offers it, so that none says more than was recorded.
    """
    name = move.author.strip() if isinstance(move, (m.Sign, m.Append)) else signer
    if signer is not None and name is not None and name.casefold() != signer.casefold():
        return Refusal(Why.OTHER_NAME, signer)
    if isinstance(move, m.Reword):
        offered = {(one.text, one.rewrite) for one in concerns()}
        return None if (move.was, move.text) in offered else Refusal(Why.NOT_OFFERED, move.was)
    if isinstance(move, m.Sign):
        still = sum(1 for one in concerns() if not one.settled)
        return Refusal(Why.UNSETTLED, str(still)) if still else None
    return None


def signer_of(move: m.Move, signer: str | None, vouched: Collection[str]) -> str | None:
    """Return the name a move has to stand under: a co-signer's own, once they have proved it."""
    if isinstance(move, m.Append) and move.kind == "co-signature" and move.author in vouched:
        return move.author
    return signer
