"""What can go wrong in the program; what is wrong with a document is a value, not an error.

ChazhangError
├── NotAnAmount        a text that should be a printed number is not one
├── Unreadable         a file from which nothing can be read; the message is for people
└── CorpusError        the corpus is missing, locked or of another version
"""

from __future__ import annotations


class ChazhangError(Exception):
    """The root of what this program raises on purpose; its text is shown to people."""


class NotAnAmount(ChazhangError):
    """A text that should be a printed number is not one."""


class Unreadable(ChazhangError):
    """A file from which nothing can be read."""


class CorpusError(ChazhangError):
    """The corpus is missing, locked or of another version."""
