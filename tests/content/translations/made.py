"""A whole translation of the invented checklist, its digests with it."""

from __future__ import annotations

from bedside.content.digests import digest_of


def of(text: str) -> str:
    """Return the digest of a text as it stands in a file."""
    return f'"{digest_of(text)}"'


WHOLE = f"""[steps.hungry]
say.plain = "¿Quiere un poco de sopa?"
say.gentle = "Hay sopa. ¿Le traigo un poco?"
instead."Eat!" = "Hay, si le apetece."
patient.now = "Tomó {{answer}}."
of.say.plain = {of("Would you like some soup?")}
of.say.gentle = {of("There is soup. Shall I bring some?")}
of.instead."Eat!" = {of("There is some, if you like.")}
of.patient.now = {of("You had {answer}.")}

[steps.taste]
say = "¿Qué tal sabe?"
tips = ["Siéntese.", "Espere."]
of.say = {of("How does it taste?")}
of.tips = [{of("Sit down.")}, {of("Wait.")}]
"""
