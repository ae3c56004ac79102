"""The board: one widget that draws lines. Lists, steps, the head and the key bar are all boards.

Drawn by line and updated in place: only lines that changed are painted again. It scrolls by
itself and says with a mark at its edge where more is hidden. The cursor is a mark before its
line and then a colour, so that it can be seen without colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from bedside.core.text import cells
from bedside.tui.lines import BLANK, Builder, Line, Span
from bedside.tui.theme import board_styles

_NO_SIZE = Size(0, 0)


class Board(Widget):
    """Draws lines made for its width; knows which target the cursor is on."""

    styles_by_name: ClassVar[Mapping[str, Style]] = board_styles("dark")
    """The look of every style a span can name; the app sets those of the theme in force."""

    class Chosen(Message):
        """A target was clicked."""

        def __init__(self, board: Board, target: str) -> None:
            """Say which target of which board."""
            super().__init__()
            self.board, self.target = board, target

    def __init__(
        self,
        id: str,  # noqa: A002  # as every widget calls it
        builder: Builder = lambda _: [],
        style: str = "text",
        strip: bool = False,
    ) -> None:
        """Draw what the builder makes, once there is a size. `style` fills what no span covers.

        A strip has no cursor and does not scroll: it is as high as its lines.
        """
        super().__init__(id=id, classes="-strip" if strip else "")
        self._fill, self._gutter = style, not strip
        self._builder = builder
        self._lines: list[Line] = []
        self._made_for = _NO_SIZE
        self._top = self._deepest = 0
        self.cursor = ""
        """The target the cursor is on; "" for none."""

    @property
    def room(self) -> int:
        """The cells a line may take."""
        return self._within(self.size.width)

    @property
    def targets(self) -> list[str]:
        """Every target, in the order of the lines."""
        self._build()
        found = (span.target for line in self._lines for span in line.spans if span.target)
        return list(dict.fromkeys(found))

    def show(self, builder: Builder, cursor: str = "", top: bool = False) -> None:
        """Draw what the builder makes; with `top`, from the first line.

        Before there is a size it is only remembered.
        """
        self._builder, self.cursor, self._made_for = builder, cursor, _NO_SIZE
        if not self.size.width:
            if self._lines:
                self.refresh()  # hidden for now: what was drawn before must not come back
            return
        before, where = self._lines, self._top
        self._build()
        if self.has_class("-strip") and len(before) != len(self._lines):
            self.refresh(layout=True)
        if top:
            self._top = self._deepest = 0
        self._keep_in_sight()
        if where != self._top:
            self.refresh()
        else:
            self._repaint(before)

    def move(self, step: int) -> None:
        """Move the cursor by so many targets; past the last one, scroll to what has none."""
        targets = self.targets
        if not targets:
            self.scroll_by(step)
        elif self.cursor in targets:
            at = targets.index(self.cursor) + step
            if 0 <= at < len(targets):
                self.point(targets[at])
            else:
                self.scroll_by(step)
        else:
            self.point(targets[0 if step > 0 else -1])

    def point(self, target: str) -> None:
        """Put the cursor on a target and bring it into sight."""
        self.cursor = target
        self._keep_in_sight()
        self.refresh()

    def sees(self, target: str) -> bool:
        """Whether any line of a target is in sight."""
        self._build()
        shown = self._lines[self._top : self._top + self.size.height]
        return any(span.target == target for line in shown for span in line.spans)

    def has_shown(self, target: str) -> bool:
        """Whether the last line of a target has been in sight since the page began here."""
        self._build()
        own = [
            at
            for at, line in enumerate(self._lines)
            if any(span.target == target for span in line.spans)
        ]
        self._deepest = max(self._deepest, self._top + self.size.height)
        return not own or own[-1] < self._deepest

    def lift(self, target: str) -> None:
        """Bring the first line of a target to the top, as far as there are lines below it."""
        self._build()
        lines = enumerate(self._lines)
        at = next((n for n, one in lines if any(s.target == target for s in one.spans)), self._top)
        self.scroll_by(at - self._top)

    def reveal(self, target: str) -> None:
        """Bring a target into sight, the cursor left where it is."""
        top = self._top
        self._keep_in_sight(target)
        if top != self._top:
            self.refresh()

    def scroll_by(self, lines: int) -> None:
        """Scroll by so many lines."""
        top = max(0, min(self._top + lines, len(self._lines) - self.size.height))
        if top != self._top:
            self._deepest = max(self._deepest, top + self.size.height)
            self._top = top
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines a strip has at a width."""
        del container, viewport
        return len(self._builder(self._within(width)))

    def _within(self, width: int) -> int:
        """Return how many columns of a width the lines have."""
        return max(1, width - (3 if self._gutter else 0))

    def render_line(self, y: int) -> Strip:
        """Return one line of what is in sight."""
        self._build()
        width = self.size.width
        at = self._top + y
        line = self._lines[at] if at < len(self._lines) else BLANK
        base = self._style(self._fill)
        segments = [Segment(self._lead(at, line), base)] if self._gutter else []
        segments += [Segment(span.text, self._span_style(span)) for span in line.spans]
        used = line.width + (2 if self._gutter else 0)
        edge = self._edge(y) if self._gutter else ""
        if edge and used < width:
            segments += [Segment(" " * (width - used - 1), base), Segment(edge, self._style("key"))]
        return Strip(segments).adjust_cell_length(width, base)

    def on_resize(self, _: events.Resize) -> None:
        """Keep the cursor in sight in the new height."""
        self._build()
        self._deepest = 0
        self._keep_in_sight()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        target = self.target_at(event.x, event.y)
        if target:
            event.stop()
            self.post_message(self.Chosen(self, target))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self.scroll_by(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.scroll_by(-2)

    def target_at(self, x: int, y: int) -> str:
        """Return the target at a place on the widget; a whole line belongs to its last target."""
        at = self._top + y
        if at >= len(self._lines):
            return ""
        used, last = 2 if self._gutter else 0, ""
        for span in self._lines[at].spans:
            used += cells(span.text)
            last = span.target or last
            if span.target and x < used:
                return span.target
        return last if self._gutter else ""

    def _build(self) -> None:
        """Make the lines, if they were made for another size or not at all."""
        if self._made_for != self.size:
            self._made_for = self.size
            self._lines = self._builder(self.room)

    def _repaint(self, before: list[Line]) -> None:
        """Paint the lines in sight that differ from what was there."""
        shown = slice(self._top, self._top + self.size.height)
        pairs = zip_longest(before[shown], self._lines[shown], fillvalue=None)
        changed = [at for at, (old, new) in enumerate(pairs) if old != new]
        if len(before) != len(self._lines) and self._gutter:
            changed.append(self.size.height - 1)
        regions = [Region(0, at, self.size.width, 1) for at in changed if at >= 0]
        if regions:
            self.refresh(*regions)

    def _keep_in_sight(self, target: str = "") -> None:
        """Scroll so that a target's lines, else the cursor's, and no emptiness, are in sight."""
        height, wanted = max(1, self.size.height), target or self.cursor
        holding = [
            at
            for at, line in enumerate(self._lines)
            if wanted and any(span.target == wanted for span in line.spans)
        ]
        if holding:
            self._top = min(self._top, holding[0])
            self._top = max(self._top, holding[-1] - height + 1)
        self._top = max(0, min(self._top, len(self._lines) - height))

    def _lead(self, at: int, line: Line) -> str:
        """Return the mark before a line: where the cursor's target begins."""
        here = self.cursor and any(span.target == self.cursor for span in line.spans)
        above = self._lines[at - 1].spans if 0 < at <= len(self._lines) else ()
        begins = here and not any(span.target == self.cursor for span in above)
        return "> " if begins else "  "

    def _edge(self, y: int) -> str:
        """Return the mark that says more is hidden above or below."""
        if y == 0 and self._top > 0:
            return "▲"
        below = len(self._lines) - self._top - self.size.height
        return "▼" if y == self.size.height - 1 and below > 0 else ""

    def _span_style(self, span: Span) -> Style:
        if self.cursor and span.target == self.cursor:
            return self._style("cursor")
        return self._style(span.style)

    def _style(self, name: str) -> Style:
        return self.styles_by_name[name]
