"""Breaks Chinese text into lines.

Rules: GB/T 15834-2011 (标点符号用法) 5.1 — no line opens with a closing sign or ends with an
opening one, dashes and ellipses are not torn apart; and the habit of official documents that
a number, a Latin word, and a number with its unit stay together. What is too wide for a line
of its own is broken where it must be: nothing ever overflows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NO_START = frozenset("、。，．：；？！·—–～〜／/%％‰℃°′″）〕】》〉」』〗｝］”’,.:;?!)]}…")
"""May not open a line (5.1.2-5.1.9). A long dash or ellipsis may: see ``LONG``."""

NO_END = frozenset("（〔【《〈「『〖｛［“‘([{￥＄$＃#№／/")
"""May not end a line (5.1.4, 5.1.5; 分隔号 5.1.10)."""

LONG = ("——", "……")
"""Two characters that are one sign (5.1.6, 5.1.7); may open a line but not be torn apart."""

UNITS = frozenset("年月日时分秒天周个户人口座处次项条份件元米组村镇乡县岁名栋亩吨辆台套期类级号页")
"""Characters that stay with the number before them."""

SQUEEZED = frozenset("、。，．：；）〕】》〉」』”’")
"""Signs whose right half is blank: in running text it may give room to the next word."""

GIVE = 0.4
"""How much of such a sign's width may be given away."""

Measure = Callable[[str], float]

_ATOM = re.compile(
    r"——|……"
    r"|[0-9A-Za-zÀ-ÿ]+(?:[.,:/_+&@'’–-][0-9A-Za-zÀ-ÿ]+)*[%‰℃°²³]?"
    r"|[ \t]+"
    r"|."
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, the pieces between which it may be stretched, and its width.

    ``last`` marks the end of a paragraph: such a line is not stretched. Spaces at the end
    belong to ``text`` but not to ``width``. A line broken with ``squeeze`` may be wider than its
    room by what its signs can give.
    """

    text: str
    pieces: tuple[str, ...]
    width: float
    last: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    width: float
    space: float
    give: float


@dataclass(frozen=True, slots=True)
class _Room:
    """Width of the first line, of the others, and whether signs give way."""

    first: float
    width: float
    squeeze: bool


def break_lines(
    text: str, width: float, measure: Measure, first: float | None = None, *, squeeze: bool = False
) -> list[Line]:
    """``text`` as lines no wider than ``width`` points (the first: ``first``).

    The lines' texts joined are ``text`` without its line feeds, each of which ends a line.
    An empty text is one empty line. A width below that of one character overflows. With
    ``squeeze`` a line may be wider by 0.4 of each full stop, comma and closing bracket in it.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        limit = width if first is None or lines else first
        room = _Room(limit, width, squeeze)
        lines += _fill(_pieces(paragraph, measure), room, measure)
    return lines


def _fill(pieces: list[_Piece], room: _Room, measure: Measure) -> list[Line]:
    lines: list[Line] = []
    current: list[_Piece] = []
    used, limit, give = 0.0, room.first, 0.0
    queue = pieces[::-1]
    while queue:
        piece = queue.pop()
        allowed = give + piece.give if room.squeeze else 0.0
        if used + piece.width <= limit + allowed + 1e-6:
            current.append(piece)
            used += piece.width + piece.space
            give += piece.give
            continue
        if not current:
            head, tail = _split(piece, limit, measure)
            current = [head]
            queue += [tail] if tail else []
        else:
            queue.append(piece)
        lines.append(_line(current, last=not queue))
        current, used, limit, give = [], 0.0, room.width, 0.0
    if current or not lines:
        lines.append(_line(current, last=True))
    return lines


def _line(pieces: list[_Piece], *, last: bool) -> Line:
    texts = tuple(piece.text for piece in pieces)
    width = sum(piece.width + piece.space for piece in pieces)
    return Line("".join(texts), texts, width - (pieces[-1].space if pieces else 0), last)


def _pieces(text: str, measure: Measure) -> list[_Piece]:
    """Pieces that are not broken inside, each with the spaces that follow it."""
    merged: list[str] = []
    for atom in _atoms(text):
        if merged and _sticks(merged[-1], atom):
            merged[-1] += atom
        else:
            merged.append(atom)
    return [_piece(text, measure) for text in merged]


def _piece(text: str, measure: Measure) -> _Piece:
    bare = text.rstrip(" \t")
    width = measure(bare)
    give = sum(GIVE * measure(char) for char in bare if char in SQUEEZED)
    return _Piece(text, width, measure(text) - width, give)


def _atoms(text: str) -> Iterator[str]:
    """Characters, words, numbers and long signs; marks stay with what they mark."""
    held = ""
    for match in _ATOM.finditer(text):
        atom = match.group()
        if held and _is_mark(atom):
            held += atom
            continue
        if held:
            yield held
        held = atom
    if held:
        yield held


def _is_mark(atom: str) -> bool:
    """A combining mark or variation selector."""
    return unicodedata.combining(atom[0]) > 0 or unicodedata.category(atom[0]) in ("Mn", "Me")


def _sticks(before: str, atom: str) -> bool:
    """No line may end between ``before`` and ``atom``."""
    if atom.isspace() and atom != "\u3000":
        return True
    bare = before.rstrip(" \t")
    if not bare:
        return False
    if not may_break(bare, atom):
        return True
    return bare == before and atom[0] in UNITS and bare[-1] in "0123456789%"


def may_break(before: str, after: str) -> bool:
    """Whether the signs allow a line to end with ``before`` and the next to open with ``after``."""
    if before[-1] in NO_END:
        return False
    return after[0] not in NO_START or after.startswith(LONG)


def _split(piece: _Piece, limit: float, measure: Measure) -> tuple[_Piece, _Piece | None]:
    """What of a piece too wide for a line goes into it (at least one character), and the rest."""
    characters = list(_characters(piece.text))
    fit = 1
    while fit < len(characters) and measure("".join(characters[: fit + 1]).rstrip()) <= limit:
        fit += 1
    cut = next(
        (n for n in range(fit, 0, -1) if n == len(characters) or _allowed(characters, n)), fit
    )
    rest = "".join(characters[cut:])
    return _piece("".join(characters[:cut]), measure), (_piece(rest, measure) if rest else None)


def _allowed(characters: list[str], cut: int) -> bool:
    before, after = characters[cut - 1], characters[cut]
    if before == after and before in "—…":
        return False
    return may_break(before, after) and not after.isspace()


def _characters(text: str) -> Iterator[str]:
    held = ""
    for char in text:
        if held and _is_mark(char):
            held += char
            continue
        if held:
            yield held
        held = char
    if held:
        yield held
