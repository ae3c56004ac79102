"""Tests of content/paper."""
