"""The server: who is asking, which page, which kernel, and how long it lives."""
