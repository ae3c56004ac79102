"""Checklists as Questionnaires, and Questionnaires as checklists."""
