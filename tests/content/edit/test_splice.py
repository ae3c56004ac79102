"""Changes an editor makes: at their place, in the house style, or refused in words."""

from __future__ import annotations

from bedside.content.edit.change import Add, Change, Delete, MoveBlock, Put, Remove
from bedside.content.edit.splice import edited, step_number
from bedside.content.edit.text import Refused

TEXT = """# Our own notes.

format   = 1
id       = "made-up"
title    = "Made up"
sources.book = "A book"

# ---------------------------------------------------------------- first

[[steps]]
id    = "part"
kind  = "section"
title = "Part"

# Asked first.
[[steps]]
id    = "detail"
kind  = "choose"
title = "How much"   # short
say.plain  = "How much?"
say.gentle = "How much would “you” like?"
options.all  = "All of it"   # everything
options.some = "Some"
tips  = [
  "One.",  # slowly
  "Two.",
]
# note.some = "Later."

[[steps]]
id    = "known"
kind  = "say"
title = "What is known"
when.detail.not = "some"

# ----------------------------------------------------------------- last

[[steps]]
id    = "close"
kind  = "section"
title = "Close"

[[tasks]]
id   = "call"
text = "Call"
when.detail = ["all", "some"]
"""


def made(*changes: Change, text: str = TEXT) -> str:
    """Return the text after changes that must not be refused."""
    new = edited(text, *changes)
    assert isinstance(new, str), new
    return new


def differs(new: str, text: str = TEXT) -> tuple[list[str], list[str]]:
    """Return the lines that went and the lines that came, where they stand together."""
    old_lines, new_lines = text.split("\n"), new.split("\n")
    first = 0
    while old_lines[first : first + 1] == new_lines[first : first + 1] and first < len(old_lines):
        first += 1
    last = 0
    most = min(len(old_lines), len(new_lines)) - first
    while last < most and old_lines[-1 - last] == new_lines[-1 - last]:
        last += 1
    return old_lines[first : len(old_lines) - last], new_lines[first : len(new_lines) - last]


def test_a_value_changes_at_its_place_and_keeps_its_line() -> None:
    new = made(Put(("steps", 1, "title"), 'How "much"\nthen'))
    assert differs(new) == (
        ['title = "How much"   # short'],
        ['title = "How \\"much\\"\\nthen"   # short'],
    )


def test_typographic_quotes_are_written_as_they_are() -> None:
    assert 'aim   = "“So”"\n' in made(Put(("steps", 1, "aim"), "“So”"))


def test_a_new_name_stands_where_it_usually_does_in_line_with_the_others() -> None:
    assert differs(made(Put(("steps", 1, "aim"), "Known."))) == ([], ['aim   = "Known."'])
    new = made(Put(("steps", 1, "aim"), "Known."), Put(("steps", 1, "required"), True))
    assert '# short\nrequired = true\naim   = "Known."\nsay.plain' in new


def test_a_new_option_tone_or_wording_joins_its_group() -> None:
    new = made(Put(("steps", 1, "options", "none"), "None"))
    assert differs(new) == ([], ['options.none = "None"'])
    assert differs(made(Put(("steps", 1, "say", "x"), "X"))) == ([], ['say.x      = "X"'])
    assert 'tips  = [\n  "One.",  # slowly\n  "Two.",\n]\nnote.all = "All."\n' in made(
        Put(("steps", 1, "note", "all"), "All.")
    )


def test_a_name_that_needs_quotation_marks_gets_them() -> None:
    assert 'instead."It\'s fine." = "Hm."' in made(
        Put(("steps", 1, "instead", "It's fine."), "Hm.")
    )


def test_options_change_their_order_with_their_comments() -> None:
    new = made(Put(("steps", 1, "options"), {"some": "Some", "all": "Everything", "no": "No"}))
    assert (
        'options.some = "Some"\noptions.all  = "Everything"   # everything\noptions.no   = "No"\n'
    ) in new


def test_words_become_words_by_tone_and_back() -> None:
    one = made(Put(("steps", 1, "say"), "How much?"))
    assert 'say   = "How much?"\noptions' in one or 'say = "How much?"\noptions' in one
    two = made(Put(("steps", 1, "say"), {"plain": "A", "warm": "B"}), text=one)
    assert 'say.plain = "A"\nsay.warm = "B"\n' in two


def test_parts_of_a_list_come_and_go_with_their_comments() -> None:
    assert differs(made(Put(("steps", 1, "tips", 2), "Three."))) == ([], ['  "Three.",'])
    assert differs(made(Put(("steps", 1, "tips", 0), "1."))) == (
        ['  "One.",  # slowly'],
        ['  "1.",  # slowly'],
    )
    assert differs(made(Remove(("steps", 1, "tips", 0)))) == (['  "One.",  # slowly'], [])
    assert 'when.detail = ["all"]\n' in made(Remove(("tasks", 0, "when", "detail", 1)))


def test_what_is_taken_away_leaves_nothing_empty_behind() -> None:
    assert differs(made(Remove(("steps", 2, "when", "detail", "not")))) == (
        ['when.detail.not = "some"'],
        [],
    )
    gone = made(Remove(("steps", 1, "options", "all")), Remove(("steps", 1, "options", "some")))
    assert "options" not in gone


def test_the_comment_on_the_line_above_stays_when_a_name_goes() -> None:
    text = TEXT.replace("options.some", "# think about it\noptions.some")
    assert "# think about it\ntips" in made(Remove(("steps", 1, "options", "some")), text=text)


def test_a_review_block_is_begun_above_the_first_step() -> None:
    new = made(Put(("review", "owner"), "Education"), Put(("review", "seal"), "0f"))
    assert 'A book"\n\n[review]\nowner       = "Education"\nseal        = "0f"\n\n# ------' in new


def test_a_new_step_stands_after_another_above_the_comments_of_the_next() -> None:
    step = {"say": {"plain": "Hm."}, "title": "New", "kind": "say", "id": "new"}
    assert differs(made(Add("steps", 2, step)))[1] == [
        "[[steps]]",
        'id    = "new"',
        'kind  = "say"',
        'title = "New"',
        'say.plain = "Hm."',
        "",
    ]
    assert 'not = "some"\n\n[[steps]]\nid    = "new"' in made(Add("steps", 2, step))
    assert 'A book"\n\n[[steps]]\nid    = "new"' in made(Add("steps", -1, step))


def test_the_first_of_a_list_is_added_too() -> None:
    new = made(Delete("tasks", 0), Add("tasks", -1, {"id": "x", "text": "X"}))
    assert new.endswith('title = "Close"\n\n[[tasks]]\nid   = "x"\ntext = "X"\n')


def test_a_step_goes_with_its_own_comments_and_the_next_ones_stay() -> None:
    gone, come = differs(made(Delete("steps", 1)))
    assert "# Asked first." in gone
    assert '# note.some = "Later."' in gone
    assert not come
    new = made(Delete("steps", 2))
    assert "# ----------------------------------------------------------------- last" in new


def test_a_step_moves_with_its_comments() -> None:
    new = made(MoveBlock("steps", 2, 0))
    assert step_number_of(new) == ["part", "known", "detail", "close"]
    assert '# Asked first.\n[[steps]]\nid    = "detail"' in new
    assert sorted(new.split("\n")) == sorted(TEXT.split("\n"))


def test_a_section_moves_with_or_without_its_members() -> None:
    whole = made(MoveBlock("steps", 0, 3, members=True))
    assert step_number_of(whole) == ["close", "part", "detail", "known"]
    alone = made(MoveBlock("steps", 0, 3))
    assert step_number_of(alone) == ["detail", "known", "close", "part"]
    assert "# ---------------------------------------------------------------- first\n\n" in alone


def step_number_of(text: str) -> list[str]:
    """Return the ids of a text's steps, in order."""
    import tomllib

    table = tomllib.loads(text)
    ids = [str(step["id"]) for step in table["steps"]]
    assert [step_number(table, each) for each in ids] == list(range(len(ids)))
    return ids


def test_line_ends_the_mark_and_a_missing_last_line_end_are_kept() -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n").removesuffix("\r\n")
    new = made(
        Add("tasks", 0, {"id": "x", "text": "X"}),
        Put(("steps", 1, "aim"), "A"),
        Put(("tasks", 1, "who"), "Someone"),
        MoveBlock("steps", 2, 0),
        text=text,
    )
    assert new.startswith("\ufeff# Our")
    assert new.count("\n") == new.count("\r\n")
    assert new.endswith('text = "X"\r\nwho  = "Someone"')


def test_a_text_of_several_lines_stays_one() -> None:
    text = TEXT + 'note = """\nOne\ntwo"""\n'
    new = made(Put(("tasks", 0, "note"), 'One \\\n"""three"'), text=text)
    assert new.endswith('note = """\nOne \\\\\n\\"\\"\\"three\\""""\n')


def test_tables_in_braces_and_blocks_of_their_own_are_changed_too() -> None:
    text = TEXT + 'options = { a = "A", "b" = \'B\' }\n[tasks.note]\na = "x"   # mine\n'
    new = made(
        Put(("tasks", 0, "options", "a"), "AA"),
        Put(("tasks", 0, "note", "b"), "y"),
        Put(("tasks", 0, "who"), "Someone"),
        text=text,
    )
    assert 'options = { a = "AA", "b" = \'B\' }\n' in new
    assert '[tasks.note]\na = "x"   # mine\nb = "y"\n' in new
    assert 'text = "Call"\nwho  = "Someone"\n' in new
    new = made(Remove(("tasks", 0, "options", "a")), Remove(("tasks", 0, "note", "a")), text=new)
    assert 'options = { b = "B" }\n' in new
    assert "[tasks.note]\nb" in new
    assert "tasks.note" not in made(Remove(("tasks", 0, "note", "b")), text=new)


def test_what_cannot_be_done_is_refused_in_words() -> None:
    listed = TEXT.replace("[[tasks]]", "[other]")
    inline = "steps = [{ id = 'a' }, { id = 'b' }]\n"
    refused: list[tuple[Change, str]] = [
        (Put(("steps", 9, "title"), "x"), TEXT),
        (Put(("steps", 1, "title", "x"), "x"), TEXT),
        (Put(("steps", 1, "tips", 7), "x"), TEXT),
        (Put(("steps", 1, "title"), "\u202e"), TEXT),
        (Put(("steps", 1, "title"), "\ud800"), TEXT),
        (Put(("steps", 1, "title"), None), TEXT),
        (Put(("steps",), []), TEXT),
        (Remove(("steps", 1, "aim")), TEXT),
        (Remove(("steps", 1)), TEXT),
        (Delete("steps", 8), TEXT),
        (MoveBlock("steps", 0, 1, members=True), TEXT),
        (MoveBlock("steps", 0, 9), TEXT),
        (Delete("tasks", 0), listed),
        (MoveBlock("steps", 0, 1), inline),
        (Add("steps", -1, {"id": "c"}), inline),
        (Put(("a",), 1), "a = \n"),
    ]
    for change, text in refused:
        told = edited(text, change)
        assert isinstance(told, Refused), change
        assert told.reason
        assert "Error" not in told.reason


def test_a_step_in_several_places_is_not_moved() -> None:
    text = TEXT + '\n[note]\nheading = "h"\n\n[tasks.note]\na = "b"\n'
    told = edited(text, Delete("tasks", 0))
    assert isinstance(told, Refused)
    assert "further down" in told.reason


def test_a_block_is_found_though_one_within_it_comes_first() -> None:
    text = "[a.b]\nx = 1\n\n[a]\ny = 2\n"
    assert made(Put(("a", "y"), 3), Put(("a", "z"), 4), text=text).endswith("y = 3\nz = 4\n")
