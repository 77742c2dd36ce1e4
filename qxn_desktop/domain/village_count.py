"""Numbers by village for the leader who asks at five: as a sentence for WeChat, a table for WPS.

Villages stand in code order with every village of the unit in the table; nothing ranks them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

TOTAL = "合计"
VILLAGE = "村（社区）"
NUMBER = "数量"


@dataclass(frozen=True, slots=True)
class VillageNumbers:
    """One village's numbers, one for each heading. ``code`` is "" for rows of no village."""

    code: str
    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VillageCount:
    """What is counted, under which headings, of which villages (in code order).

    ``unit`` (户, 件) stands after the total of a single column.
    """

    what: str
    villages: tuple[VillageNumbers, ...]
    heads: tuple[str, ...] = (NUMBER,)
    unit: str = ""

    @property
    def totals(self) -> tuple[int, ...]:
        """Of each column."""
        columns = [one.numbers for one in self.villages]
        return tuple(map(sum, zip(*columns, strict=True))) if columns else (0,) * len(self.heads)

    @property
    def text(self) -> str:
        """One sentence: 垃圾月查逾期：板万村2、丫他村3，合计5户。 Only those that have any."""
        if not any(self.totals):
            return f"{self.what}：各村都没有。"
        named = [one for one in self.villages if any(one.numbers)]
        if len(self.heads) == 1:
            listed = "、".join(f"{one.name}{one.numbers[0]}" for one in named)
            return f"{self.what}：{listed}，{TOTAL}{self.totals[0]}{self.unit}。"
        listed = "；".join(f"{one.name}{self._several(one.numbers)}" for one in named)
        return f"{self.what}：{listed}；{TOTAL}{self._several(self.totals)}。"

    @property
    def tsv(self) -> str:
        """The table as WPS takes it from the clipboard."""
        return "\n".join("\t".join(row) for row in self._rows())

    @property
    def html(self) -> str:
        """The table with its rules, for what takes formatted text."""
        head, *rest = self._rows()
        rows = [_html_row("th", head), *(_html_row("td", row) for row in rest)]
        style = 'border="1" cellspacing="0" cellpadding="4"'
        return f"<table {style}><caption>{escape(self.what)}</caption>{''.join(rows)}</table>"

    def _rows(self) -> Iterator[tuple[str, ...]]:
        yield (VILLAGE, *self.heads)
        for one in self.villages:
            yield (one.name, *map(str, one.numbers))
        yield (TOTAL, *map(str, self.totals))

    def _several(self, numbers: Sequence[int]) -> str:
        pairs = zip(self.heads, numbers, strict=True)
        return "、".join(f"{head}{number}" for head, number in pairs if number)


def _html_row(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
