"""The yardstick: a bare Textual app with one Static, the stock Footer and one key that reacts."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Static


class Hello(App[None]):
    """Shows a line; x changes it, q leaves."""

    BINDINGS = [("x", "change", "Change"), ("q", "quit", "Quit")]  # noqa: RUF012  # Textual's way
    count = 0

    def compose(self) -> ComposeResult:
        """Lay out the line and the footer."""
        yield Static("hello", id="line")
        yield Footer()

    def action_change(self) -> None:
        """Change the line."""
        self.count += 1
        self.query_one("#line", Static).update(f"changed {self.count}")


if __name__ == "__main__":
    Hello().run()
