"""What leaves the house: papers as Word, lists as Excel, each with its data hash.

Wording and layout of the papers live in `templates/*.docx`, which anybody can edit in Word; they are Chinese
whatever the screen speaks.
"""

from .certificates import NothingPublished, certificate_workbook, certificates_document
from .contestant_sheets import contestant_archive, contestant_document
from .mark_sheets import mark_sheet_document, mark_sheets_archive
from .notice import notice_document
from .paper import SignedResultDiffers
from .workbook import result_workbook

__all__ = [
    "NothingPublished",
    "SignedResultDiffers",
    "certificate_workbook",
    "certificates_document",
    "contestant_archive",
    "contestant_document",
    "mark_sheet_document",
    "mark_sheets_archive",
    "notice_document",
    "result_workbook",
]
