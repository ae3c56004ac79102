"""The first page of a shared workstation: who comes in. Nothing of a patient stands on it.

A name or a badge, then a passphrase; or, within a quarter of an hour of a lock, the PIN of whoever
was there. What is typed is tried on a thread of its own and forgotten at once. An emergency visit
begins from here with two keys and nobody signed in.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from bedside.core.people import Bar, Barred, Colleague
from bedside.launch.link import CRASH, LOCK
from bedside.reception import Reception
from bedside.tui.arriving import arrived, begin_emergency
from bedside.tui.lines import BLANK, Line, hung, ink, line, para
from bedside.tui.literal import literal
from bedside.tui.paint.frame import key_text
from bedside.tui.screens.form import Ask, Asked, Blank, Form, Wrong, has_digit
from bedside.words import door as said
from bedside.words import screen

_WHO = (Asked(screen.WHO_SIGNS_IN, badge=True), Asked(screen.PASSPHRASE, secret=True))


WORDS_OF_A_PHRASE = 4
"""From so many words on, what is nobody's name is taken for a passphrase."""


class SignInPage(Form):
    """Asks who it is, and lets them in."""

    where = "signin"
    bar: ClassVar[tuple[str, ...]] = (
        *("form.submit", "signin.people", "signin.other", "signin.emergency", "app.curtain"),
    )

    def __init__(self, reception: Reception, by_pin: bool = False) -> None:
        """Ask for name and passphrase; by PIN where whoever was there has left one."""
        self._by_pin = by_pin
        asked = (Asked(screen.PIN, secret=True),) if by_pin else _WHO
        super().__init__(Ask(screen.SIGN_IN, asked, about=screen.ABOUT_SIGN_IN))
        self._reception = reception
        self._leaves = False
        """Whether it was just said that going back once more leaves bedside."""
        self._trouble = reception.trouble()
        self._lately = reception.read_lately()
        self._meant: Colleague | None = None

    def offers(self) -> list[str]:
        """Return the actions that work now, the most used first."""
        idle = {"signin.people": not self._by_pin, "signin.other": self._by_pin}
        return [action for action in self.bar if idle.get(action, True)]

    def do_form_submit(self, _: int) -> None:
        """Go from the name to the passphrase; from there, try it."""
        if self.is_busy:
            return
        if self._by_pin:
            self._try(self._values()[0])
        elif self._number() == 0:
            self._name_given(self._values()[0].strip())
        else:
            self._try(self._values()[1])

    def do_form_cancel(self, _: int) -> None:
        """Empty what is typed; with nothing typed, say what comes next, then leave bedside."""
        if not any(self._values()):
            if self._leaves:
                self.home.leave()
            self._leaves = True
            self.say(screen.ESC_LEAVES)
            return
        self._leaves = False
        for number in range(len(self._values())):
            self._blank(number).value = ""
        self.set_focus(self._blank(0))

    def do_signin_people(self, _: int) -> None:
        """Show everybody who can sign in; choosing one leaves only the passphrase to type."""
        if self._by_pin or self.is_busy:
            return
        from bedside.tui.screens.sheets import choices

        people = self._reception.people()
        labels = {one.id: one.text() for one in people}
        names = {one.id: one.name for one in people}

        def chosen(target: str | None) -> None:
            name = names.get((target or "").partition(":")[2], "")
            if name:
                self._name_given(name)

        self.home.push_screen(choices(screen.WHO_ARE_YOU, labels, screen.ABOUT_SIGN_IN), chosen)

    def do_signin_other(self, _: int) -> None:
        """Ask for name and passphrase instead of the PIN; what was left open stays as it is."""
        if self._by_pin and not self.is_busy:
            self.home.switch_screen(SignInPage(self._reception))

    def do_signin_emergency(self, _: int) -> None:
        """Ask which checklist; Enter begins with the one that was used last."""
        if not self.is_busy:
            begin_emergency(self.home, self._reception)

    def on_screen_resume(self) -> None:
        """Look anew at what keeps people out: it may have been mended meanwhile."""
        self._trouble = self._reception.trouble()

    def _name_given(self, who: str) -> None:
        """Show whom a name or a badge means, or why nobody.

        A badge is never shown, nor what may be the passphrase, typed into the wrong field.
        """
        found = self._reception.meant(who) if who else Barred(Bar.UNKNOWN)
        if isinstance(found, Barred):
            is_secret = has_digit(who) or len(who.split()) >= WORDS_OF_A_PHRASE
            self._blank(0).value = "" if is_secret else literal(who)
            self.refuse(Wrong(0, said.barred(found)))
            return
        self._meant = found
        self._blank(0).value = literal(found.name)
        self.refuse(Wrong(1, ""))

    def _try(self, secret: str) -> None:
        """Try a passphrase or a PIN, away from the keys; it stands in no field from here on."""
        self.forget()
        self.is_busy = True
        self.say(screen.OPENING)
        self.run_worker(self._tried(secret))

    async def _tried(self, secret: str) -> None:
        who = "" if self._by_pin else self._who()
        found = await asyncio.to_thread(self._found, who, secret)
        self.is_busy = False
        if not self.is_attached:
            return
        self.unsay()
        if isinstance(found, Barred):
            self._kept_out(found)
        else:
            self._let_in()

    def _who(self) -> str:
        """Return who signs in: the one that was meant, or what was typed over their name since.

        A name as it is shown need not be the name as it is kept.
        """
        typed, meant = self._values()[0].strip(), self._meant
        return meant.id if meant and typed == literal(meant.name).strip() else typed

    def _found(self, who: str, secret: str) -> Colleague | Barred:
        blob = self.home.quick
        if not self._by_pin:
            return self._reception.sign_in(who, secret)
        if blob is None:
            return Barred(Bar.PIN_GONE)
        return self._reception.unlock(blob, secret, self._keep_left)

    def _keep_left(self, blob: dict[str, object] | None) -> None:
        """Have the launcher keep what a PIN opens, with the tries that are left of it."""
        self.home.keep_quick(blob)

    def _kept_out(self, why: Barred) -> None:
        if why.why is Bar.PIN_GONE and self._by_pin:
            page = SignInPage(self._reception)
            self.home.switch_screen(page)
            page.call_after_refresh(page.refuse, Wrong(0, said.barred(why)))
            return
        at = 0 if self._by_pin or why.why in (Bar.UNKNOWN, Bar.RETIRED) else 1
        self.refuse(Wrong(at, said.barred(why)))

    def _let_in(self) -> None:
        """Empty every field, then show what this person can open."""
        for number in range(len(self._asked)):
            self._blank(number).value = ""
        arrived(self.home, self._reception)

    def _blank(self, number: int) -> Blank:
        return self.query_one(f"#field-{number}", Blank)

    def _head(self, width: int) -> list[Line]:
        clinic = "" if self._trouble else self._reception.clinic()
        title = screen.SIGN_IN_AT.format(clinic=clinic) if clinic else screen.SIGN_IN
        rows = [line(ink(f" {row}", "here")) for row in _wrapped(title, width)]
        why = {LOCK: screen.LOCKED_HERE, CRASH: screen.CUT_OFF_HERE}.get(self.home.start.why, "")
        left = self.home.start.back_to and why
        return [*rows, *(para(why, width, "bar", indent=1) if left else []), line(ink("", "bar"))]

    def _told(self, width: int) -> list[Line]:
        """Return what is wrong, what to know of this workstation, and the way in an emergency."""
        told: list[Line] = []
        if self._trouble is not None:
            told += para(said.barred(self._trouble), width, "alert", indent=2)
        if self._wrong:
            told += para(self._wrong, width, "alert", indent=2)
        if self._lately:
            when = said.moment(self._lately)
            told += para(said.READ_LATELY.format(when=when), width, "warn", indent=2)
        key, target = self.home.keys.key_of("signin.emergency"), "do:signin.emergency"
        lead = (ink("  ", "soft"), ink(f"{key_text(key)} ", "key", target))
        return [*told, BLANK, *hung(lead, screen.EMERGENCY_HINT, width, "soft", target)]

    def _label(self, number: int, width: int) -> list[Line]:
        """Return what a field asks for; before a PIN, whose it is."""
        blob = self.home.quick
        whose = self._reception.whose(blob) if self._by_pin and blob else None
        if whose is None:
            return super()._label(number, width)
        text = screen.PIN_OF.format(who=whose.text())
        return hung((ink("> ", "title"),), text, width, "title")


def _wrapped(text: str, width: int) -> list[str]:
    from bedside.core.text import wrap

    return wrap(text, max(1, width - 2))
