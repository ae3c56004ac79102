"""HL7 version 2: a signed note as a message, sent over MLLP, and what is said to it.

Lives here: escapes, segments, messages, acknowledgements, the client. Standard library only.
May not live here: the outbox and its retries; what the note says.
Open first: message.py, then sender.py.
"""
