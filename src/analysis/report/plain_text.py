"""Text that may have come with the data, without the characters that are not text."""

import unicodedata

from analysis.report.words import UNPRINTABLE

_JOINERS = "\u200c\u200d"  # the only invisible characters that change how a word is spelt


def clean(text: str) -> str:
    """``text`` on one line, without characters that are not text.

    Invisible format characters are dropped (a direction mark could reorder its neighbours),
    control characters and lone surrogates become question marks.
    """
    return " ".join(clean_code(text).split())


def clean_code(text: str) -> str:
    """As ``clean``, with line ends and indentation kept."""
    if text.isprintable():
        return unicodedata.normalize("NFC", text)
    shown = (_clean_character(character) for character in text.replace("\r\n", "\n"))
    return unicodedata.normalize("NFC", "".join(shown)).strip("\n")


def _clean_character(character: str) -> str:
    if character.isspace() or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return UNPRINTABLE if category in {"Cc", "Cs"} or _is_noncharacter(character) else character


def _is_noncharacter(character: str) -> bool:
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def well_formed(text: str) -> str:
    """``text`` without lone surrogates, which cannot be written to a file."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
