"""What an overlay says holds; what it does not mention follows the original."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.content.digests import digest_of_step
from bedside.content.library import Library
from bedside.core.checklist import Checklist, Choice
from bedside.store.cache import NormalForms
from tests.content.overlays.made import ID, ORIGINAL, TOP, library, merged, opened

STEPS = ("open", "thirsty", "cups", "sugar", "stir")


def ids(made: Checklist) -> list[str]:
    """Return the ids of the steps in order."""
    return [step.id for step in made.steps]


def test_an_overlay_that_changes_nothing_is_the_original_under_its_own_version(
    tmp_path: Path,
) -> None:
    made = merged(tmp_path, TOP)
    assert ids(made) == list(STEPS)
    assert (made.title, made.version, made.extends) == ("Tea or coffee", "1.1", f"{ID} 1.0")


def test_what_was_approved_of_the_original_is_not_approved_of_the_overlay(tmp_path: Path) -> None:
    made = merged(tmp_path, TOP)
    assert (made.status, made.review.owner, made.review.seal) == ("draft", "The kitchen", "")


def test_one_tone_one_label_and_one_wording_can_be_changed_alone(tmp_path: Path) -> None:
    change = '[change.thirsty]\nsay.gentle = "A cup?"\noptions.now = "Yes"\nnote.later = "Later."\n'
    step = merged(tmp_path, TOP + change).steps[1]
    assert [phrase.text for phrase in step.say] == ["Would you like something to drink?", "A cup?"]
    assert isinstance(step, Choice)
    assert [option.label for option in step.options] == ["Yes", "Later"]
    assert step.note == {"now": "Wanted a drink.", "later": "Later."}


def test_a_condition_is_replaced_as_a_whole(tmp_path: Path) -> None:
    step = merged(tmp_path, TOP + '[change.stir]\nwhen.thirsty = "now"\n').steps[-1]
    assert [condition.step for condition in step.when] == ["thirsty"]


def test_added_steps_stand_where_they_were_put_in_the_order_written(tmp_path: Path) -> None:
    add = '[[add]]\nafter = "{after}"\nid = "{id}"\nkind = "do"\ntitle = "T"\n'
    wanted = (("sugar", "one"), ("sugar", "two"), ("one", "three"), ("stir", "four"))
    blocks = "".join(add.format(after=after, id=id_) for after, id_ in wanted)
    made = merged(tmp_path, TOP + blocks)
    assert ids(made)[3:] == ["sugar", "one", "three", "two", "stir", "four"]


def test_a_step_can_stand_after_one_that_is_removed(tmp_path: Path) -> None:
    text = TOP + 'remove = ["stir"]\n[[add]]\nafter = "stir"\nid = "x"\nkind = "do"\ntitle = "T"\n'
    assert ids(merged(tmp_path, text)) == [*STEPS[:-1], "x"]


def test_tasks_are_removed_changed_and_added_as_well(tmp_path: Path) -> None:
    task = '[change.wash]\nwho = "Day team"\n[[tasks]]\nid = "dry"\ntext = "Dry the cup"\n'
    made = merged(tmp_path, TOP + task)
    assert [(one.id, one.who) for one in made.tasks] == [("wash", "Day team"), ("dry", "")]
    assert not merged(tmp_path, TOP + 'remove = "wash"\n').tasks


def test_a_section_can_go_with_all_its_steps(tmp_path: Path) -> None:
    made = merged(tmp_path, TOP + 'remove = ["cups", "sugar", "stir"]\n')
    assert ids(made) == ["open", "thirsty"]


def test_what_is_wrong_in_the_original_is_told_of_the_original(tmp_path: Path) -> None:
    _, (found,) = opened(tmp_path, TOP, ORIGINAL.replace('title = "Stir"', 'titel = "Stir"'))
    assert found.file == str(tmp_path / "far" / f"{ID}.toml")
    assert found.span is not None
    assert ORIGINAL.splitlines()[found.span.start.line - 1] == 'title = "Stir"'


def test_what_is_wrong_in_a_change_is_told_of_the_overlay(tmp_path: Path) -> None:
    change = TOP + "[change.stir]\nrequird = true\n"
    _, found = opened(tmp_path, change)
    (wrong,) = (one for one in found if one.code != "X914")
    assert (wrong.code, wrong.file, wrong.step) == ("C201", f"{ID}.toml", "stir")
    assert wrong.span is not None
    assert change.splitlines()[wrong.span.start.line - 1] == "requird = true"


def test_a_walk_uses_the_merged_checklist_and_the_list_says_whose_it_changes(
    tmp_path: Path,
) -> None:
    made = library(tmp_path, TOP + 'title = "Tea, mostly"\n')
    (listing,) = made.listings()
    assert (listing.title, listing.origin, listing.adapts) == ("Tea, mostly", "yours", "shipped")
    path = made.find(ID)
    assert path is not None
    found = made.open(path)
    assert isinstance(found, Checklist)
    assert found.title == "Tea, mostly"


def test_a_change_of_the_original_is_seen_though_the_overlay_was_read_before(
    tmp_path: Path,
) -> None:
    cache = NormalForms(tmp_path / "cache")

    def title(original: str) -> tuple[str, str]:
        made = Library(library(tmp_path, TOP, original).folders, cache)
        found = made.open(tmp_path / "own" / f"{ID}.toml")
        assert isinstance(found, Checklist)
        return found.title, made.listings()[0].title

    assert title(ORIGINAL) == ("Tea or coffee",) * 2
    assert (
        title(ORIGINAL.replace("Tea or coffee", "Tea, coffee, juice"))
        == ("Tea, coffee, juice",) * 2
    )


def test_an_original_that_comes_later_is_found(tmp_path: Path) -> None:
    cache = NormalForms(tmp_path / "cache")
    folders = library(tmp_path, TOP).folders
    far = tmp_path / "far" / f"{ID}.toml"
    far.rename(far.with_suffix(".away"))
    assert Library(folders, cache).listings()[0].findings
    far.with_suffix(".away").rename(far)
    assert not Library(folders, cache).listings()[0].findings


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.permutations(range(4)))
def test_the_order_of_lines_changes_no_digest(tmp_path: Path, order: list[int]) -> None:
    lines = [("kind", "do"), ("title", "T"), ("why", "w"), ("options", {"a": "A", "b": "B"})]
    digest = digest_of_step(dict(lines))
    assert digest_of_step(dict(lines[at] for at in order)) == digest
    assert digest_of_step({**dict(lines), "id": "other"}) == digest
    assert digest_of_step({**dict(lines), "options": {"b": "B", "a": "A"}}) != digest
