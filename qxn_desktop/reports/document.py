"""A document as data: what it says, not how it looks. The PDF and the .docx are made from it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Level = Literal[1, 2, 3, 4]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Title:
    """The title, one string a line (its lines should form a trapezoid or rhombus)."""

    lines: tuple[str, ...]
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading without its number: 一、 （一） 1. （1） are counted by ``numbered``."""

    text: str
    level: Level = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, its first line indented by two characters.

    ``figures``: words of it that say a figure, and its name; they look like all others.
    """

    text: str
    indent: bool = True
    figures: tuple[tuple[str, Hashable], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is relative to the other columns' widths."""

    title: str
    width: float = 1
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its header row is repeated on every page, ``total`` closes it.

    ``landscape`` sets it on pages of its own, turned by a quarter; ``small`` in 小五 and closely,
    for registers of many rows. ``figures`` name what stands in the cells, for each row and then
    the total; they are not printed.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    caption: str = ""
    landscape: bool = False
    small: bool = False
    figures: tuple[tuple[Hashable | None, ...], ...] = ()

    def __post_init__(self) -> None:
        for row in (*self.rows, *([self.total] if self.total else [])):
            if len(row) != len(self.columns):
                raise ValueError(f"{len(self.columns)} columns, but a row of {len(row)}: {row}")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``value`` is drawn, ``label`` is printed. No value: the label alone."""

    value: Decimal | None
    label: str


@dataclass(frozen=True, slots=True)
class BarGroup:
    """The bars of one category, one a series."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars from 0 to ``maximum``."""

    title: str
    series: tuple[str, ...]
    groups: tuple[BarGroup, ...]
    maximum: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class SignBlock:
    """Who signs: the unit with its seal and the date, then people and facts in a row.

    ``date`` is as printed; an empty one is left for the pen, as is an empty name.
    """

    unit: str
    date: str
    people: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: what was counted and how."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a page."""


Block: TypeAlias = (
    Title | Heading | Paragraph | Table | BarChart | SignBlock | Note | PageBreak
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """``title`` and ``org`` describe the file; what is printed stands in ``blocks``.

    ``watermark`` (演示) lies across every page. ``meta`` are further facts of the file:
    ``subject``, ``keywords``, ``date`` (YYYY-MM-DD).
    """

    title: str
    org: str
    blocks: tuple[Block, ...]
    watermark: str | None = None
    meta: dict[str, str] = field(default_factory=dict)


DIGITS = "〇一二三四五六七八九"


def chinese_number(value: int) -> str:
    """1 to 99 in Chinese: 一, 十, 十一, 二十, 二十一."""
    tens, ones = divmod(value, 10)
    head = "" if not tens else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones or not tens else "")


def heading_number(level: Level, count: int) -> str:
    """The number of a heading (GB/T 9704-2012 7.3.3)."""
    match level:
        case 1:
            return f"{chinese_number(count)}、"
        case 2:
            return f"（{chinese_number(count)}）"
        case 3:
            return f"{count}."
        case 4:
            return f"（{count}）"


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, each heading with its number before its text."""
    counts = [0, 0, 0, 0, 0]
    for block in blocks:
        if isinstance(block, Heading):
            counts[block.level] += 1
            counts[block.level + 1 :] = [0] * (4 - block.level)
            yield Heading(
                heading_number(block.level, counts[block.level]) + block.text, block.level
            )
        else:
            yield block
