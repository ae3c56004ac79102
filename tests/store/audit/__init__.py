"""Tests of the log: its chain, what goes into it, and what becomes of it when it cannot be kept."""
