"""Where the table begins in a sheet that people made, and which of its rows are not data.

Above the header stand a title, the unit and the period, notes; the header itself may take two rows
with merged cells (识别时 over 人均纯收入); below the data come totals and who signed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qxn_desktop.domain.cell_value import CellRows, CellValue, cell_text, is_blank
from qxn_desktop.domain.character import half_width, tidy

LOOKED_AT = 30
"""Rows among which the header is looked for."""
LONGEST_HEADING = 60
FIRST_CELLS = 6
"""Cells among which the word of a total stands."""
JOIN = "/"
Area = tuple[int, int, int, int]

_TOTAL = re.compile(r"(合计|总计|小计|共计|累计|.{1,12}[合小]计):?\Z")
_SIGNED = re.compile(
    r"(填表人|填报人|制表人?|制表单位|审核人|复核人|经办人|审批人|单位负责人|分管领导|负责人|签字|签章|盖章"
    r"|填报单位|[填制]表日期|填报日期|填报时间|打印时间|打印日期|单位[(（]盖章[)）])([(（][^()（）]*[)）])?[:：]"
)
_NOTE = re.compile(r"(注|备注|说明|填表说明|填报说明)[:：]|注\d?[.、]")
_FIGURE = re.compile(r"[-+]?[0-9][0-9,.]*[^0-9]{0,3}|[-—–/、]+")
_UNIT = re.compile(r"[(（][^()（）]*[)）]\Z")
_MARKS = re.compile(r"[*＊★☆✱※]")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: rows ``first`` to ``last`` (from 0), one heading a column.

    ``titles`` are "" above columns without a heading; names that repeat carry a number.
    """

    first: int
    last: int
    titles: tuple[str, ...]


def heading_key(title: str) -> str:
    """``title`` for comparison: half-width, without spaces, marks, and a unit in brackets."""
    plain = _MARKS.sub("", half_width(title)).replace("(", "（").replace(")", "）").lower()
    return plain.strip("：:.,、，。")


def without_unit(key: str) -> str:
    """A heading's key without what stands in brackets at its end: 耕地 for 耕地（亩）."""
    return _UNIT.sub("", key) or key


def find_header(
    rows: CellRows, known: Callable[[str], bool], merged: Iterable[Area] = ()
) -> Header | None:
    """The header among the first rows, or None when no row can be one.

    ``known`` tells whether a heading is one of a register's; the row with most of them wins, the
    upper of equals. Without any it is the first row of texts that is as wide as the table.
    """
    top = [_texts(row) for row in rows[:LOOKED_AT]]
    scores = [_score(texts, known) for texts in top]
    best = max(scores, default=0)
    if best >= 2 or (best == 1 and _widest(top) == 1):
        return header_at(rows, scores.index(best), merged)
    plain = next((at for at in range(len(top)) if _may_be_header(rows, at, _widest(top))), None)
    return None if plain is None else header_at(rows, plain, merged)


def header_at(rows: CellRows, at: int, merged: Iterable[Area] = ()) -> Header:
    """The header that row ``at`` (from 0) belongs to: it alone, or with the row above or below."""
    areas = list(merged)
    if at + 1 < len(rows) and _is_upper(rows, at, areas):
        return _joined(rows, at, at + 1, areas)
    if at > 0 and _is_upper(rows, at - 1, areas):
        return _joined(rows, at - 1, at, areas)
    return Header(at, at, _numbered(_texts(rows[at])))


def data_rows(rows: CellRows, header: Header) -> list[int]:
    """Numbers (from 0) of the rows below the header that hold data: no totals, signatures, notes.

    A header printed again on each page is left out with them.
    """
    printed = list(rows[header.last])
    below = range(header.last + 1, len(rows))
    return [at for at in below if not _is_left_out(rows[at]) and list(rows[at]) != printed]


def is_plain(row: Sequence[CellValue]) -> bool:
    """Whether a row cannot be a header: it holds a number or a date."""
    return any(isinstance(value, int | float | date | datetime) for value in row)


def _is_left_out(row: Sequence[CellValue]) -> bool:
    filled = 0
    for at, value in enumerate(row):
        if value == "" or value is None:
            continue
        if isinstance(value, str):
            text = value.strip()
            if not text:
                continue
            filled += 1
            if filled <= 2 and at < FIRST_CELLS and _TOTAL.match(half_width(text[:20])):
                return _is_total(row)
            if filled == 1 and (_SIGNED.match(text) or _NOTE.match(text)):
                return True
        else:
            filled += 1
        if filled > 2:
            return False
    return filled == 0


def _is_total(row: Sequence[CellValue]) -> bool:
    """Whether a row with the word of a total holds but figures besides, and at most a place."""
    texts = [value.strip() for value in row if isinstance(value, str) and value.strip()]
    return sum(not _FIGURE.fullmatch(half_width(text)) for text in texts) <= 2


def _texts(row: Sequence[CellValue]) -> tuple[str, ...]:
    return tuple("".join(tidy(cell_text(value)).split()) for value in row)


def _score(texts: Sequence[str], known: Callable[[str], bool]) -> int:
    return len({text for text in texts if 0 < len(text) <= LONGEST_HEADING and known(text)})


def _widest(rows: Iterable[Sequence[str]]) -> int:
    return max((sum(1 for text in texts if text) for texts in rows), default=0)


def _may_be_header(rows: CellRows, at: int, widest: int) -> bool:
    row = rows[at]
    filled = [cell_text(value).strip() for value in row if not is_blank(value)]
    if is_plain(row) or any(len(text) > LONGEST_HEADING for text in filled):
        return False
    return len(set(filled)) * 2 > widest and (len(filled) >= 2 or widest == 1)


def _is_upper(rows: CellRows, at: int, areas: Sequence[Area]) -> bool:
    """Whether row ``at`` and the one below are a header of two rows."""
    upper, lower = _texts(rows[at]), _texts(rows[at + 1])
    if is_plain(rows[at + 1]) or not any(lower):
        return False
    groups = [area for area in areas if area[0] == at == area[2] and area[3] > area[1]]
    tall = [area for area in areas if area[0] == at and area[2] == at + 1 and area[1] == area[3]]
    if groups and tall:
        return True
    return _looks_like_two(upper, lower)


def _looks_like_two(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Without merged areas: each text below stands under a group, each single heading alone."""
    if sum(1 for text in upper if text) < 2 or len({*filter(None, lower)}) < 2:
        return False
    grouped = False
    for at, text in enumerate(lower):
        above = upper[at] if at < len(upper) else ""
        beside = at + 1 < len(upper) and not upper[at + 1] and at + 1 < len(lower)
        if text and above and not (beside and lower[at + 1]):
            return False
        if text and not above and not any(upper[:at]):
            return False
        grouped |= bool(text and not above)
    return grouped


def _joined(rows: CellRows, first: int, last: int, areas: Sequence[Area]) -> Header:
    upper, lower = [*_texts(rows[first])], [*_texts(rows[last])]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    spans = {area[1]: area[3] for area in areas if area[0] == first == area[2]}
    group, end = "", -1
    titles = []
    for at in range(width):
        if upper[at]:
            group, end = upper[at], spans.get(at, width if not spans else at)
        over = group if at <= end or upper[at] else ""
        titles.append(_pair(over, lower[at]) if lower[at] else upper[at])
    return Header(first, last, _numbered(titles))


def _pair(over: str, under: str) -> str:
    return f"{over}{JOIN}{under}" if over and over != under else under


def _numbered(titles: Sequence[str]) -> tuple[str, ...]:
    """``titles`` with a number after those that were there before."""
    taken = set(filter(None, titles))
    seen: dict[str, int] = {}
    found = []
    for title in titles:
        count = seen.get(title, 0)
        seen[title] = count + 1
        name = title
        while title and count and (name == title or name in taken):
            count += 1
            name = f"{title}（{count}）"
        taken |= {name}
        found.append(name)
    return tuple(found)


def columns_of(header: Header) -> Mapping[str, int]:
    """Columns (from 0) by heading."""
    return {title: at for at, title in enumerate(header.titles) if title}
