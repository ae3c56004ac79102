"""Faces translate: they decide nothing, say only what words holds, and draw only what is safe."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from bedside.tui.theme import STYLES, TOKENS
from tests.house.source import ROOT, Module, bedside, called, dotted, modules, none, rooms

KIND_IS_ASKED_IN = tuple(map("bedside/".__add__, ("plain", "core", "content", "note", "deliver")))
"""The core's views, the plain face's typed lines, and rooms that are no face."""

KEYS_OF_FIELDS: Mapping[str, tuple[str, ...]] = {
    "bedside/tui/screens/finder.py": ("backspace",),
    "bedside/tui/screens/form.py": ("enter",),
    "bedside/tui/widgets/words_field.py": ("enter", "escape", "tab"),
}
"""Keys that belong to a field while it types: editing it, or left by it to the page."""

NOT_WORDS: Mapping[str, str] = {
    "#outline, #notes": "a query for widgets",
    "Enter": "printed on a key",
    "Space": "printed on a key",
    "Bksp": "printed on a key",
    "Esc": "printed on a key",
}
"""Literals of the faces that look like words and are none."""

DRAWS_MARKUP = frozenset(
    ("Label", "Log", "Markdown", "MarkdownViewer", "RichLog", "Static", "Pretty", "Tooltip")
) | {"Button", "Checkbox", "RadioSet", "SelectionList", "OptionList", "Footer", "Header"}
MAKES_MARKUP = frozenset(("from_markup", "notify", "render_markup", "assemble", "from_text"))
TAKES_TEXT = frozenset(("insert", "load_text"))
MAKES_SPANS = ("bedside/tui/lines.py", "bedside/tui/widgets/board.py", "bedside/tui/gate.py")

WORDS = ("words", "notes", "screen", "plain", "door", "door_words", "said", "site")
"""The modules of words, as everybody who says them calls them."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
_COLOURED = re.compile(
    r"(?<![\w-])(?:color|background|border[\w-]*|outline[\w-]*|tint|text-style|scrollbar-color"
    r"[\w-]*|scrollbar-background[\w-]*|link-\w+)\s*:\s*([^;}]+)"
)
_MAY_COLOUR = re.compile(r"\$bedside-[a-z-]+|none|transparent")


def test_no_screen_asks_for_the_kind_of_a_step() -> None:
    none(
        (
            f"{module.at(node)}: {ast.unparse(node).splitlines()[0]}"
            for module in bedside()
            if not module.path.startswith(KIND_IS_ASKED_IN)
            for node in ast.walk(module.tree)
            if _asks_kind(node)
        ),
        "let core/view.py say it in the StepView",
    )


@pytest.mark.parametrize("face", ["tui", "plain"])
def test_every_word_a_face_says_stands_in_words(face: str) -> None:
    none(
        (
            f"{module.at(node)}: {text!r}"
            for module in rooms(face)
            for node, text in _texts(module)
            if _is_wording(text) and text not in NOT_WORDS
        ),
        "name it in bedside/words/ and say it from there",
    )


def test_every_word_in_words_is_said_somewhere() -> None:
    said = {
        node.attr
        for module in bedside()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and dotted(node.value) in WORDS
    }
    words = rooms("words")
    said |= {
        node.id
        for module in words
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    none(
        (
            f"{module.at(node)}: {name}"
            for module in words
            for node, name in _named(module.tree)
            if name not in said
        ),
        "take it out",
    )


def test_every_literal_that_is_no_word_is_still_there() -> None:
    texts = {text for module in rooms("tui", "plain") for _, text in _texts(module)}
    assert set(NOT_WORDS) <= texts


def test_no_widget_that_reads_markup_or_tells_state_by_colour_is_used() -> None:
    none(
        (
            f"{module.at(node)}: imports {alias.name}"
            for module in rooms("tui")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual")
            for alias in node.names
            if alias.name in DRAWS_MARKUP
        ),
        "draw it on a Board",
    )


def test_nothing_is_handed_over_as_markup() -> None:
    none(
        (
            f"{module.at(node)}: {called(node)}"
            for module in rooms("tui")
            for node in ast.walk(module.tree)
            if called(node).rpartition(".")[2] in MAKES_MARKUP
            or called(node) in ("Text", "Content", "rich.text.Text")
            or any(word.arg == "markup" for word in getattr(node, "keywords", ()))
        ),
        "make lines of ink, para and hung: they go through literal()",
    )


def test_text_becomes_a_span_only_by_way_of_literal() -> None:
    none(
        (
            f"{module.at(node)}: {ast.unparse(node)}"
            for module in rooms("tui")
            if module.path not in MAKES_SPANS
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and called(node) in ("Span", "Segment", "Strip")
            if not (node.args and _is_constant(node.args[0]))
        ),
        "use ink(), para() or hung(), which make text literal",
    )


def test_text_enters_a_field_only_by_way_of_literal() -> None:
    none(
        (
            f"{module.at(node)}: {ast.unparse(node)}"
            for module in rooms("tui")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if node.func.attr in TAKES_TEXT and not _is_literal(node.args[0], module)
        ),
        "pass it through literal() first",
    )


def test_lines_make_every_text_literal() -> None:
    (lines,) = modules("bedside/tui/lines.py")
    made = [f for f in lines.tree.body if isinstance(f, ast.FunctionDef)]
    open_ = [f.name for f in made if any(arg.arg == "text" for arg in f.args.args)]
    assert sorted(open_) == ["hung", "ink", "para"]
    none(
        (f"{lines.at(f)}: {f.name}" for f in made if f.name in open_
         and "literal(text)" not in ast.unparse(f)),
        "pass the text through literal()",
    )  # fmt: skip


def test_colours_stand_only_in_the_theme() -> None:
    none(
        (
            f"{module.at(node)}: {node.value.strip()[:60]!r}"
            for module in bedside()
            if module.path != "bedside/tui/theme.py"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if _COLOUR.search(node.value)
        ),
        "name a token of theme.py",
    )


def test_style_sheets_colour_only_with_our_tokens() -> None:
    sheets = [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "bedside").rglob("*.tcss"))
    ]
    assert sheets
    sheets += [(module.at(node), text) for module in rooms("tui") for node, text in _css(module)]
    none(
        (
            f"{place}: {found[0].strip()}"
            for place, text in sheets
            for found in _COLOURED.finditer(text)
            if _MAY_COLOUR.sub("", found[1]).strip()
        ),
        "name a token: $bedside-ground, $bedside-ink …",
    )


def test_every_token_a_style_sheet_names_is_in_every_theme() -> None:
    text = (ROOT / "bedside/tui/styles/bedside.tcss").read_text(encoding="utf-8")
    text += "".join(css for module in rooms("tui") for _, css in _css(module))
    named = set(re.findall(r"\$bedside-([a-z-]+)", text)) | {
        token for ink, ground, _ in STYLES.values() for token in (ink, ground)
    }
    assert named
    for theme, tokens in TOKENS.items():
        assert named <= set(tokens), theme
        assert set(tokens) == set(TOKENS["dark"]), theme


def test_every_style_a_line_names_is_a_style() -> None:
    named = {
        (module.at(node), str(word.value))
        for module in rooms("tui")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and called(node) in ("Span", "ink")
        for word in node.args[1:2]
        if isinstance(word, ast.Constant)
    }
    assert named
    none((f"{at}: {style}" for at, style in named if style not in STYLES), "name one of STYLES")


def test_keys_come_only_from_the_registry() -> None:
    breaches = []
    for module in rooms("tui"):
        for node in ast.walk(module.tree):
            if called(node) in ("Binding", "self.bind", "self.app.bind", "BindingsMap"):
                breaches.append(f"{module.at(node)}: {called(node)}")
            if "BINDINGS" in _targets(node) and "[]" not in ast.unparse(node).split("=")[-1]:
                breaches.append(f"{module.at(node)}: bindings of its own")
            if _is_key_method(node):
                breaches.append(f"{module.at(node)}: a key in a method's name")
    none(breaches, "give it an action in core/actions.py")


def test_no_page_compares_a_key_but_those_of_a_field() -> None:
    compared = [
        (module, node, key)
        for module in rooms("tui")
        for node in ast.walk(module.tree)
        for key in _compared_keys(node)
    ]
    none(
        (
            f"{module.at(node)}: {key}"
            for module, node, key in compared
            if key not in KEYS_OF_FIELDS.get(module.path, ())
        ),
        "give it an action in core/actions.py and look it up in the key table",
    )
    left = {(path, key) for path, keys in KEYS_OF_FIELDS.items() for key in keys}
    assert left == {(module.path, key) for module, _, key in compared}


def _asks_kind(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        return any(dotted(each).endswith(".kind") for each in (node.left, *node.comparators))
    if isinstance(node, ast.Match):
        return dotted(node.subject).endswith(".kind")
    classes_of_steps = {"Choice", "Scale", "TeachBack"}
    if called(node) == "isinstance":
        named = {dotted(each) for each in ast.walk(node) if isinstance(each, ast.Name)}
        return bool(named & classes_of_steps)
    return False


def _texts(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield every literal text of a module that is neither docstring nor style sheet."""
    passed_over = {id(node) for node, _ in _css_nodes(module)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed_over.add(id(node.value))
        elif called(node) in ("cast", "TypeVar"):
            passed_over |= {id(each) for each in ast.walk(node)}
        elif isinstance(node, ast.FormattedValue) and node.format_spec:
            passed_over |= {id(each) for each in ast.walk(node.format_spec)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and id(node) not in passed_over:
            yield from [(node, node.value)] if isinstance(node.value, str) else []


def _is_wording(text: str) -> bool:
    """Whether a literal reads like words: letters with a space, or one that begins a sentence."""
    return bool(re.search(r"[A-Za-z]{2}.* | .*[A-Za-z]{2}", text)) or bool(
        re.fullmatch(r"[A-Z][a-z]{2,}[.:!?]?|[A-Z]{4,}", text)
    )


def _css_nodes(module: Module) -> Iterator[tuple[ast.Constant, str]]:
    for node in ast.walk(module.tree):
        if {"DEFAULT_CSS", "CSS"} & set(_targets(node)):
            for each in ast.walk(node):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each, each.value


def _css(module: Module) -> list[tuple[ast.Constant, str]]:
    return list(_css_nodes(module))


def _targets(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Assign):
        return [dotted(target) for target in node.targets]
    return [dotted(node.target)] if isinstance(node, ast.AnnAssign) else []


def _named(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield what a module names at its top: constants and functions."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node, node.name
        yield from ((node, name) for name in _targets(node))


def _is_constant(node: ast.AST) -> bool:
    """Whether a text is written where it is used, or is one of ours repeated."""
    if isinstance(node, ast.BinOp):
        return _is_constant(node.left) or _is_constant(node.right)
    return isinstance(node, ast.Constant)


def _is_literal(node: ast.AST, module: Module) -> bool:
    """Whether a text went through literal(), at once or on its way into a name."""
    if called(node) == "literal" or isinstance(node, ast.Constant):
        return True
    named = node.id if isinstance(node, ast.Name) else ""
    return bool(named and re.search(rf"\b{named}\b[^=\n]*= literal\(", module.text))


def _is_key_method(node: ast.AST) -> bool:
    """Whether a method is one that Textual calls for a key by its name."""
    named = node.name if isinstance(node, ast.FunctionDef) else ""
    return named.startswith("key_") and named not in ("key_of", "key_text")


def _compared_keys(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Compare) and dotted(node.left).endswith("event.key"):
        for each in ast.walk(node):
            if isinstance(each, ast.Constant):
                yield str(each.value)
