"""How typed and pasted text is brought to one form: width, spaces, invisible characters.

Sheets from WPS and from web pages carry full-width digits, non-breaking spaces, byte order marks
and line ends of three kinds. Two clerks who type the same name must end with the same bytes, or
the merge sees an edit where there is none.
"""

from __future__ import annotations

import re
import unicodedata

_FULL_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FULL_ALPHANUMERIC = {
    code: half for code, half in _FULL_TO_HALF.items() if chr(half).isalnum() or half == 0x20
}
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_SEPARATORS = re.compile("[•‧∙・･●⋅᛫]")
"""What keyboards and sheets put in the place of the middle dot of a transliterated name."""
_PLAIN = re.compile("[!-~\u4e00-\u9fff]*")
"""Texts that need nothing done: sheets are full of them, and each sign costs a look."""
_PLAIN_PROSE = re.compile("[!-~\u4e00-\u9fff、。，：；（）《》“”]*")
_IDEOGRAPH = "[·\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_GAP = re.compile(rf"(?<={_IDEOGRAPH})\s+(?={_IDEOGRAPH})")


def half_width(text: str) -> str:
    """``text`` with full-width ASCII made half-width and all white space removed.

    For numbers, codes and dates, where every full-width sign is a slip of the input method.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_visible(text.translate(_FULL_TO_HALF)).split())


def tidy(text: str) -> str:
    """``text`` for free reading: NFC, single spaces, no invisible characters, trimmed.

    Full-width letters and digits become half-width; full-width punctuation stays, since it is
    the right one in Chinese. Line ends become newlines.
    """
    if _PLAIN_PROSE.fullmatch(text):
        return text
    plain = _visible(_LINE_ENDS.sub("\n", text).translate(_FULL_ALPHANUMERIC))
    lines = _SPACES.sub(" ", unicodedata.normalize("NFC", plain)).split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def tidy_name(text: str) -> str:
    """A person's name: one line, the middle dot as U+00B7, no padding between characters.

    Sheets pad two-character names ("张　三") to the width of three.
    """
    line = _SEPARATORS.sub("·", tidy(text).replace("\n", " "))
    return _GAP.sub("", _SPACES.sub(" ", line)).strip()


def _visible(text: str) -> str:
    """``text`` without control, format and surrogate characters; newlines and tabs stay.

    Unassigned and private-use characters stay: the newest extensions of Unicode hold rare
    characters of names that this Python does not know yet.
    """
    return "".join(
        char
        for char in text
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
