"""Tests of note."""
