"""Find a unit by what a clerk types: name, pinyin, or the beginning of its code.

Results come in code order, never by relevance: the program ranks no unit. Each carries its full
path, since names repeat.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from qxn_desktop.domain.character import half_width, tidy
from qxn_desktop.domain.division import Division, Divisions, Level
from qxn_desktop.domain.pinyin import matches
from qxn_desktop.domain.village_name import short_village_name, village_stem

ALL_LEVELS = frozenset(Level)


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit to choose. ``namesakes``: other results have the same short name."""

    unit: Division
    path: str
    namesakes: bool


def search_units(
    divisions: Divisions,
    query: str,
    levels: Collection[Level] = ALL_LEVELS,
    within: str | None = None,
    limit: int | None = None,
) -> list[UnitFound]:
    """Units of ``levels`` (at or below ``within``) that ``query`` names.

    A part of the name, a spelling of its beginning (``ytz``, ``yatazhen``), or leading digits of
    the code. Of several words the last names the unit, the others what it lies in (``册亨 丫他``).
    An empty query finds all.
    """
    words = tidy(query).lower().split()
    found = [
        unit
        for unit in divisions
        if unit.level in levels
        and (within is None or divisions.contains(within, unit.code))
        and _named(divisions, unit, words)
    ][:limit]
    names = [unit.short_name for unit in found]
    return [
        UnitFound(unit, divisions.path(unit.code), names.count(unit.short_name) > 1)
        for unit in found
    ]


def match_villages(divisions: Divisions, within: str, name: str) -> tuple[Division, ...]:
    """Villages of the unit ``within`` that ``name`` from a sheet may mean, in code order.

    The name as it stands first (板万村村委会 is 板万村); failing that, the place alone (板万),
    which may be a village and a community: then a person chooses.
    """
    villages = divisions.villages(within)
    given = half_width(name)
    for known in (_by_code, _by_name, _by_stem):
        found = tuple(unit for unit in villages if known(unit, given))
        if found:
            return found
    return ()


def _by_code(unit: Division, given: str) -> bool:
    return unit.code == given.removesuffix(".0")


def _by_name(unit: Division, given: str) -> bool:
    return unit.short_name == short_village_name(given)


def _by_stem(unit: Division, given: str) -> bool:
    return given != "" and village_stem(unit.short_name) == village_stem(given)


def _named(divisions: Divisions, unit: Division, words: list[str]) -> bool:
    if not words:
        return True
    if not _answers(unit, words[-1]):
        return False
    if len(words) == 1:
        return True
    above = divisions.ancestors(unit.code)[:-1]
    return all(any(_answers(other, word) for other in above) for word in words[:-1])


def _answers(unit: Division, word: str) -> bool:
    plain = half_width(word)
    if plain.isdecimal():
        return unit.code.startswith(plain)
    if plain.isascii():
        return matches(plain.replace("'", "").replace("ü", "v"), unit.short_name)
    return plain in unit.name.lower()
