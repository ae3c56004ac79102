"""The widgets: the board that draws lines, and the field for words.

Lives here: drawing in place, the cursor, scrolling, typing.
May not live here: what the lines say, and a second widget for a list.
Open first: board.py.
"""
