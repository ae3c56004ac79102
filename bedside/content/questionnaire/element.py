"""Reading JSON of others with nothing lost: each part is taken once, and what is left is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

Json = dict[str, object]


class Element:
    """One element of a resource. What has been taken is looked at; the rest is `left`."""

    def __init__(self, raw: Json) -> None:
        """Read this element, which stays as it is."""
        self._raw, self._taken = raw, set[str]()

    def text(self, name: str) -> str:
        """Take a text; "" where there is none or it is no text."""
        value = self._take(name, str)
        return cast("str", value) if value is not None else ""

    def truth(self, name: str) -> bool:
        """Take a yes or no; False where there is none."""
        return self._take(name, bool) is True

    def number(self, name: str) -> float | int | None:
        """Take a number."""
        value = self._raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        self._taken.add(name)
        return value

    def part(self, name: str) -> Element | None:
        """Take an element within this one."""
        value = self._take(name, dict)
        return Element(cast("Json", value)) if value is not None else None

    def parts(self, name: str) -> Iterator[Element]:
        """Take a list of elements; a list with anything else in it stays where it is."""
        value = self._raw.get(name)
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            self._taken.add(name)
            yield from (Element(cast("Json", one)) for one in value)

    def value(self, stem: str) -> tuple[str, object]:
        """Take the one value of a choice such as `value[x]`: its type and itself; ("", None)."""
        for name in self._raw:
            kind = name.removeprefix(stem)
            if kind != name and kind[:1].isupper() and name not in self._taken:
                self._taken.add(name)
                return kind, self._raw[name]
        return "", None

    def pass_over(self, *names: str) -> None:
        """Take parts that say nothing to a checklist."""
        self._taken.update(names)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._raw

    def peek(self, name: str) -> object:
        """Return a part as it is, without taking it."""
        return self._raw.get(name)

    def raw(self, name: str) -> object:
        """Take a part as it is."""
        self._taken.add(name)
        return self._raw.get(name)

    def left(self) -> list[str]:
        """Return the names of what nobody has taken, in order."""
        return [name for name in self._raw if name not in self._taken]

    def _take(self, name: str, kind: type) -> object:
        value = self._raw.get(name)
        if not isinstance(value, kind):
            return None
        self._taken.add(name)
        return value
