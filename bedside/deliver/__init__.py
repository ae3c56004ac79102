"""Where a text goes: a file, the clipboard, the browser; follow-ups to a calendar.

Lives here: one destination a file, each returning how it went. It may import `note` and `store`.
May not live here: screens, wording, anything that changes a note.
Open first: file.py.
"""
