"""The words that people write for true and false, in the languages that authors speak."""

from __future__ import annotations

_YES = frozenset(
    (
        *("true", "yes", "y", "on", "1", "ja", "wahr", "richtig", "oui", "vrai", "si", "sí"),
        *("verdad", "verdadero", "sì", "vero", "ture", "treu", "tru", "treue"),
    )
)
_NO = frozenset(
    (
        *("false", "no", "n", "off", "0", "nein", "falsch", "non", "faux", "falso", "fasle"),
        *("flase", "fals", "flse", "falce"),
    )
)


def truth_meant(word: str) -> str:
    """Return true or false as a checklist writes it; "" where the word is neither."""
    low = word.strip().lower()
    return "true" if low in _YES else "false" if low in _NO else ""
