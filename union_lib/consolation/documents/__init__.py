"""What leaves the house: papers as Word, lists as Excel, each with its data hash at the foot.

Wording and layout of the papers live in `templates/*.docx`, which anybody can edit in Word. Papers, and the lists
that go to the public, the bank and the upper union, are Chinese whatever the screen speaks. Every function returns
the name of the file and its content.
"""

from .allocation import allocation_workbook
from .answers import Undecided, objection_answer
from .approval import approval_form
from .lists import candidate_list, recipient_list, sample_list
from .notice import notice, notice_list
from .paper import ListDiffers, NothingSubmitted, TooLongForPaper
from .payments import bank_file, payment_list
from .receipts import receipts
from .slips import slip_paper
from .upper import upper_list

__all__ = [
    "ListDiffers",
    "NothingSubmitted",
    "TooLongForPaper",
    "Undecided",
    "allocation_workbook",
    "approval_form",
    "bank_file",
    "candidate_list",
    "notice",
    "notice_list",
    "objection_answer",
    "payment_list",
    "receipts",
    "recipient_list",
    "sample_list",
    "slip_paper",
    "upper_list",
]
