"""A tour of every page that a shared workstation adds.

Signing in by list, name and PIN, an emergency visit, a visit taken on, kept back, claimed and
told of, a signature and a co-signature proved, a passphrase changed, a lock, and signing out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bedside.core.later import LATER_KINDS
from bedside.launch.launcher import LOCKED
from bedside.launch.link import LOCK
from bedside.tui.screens.library import LibraryPage
from bedside.tui.screens.signin import SignInPage
from tests.campaigns import laced
from tests.campaigns.ward import Ward
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, THIRD
from tests.tui.on_terminal import Shown, on_terminal
from tests.tui.sharing import Heard, tried

Look = Callable[[Shown, tuple[str, ...]], Awaitable[None]]
"""Is given a page, and the texts that have to stand on it as they are."""


async def no_look(_: Shown, __: tuple[str, ...]) -> None:
    """Look at nothing."""


async def toured(ward: Ward, size: tuple[int, int], look: Look = no_look) -> bytes:
    """Go to every page of a shared workstation, in two sittings around a lock; return the bytes."""
    heard = Heard()
    async with on_terminal(ward.desk, None, size, heard.seat) as walk:
        await _come_in(walk, ward, look)
        await _take_on(walk, ward, look)
        await _change_passphrase(walk, ward)
        await _lock(walk, ward)
    written = bytes(walk.written_bytes)
    ward.anew()
    again = Heard(heard.next_start(LOCK))
    async with on_terminal(ward.desk, None, size, again.seat) as walk:
        await _come_back(walk, ward, look)
        await _emergency(walk, ward)
        await _sign_in_by_list(walk, ward, ward.phrase)
        await walk.see("A PIN for this sitting?")
        await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage), "the library")
    return written + bytes(walk.written_bytes)


async def _come_in(walk: Shown, ward: Ward, look: Look) -> None:
    """Try what is hostile as a name, a passphrase and a PIN, then come in by the list."""
    await walk.paste(ward.lace(f"{THIRD}s"))
    await walk.do("form.submit")
    for sheet in ("signin.emergency", "app.help", "signin.people"):
        await walk.do(sheet)
        if sheet == "signin.people":
            await look(walk, tuple(ward.names.values()))
        await walk.press("escape")
    await _sign_in_by_list(walk, ward, ward.hidden("wrong"))
    await walk.see("That is not the passphrase")
    await walk.paste(PHRASE)
    await tried(walk)
    await walk.see("A PIN for this sitting?")
    short = ward.hidden("12")
    for pin in (short, short):
        await walk.paste(pin)
        await tried(walk)
    await walk.see("A PIN has 6 to 12 digits")
    for pin in (ward.pin, ward.pin):
        await walk.paste(pin)
        await tried(walk)
    await walk.until(lambda: isinstance(walk.app.screen, LibraryPage), "the library")
    await walk.settle()


async def _sign_in_by_list(walk: Shown, ward: Ward, phrase: str) -> None:
    page = walk.app.screen
    assert isinstance(page, SignInPage)
    await walk.do("signin.people")
    await walk.row(ward.number(KEEPER))
    await walk.paste(phrase)
    await tried(walk)


async def _take_on(walk: Shown, ward: Ward, look: Look) -> None:
    """Take on what is offered, hand it on and keep it back, sign it, have it co-signed."""
    await look(walk, (ward.names[COLLEAGUE],))
    await _answer_first(walk)
    await walk.do("visit.hand")
    await look(walk, (ward.names[COLLEAGUE], ward.names[THIRD]))
    for _ in range(2):  # the first colleague of the list, then taken back
        await walk.row(1)
        await walk.saved()
        await walk.do("visit.hand")
    await walk.press("escape")
    laced.answer_all(walk.session, ward.lace)
    laced.settle(walk.session, ward.lace)
    walk.page.paint()
    await _sign(walk, ward, look)
    await _cosign(walk, ward)
    await walk.leave()
    await _answer_first(walk)  # the one to claim
    await walk.press("escape")
    await walk.leave()
    await walk.do("find.open")  # the one that was read
    await walk.row(1)


async def _answer_first(walk: Shown) -> None:
    """Take what waits first, and wait for its visit."""
    await walk.do("find.open")
    await walk.row(1)
    await walk.until(lambda: walk.app.visit_page is not None, "the visit")
    await walk.settle()


async def _sign(walk: Shown, ward: Ward, look: Look) -> None:
    await walk.do("check.sign")
    await look(walk, (ward.names[KEEPER],))
    await walk.do("form.submit")
    for phrase in (ward.hidden("not mine"), PHRASE):
        await walk.paste(phrase)
        await tried(walk)
    await walk.until(lambda: walk.visit.signed is not None, "the signature")
    for action in ("signed.text", "signed.text", "signed.save"):
        await walk.do(action)


async def _cosign(walk: Shown, ward: Ward) -> None:
    for name in (ward.lace(f"{COLLEAGUE}s"), ward.site.ids[COLLEAGUE]):
        await walk.press("escape")
        await walk.do("signed.add")
        await walk.row(LATER_KINDS.index("co-signature") + 1)
        await walk.paste(name)
        await walk.do("form.submit")
        await walk.paste(ward.hidden("wrong"))
        await tried(walk)
    await walk.paste(PHRASE)
    await tried(walk)
    await walk.until(lambda: bool(walk.visit.later), "the co-signature")


async def _change_passphrase(walk: Shown, ward: Ward) -> None:
    await walk.do("library.me")
    await walk.row(2)
    fresh = ward.phrase
    for again in (ward.hidden("not the same"), fresh):
        for typed in (PHRASE, fresh):
            await walk.paste(typed)
            await walk.do("form.submit")
        await walk.paste(again)
        await tried(walk)
    await walk.until(lambda: isinstance(walk.app.screen, LibraryPage), "the library")


async def _lock(walk: Shown, ward: Ward) -> None:
    """Begin a visit, and lock it with half a text in a field."""
    await walk.type("acknowledging")
    await walk.do("find.open")
    for identifier in ("Test, Avery", "000"):
        await walk.paste(ward.lace(identifier))
        await walk.do("form.submit")
    await walk.do("visit.note")
    await walk.paste(ward.lace("half typed"))
    await walk.do("app.lock")
    await walk.until(lambda: walk.app.return_code == LOCKED, "the lock")


async def _come_back(walk: Shown, ward: Ward, look: Look) -> None:
    """Come back by PIN to the same word, leave it, and sign out."""
    await look(walk, (ward.names[KEEPER],))
    for pin in (ward.hidden("00"), ward.pin):
        await walk.paste(pin)
        await tried(walk)
    await walk.until(lambda: walk.app.visit_page is not None, "the visit")
    await walk.until(lambda: walk.page.writing.is_open, "the field")
    await walk.do("write.finish")
    await walk.leave()
    await walk.do("library.visits")
    await walk.press("escape")
    await walk.do("library.me")
    await look(walk, (ward.names[KEEPER],))
    await walk.row(4)
    await walk.until(lambda: isinstance(walk.app.screen, SignInPage), "the page to sign in at")


async def _emergency(walk: Shown, ward: Ward) -> None:
    """Begin a visit that nobody stands for, and leave it."""
    await walk.done("signin.emergency", "sheet.choose")
    await walk.until(lambda: walk.app.visit_page is not None, "the visit")
    await walk.press("enter", "enter")
    await walk.do("visit.note")
    await walk.paste(ward.lace("to self"))
    await walk.done("write.finish", "visit.hand")
    await walk.leave()
