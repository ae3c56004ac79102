"""Overlays: what merges how, and what is said of a change that does not fit its original."""
