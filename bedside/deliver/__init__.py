"""Where a text goes: a file, the clipboard, the browser, a calendar, and receivers of records.

Lives here: one destination a file or folder, each returning how it went; what text each turn has
(turns.py) and as what it is carried (attachment.py). It may import `note` and `store`.
May not live here: screens, wording, anything that changes a note.
Open first: file.py, then senders.py.
"""
