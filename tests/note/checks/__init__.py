"""Tests of the checks before signing."""
