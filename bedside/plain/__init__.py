"""The line-by-line face, for screen readers, braille, dumb terminals and pipes.

Lives here: one question at a time on standard output, one answer a line on standard input.
May not live here: cursor movement, drawing, colours, spinners, the other face.
Open first: walker.py.
"""
