"""Tests of changing authors' files by splicing."""
