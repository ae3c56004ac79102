"""Tests of content/sheet."""
