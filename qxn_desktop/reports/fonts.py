"""Typefaces of official documents for reportlab, with fallback glyph by glyph.

A ``ChainFont`` is one font to reportlab, several to the eye: for each character the first
member that has it. It is the font of every text path (drawString, text objects, charts), so
that no path can drop a character silently; one that no member has prints as a box.

Fonts are read when first used: never at import.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics, ttfonts

from qxn_desktop.common.resource_files import resource_path


class Typeface(StrEnum):
    """What a text is set in (GB/T 9704-2012 7.2, 7.3)."""

    BODY = "仿宋"
    TITLE = "小标宋"
    HEI = "黑体"
    KAI = "楷体"


BUNDLED = {
    Typeface.BODY: ("qxn-serif.ttf", "qxn-kai.ttf"),
    Typeface.TITLE: ("qxn-serif-bold.ttf", "qxn-serif.ttf", "qxn-kai.ttf"),
    Typeface.HEI: ("qxn-sans.ttf", "qxn-serif.ttf", "qxn-kai.ttf"),
    Typeface.KAI: ("qxn-kai.ttf", "qxn-serif.ttf"),
}
SYSTEM = {
    Typeface.BODY: "simfang.ttf",
    Typeface.TITLE: "FZXBSJW.TTF",
    Typeface.HEI: "simhei.ttf",
    Typeface.KAI: "simkai.ttf",
}
"""File names under the fonts folder of Windows."""

FULL_WIDTH = frozenset(map(ord, "“”‘’—…"))
"""Signs that take a whole em in Chinese (GB/T 15834-2011 5.1) and are narrower in some faces."""

_SUBSETS = 10_000
"""Number of a member's subset = index of the member × this + its own number."""


def font_name(typeface: Typeface, system: Path | None = None) -> str:
    """The name under which ``typeface`` is registered with reportlab; registers it if need be.

    ``system`` is a folder of fonts to prefer (that of Windows): then the bytes of a document
    depend on the machine. Without it they do not.
    """
    return _chain(typeface, system).fontName


def text_width(text: str, typeface: Typeface, size: float, system: Path | None = None) -> float:
    """Width of ``text`` in points."""
    return _chain(typeface, system).stringWidth(text, size)


def missing(text: str, typeface: Typeface = Typeface.BODY) -> set[str]:
    """Characters of ``text`` that no bundled font has; they print as boxes."""
    chain = _chain(typeface, None)
    return {c for c in text if not c.isspace() and not chain.covers(ord(c))}


@lru_cache
def _chain(typeface: Typeface, system: Path | None) -> ChainFont:
    paths = [resource_path(f"fonts/{name}") for name in BUNDLED[typeface]]
    if system is not None and (system / SYSTEM[typeface]).is_file():
        paths.insert(0, system / SYSTEM[typeface])
    name = f"QXN-{typeface.name}" + ("" if system is None else "-system")
    chain = ChainFont(name, [_member(path) for path in paths])
    pdfmetrics.registerFont(chain)
    return chain


@lru_cache
def _member(path: Path) -> Member:
    return Member(path)


class Member:
    """One font file, read when first asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._font: Any = None
        self._coverage: frozenset[int] = frozenset()

    @property
    def font(self) -> Any:
        if self._font is None:
            self._font = ttfonts.TTFont(f"QXN-{self._path.stem}", str(self._path), shapable=False)
            self._coverage = frozenset(self._font.face.charToGlyph)
        return self._font

    @property
    def coverage(self) -> frozenset[int]:
        """Code points that the file has glyphs for."""
        return self._coverage if self.font else frozenset()

    def advance(self, code: int) -> float:
        """Width of a character in thousandths of the size."""
        width: float = self.font.face.getCharWidth(code)
        return width

    def admit_missing(self, code: int) -> None:
        """Let ``code`` be written as the font's box, so that it can still be copied out."""
        self.font.face.charToGlyph.setdefault(code, 0)


class ChainFaceInfo:
    """What reportlab asks of a font's face before it writes: the first member's metrics."""

    builtIn = 0

    def __init__(self, name: str, face: Any) -> None:
        self.name = name
        self.ascent = face.ascent
        self.descent = face.descent
        self.capHeight = face.capHeight
        self.unitsPerEm = face.unitsPerEm


class ChainFont:
    """A font for reportlab that hands each character to the first member that has it.

    reportlab knows a dynamic font by ``splitString`` (text to (subset, bytes)) and
    ``getSubsetInternalName``; the number of the subset carries the member.
    """

    _multiByte = 1
    _dynamicFont = 1
    shapable = False

    def __init__(self, name: str, members: Sequence[Member]) -> None:
        self.fontName = name
        self.face = ChainFaceInfo(name, members[0].font.face)
        self.encoding = ttfonts.TTEncoding()
        self._members = tuple(members)
        self._index: dict[int, int] = {}
        self._widths: dict[str, float] = {}

    def covers(self, code: int) -> bool:
        """Some member has ``code``."""
        return any(code in member.coverage for member in self._members)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        del encoding
        widths = self._widths
        try:
            return sum([widths[c] for c in text]) * size / 1000
        except KeyError:
            for char in set(text).difference(widths):
                code = ord(char)
                widths[char] = self._members[self._member_of(code)].advance(code)
            return sum([widths[c] for c in text]) * size / 1000

    def splitString(
        self, text: str, doc: object, encoding: str = "utf8"
    ) -> list[tuple[int, bytes]]:
        del encoding
        parts: list[tuple[int, bytes]] = []
        for index, run in groupby(text, lambda char: self._member_of(ord(char))):
            font = self._members[index].font
            for subset, raw in font.splitString("".join(run), doc):
                parts.append((index * _SUBSETS + subset, raw))
        return parts

    def getSubsetInternalName(self, subset: int, doc: object) -> str:
        index, own = divmod(subset, _SUBSETS)
        name: str = self._members[index].font.getSubsetInternalName(own, doc)
        return name

    def _member_of(self, code: int) -> int:
        index = self._index.get(code)
        if index is None:
            index = self._index[code] = self._choose(code)
        return index

    def _choose(self, code: int) -> int:
        having = [i for i, member in enumerate(self._members) if code in member.coverage]
        if not having:
            self._members[0].admit_missing(code)
            return 0
        wide = [i for i in having if self._members[i].advance(code) >= 950]
        return wide[0] if code in FULL_WIDTH and wide else having[0]


def to_unicode_map(font_name: str, subset: Iterable[int]) -> str:
    """The ToUnicode CMap of a subset: UTF-16BE, in blocks of at most 100 (ISO 32000-1 9.10.3).

    Replaces reportlab 5.1.0's, which writes a code point beyond U+FFFF as five hex digits.
    """
    entries = [
        f"<{index:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
        for index, code in enumerate(subset)
    ]
    blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


ttfonts.makeToUnicodeCMap = to_unicode_map
