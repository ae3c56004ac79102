"""The pages and sheets, one a file. Each reads an event, asks the session, shows the visit."""
