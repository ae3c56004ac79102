"""Checklists as spreadsheets and back, exactly: one row a step, several lines in a cell.

Lives here: the columns, what a cell may say, CSV and XLSX, the text of a new checklist file.
May not live here: files on the disk, questions to a person; cli/convert.py has those.
Open first: columns.py.
"""
