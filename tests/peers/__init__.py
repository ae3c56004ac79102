"""Programs of others that judge what bedside sends and takes. README.md says which, and how.

Everything of Node lives in `node/`; a test asks a script there and reads JSON back (`asking.py`).
Where Node or a package is missing, the tests are skipped and the run ends by saying so.
"""
