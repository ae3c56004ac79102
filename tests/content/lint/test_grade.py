"""The reading grade: syllables counted as they are heard, and sentences that can be followed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.lint.grade import LONGEST, grade, syllables
from tests.content.lint.judged import codes, judged, many, only, pointed_at, say

COUNTED = """
hello 2 the 1 people 2 little 2 table 2 moment 2 question 2 questions 2 patient 2 nation 2
decision 3 anxious 2 previous 3 serious 3 various 3 idea 3 area 3 being 2 seeing 2 created 3
worried 2 worries 2 worry 2 carried 2 tired 1 asked 1 wanted 2 needed 2 talked 1 hoped 1 decided 3
places 2 changes 2 wishes 2 makes 1 times 1 sometimes 2 likes 1 comes 1 houses 2 boxes 2 causes 2
tables 2 minutes 2 careful 2 hopeful 2 hopeless 2 completely 3 lovely 2 movement 2 statement 2
likely 2 likeliest 3 easier 3 earlier 3 carrier 3 family 3 medicine 3 hospital 3 interpreter 4
university 5 january 4 usual 3 usually 4 actual 3 annual 3 continuous 4 radio 3 video 3 piano 3
trial 2 dial 2 special 2 social 2 initial 3 material 4 quiet 2 science 2 society 4 variety 4
playing 2 trying 2 crying 2 staying 2 lying 2 don't 1 won't 1 can't 1 doesn't 2 isn't 2 couldn't 2
it's 1 you're 1 we'll 1 well-being 3 doctor's 2 nurse 1 nurses 2 doctor 2 chaplain 2 spiritual 4
treatment 2 heavy 2 breathing 2 breathe 1 disease 2 illness 2 cancer 2 heart 1 pain 1 together 3
everything 3 anything 3 something 2 someone 2 everyone 3 tomorrow 3 yesterday 3 afternoon 3
evening 2 beautiful 3 remember 3 understand 3 explain 2 example 3 single 2 simple 2 possible 3
able 2 trouble 2 uncertain 3 preference 3 opinion 3 million 2 region 2 religion 3 violin 3 lion 2
guardian 3 median 3 familiar 3 peculiar 3 period 3 experience 4 audience 3 patience 2 ancient 2
efficient 3 sufficient 3 theory 3 museum 3 poem 2 create 2 react 2 reality 4 really 2 real 1 diet 2
client 2 giant 2 riot 2 prior 2 fluid 2 ruin 2 cruel 2 fuel 2 power 2 tower 2 hour 1 flower 2
fire 1 desired 2 whole 1 while 1 recipe 3 apostrophe 4 eye 1 eyes 1 shoe 1 blue 1 true 1 league 1
tongue 1 unique 2 antique 2 brought 1 through 1 although 2 rhythm 2 prism 2 seen 1 agreed 2 freed 1
used 1 amused 2 closed 1 closes 2 judged 1 judges 2 bridges 2 breaches 2 changed 1 added 2 ended 2
started 2 rested 2 naked 2 wicked 2 said 1 says 1 days 1 happens 2 listened 2 opened 2 settled 2
handled 2 bottles 2 muscles 2 rules 1 files 1 smiles 1 apples 2 people's 2 situation 4 evaluation 5
association 5 appreciate 4 associate 4 immediate 4 immediately 5 negotiate 4 obvious 3 curious 3
conscious 2 precious 2 religious 3 courageous 3 gorgeous 2 pigeon 2 surgeon 2 neon 2 creature 2
feature 2 reason 2 season 2 ideal 3 nausea 3 oncology 4 chemotherapy 5 radiation 4 dialysis 4
diagnosis 4 diabetes 4 biopsy 3 anxiety 4 marriage 2 guess 1 guide 1 build 1 quick 1 equal 2
"""
"""Words counted by ear."""

HARD = "Considering your individual circumstances, relocation could improve recuperation."
EASY = "You may rest well by the window."


def test_syllables_are_counted_as_they_are_heard() -> None:
    words = COUNTED.split()
    pairs = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    assert len(pairs) > 250
    assert {word: syllables(word) for word in pairs} == pairs


def test_the_grade_is_that_of_the_formula() -> None:
    assert grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    two = "I will come back tomorrow. We can talk about it then."
    assert grade([two]) == pytest.approx(0.39 * 11 / 2 + 11.8 * 14 / 11 - 15.59)
    assert grade([]) == 0


@given(st.lists(st.sampled_from([HARD, EASY, "Tell me.", "How do you rest?"]), min_size=1))
def test_the_grade_is_the_same_in_any_order_and_however_often(texts: list[str]) -> None:
    assert grade(texts) == pytest.approx(grade(texts[::-1])) == pytest.approx(grade(texts * 3))


@given(st.text(max_size=60))
def test_any_text_has_a_grade(text: str) -> None:
    assert isinstance(grade([text]), float)


def test_hard_words_raise_the_grade() -> None:
    assert grade([EASY]) < 6 < grade([HARD])


def test_spoken_words_above_the_grade_are_found_where_the_grade_is_set() -> None:
    snippet = "reading_grade = 4\n" + many([HARD] * 12)
    finding = only(snippet)
    assert finding.code == "P501"
    assert "highest" in finding.message
    assert "Considering your individual" in finding.help
    assert pointed_at(snippet, finding) == "4"


def test_a_language_without_the_formula_is_not_graded() -> None:
    assert codes('language = "de"\n' + many([HARD] * 12)) == []


@pytest.mark.parametrize("words", [LONGEST, LONGEST + 1])
def test_a_sentence_may_have_twenty_words_and_no_more(words: int) -> None:
    sentence = " ".join(["day"] * words) + "."
    found = judged(say(f"Tell me more. {sentence.capitalize()} We have time."))
    assert [finding.code for finding in found] == ["P502"] * (words > LONGEST)


def test_a_long_sentence_is_pointed_at_and_its_neighbours_are_not() -> None:
    long = " ".join(["Day", *["day"] * LONGEST]) + "."
    snippet = say(f"Tell me more. {long} We have time.")
    assert pointed_at(snippet, only(snippet)) == long


def test_two_short_sentences_are_no_long_one() -> None:
    half = " ".join(["day"] * 12)
    assert codes(say(f"{half}. {half}!")) == []
