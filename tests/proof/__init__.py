"""Tests of what `bedside prove` tries."""
