"""Makes ``resources/fonts``: subsets of three free typefaces. A developer's tool, run by hand.

    python3 build/make_fonts.py SOURCES

``SOURCES`` is a folder into which these were unpacked beforehand (all from package registries):

* npm ``@expo-google-fonts/noto-serif-sc@0.4.3`` and ``noto-sans-sc@0.4.3`` (``npm pack``),
* Debian ``fonts-lxgw-wenkai`` and ``unicode-data`` (``apt-get download``, ``dpkg -x``).

Needs fonttools. The same sources give the same bytes. What is kept:

* 通用规范汉字表 (8,105 characters, 2013) as ``kTGH`` of the Unihan database says, GB 2312 whole
  (which also brings punctuation and symbols), every character of the division names;
* in the typeface that stands in for every other one (楷体): besides these the characters of
  GBK that occur in names and all that the source has of CJK extensions;
* in the bold face of documents GB 2312 only: headings of reports name no people.

The sans faces are those of the screen as well, where names of people stand in tables.
The subsets are modified versions: the em dash fills its em, so that ``——`` is one stroke. They
carry names of their own, as the licence (SIL OFL 1.1) asks where a name is reserved.
"""

from __future__ import annotations

import bz2
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "fonts"
DIVISIONS = ROOT / "resources" / "divisions"

KEPT_TABLES = {"head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post"}
RARE_NAMES = "𬱖䶮㛃龑堃翯彧犇𡒄竜㐱𠅤弼佑岜丛笃山珉谷昇喆淼垚燚仝濛菓峯崑嵗闇朶"
LINKED_STYLES = ("Regular", "Bold")
"""Styles that one name of four may hold; any other is a family of its own to old programs."""
EXTRA_SIGNS = "·—…‘’“”〔〕〇㎡㎏㎎㎜㎝㎞℃‰①②③④⑤⑥⑦⑧⑨⑩□■▲△●○√×÷±≤≥≠～￥〓"
ON_SCREEN = EXTRA_SIGNS + "✓›‹•⋯"


@dataclass(frozen=True)
class Face:
    """One file to make. ``common`` takes GB 2312 only instead of all of the 8,105."""

    target: str
    source: str
    family: str
    style: str
    common: bool = False
    rare: bool = False
    signs: str = EXTRA_SIGNS


FACES = (
    Face("qxn-serif.ttf", "NotoSerifSC_400Regular.ttf", "QXN Serif", "Regular"),
    Face("qxn-serif-bold.ttf", "NotoSerifSC_700Bold.ttf", "QXN Serif", "Bold", common=True),
    Face("qxn-sans.ttf", "NotoSansSC_400Regular.ttf", "QXN Sans", "Regular", signs=ON_SCREEN),
    Face(
        "qxn-sans-semibold.ttf",
        "NotoSansSC_600SemiBold.ttf",
        "QXN Sans",
        "SemiBold",
        signs=ON_SCREEN,
    ),
    Face("qxn-kai.ttf", "LXGWWenKai-Regular.ttf", "QXN Kai", "Regular", rare=True),
)


def gb2312() -> Iterator[int]:
    """Code points of GB 2312: signs, letters and the 6,763 hanzi."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def standard_hanzi(sources: Path) -> set[int]:
    """The 8,105 of 通用规范汉字表, from the Unihan database."""
    [table] = sources.rglob("Unihan_OtherMappings.txt.bz2")
    lines = bz2.decompress(table.read_bytes()).decode().splitlines()
    return {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}


def wanted(sources: Path, face: Face, has: set[int]) -> set[int]:
    """The code points that ``face`` keeps of those it ``has``."""
    found = {*range(0x20, 0x7F), *range(0xA0, 0x100), *gb2312()}
    found |= {ord(c) for c in face.signs + RARE_NAMES}
    for table in sorted(DIVISIONS.glob("*.csv")):
        found |= {ord(c) for c in table.read_text(encoding="utf-8")}
    if not face.common:
        found |= standard_hanzi(sources)
    if face.rare:
        found |= {code for code in has if 0x3400 <= code < 0x4DC0 or code >= 0x20000}
        found |= {code for code in has if 0x4E00 <= code < 0xA000 and in_big5(code)}
    return found & has


def in_big5(code: int) -> bool:
    """A common traditional character (Big5 level 1): the variants that names are written in."""
    try:
        raw = chr(code).encode("big5")
    except UnicodeEncodeError:
        return False
    return b"\xa4\x40" <= raw <= b"\xc6\x7e"


def fill_dash(font: TTFont) -> None:
    """Let U+2014 fill its em (GB/T 15834-2011 5.1.5: the dash is two characters, one stroke)."""
    name = font.getBestCmap()[0x2014]
    em = font["head"].unitsPerEm
    old = font["glyf"][name]
    pen = TTGlyphPen(None)
    corners = [(0, old.yMin), (0, old.yMax), (em, old.yMax), (em, old.yMin)]
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (em, 0)


def rename(font: TTFont, face: Face) -> None:
    """Give the modified version its own name; the copyright and the licence stay."""
    full = face.family if face.style == "Regular" else f"{face.family} {face.style}"
    postscript = full.replace(" ", "") + ("-Regular" if face.style == "Regular" else "")
    new = {1: face.family, 2: face.style, 3: f"qxn:{full}", 4: full, 6: postscript}
    if face.style not in LINKED_STYLES:
        new |= {1: full, 2: "Regular", 16: face.family, 17: face.style}
    table = font["name"]
    keep = {n.nameID: str(n) for n in table.names if n.nameID in (0, 13, 14)}
    table.names = []
    for name_id, text in {**keep, **new}.items():
        table.setName(text, name_id, 3, 1, 0x409)


def make(sources: Path, face: Face) -> Path:
    """Write one subset and give its path."""
    [source] = sources.rglob(face.source)
    font = TTFont(source, recalcTimestamp=False)
    options = Options(
        layout_features=[], hinting=False, notdef_outline=True, glyph_names=False,
        legacy_cmap=False, symbol_cmap=False, name_IDs=["*"], name_languages=["*"],
    )  # fmt: skip
    options.drop_tables += [tag for tag in font.reader.tables if tag not in KEPT_TABLES]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted(sources, face, set(font.getBestCmap())))
    subsetter.subset(font)
    fill_dash(font)
    rename(font, face)
    path = TARGET / face.target
    font.save(path)
    return path


def main() -> None:
    """Make every file and say how big it became."""
    sources = Path(sys.argv[1])
    TARGET.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        path = make(sources, face)
        size = path.stat().st_size
        count = len(TTFont(path, lazy=True).getBestCmap())
        print(f"{face.target:22} {count:6} characters {size / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
