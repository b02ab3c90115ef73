"""What leaves the house: papers as Word, lists as Excel, dates for the office calendar.

Wording and layout of the papers live in `templates/*.docx`, which anybody can edit in Word. Papers are Chinese
whatever the screen speaks. Every function returns the name of the file and its content.
"""

from .calendar_feed import dates_of_cases
from .case_list import case_list
from .case_papers import case_paper, papers_of
from .minutes import minutes_paper
from .paper import PaperTooEarly

__all__ = [
    "PaperTooEarly",
    "case_list",
    "case_paper",
    "dates_of_cases",
    "minutes_paper",
    "papers_of",
]
