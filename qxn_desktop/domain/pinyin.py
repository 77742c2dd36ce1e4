"""Readings of Chinese text for search by keyboard: no tones, ü written v.

pypinyin takes 0.15 s and 58 MB to import, so it is imported by the first search that needs it
and never on the way to the first window.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def readings(char: str) -> tuple[str, ...]:
    """Every reading of one character, the usual one first; of another sign, itself in lower case.

    A rare character without a known reading stands for itself too.
    """
    if char.isascii():
        return (char.lower(),)
    import pypinyin  # noqa: PLC0415 - slow, see above

    found = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(found[0])) if found else (char,)


def initials(text: str) -> str:
    """First letters by the usual reading, ``ytz`` for 丫他镇; signs and spaces are dropped."""
    return "".join(readings(char)[0][0] for char in text if char.isalnum())


def matches(query: str, text: str) -> bool:
    """Whether ``query`` (lower-case letters) spells the beginning of ``text``.

    Each character is spelt by its first letter, by zh, ch or sh, or whole, and the last one by
    any beginning of a reading; any of its readings will do: ``ytz``, ``yatazhen``, ``yataz``.
    """
    return bool(query) and _spells(query, text, 0)


def matches_from(query: str, text: str, at: int) -> bool:
    """Whether ``query`` spells on from the sign at ``at``; an empty one always does."""
    return _spells(query, text, at)


def remainders(query: str, char: str) -> frozenset[str]:
    """What is left of ``query`` once it has spelt ``char``; "" where it ends within a reading."""
    found: set[str] = set()
    for reading in readings(char):
        if reading.startswith(query):
            found.add("")
        found.update(query[len(part) :] for part in _parts(reading) if query.startswith(part))
    return frozenset(found)


def _spells(query: str, text: str, at: int) -> bool:
    if not query:
        return True
    if at == len(text):
        return False
    if not text[at].isalnum():
        return _spells(query, text, at + 1)
    return any(
        reading.startswith(query)
        or any(
            query.startswith(part) and _spells(query[len(part) :], text, at + 1)
            for part in _parts(reading)
        )
        for reading in readings(text[at])
    )


def _parts(reading: str) -> tuple[str, ...]:
    """What may stand for a character in the middle of a query."""
    blend = (reading[:2],) if reading[:2] in ("zh", "ch", "sh") else ()
    return tuple(dict.fromkeys((reading[0], *blend, reading)))
