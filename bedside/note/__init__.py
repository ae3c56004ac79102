"""From a visit and its checklist to the note, and from the note to texts.

Lives here: the three texts, wording where a checklist is silent, freezing, renderers.
May not live here: screens, files, anything that decides what happened.
Open first: compose.py, then render/text.py.
"""
