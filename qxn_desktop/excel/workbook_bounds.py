"""What a workbook must keep to before its cells are read: none may fill the memory.

A reader lays a sheet out as a whole rectangle: one cell in the last corner, or a million empty
rows, would cost gigabytes. So the archive is measured first, entry by entry, in bounded memory.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

from qxn_desktop.common.errors import UserError

MOST_BYTES = 20_000_000
MOST_UNPACKED = 120_000_000
MOST_ENTRIES = 500
MOST_ROWS = 10_000
MOST_COLUMNS = 256
MOST_CELLS = 1_000_000
CHUNK = 1 << 20
OVERLAP = 512
"""Signs of a chunk that are looked at again with the next, so that no tag is cut in two."""

_LINK = re.compile(r"<(?:\w+:)?Relationship\b([^<>]*)>")
_TAB = re.compile(r"<(?:\w+:)?sheet\b([^<>]*)>")
_ATTRIBUTE = re.compile(r'(?:\w+:)?(\w+)="([^"]*)"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^<>]{0,400}?\br="([A-Z]{1,4})([0-9]{1,9})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b(?:[^<>]{0,400}?\br="([0-9]{1,9})")?')
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b[^<>]{0,400}?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,400}>\s{0,20}<(?:\w+:)?f\b'
)


def measured(data: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Cells (row, column from 1) with formulas, by the name of their sheet.

    Raises:
        UserError: no workbook, or larger than a filled form can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _measure(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise no_workbook() from error
    except Exception as error:
        if isinstance(error, UserError):
            raise
        raise no_workbook() from error  # whatever a damaged archive makes its reader raise


def no_workbook() -> UserError:
    """Why a file that is none is refused."""
    return UserError(
        "E-XLS-001", "这个文件不是能识别的 Excel 表格。请在 WPS 里另存为 .xlsx 格式后再试。"
    )


def _measure(archive: zipfile.ZipFile) -> dict[str, frozenset[tuple[int, int]]]:
    entries = archive.infolist()
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise no_workbook()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _too_large()
    unpacked, formulas = 0, dict[str, frozenset[tuple[int, int]]]()
    for entry in entries:
        sheet = _Sheet() if _SHEET.fullmatch(entry.filename) else None
        for fresh, chunk, seen in _chunks(archive, entry):
            unpacked += fresh
            if unpacked > MOST_UNPACKED:
                raise _too_large()
            if sheet is not None:
                sheet.look(chunk, seen)
        if sheet is not None:
            formulas[entry.filename] = frozenset(sheet.formulas)
    names = _names(archive)
    return {name: formulas.get(path, frozenset()) for name, path in names.items()}


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The path of each sheet in the archive, by the sheet's name."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    links = "xl/_rels/workbook.xml.rels"
    known = archive.read(links).decode("utf-8", "replace") if links in archive.namelist() else ""
    targets = {}
    for tag in _LINK.findall(known):
        parts = dict(_ATTRIBUTE.findall(tag))
        path = parts.get("Target", "")
        targets[parts.get("Id", "")] = path[1:] if path.startswith("/") else f"xl/{path}"
    found = {}
    for tag in _TAB.findall(book):
        parts = dict(_ATTRIBUTE.findall(tag))
        found[html.unescape(parts.get("name", ""))] = targets.get(parts.get("id", ""), "")
    return found


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes, int]]:
    """(new bytes, bytes to look at, how many of them were looked at before)."""
    with archive.open(entry) as file:
        tail = b""
        while fresh := file.read(CHUNK):
            yield len(fresh), tail + fresh, len(tail)
            tail = fresh[-OVERLAP:]


class _Sheet:
    """What was seen of one sheet so far."""

    def __init__(self) -> None:
        self.formulas: set[tuple[int, int]] = set()
        self._rows = self._cells = 0

    def look(self, chunk: bytes, seen: int) -> None:
        """Take in a chunk whose first ``seen`` bytes were looked at before.

        Raises:
            UserError: rows or cells too far out, too many of them, or cells without a place.
        """
        for found in _ROW.finditer(chunk):
            self._rows += found.start() >= seen
            if self._rows > MOST_ROWS or (found[1] and int(found[1]) > MOST_ROWS):
                raise _too_large()
        placed = set()
        for found in _REFERENCE.finditer(chunk):
            placed.add(found.start())
            if int(found[2]) > MOST_ROWS or column_number(found[1].decode()) > MOST_COLUMNS:
                raise _too_large()
        starts = {f.start() for f in _CELL.finditer(chunk)}
        for start in starts - placed:
            # A tag cut by the end of the chunk is whole in the next one, which begins with it.
            if b">" in chunk[start:] or start < len(chunk) - OVERLAP:
                raise no_workbook()
        self._cells += sum(start >= seen for start in starts)
        if self._cells > MOST_CELLS:
            raise _too_large()
        for found in _FORMULA.finditer(chunk):
            self.formulas.add((int(found[2]), column_number(found[1].decode())))


def _too_large() -> UserError:
    return UserError(
        "E-XLS-002",
        "表格太大（超过 {rows} 行或 {columns} 列），不像填好的检查表，请删去多余的空行、空列再试。",
        rows=MOST_ROWS, columns=MOST_COLUMNS,
    )  # fmt: skip


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
