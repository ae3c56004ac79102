"""Tests of HL7 version 2."""
