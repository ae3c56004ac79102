"""The seal: a digest of what a checklist means, written when it is published.

A published file that was edited by hand no longer matches and is used as a draft.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from bedside.core.checklist import Checklist, Review
from bedside.core.codec import to_plain


def seal_of(checklist: Checklist) -> str:
    """Return the digest (BLAKE2b, 128 bits, RFC 7693) of the meaning, in hexadecimal.

    Status, review block, accepted warnings and the banks beside it are no part of the meaning.
    """
    meaning = replace(checklist, status="draft", review=Review(), accepted=(), extras=())
    plain = json.dumps(to_plain(meaning), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()


def is_sealed(checklist: Checklist) -> bool:
    """Whether the checklist is published and unchanged since."""
    return checklist.status == "published" and checklist.review.seal == seal_of(checklist)
