"""The full-screen face; the only room that imports textual.

Lives here: the app, pages, the board that draws every list and step, themes, the driver.
May not live here: decisions. A page reads an event, asks the session, shows the visit. It may
import `session`, `core` and `words`, and never the other face.
Open first: app.py, then screens/visit.py.
"""
