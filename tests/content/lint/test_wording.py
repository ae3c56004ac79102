"""Words to say: what is found in a phrase, where it points, what it offers, and what it lets be."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.lint.lists import Better, folded, letters, phrases, split, tables, words_of
from tests.content.lint.judged import (
    after_mending,
    by_step,
    codes,
    judged,
    many,
    only,
    pointed_at,
    say,
)

SPOKEN = {
    "hard": "P503",
    "jargon": "P505",
    "questions": "P506",
    "else": "P507",
    "understood": "P508",
    "blame": "P514",
    "promises": "S603",
    "hurtful": "S604",
}
"""The lists that are looked through in what is said, and what they find."""

LISTS = (*SPOKEN, "judging")
HOPE = "I don't know how it will go, and I hope with you that it goes well."
_QUOTED = re.compile(r'"([^"]+)"')


def entries(name: str) -> dict[str, Better]:
    """Return every phrase of a list."""
    return dict(phrases(name).entries)


@pytest.mark.parametrize("name", SPOKEN)
def test_every_phrase_of_a_list_gives_one_finding_wherever_it_is_said(name: str) -> None:
    known = entries(name)
    found = by_step(judged(many(f"{phrase.capitalize()}?" for phrase in known)))
    assert found == {f"p{at}": [SPOKEN[name]] for at in range(len(known))}


@pytest.mark.parametrize("name", SPOKEN)
def test_no_better_words_are_themselves_on_a_list(name: str) -> None:
    better = [one.swap or one.instead for one in entries(name).values()]
    told = [ready for one in entries(name).values() for ready in _QUOTED.findall(one.advice)]
    ready = dict.fromkeys(f"{text[:1].upper()}{text[1:]}" for text in (*better, *told) if text)
    assert by_step(judged(many(ready))) == {}


@pytest.mark.parametrize("name", [*LISTS, "asides"])
def test_every_phrase_of_a_list_comes_with_words_of_its_own(name: str) -> None:
    vague = {phrase for phrase, one in entries(name).items() if not any(one)}
    assert vague == set()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_says_what_it_rests_on_and_has_no_phrase_twice(name: str) -> None:
    table = tables()[name]
    assert str(table["source"]).strip()
    told = [phrase for way in Better._fields for phrase in table.get(way, {})]  # type: ignore[attr-defined]
    assert len(told) == len(set(told))
    assert told == [phrase.lower() for phrase in told]
    assert all(words_of(phrase) for phrase in told)


SAID = {
    "You can move prior to lunch.": "P503",
    "Prior to lunch you can move.": "P503",
    "We will take you to the ICU.": "P505",
    "You have an appointment for a CT.": "P505",
    "You may have sepsis.": "P505",
    "Would you like tea? Do you take milk?": "P504",
    "Would you like tea?Or milk?": "P504",
    "Do you have any questions?": "P506",
    "So, any questions about the bed?": "P506",
    "Is there anything else?": "P507",
    "Anything else you need today?": "P507",
    "Tea is at four. Is that clear?": "P508",
    "Your troponin is negative and the CT is unremarkable.": "P505",
    "Why didn’t you call?": "P514",
    "You should have come sooner.": "P514",
    "Don’t worry, you’ll be fine.": "S603",
    "Utilise the lift prior to lunch.": "P503",
    "Don’t worry.": "S603",
    "I promise you a bed.": "S603",
    "You’ll be fine.": "S603",
    "There’s nothing more we can do.": "S604",
    "You have to keep fighting.": "S604",
    "At least you slept well.": "S604",
}
"""What may be said, and what is found in it."""

LET_BE = (
    "I would rather promise you one thing and do it.",
    "Call us if anything else happens.",
    "We wrote down any questions that came up.",
    "Any questions you have are welcome.",
    "Is there something else?",
    "OK, I will turn the TV off.",
    "You can do this, and you do NOT have to.",
    "I can't promise that.",
    "The worry makes sense.",
    "We understand how it came to this.",
    "She is terminally funny.",
    "He was a freedom fighter's son.",
    "The accumulated post is here.",
    "I am a nurse. I am here.",
    "You should have a card with my number.",
    "You should have been told.",
    "Why don't you sit here?",
    "Really??",
)
"""What looks like it, and is nothing of the sort."""


@pytest.mark.parametrize("phrase", SAID)
def test_what_should_not_be_said_is_found_once(phrase: str) -> None:
    assert codes(say(phrase)) == [SAID[phrase]]


@pytest.mark.parametrize("phrase", LET_BE)
def test_what_only_looks_like_it_is_let_be(phrase: str) -> None:
    assert codes(say(phrase)) == []


def test_the_finding_points_at_just_the_words() -> None:
    snippet = say("Sit down. You can rest prior to lunch.")
    assert pointed_at(snippet, only(snippet)) == "prior to"


def test_a_phrase_over_two_lines_is_found() -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "say"\ntitle = "Tea"\n'
    assert codes(step + 'say = """You can rest prior\nto lunch."""\n') == ["P503"]


def test_words_written_with_escapes_are_found_and_offered_no_mend() -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "say"\ntitle = "Tea"\n'
    finding = only(step + 'say = "We say \\"prior to\\" here."\n')
    assert finding.code == "P503"
    assert finding.fix is None


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("You can rest prior to lunch.", "You can rest before lunch."),
        ("Prior to lunch, rest.", "Before lunch, rest."),
        ("That was it. Do you have any questions?", "That was it. What questions do you have?"),
        ("Is there anything else?", "Is there something else?"),
        ("Anything else?", "Is there something else?"),
        ("Tea is at four. Does that make sense?", None),
        ("I know how you feel!", "I can only guess how this feels."),
        ("Why didn't you call?", "What made it hard to call?"),
        ("Utilise the lift prior to lunch.", "Use the lift before lunch."),
        (
            "Don't worry, everything will be fine.",
            f"It makes sense that this is on your mind. {HOPE}",
        ),
        ("You'll be fine. It will all work out.", None),
    ],
)
def test_a_ready_mend_changes_the_phrase_and_nothing_else(said: str, mended: str | None) -> None:
    better = (
        mended
        or {
            "Tea": "Tea is at four. How would you put that in your own words?",
            "You": f"{HOPE} {HOPE}",
        }[said[:3]]
    )
    assert f'say = ["{better}"]' in after_mending(say(said))


_PROMISING = re.compile(r"\b(?:we|I)(?:'ll| will| won't| promise| are going to| am going to)\b")


def test_no_words_in_place_of_a_promise_promise_anything() -> None:
    """Nobody has asked the ward whether it can keep what a mend writes."""
    better = [one.swap or one.instead for one in entries("promises").values()]
    assert not [text for text in better if _PROMISING.search(text)]


def test_a_sentence_that_says_more_is_not_replaced() -> None:
    finding = only(say("Everything will be fine once you sleep by the window."))
    assert finding.code == "S603"
    assert finding.fix is None
    assert finding.help


def test_what_is_named_as_not_to_be_said_is_not_judged() -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "say"\ntitle = "Tea"\nsay = "Is it hard?"\n'
    assert codes(step + 'instead."Everything will be fine." = "This is a lot."\n') == []
    assert codes(step + 'instead."This is a lot." = "Everything will be fine."\n') == ["S603"]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("Did you sleep well?", ["P509"]),
        ("So, are you afraid of the dark?", ["P509"]),
        ("How did you sleep?", []),
        ("Could you tell me how you slept?", []),
        ("May I ask what keeps you awake?", []),
        ("If I tell it back to you, will you put me right?", []),
        ("Take your time.", []),
    ],
)
def test_a_step_for_words_asks_an_open_question(phrase: str, found: list[str]) -> None:
    assert codes(say(phrase, kind="words")) == found
    assert codes(say(phrase, kind="do")) == []


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Other", ["P510"]),
        ("other (say which)", ["P510"]),
        ("Another reason", ["P510"]),
        ("Other:", ["P510"]),
        ("The other bed", []),
        ("Another bed", []),
    ],
)
def test_other_is_no_option(label: str, found: list[str]) -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "choose"\ntitle = "Tea"\noptions.tea = "Tea"\n'
    assert codes(f'{step}options.more = "{label}"\n') == found


def test_an_option_that_something_names_is_not_replaced() -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "choose"\ntitle = "Tea"\noptions.tea = "Tea"\n'
    finding = only(f'{step}options.more = "Other"\nnote.more = "More."\nnote.tea = "Tea."\n')
    assert finding.fix is None


def test_english_words_are_looked_for_in_english_only() -> None:
    snippet = say("Everything will be fine. You can rest prior to lunch.")
    assert codes('language = "en-GB"\n' + snippet) == ["S603", "P503"]
    assert codes('language = "de"\n' + snippet) == []


def test_two_questions_at_once_are_found_in_any_language() -> None:
    assert codes('language = "de"\n' + say("Wie geht es? Und sonst?")) == ["P504"]


@given(st.sampled_from(sorted(entries("promises"))), st.randoms())
def test_capitals_and_curly_apostrophes_hide_nothing(phrase: str, chance: Random) -> None:
    upper = "".join(
        letter.upper() if chance.random() < 0.5 else letter for letter in phrase.replace("'", "’")
    )
    found = codes(say(upper))
    assert "S603" in found


@given(st.lists(st.sampled_from(sorted(entries("jargon"))), min_size=2, max_size=6, unique=True))
def test_several_of_one_list_in_a_phrase_are_one_finding_that_relates_them(
    words: list[str],
) -> None:
    finding = only(say(". ".join(words).capitalize()))
    assert finding.code == "P505"
    assert 1 + len(finding.related) >= len(words) - 1
    assert {one.span for one in finding.related}.isdisjoint({finding.span})


def test_several_in_a_phrase_are_named_each_with_its_way_out() -> None:
    finding = only(say("Utilise the lift prior to lunch."))
    assert finding.message.startswith('"Utilise" and "prior to" are')
    assert finding.help == 'for "Utilise" write "use"; for "prior to" write "before"'


def test_the_same_words_twice_are_named_once_and_mended_twice() -> None:
    snippet = say("Rest prior to lunch. Rest prior to tea.")
    assert only(snippet).message.startswith('"prior to" is')
    assert "Rest before lunch. Rest before tea." in after_mending(snippet)


def test_what_is_sure_is_mended_and_the_rest_is_still_told() -> None:
    snippet = say("The outcome is better prior to lunch.")
    assert "The outcome is better before lunch." in after_mending(snippet)
    assert "outcome" in only(say("The outcome is better before lunch.")).message


def test_known_letters_come_with_words_for_home_and_unknown_ones_with_a_question() -> None:
    assert "tracing of the heartbeat" in only(say("We do an ECG.")).help
    assert 'what "QXJ" stands for' in only(say("We do a QXJ.")).help


def test_letters_of_the_trade_have_words_that_are_none() -> None:
    told = [ready for one in letters().values() for ready in _QUOTED.findall(one.advice)]
    assert len(told) == len(letters())
    assert by_step(judged(many(dict.fromkeys(told)))) == {}


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("There is tea.", "There is tea.", ["P512"]),
        ("There is tea.", "“there is  Tea!”", ["P512"]),
        ("I'm here.", "I’m here.", ["P512"]),
        ("There is tea.", "There is cake.", []),
        ("There is tea.", "Is there tea?", []),
        ("…", "…", ["P511", "P511"]),
    ],
)
def test_two_manners_differ_in_more_than_signs(one: str, other: str, found: list[str]) -> None:
    assert codes(say(one, other)) == found


def test_the_copy_is_pointed_at_and_the_first_is_related() -> None:
    tones = 'say.plain = "There is tea."\nsay.short = "Tea."\nsay.gentle = "There is tea!"\n'
    step = f'\n[[steps]]\nid = "extra"\nkind = "say"\ntitle = "Tea"\n{tones}'
    finding = only(step)
    assert pointed_at(step, finding) == "There is tea!"
    (first,) = finding.related
    assert first.span is not None
    assert first.span.start.line == finding.span.start.line - 2  # type: ignore[union-attr]


@given(st.text(alphabet="ab-' .A0é’") | st.text())
def test_the_quick_way_to_tell_words_apart_finds_the_same_words(text: str) -> None:
    plain = folded(text)
    assert words_of(plain) == split(plain)
