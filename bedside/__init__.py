"""bedside: guided conversations at the bedside, and the short true note they leave.

Holds the version only, so that nothing is imported before it is needed. The map is README.md.
"""

__version__ = "0.1.0"
