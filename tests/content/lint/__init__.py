"""Tests of the rules of wording, safety, upkeep and fit."""
