"""The tests: one folder a room, and faces/ (contract), house/ (rules), bench/ (ratios)."""
