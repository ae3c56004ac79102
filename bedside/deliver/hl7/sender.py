"""The sender of an HL7 destination: makes its messages, sends them, and tells what came of it."""

from __future__ import annotations

from contextlib import suppress

from bedside.core.destinations import Hl7
from bedside.core.parcels import Fate, Made, Outgoing, Parcel, Reply, Trial, Unmade
from bedside.deliver.hl7.acknowledgement import read, reply_to
from bedside.deliver.hl7.message import message
from bedside.deliver.hl7.mllp import Barred, Line, Place, Unanswered, Unreached
from bedside.deliver.hl7.rehearsal import rehearsed


class Hl7Sender:
    """Makes and sends the messages of one destination, one at a time."""

    def __init__(self, destination: Hl7) -> None:
        """Connect to nothing yet."""
        self._destination = destination
        self._line = Line(place_of(destination))

    def make(self, outgoing: Outgoing) -> Made | Unmade:
        """Return the message for a signed thing; pure and quick."""
        return message(outgoing)

    def send(self, parcel: Parcel, parent: str = "") -> Reply:  # noqa: ARG002  # its bytes name it
        """Send a message once. Only an answer to it, by its own control id, says what became of it.

        The connection is kept only where the settings say so and nothing was amiss on it.
        """
        reply = self._asked(parcel)
        is_amiss = reply.fate not in (Fate.DELIVERED, Fate.HELD, Fate.AGAIN) or not reply.code
        if self._destination.connection == "each" or is_amiss:
            self._line.close()
        return reply

    def find(self, parcel: Parcel) -> Reply | None:  # noqa: ARG002
        """Return nothing: a receiver of messages cannot be asked what it has."""
        return None

    def test(self) -> Trial:
        """Send messages about nobody; return what was understood."""
        return rehearsed(self._destination, self.send)

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def _asked(self, parcel: Parcel) -> Reply:
        control, destination = parcel.control, self._destination
        try:
            reply = reply_to(read(self._line.ask(parcel.body)), control, destination)
            if reply.code == "CA" and reply.fate is Fate.UNKNOWN:
                with suppress(Unanswered):
                    reply = reply_to(read(self._line.next()), control, destination)
            return reply
        except Unreached as error:
            return Reply(fate=Fate.AGAIN, said=str(error))
        except Unanswered as error:
            return Reply(fate=Fate.UNKNOWN, said=str(error))
        except Barred as error:
            return Reply(fate=Fate.CLOSED, said=str(error))


def place_of(destination: Hl7) -> Place:
    """Return where a destination is reached, and how."""
    return Place(
        host=destination.host,
        port=destination.port,
        seconds=destination.timeout,
        tls=destination.tls,
        allow_plaintext=destination.allow_plaintext,
        ca=destination.ca,
        certificate=destination.certificate,
    )
