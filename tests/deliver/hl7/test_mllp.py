"""The client: how far a message got is always known, however its receiver behaves."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest
from typing_extensions import Buffer

from bedside.deliver.hl7.mllp import Barred, Line, Place, Unanswered, Unreached, is_loopback
from tests.deliver.outgoing import CONTROL
from tests.deliver.peers import Peer

BODY = f"MSH|^~\\&|A|B|C|D|2031||MDM^T02|{CONTROL}|T|2.5.1\rPID|1\r".encode()
SHORT = 0.3
"""Seconds that are waited for what will not come."""


def place(peer: Peer, seconds: float = 20) -> Place:
    """Return where a peer is."""
    return Place(host="127.0.0.1", port=peer.port, seconds=seconds, tls=False)


@pytest.mark.parametrize("act", ["AA", "split", "noise before", "twice"])
def test_the_answer_is_read_however_it_comes(act: str) -> None:
    with Peer(act) as peer, Line(place(peer)) as line:
        assert f"MSA|AA|{CONTROL}".encode() in line.ask(BODY)
        assert peer.received == [BODY]


@pytest.mark.parametrize("act", ["hang", "half-close", "drop", "cut", "endless"])
def test_a_message_that_left_whole_may_have_arrived(act: str) -> None:
    with Peer(act) as peer, Line(place(peer, SHORT)) as line:
        with pytest.raises(Unanswered):
            line.ask(BODY)
        assert peer.received == [BODY]


def test_a_message_that_found_nobody_has_not_arrived() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
    with Line(Place("127.0.0.1", port, 5, tls=False)) as line, pytest.raises(Unreached):
        line.ask(BODY)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "a" * 70 + ".invalid", "\x00"])
def test_a_host_that_is_none_is_told(host: str) -> None:
    with (
        Line(Place(host, 1, 5, tls=False, allow_plaintext=True)) as line,
        pytest.raises(Unreached) as told,
    ):
        line.ask(BODY)
    assert str(told.value)


def test_a_message_whose_end_was_never_taken_has_not_arrived() -> None:
    """The receiver takes the connection and reads nothing, until neither side holds more."""
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as listening,
        Line(Place("127.0.0.1", listening.getsockname()[1], SHORT, tls=False)) as line,
        pytest.raises(Unreached),
    ):
        line.ask(b"x" * 64_000_000)


class Narrow(socket.socket):
    """A socket that takes so many bytes and no more."""

    room = 0

    def send(self, data: Buffer, flags: int = 0) -> int:  # noqa: ARG002
        """Take what there is room for."""
        taken = min(self.room, len(memoryview(data)))
        if not taken:
            raise ConnectionResetError(104, "Connection reset by peer")
        self.room -= taken
        return taken


@pytest.mark.parametrize(
    ("lacking", "fault"), [(len(BODY), Unreached), (2, Unreached), (1, Unanswered)]
)
def test_how_far_it_got_decides_whether_it_may_have_arrived(
    lacking: int, fault: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A block that has the first byte of its end may be taken for a whole one."""
    with closing(Narrow()) as narrow:
        narrow.room = 1 + len(BODY) + 2 - lacking
        monkeypatch.setattr("bedside.deliver.hl7.mllp.connected", lambda _: narrow)
        with Line(Place("127.0.0.1", 1, SHORT, tls=False)) as line, pytest.raises(fault):
            line.ask(BODY)


def test_after_a_timeout_the_next_message_goes_on_a_new_connection() -> None:
    """A late answer then belongs to no message of ours (Mirth, issue 1314)."""
    with Peer("hang", "AA") as peer, Line(place(peer, SHORT)) as line:
        with pytest.raises(Unanswered):
            line.ask(BODY)
        assert b"MSA|AA|" in line.ask(BODY)
        assert peer.connections == 2


def test_a_connection_that_is_kept_carries_the_next_message() -> None:
    with Peer() as peer, Line(place(peer)) as line:
        for _ in range(3):
            assert b"MSA|AA|" in line.ask(BODY)
        assert peer.connections == 1


def test_a_connection_that_ended_meanwhile_is_made_anew_before_anything_is_sent() -> None:
    with Peer() as peer, Line(place(peer)) as line:
        line.ask(BODY)
        peer.hang_up()
        assert b"MSA|AA|" in line.ask(BODY)
        assert (len(peer.received), peer.connections) == (2, 2)


def test_an_answer_that_nobody_asked_for_is_never_taken_for_one() -> None:
    with Peer("twice", "another") as peer, Line(place(peer)) as line:
        line.ask(BODY)
        assert b"MSA|AA|SOMETHING-ELSE" in line.ask(BODY)
        assert peer.connections == 2


def test_nothing_goes_in_clear_to_another_machine() -> None:
    with Line(Place("192.0.2.1", 2575, SHORT, tls=False)) as line, pytest.raises(Barred) as told:
        line.ask(BODY)
    assert "in clear" in str(told.value)


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("localhost.example", False),
        ("10.0.0.1", False),
        ("engine", False),
        ("", False),
    ],
)
def test_this_machine_is_known_by_its_names_alone(host: str, is_ours: bool) -> None:
    assert is_loopback(host) is is_ours


@pytest.fixture
def drip() -> Iterator[int]:
    """Give the port of a receiver that sends a letter now and then, and never an answer."""
    import threading

    ended = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                while not ended.wait(0.05):
                    connection.sendall(b"\x0bx")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        ended.set()
        thread.join(5)


def test_a_receiver_that_goes_on_for_ever_is_left_in_time(drip: int) -> None:
    with Line(Place("127.0.0.1", drip, SHORT, tls=False)) as line, pytest.raises(Unanswered):
        line.ask(BODY)


def test_a_receiver_that_speaks_in_clear_is_told_from_one_that_is_slow() -> None:
    with Peer("AA") as peer:
        place = Place(host="127.0.0.1", port=peer.port, seconds=SHORT)
        with Line(place) as line, pytest.raises(Unreached, match="may not speak TLS"):
            line.ask(b"MSH|")


@pytest.fixture
def curt() -> Iterator[int]:
    """Give the port of a receiver that reads what it gets, takes it for nothing, and hangs up."""
    import threading

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(5)


def test_a_receiver_in_clear_that_hangs_up_on_tls_is_told_with_the_way_out(curt: int) -> None:
    with Line(Place("127.0.0.1", curt, 5)) as line, pytest.raises(Unreached) as told:
        line.ask(BODY)
    assert str(told.value) == "it ended the TLS greeting; if it speaks none: tls = false"
