"""Decimals as canonical text ("60.5"): the one form in which a fraction is stored."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

LARGEST: Final = Decimal(10) ** 12
"""A number on a form stays below this (exclusive)."""
PLACES: Final = 6
"""Digits after the point that are kept."""


def canonical_decimal(value: Decimal) -> str:
    """``value`` without exponent, sign of zero and trailing zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def read_decimal(raw: object) -> Decimal | None:
    """The number that a JSON value means; None for anything else, for NaN and for huge ones.

    A float is read by its shortest form, so 0.1 is one tenth.
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        return None
    text = repr(raw) if isinstance(raw, float) else str(raw) if _short(raw) else ""
    if isinstance(raw, str) and not _plain(raw):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= LARGEST or _places(number) > PLACES:
        return None
    return number


def _short(raw: int | str | Decimal) -> bool:
    """Not so long that turning it into text or a number costs anything."""
    return abs(raw) < LARGEST if isinstance(raw, int) else len(str(raw)) <= 40


def _plain(text: str) -> bool:
    """ASCII digits with at most a sign and a point: no ``1e5``, ``1_000``, full-width digits."""
    digits = text.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    text = canonical_decimal(number) if isinstance(exponent, int) and exponent < 0 else ""
    return len(text.partition(".")[2])
