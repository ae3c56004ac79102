"""Tests of the logic of conditions: exact, against every answer there is."""
