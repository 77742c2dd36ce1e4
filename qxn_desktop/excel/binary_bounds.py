"""What a binary workbook (.xls, .et) must keep to before it is read: none may fill the memory.

A reader lays each sheet out as a rectangle up to its last cell, all sheets at once. So the records
are walked first (MS-XLS: type and length, two bytes each) and the last cell of each is found.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from qxn_desktop.excel.workbook_bounds import MOST_TABLE_CELLS, locked, no_workbook, too_large_table

SECTOR_SIZES: Final = (512, 4096)
FREE_FROM: Final = 0xFFFFFFFA
"""Sector numbers from here on mean an end or nothing (MS-CFB)."""
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
STREAMS: Final = ("Workbook", "Book")
SMALL: Final = 4096
"""Streams below this size lie in the small sectors."""

BOF: Final = 0x0809
CELLS: Final = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6})
"""Records of one cell: formula, number, label, truth value, RK, shared label, rich label."""
MULTIPLE: Final = frozenset({0x00BD})


def check(data: bytes) -> None:
    """Look a binary workbook through.

    Raises:
        UserError: none, locked by a password, or larger than a register can be.
    """
    if ENCRYPTED in data[: 1 << 20] or ENCRYPTED in data[-(1 << 20) :]:
        raise locked()
    try:
        stream = _workbook_stream(data)
    except (struct.error, IndexError, OverflowError) as error:
        raise no_workbook() from error
    if sum(_rectangles(stream)) > MOST_TABLE_CELLS:
        raise too_large_table()


def _rectangles(stream: bytes) -> Iterator[int]:
    """Cells of the rectangle of each sheet."""
    at, row, column = 0, -1, -1
    whole = len(stream)
    stream += bytes(8)
    while at + 4 <= whole:
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == BOF:
            yield (row + 1) * (column + 1)
            row = column = -1
        elif kind in CELLS and length >= 4:
            last, width = (
                struct.unpack_from("<HH", stream, at + 4) if at + 8 <= len(stream) else (0, 0)
            )
            row, column = max(row, last), max(column, width)
        elif kind in MULTIPLE and length >= 6 and at + 4 + length <= whole:
            last = struct.unpack_from("<H", stream, at + 4)[0]
            width = struct.unpack_from("<H", stream, at + 2 + length)[0]
            row, column = max(row, last), max(column, width)
        at += 4 + length
    yield (row + 1) * (column + 1)


def _workbook_stream(data: bytes) -> bytes:
    """The stream of records inside the compound file ``data`` (MS-CFB)."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in SECTOR_SIZES:
        raise no_workbook()
    table = _sector_table(data, size)
    directory = _chain(data, table, struct.unpack_from("<I", data, 48)[0], size)
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    named = {_entry_name(entry): entry for entry in entries if len(entry) == 128}
    found = next((named[name] for name in STREAMS if name in named), None)
    if found is None:
        raise no_workbook()
    start, length = struct.unpack_from("<I", found, 116)[0], struct.unpack_from("<I", found, 120)[0]
    if length >= SMALL:
        return _chain(data, table, start, size)[:length]
    return b""  # too small to hold anything that is large


def _sector_table(data: bytes, size: int) -> list[int]:
    """The next sector of each sector."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    seen = 0
    while following < FREE_FROM and seen * size < len(data):
        at = (following + 1) * size
        *more, following = struct.unpack_from(f"<{size // 4}I", data, at)
        sectors += more
        seen += 1
    table: list[int] = []
    for sector in sectors:
        at = (sector + 1) * size
        if sector < FREE_FROM and at + size <= len(data):
            table += struct.unpack_from(f"<{size // 4}I", data, at)
    return table


def _chain(data: bytes, table: list[int], start: int, size: int) -> bytes:
    """The bytes of the sectors from ``start`` on; each is taken once."""
    parts, sector, seen = [], start, set[int]()
    while sector < len(table) and sector not in seen:
        seen.add(sector)
        at = (sector + 1) * size
        parts.append(data[at : at + size])
        sector = table[sector]
    return b"".join(parts)


def _entry_name(entry: bytes) -> str:
    length = min(max(struct.unpack_from("<H", entry, 64)[0] - 2, 0), 62)
    return entry[:length].decode("utf-16-le", "replace")
