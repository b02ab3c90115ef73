"""Every kind of case and the adapter that runs it."""

from . import competition, consolation, negotiation

KINDS = competition.KINDS | consolation.KINDS | negotiation.KINDS
