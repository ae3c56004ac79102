"""The launcher: what it gives up, what it gives back, what follows when a visit process ends."""
