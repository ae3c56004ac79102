"""The widgets: the board, and the field for words."""
