"""The scenes of a shared workstation that are kept as frames."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from unittest.mock import patch

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.visit import CHECK
from bedside.launch.link import LOCK, Start
from bedside.session import Session
from bedside.store.keys import passphrase
from bedside.tui.screens.library import LibraryPage
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, SharedSite
from tests.tui.driving import Walk, begun
from tests.tui.sharing import Heard, at_the_door, sign_in, sign_in_to_library, tried
from tests.tui.talks import read_back, talk_to

Act = Callable[[Walk], Awaitable[None]]
NOON, WORDS = "2031-03-04 13:00", "lamp river cousin oat"


async def at_first(_: Walk) -> None:
    """Nobody has typed anything."""


async def half_typed(walk: Walk) -> None:
    await walk.type(KEEPER)
    await walk.do("form.submit")
    await walk.type(PHRASE)


async def wrong(walk: Walk) -> None:
    await sign_in(walk, phrase="not this one")


async def unknown(walk: Walk) -> None:
    await walk.type(f"{COLLEAGUE.lower()}s")
    await walk.do("form.submit")


async def names(walk: Walk) -> None:
    await walk.do("signin.people")


async def emergency(walk: Walk) -> None:
    await walk.do("signin.emergency")


async def emergency_visit(walk: Walk) -> None:
    await emergency(walk)
    await walk.do("sheet.choose")
    await walk.until(lambda: walk.app.visit_page is not None)
    await walk.press("enter", "enter")
    await walk.see("EMERGENCY, NOBODY")
    walk.app.code = "4821"  # a frame is the same each time
    walk.page.paint_frame()
    await saved(walk)


async def emergency_waits(walk: Walk) -> None:
    await emergency_visit(walk)
    walk.app._hold()
    await walk.see("An emergency visit waits here")


async def home(walk: Walk) -> None:
    await sign_in_to_library(walk)


async def answering(walk: Walk) -> None:
    await home(walk)
    await walk.do("find.open")


async def claiming(walk: Walk) -> None:
    await home(walk)
    await walk.done("find.down", "find.open")


async def me(walk: Walk) -> None:
    await asking_pin(walk)
    await tried(walk)
    await walk.until(lambda: isinstance(walk.app.screen, LibraryPage), "the library")
    await walk.settle()
    await walk.do("library.me")


async def own_passphrase(walk: Walk) -> None:
    await me(walk)
    await walk.click("Change your passphrase")


async def walking(walk: Walk) -> None:
    await home(walk)
    await walk.type("acknowledging")
    await walk.do("find.open")
    await walk.press("enter", "enter")
    await walk.do("walk.choose")
    await saved(walk)


async def handing(walk: Walk) -> None:
    await walking(walk)
    await walk.do("visit.hand")


async def handed(walk: Walk) -> None:
    await handing(walk)
    await walk.row(2)
    await saved(walk)


async def keeping_back(walk: Walk) -> None:
    await handed(walk)
    await walk.do("visit.hand")


async def signing(walk: Walk) -> None:
    await walking(walk)
    talk_to(walk.session, CHECK)
    read_back(walk.session)
    walk.page.paint()
    await walk.do("check.sign")


async def not_proved(walk: Walk) -> None:
    await signing(walk)
    await walk.do("form.submit")
    await walk.type("not this one")
    await tried(walk)


async def missing(walk: Walk) -> None:
    await walking(walk)
    walk.session.unreadable = 2
    talk_to(walk.session, CHECK)
    walk.page.paint(top=True)
    await saved(walk)


async def asking_pin(walk: Walk) -> None:
    await sign_in(walk)
    await walk.see("A PIN for this sitting?")


SHARED: dict[str, Act] = {
    "sign-in": at_first,
    "sign-in-typed": half_typed,
    "sign-in-wrong": wrong,
    "sign-in-unknown": unknown,
    "sign-in-names": names,
    "sign-in-locked": at_first,
    "sign-in-pin": at_first,
    "ask-pin": asking_pin,
    "emergency": emergency,
    "emergency-visit": emergency_visit,
    "emergency-waits": emergency_waits,
    "home-waiting": home,
    "offer": answering,
    "claim": claiming,
    "me": me,
    "passphrase": own_passphrase,
    "signed-in-step": walking,
    "hand": handing,
    "hand-offered": handed,
    "hand-back": keeping_back,
    "sign-proved": signing,
    "sign-not-proved": not_proved,
    "check-missing": missing,
}
"""Pages of a shared workstation by what brings the face to them."""

_SEATED = ("ask-pin", "me", "passphrase", "sign-in-locked", "sign-in-pin")


async def saved(walk: Walk) -> None:
    """Let the last answer become durable, so that every frame says so."""
    await walk.until(lambda: not walk.page.passing.is_under_way, "a visit passed on")
    walk.session.settle(5)
    walk.app._paint_saving()
    await walk.settle()


@asynccontextmanager
async def shared_scene(desk: Desk, name: str, size: tuple[int, int]) -> AsyncIterator[Walk]:
    """Bring the face to a scene of a shared workstation."""
    weak = passphrase.Strength(memory=64, passes=1, lanes=1)
    async with AsyncExitStack() as stack:
        stack.enter_context(patch.object(passphrase, "STRENGTH", weak))
        stack.enter_context(patch("bedside.words.door.moment", lambda _: NOON))
        site = SharedSite(desk.places, desk.places.state.parent / "stick")
        stack.enter_context(patch.object(passphrase, "offered", lambda: WORDS))
        if name in ("home-waiting", "offer", "claim"):
            _passed_on(desk, site)
        seat = Heard(_start(name, site)).seat if name in _SEATED else None
        walk = await stack.enter_async_context(at_the_door(desk, size, seat))
        await SHARED[name](walk)
        yield walk


def _start(name: str, site: SharedSite) -> Start:
    """Return what the launcher says: after a lock, with a PIN or without one."""
    if name == "sign-in-pin":
        quick = site.door(KEEPER).quick("739164")
        return Start("0" * 19 + "1", LOCK, quick=quick)  # type: ignore[arg-type]
    return Start("0" * 19 + "1", LOCK) if name == "sign-in-locked" else Start()


def _passed_on(desk: Desk, site: SharedSite) -> None:
    """Have a visit offered to the first clinician, and an emergency visit that nobody claimed."""
    assert desk.reception is not None
    desk.reception.sign_in(COLLEAGUE, PHRASE)
    session = begun(desk)
    session.do(m.Pick("one-story", "done"))
    (to,) = [one for one in desk.reception.colleagues() if one.name == KEEPER]
    assert desk.reception.hand_on(session, to) is None
    session.close()
    desk.reception.begin_emergency()
    other = desk.begin("first-trust")
    assert isinstance(other, Session)
    other.close()
    desk.reception.sign_out()
    _ = site
