"""What a user sees of a competition; which screens there are depends on what one may do."""

from .app import open_competition

__all__ = ["open_competition"]
