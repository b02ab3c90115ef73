"""The server as a stranger, a colleague and a hostile colleague meet it."""
