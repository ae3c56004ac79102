"""What a file system answers is said in everyday words."""

from __future__ import annotations

import errno
from os import strerror

import pytest

from bedside.core.reasons import reason


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOENT, "there is no such file or folder"),
        (errno.EACCES, "this account may not"),
        (errno.ENOSPC, "the disk is full"),
        (errno.EISDIR, "it is a folder"),
    ],
)
def test_what_often_happens_is_said_in_everyday_words(number: int, said: str) -> None:
    assert reason(OSError(number, strerror(number), "x")) == said


def test_what_was_put_in_words_stays_as_it_is() -> None:
    assert reason(OSError(errno.EINVAL, "it is no ordinary file")) == "it is no ordinary file"
    assert reason(OSError("torn")) == "torn"


def test_what_is_rare_is_said_as_the_system_says_it() -> None:
    assert reason(OSError(errno.EDOM, strerror(errno.EDOM))) == strerror(errno.EDOM)
