"""Tables of official codes (GB/T 3304 民族 and others) as data: what is stored is the Chinese name.

A file has a head and ``entries``: lists of a code (empty where the standard has none), the name,
and what else is written for it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from qxn_desktop.common.errors import Problem

_HEAD = ("id", "title", "standard", "source", "example")
_CODE_AND_NAME = 2


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One line of a standard: ``also`` are other words for ``name``."""

    code: str
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A standard with its year, what it was typed from, and an ``example`` for messages."""

    id: str
    title: str
    standard: str
    source: str
    example: str
    entries: tuple[CodeEntry, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.entries)

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """(what is written, name): words and codes, these without their leading zero too."""
        return tuple((word, entry.name) for entry in self.entries for word in _words(entry))

    def code(self, name: str) -> str:
        """The code of ``name``; "" where it has none."""
        return next((entry.code for entry in self.entries if entry.name == name), "")


def parse_code_table(text: str) -> tuple[CodeTable | None, list[Problem]]:
    """The table that ``text`` describes and no problems, or None and all its problems."""
    try:
        data = tomllib.loads(text)
    except ValueError:
        return None, [Problem("", "E-REG-140", "代码表不是有效的 TOML，请检查引号和括号。")]
    missing = [key for key in _HEAD if not isinstance(data.get(key), str) or not data[key]]
    if missing or set(data) != {*_HEAD, "entries"}:
        message = f"代码表的表头应当是 {'、'.join(_HEAD)} 和 entries，请改正。"
        return None, [Problem("", "E-REG-141", message)]
    entries = list(_entries(data["entries"]))
    faulty = [at for at, entry in enumerate(entries) if entry is None]
    if faulty or not entries:
        message = "每一行应当是 [代码, 名称, 别名…]，都是文字，请改正。"
        return None, [Problem(f"entries[{at}]", "E-REG-142", message) for at in faulty or (0,)]
    good = tuple(entry for entry in entries if entry is not None)
    table = CodeTable(**{key: data[key] for key in _HEAD}, entries=good)
    return (table, []) if not (twice := _twice(table)) else (None, twice)


def _entries(lines: object) -> Iterator[CodeEntry | None]:
    for line in lines if isinstance(lines, list) else ():
        texts = isinstance(line, list) and all(isinstance(one, str) for one in line)
        if not texts or len(line) < _CODE_AND_NAME or not all(line[1:]):
            yield None
        else:
            code, name, *also = line
            yield CodeEntry(code, name, tuple(also))


def _words(entry: CodeEntry) -> Iterator[str]:
    yield from entry.also
    if entry.code:
        yield from dict.fromkeys((entry.code, entry.code.lstrip("0") or entry.code))


def _twice(table: CodeTable) -> list[Problem]:
    """Words that would mean two entries."""
    seen: set[str] = set()
    problems = []
    for word in (*table.names, *(word for word, _ in table.words)):
        if word in seen:
            message = f"“{word}”在代码表里出现两次，请删去一处。"
            problems.append(Problem("entries", "E-REG-143", message))
        seen.add(word)
    return problems
