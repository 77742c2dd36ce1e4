"""Tables kept as text: .csv and its relatives, in the encodings and with the separators in use."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from qxn_desktop.common.errors import UserError
from qxn_desktop.excel.workbook_bounds import (
    MOST_TABLE_CELLS,
    MOST_TABLE_COLUMNS,
    MOST_TABLE_ROWS,
    too_large_table,
)

UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS: Final = ",\t;"
LOOKED_AT: Final = 20
"""Lines from which the separator is told."""
LONGEST_FIELD: Final = 32_767
"""Characters of a cell: what a spreadsheet allows. More is a quotation mark that never closes."""


def parse(data: bytes, name: str) -> Sequence[Sequence[str]]:
    """The rows of the text table ``data``; empty ones at the end are left out.

    Raises:
        UserError: no text, no table, or too large.
    """
    return rows_of(decoded(data, name), name)


def rows_of(text: str, name: str) -> Sequence[Sequence[str]]:
    """The rows of the text table ``text``.

    Raises:
        UserError: no table, or too large.
    """
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        rows = list(_bounded(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))))
    except csv.Error as error:
        raise UserError(
            "E-IO-061", "“{name}”读不出表格，请用 WPS 打开后另存为 .csv。", name=name
        ) from error
    finally:
        csv.field_size_limit(before)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def decoded(data: bytes, name: str) -> str:
    """The text of ``data``: UTF-8 (with or without mark), UTF-16 with its mark, else GB18030.

    Each is tried strictly: what is UTF-8 by chance in another encoding is as good as never seen.

    Raises:
        UserError: none of them, or no text at all.
    """
    utf16 = data.startswith(UTF16_MARKS)
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UserError("E-IO-062", "“{name}”不是文字表格，请核对是不是选错了文件。", name=name)


def _separator(text: str) -> str:
    """What stands between the cells of the first lines most evenly; a comma when nothing does."""
    lines = [line for line in text[:100_000].splitlines()[:LOOKED_AT] if line.strip()]
    plain = [_unquoted(line) for line in lines]
    return max(SEPARATORS, key=lambda sign: sum(line.count(sign) for line in plain), default=",")


def _unquoted(line: str) -> str:
    return "".join(line.split('"')[::2])


def _bounded(rows: csv._reader) -> list[list[str]]:  # type: ignore[name-defined]
    kept, cells = [], 0
    for row in rows:
        kept.append(row)
        cells += len(row)
        if len(kept) > MOST_TABLE_ROWS or len(row) > MOST_TABLE_COLUMNS or cells > MOST_TABLE_CELLS:
            raise too_large_table()
    return kept
